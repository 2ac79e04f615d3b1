"""What the page in the browser is told, and what it may ask for: the playground as JSON."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator, Mapping
from typing import Any

from bot.playground.serving import Playground
from bot.playground.slack import Record
from bot.playground.verbs import RefusedError, do
from bot.playground.watching import Watching

__all__ = ["Page"]

Payload = dict[str, Any]
_PING = 10.0  # seconds of silence after which a line shows that the stream lives
_HISTORY = 500  # records that a fresh inspector begins with
_WAITING = 10_000  # records that a sleeping browser may leave unread; then it starts afresh
_INSPECTED = ("delivery", "ack", "answer", "call", "connection")
_PRIVATE = ("message", "modal", "home")


class Page:
    """The state for a person, a stream of what happens, and what can be done; safe between threads."""

    def __init__(self, playground: Playground) -> None:
        self._playground = playground
        self._lock = threading.Lock()
        self._streams: set[queue.Queue[Payload]] = set()
        self.watching = Watching(playground.desk, playground.records, self._tell_knowledge)

    def state(self, user: str) -> Payload:
        """Return everything that one person sees, and how the editors' files stand."""
        workspace = self._playground.workspace
        if user not in {person.id for person in workspace.people}:
            raise RefusedError("その人はこのワークスペースにいません。")
        knowledge = self.watching.state
        return {**workspace.snapshot(user), "knowledge": knowledge, "connected": workspace.socket.connected}

    def history(self) -> Payload:
        """Return the latest records for an inspector, oldest first."""
        latest = [r for r in self._playground.workspace.records() if r.kind in _INSPECTED]
        return {"records": [record.to_json() for record in latest[-_HISTORY:]]}

    def act(self, user: str, verb: str, arguments: Mapping[str, Any]) -> Payload:
        """Do something as a person; raises `RefusedError`."""
        if verb == "apply":
            if not self.watching.apply(str(arguments.get("version"))):
                raise RefusedError(
                    "そのあとファイルが変わりました。新しい内容を確かめてから、もう一度反映してください。"
                )
            return {}
        return do(self._playground.workspace, user, verb, arguments)

    def stream(self, user: str, after: int) -> Iterator[Payload]:
        """Yield what happens after a record, as far as this person may see it, until the stream is ended.

        An empty object comes when nothing else does: whoever writes it notices that nobody listens any more.
        """
        news: queue.Queue[Payload] = queue.Queue(_WAITING)
        end = self._playground.workspace.subscribe(lambda record: self._put(news, record, user))
        with self._lock:
            self._streams.add(news)
        try:
            latest = after
            for record in self._playground.workspace.records(after):
                latest = record.number
                if _is_for(record, user):
                    yield record.to_json()
            yield from _following(news, latest)
        finally:
            end()
            with self._lock:
                self._streams.discard(news)

    def close(self) -> None:
        """End all streams, and the watch."""
        self.watching.close()
        self._to_all({"kind": "end"})

    def _tell_knowledge(self, state: Payload) -> None:
        self._to_all({"kind": "knowledge", "data": state})

    def _to_all(self, news: Payload) -> None:
        with self._lock:
            streams = tuple(self._streams)
        for stream in streams:
            _offer(stream, news)

    @staticmethod
    def _put(news: queue.Queue[Payload], record: Record, user: str) -> None:
        if _is_for(record, user):
            _offer(news, record.to_json())


def _offer(stream: queue.Queue[Payload], news: Payload) -> None:
    """Hand on, or end the stream of a browser that has not read for long: it will ask for the whole state again."""
    try:
        stream.put_nowait(news)
    except queue.Full:
        stream.get_nowait()
        stream.put_nowait({"kind": "end"})


def _following(news: queue.Queue[Payload], latest: int) -> Iterator[Payload]:
    while True:
        try:
            item = news.get(timeout=_PING)
        except queue.Empty:
            yield {}
            continue
        if item["kind"] == "end":
            return
        if item.get("number", latest + 1) > latest:
            yield item


def _is_for(record: Record, user: str) -> bool:
    """Tell whether a person sees it; what went between Slack and the bot is shown to whoever sits at the page."""
    if record.kind not in _PRIVATE:
        return True
    return (record.data.get("only_for") or record.data.get("user") or user) == user
