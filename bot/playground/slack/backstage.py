"""The machinery behind the workspace: servers, locks, deliveries and answers. People and their doings come on top."""

from __future__ import annotations

import itertools
import json
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Any, TypeVar

from bot.playground.slack import methods
from bot.playground.slack.deliveries import Ack, Deliveries, Delivery
from bot.playground.slack.journal import Journal, Record
from bot.playground.slack.manifest import Manifest
from bot.playground.slack.payloads import event_callback, kind_of
from bot.playground.slack.people import BOT_USER
from bot.playground.slack.push import Push
from bot.playground.slack.responses import Origin
from bot.playground.slack.socket_mode import SocketMode
from bot.playground.slack.team import Team
from bot.playground.slack.web_api import Answer, Call, WebApi
from bot.telemetry import log

__all__ = ["Backstage"]

Payload = dict[str, Any]
T = TypeVar("T")

_TIMEOUT = 30.0  # seconds
_AGAIN = 0.05  # seconds after which a condition is looked at again: not all that it names is told to the workspace
_CONNECTIONS = 5  # that may break in a row before an envelope is given up
_BETWEEN_POSTS = 1.0  # seconds, in one channel (https://docs.slack.dev/apis/web-api/rate-limits)


class Backstage:
    """Slack's servers: what comes in is answered, what goes out is kept; safe between threads."""

    def __init__(
        self,
        manifest: Manifest | None = None,
        *,
        subscribed: Collection[str] | None = None,
        features_off: Collection[str] = (),
        limited: bool = False,
        echoes: bool = False,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.manifest = manifest or Manifest.read()
        self.subscribed = frozenset(self.manifest.events if subscribed is None else subscribed)
        self._limited, self._echoes = limited, echoes
        self._changed = threading.Condition(threading.RLock())
        self._numbers = itertools.count(1)
        self._calls: dict[str, list[Call]] = defaultdict(list)
        self._all_calls: list[Call] = []
        self._arranged: dict[str, list[Answer]] = defaultdict(list)
        self._posted_at: dict[str, float] = {}
        self._deliveries = Deliveries()
        self._push: Push | None = None
        self._held: list[Delivery] | None = None
        self._copies = 1
        self._journal = Journal()
        self.socket = SocketMode(self._take_ack, self._tell_connection)
        self._team = Team(self.manifest, self._journal.write, features_off, clock)
        self._team.socket_url = self.socket.url
        self.web = WebApi(self._answer)

    @property
    def api_url(self) -> str:
        """Return what the bot needs as SLACK_API_URL."""
        return self.web.api_url

    def push_to(self, push: Push) -> None:
        """Deliver over HTTP from now on."""
        self._push = push

    def fail_next(self, method: str, *answers: Answer) -> None:
        """Answer the next calls of a method with these; ``response`` means any response URL."""
        with self._changed:
            self._arranged[method].extend(answers)

    def close(self) -> None:
        """Shut everything down."""
        self._journal.close()
        self.socket.close()
        self.web.close()

    def subscribe(self, watcher: Callable[[Record], None]) -> Callable[[], None]:
        """Call a function for each thing that happens from now on, in order; returns a function that ends this."""
        return self._journal.subscribe(watcher)

    def records(self, after: int = 0) -> tuple[Record, ...]:
        """List what happened after the record with this number, as far back as is kept."""
        return self._journal.since(after)

    # Waiting.

    def wait_until(self, condition: Callable[[], T], what: str, timeout: float = _TIMEOUT) -> T:
        """Wait for a condition, in the workspace or beside it; raises `TimeoutError` that says for what."""
        end = time.monotonic() + timeout
        with self._changed:
            while not (value := condition()):
                left = end - time.monotonic()
                if left <= 0:
                    seen = [(m.author, m.text[:60]) for m in self._team.channels.all()]
                    refused = [(c.method, c.answer.body) for c in self._all_calls if c.failed and c.answer]
                    raise TimeoutError(f"waited {timeout} s for {what}; messages: {seen[-20:]}; failed: {refused[-5:]}")
                self._changed.wait(min(left, _AGAIN))
            return value

    def wait_for_acks(self, timeout: float = _TIMEOUT) -> tuple[Ack, ...]:
        """Wait until everything that was sent has its receipt; returns the receipts in the order of sending."""
        self.wait_until(lambda: self._deliveries.all_taken, "acks", timeout)
        with self._changed:
            return self._deliveries.acks()

    def wait_for_connection(self, opened: int = 1, timeout: float = _TIMEOUT) -> None:
        """Wait until a bot is connected, by its n-th connection at least."""
        self.wait_until(lambda: self.socket.connected and self.socket.opened >= opened, f"connection {opened}", timeout)

    # Within: the way to the bot.

    def event(self, event: Payload, event_id: str = "", team: str = "T1") -> Delivery:
        """Deliver any event, whether the app has subscribed to it or not."""
        return self._deliver("events_api", event_callback(event, event_id or f"Ev{next(self._numbers):08}", team))

    def _emit(self, event: Payload, by_person: bool = True) -> Delivery | None:
        """Deliver an event if the app has subscribed to it and, in a channel, is there to hear it."""
        place = event.get("channel") or event.get("item", {}).get("channel", "")
        if kind_of(event) not in self.subscribed:
            return None
        if place[:1] in ("C", "G") and not self._team.people.is_member(BOT_USER, place):
            return None
        payload = event_callback(event, f"Ev{next(self._numbers):08}")
        return self._deliver("events_api", payload, by_person=by_person)

    def _deliver(self, kind: str, payload: Payload, retry: int = 0, by_person: bool = True) -> Delivery:
        for _ in range(self._copies):
            delivery = Delivery(f"envelope-{next(self._numbers)}", kind, payload, time.monotonic(), retry)
            if by_person:
                self._deliveries.latest = delivery
            if self._held is not None:
                self._held.append(delivery)
            else:
                self._send(delivery)
        return delivery

    def _send(self, delivery: Delivery) -> None:
        if self._push is None:
            self.wait_for_connection()
        with self._changed:
            delivery = replace(delivery, at=time.monotonic())
            self._deliveries.sent(delivery)
            self._journal.write("delivery", delivery.to_json())
        if self._push is None:
            self._send_envelope(delivery)
        else:
            status, body = self._push.deliver(delivery.kind, delivery.payload, delivery.retry)
            self._take_ack(delivery.id, _receipt(body), status)

    def _send_envelope(self, delivery: Delivery) -> None:
        again = {"retry_attempt": delivery.retry, "retry_reason": "timeout"} if delivery.retry else {}
        envelope = {"envelope_id": delivery.id, "type": delivery.kind, "payload": delivery.payload}
        answerable = {"accepts_response_payload": delivery.kind != "events_api"}
        for _ in range(_CONNECTIONS):
            opened = self.socket.opened
            try:
                self.socket.send({**envelope, **answerable, **again})
            except ConnectionError:  # it broke just now: the next connection gets it
                self.wait_for_connection(opened + 1)
            else:
                return

    def _take_ack(self, delivery_id: str, payload: Payload, status: int = 200) -> None:
        with self._changed:
            delivery = self._deliveries.delivery(delivery_id)
            if delivery is None:
                return
            ack = Ack(time.monotonic() - delivery.at, payload, status)
            self._deliveries.taken(delivery_id, ack)
            self._journal.write("ack", {"delivery": delivery_id, **ack.to_json()})
            self._heed(delivery, ack)
            self._let_hear()
            self._changed.notify_all()

    def _heed(self, delivery: Delivery, ack: Ack) -> None:
        """Do what a receipt says; commands and modals have more to say than that they arrived."""

    def _tell_connection(self) -> None:
        with self._changed:
            about = {"connected": self.socket.connected, "opened": self.socket.opened}
            self._journal.write("connection", about)
            self._changed.notify_all()

    def _trigger(self, user: str) -> str:
        with self._changed:
            return self._team.triggers.make(user)

    def _response_url(self, origin: Origin) -> str:
        with self._changed:
            return f"{self.web.root}/{self._team.urls.make(origin)}"

    # Within: the way from the bot.

    def _answer(self, call: Call) -> Answer:
        """Answer a call of the bot and keep it."""
        with self._changed:
            method = call.method.partition("/")[0]
            arranged = self._arranged[method].pop(0) if self._arranged[method] else None
            answer = arranged or self._too_soon(call) or self._done(call)
            kept = replace(call, failed=not answer.body.get("ok"), answer=answer, arranged=arranged is not None)
            self._keep(kept)
            self._let_hear()
            self._changed.notify_all()
        return answer

    def _done(self, call: Call) -> Answer:
        """Do what the bot asks for; what no method has foreseen is Slack's own trouble, and the others go on."""
        try:
            return methods.answer(self._team, call)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            log.warning("call not understood", method=call.method, kind=type(error).__name__)
            return Answer({"ok": False, "error": "fatal_error"}, 500)

    def _let_hear(self) -> None:
        """Let the bot hear what it did itself, as Slack does."""
        news, self._team.news[:] = tuple(self._team.news), []
        if self._echoes and news:
            self._journal.later(lambda: self._echo_all(news))

    def _keep(self, call: Call) -> None:
        self._all_calls.append(call)
        for name in {call.method, call.method.partition("/")[0]}:
            self._calls[name].append(call)
        self._journal.write("call", call.to_json())
        answered = None if call.failed else self._deliveries.answered(call)
        if answered:
            self._journal.write("answer", {"delivery": answered[0], "after": answered[1], "method": call.method})

    def _note(self, delivery: Delivery, ack: Ack, error: str = "", why: tuple[str, ...] = ()) -> None:
        """Keep what a receipt said beyond that it arrived, as if it were a call."""
        answer = Answer.refused(error, why) if error else Answer.ok()
        said = Call(f"ack/{delivery.name}", ack.payload, "", time.monotonic(), bool(error), answer)
        self._all_calls.append(said)
        self._calls["ack"].append(said)
        self._journal.write("call", said.to_json())
        if not error and self._deliveries.answered_in_ack(delivery.id, ack.after):
            self._journal.write("answer", {"delivery": delivery.id, "after": ack.after, "method": said.method})

    def _too_soon(self, call: Call) -> Answer | None:
        """Return Slack's no to a second message in one channel within a second."""
        channel, now = str(call.payload.get("channel")), self._team.now()
        if not self._limited or call.method != "chat.postMessage":
            return None
        if now - self._posted_at.get(channel, float("-inf")) < _BETWEEN_POSTS:
            return Answer.rate_limited(1)
        self._posted_at[channel] = now
        return None

    def _echo_all(self, events: Collection[Payload]) -> None:
        """Deliver what the bot itself did, as Slack does."""
        for event in events:
            if self._push or self.socket.connected:
                self._emit(event, by_person=False)


def _receipt(body: str) -> Payload:
    """Return what the body of an HTTP answer says, which may be a bare word."""
    try:
        payload = json.loads(body) if body else {}
    except ValueError:
        return {"text": body}
    return payload if isinstance(payload, dict) else {"text": body}
