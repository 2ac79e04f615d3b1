"""What the bot was sent, when it said that it had it, and when it answered."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from bot.playground.slack.web_api import Call

__all__ = ["IN_TIME", "Ack", "Deliveries", "Delivery"]

Payload = dict[str, Any]
Key = tuple[str, ...]
IN_TIME = 3.0  # seconds; Slack takes what is acknowledged later for lost
_WAITING = 200  # deliveries for one place that may still be answered there


@dataclass(frozen=True, slots=True)
class Delivery:
    """What the bot was sent: kind is events_api, slash_commands or interactive."""

    id: str
    kind: str
    payload: Payload
    at: float
    retry: int = 0

    @property
    def name(self) -> str:
        """Return what it is in a word: the type of the event or interaction, or the command."""
        if self.kind == "events_api":
            return str(self.payload["event"]["type"])
        return str(self.payload.get("command") or self.payload.get("type"))

    def to_json(self) -> Payload:
        """Return it for an inspector."""
        return {"id": self.id, "kind": self.kind, "name": self.name, "payload": self.payload, "retry": self.retry}


@dataclass(frozen=True, slots=True)
class Ack:
    """The bot's receipt for a delivery, ``after`` seconds, with the HTTP status where there is one."""

    after: float
    payload: Payload
    status: int = 200

    @property
    def in_time(self) -> bool:
        """Tell whether Slack would have waited for it."""
        return self.after <= IN_TIME

    def to_json(self) -> Payload:
        """Return it for an inspector."""
        return {"after": self.after, "payload": self.payload, "status": self.status, "in_time": self.in_time}


class Deliveries:
    """Keep deliveries, receipts and answers; whoever uses it from several threads locks."""

    def __init__(self) -> None:
        self._sent: dict[str, Delivery] = {}
        self._acks: dict[str, Ack] = {}
        self._open: set[str] = set()
        self._answered: dict[str, float] = {}
        self._awaited: dict[Key, deque[str]] = {}
        self.latest: Delivery | None = None  # that a person brought about

    def sent(self, delivery: Delivery) -> None:
        """Note that something was sent."""
        self._sent[delivery.id] = delivery
        self._open.add(delivery.id)
        for key in _expected(delivery):
            self._awaited.setdefault(key, deque(maxlen=_WAITING)).append(delivery.id)

    def taken(self, delivery_id: str, ack: Ack) -> Delivery | None:
        """Note a receipt; returns what it is for, or None if there is no such delivery."""
        if delivery_id not in self._sent:
            return None
        self._acks.setdefault(delivery_id, ack)
        self._open.discard(delivery_id)
        return self._sent[delivery_id]

    def delivery(self, delivery_id: str) -> Delivery | None:
        """Return a delivery by its id."""
        return self._sent.get(delivery_id)

    @property
    def all_taken(self) -> bool:
        """Tell whether everything that was sent has its receipt."""
        return not self._open

    @property
    def open(self) -> tuple[Delivery, ...]:
        """List what was sent and has no receipt yet."""
        return tuple(d for d in self._sent.values() if d.id in self._open)

    def all(self) -> tuple[Delivery, ...]:
        """List everything that was sent, in order."""
        return tuple(self._sent.values())

    def acks(self) -> tuple[Ack, ...]:
        """List the receipts in the order of what they are for."""
        return tuple(self._acks[i] for i in self._sent if i in self._acks)

    def ack(self, delivery_id: str) -> Ack | None:
        """Return the receipt for a delivery."""
        return self._acks.get(delivery_id)

    def answered(self, call: Call) -> tuple[str, float] | None:
        """Return which delivery a call answers, and after how many seconds; only the first answer counts."""
        for key in _answering(call):
            waiting = self._awaited.get(key, deque())
            while waiting:
                delivery_id = waiting.popleft()
                if delivery_id not in self._answered:
                    after = call.at - self._sent[delivery_id].at
                    self._answered[delivery_id] = after
                    return delivery_id, after
        return None

    def answered_in_ack(self, delivery_id: str, after: float) -> bool:
        """Note that a receipt was the answer, too; returns whether it is the first."""
        return self._answered.setdefault(delivery_id, after) == after

    def answer_after(self, delivery_id: str) -> float | None:
        """Return after how many seconds a delivery was answered."""
        return self._answered.get(delivery_id)


def _expected(delivery: Delivery) -> Iterator[Key]:
    """Yield by what an answer to a delivery will be known."""
    payload = delivery.payload
    if delivery.kind == "events_api":
        event = payload["event"]
        if event["type"] in ("app_mention", "message") and not event.get("bot_id"):
            yield "thread", event.get("channel", ""), event.get("thread_ts") or event.get("ts", "")
            yield "channel", event.get("channel", "")
        elif event["type"] == "app_home_opened":
            yield "home", event["user"]
            yield "channel", event["channel"]
        return
    if payload.get("trigger_id"):
        yield "trigger", payload["trigger_id"]
    if payload.get("response_url"):
        yield "url", payload["response_url"].rpartition("/")[2]
    user = payload["user"]["id"] if "user" in payload else payload["user_id"]
    yield "home", user


def _answering(call: Call) -> Iterable[Key]:
    """List by what a call can be known as an answer, the surest first."""
    payload, method = call.payload, call.method
    if method.startswith("response/"):
        return [("url", method.removeprefix("response/"))]
    if method in ("views.open", "views.push"):
        return [("trigger", str(payload.get("trigger_id")))]
    if method == "views.publish":
        return [("home", str(payload.get("user_id")))]
    if method in ("chat.postMessage", "chat.postEphemeral", "chat.update"):
        channel, thread = str(payload.get("channel")), payload.get("thread_ts")
        threads: list[Key] = [("thread", channel, str(thread))] if thread else []
        return [*threads, ("channel", channel)]
    if method == "assistant.threads.setSuggestedPrompts":
        return [("channel", str(payload.get("channel_id")))]
    return []
