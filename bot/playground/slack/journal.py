"""What happened in the workspace, in order, for whoever watches: the page, the inspector, a transcript."""

from __future__ import annotations

import queue
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.telemetry import log

__all__ = ["Journal", "Record"]

Payload = dict[str, Any]
_KEPT = 20_000


@dataclass(frozen=True, slots=True)
class Record:
    """One thing that happened: ``number`` counts from 1, ``at`` is in seconds since 1970, ``data`` is plain JSON.

    The kinds are delivery, ack, answer, call, message, modal, home, prompts, status, connection.
    """

    number: int
    at: float
    kind: str
    data: Payload

    def to_json(self) -> Payload:
        """Return it as one object."""
        return {"number": self.number, "at": self.at, "kind": self.kind, "data": self.data}


class Journal:
    """Keep the latest records and hand each to the watchers, in order, from a thread of its own.

    A watcher is never called while the workspace is locked, so it may ask the workspace anything; one that fails
    misses that record and keeps nobody else from it.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._records: deque[Record] = deque(maxlen=_KEPT)
        self._number = 0
        self._watchers: list[Callable[[Record], None]] = []
        self._queue: queue.SimpleQueue[Record | Callable[[], None] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._hand_out, daemon=True, name="journal")
        self._thread.start()

    def write(self, kind: str, data: Payload) -> None:
        """Note what happened."""
        with self._lock:
            self._number += 1
            record = Record(self._number, time.time(), kind, data)
            self._records.append(record)
            if self._watchers:
                self._queue.put(record)

    def since(self, number: int = 0) -> tuple[Record, ...]:
        """List the records after one, as far back as they are kept."""
        with self._lock:
            return tuple(record for record in self._records if record.number > number)

    @property
    def latest(self) -> int:
        """Return the number of the latest record."""
        with self._lock:
            return self._number

    def subscribe(self, watcher: Callable[[Record], None]) -> Callable[[], None]:
        """Call a function for each record from now on; returns a function that ends this."""
        with self._lock:
            self._watchers.append(watcher)

        def end() -> None:
            with self._lock:
                if watcher in self._watchers:
                    self._watchers.remove(watcher)

        return end

    def later(self, errand: Callable[[], None]) -> None:
        """Run an errand in the thread of the journal, after what is queued already."""
        self._queue.put(errand)

    def close(self) -> None:
        """Hand out what is queued, and end."""
        self._queue.put(None)
        self._thread.join(10.0)

    def _hand_out(self) -> None:
        while (item := self._queue.get()) is not None:
            if isinstance(item, Record):
                with self._lock:
                    watchers = tuple(self._watchers)
                for watcher in watchers:
                    _spare_others(watcher, item)
            else:
                _spare_others(_run, item)


def _run(errand: Callable[[], None]) -> None:
    errand()


def _spare_others(watcher: Callable[[Any], None], item: Any) -> None:
    try:
        watcher(item)
    except Exception as error:  # noqa: BLE001 - a watcher's trouble is its own
        log.warning("watcher failed", kind=type(error).__name__)
