"""A small Slack workspace in one process: people write and press, the bot answers, everything can be looked at.

    workspace = Workspace()
    # … a bot with SLACK_API_URL=workspace.api_url connects …
    asked = workspace.mention("小金井市のDXリーダーは何人?")
    answer, = workspace.wait_for_replies(asked.channel)
    workspace.press(answer.buttons[0], answer)

The Web API and Socket Mode are real servers on this machine; nothing else is.
"""

from __future__ import annotations

import itertools
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from tests.slack.workspace_channels import APP_TOKEN, BOT_ID, BOT_TOKEN, BOT_USER, Channels, Message, Origin
from tests.slack.workspace_http import Answer, Call, Push, WebApi
from tests.slack.workspace_payloads import block_actions, event_callback, message_event, slash_command
from tests.slack.workspace_socket import SocketMode

__all__ = ["APP_TOKEN", "BOT_TOKEN", "BOT_USER", "Ack", "Answer", "Delivery", "Message", "Push", "Workspace"]

Payload = dict[str, Any]
T = TypeVar("T")

_TIMEOUT = 30.0  # seconds


@dataclass(frozen=True, slots=True)
class Delivery:
    """What the bot was sent: kind is events_api, slash_commands or interactive."""

    id: str
    kind: str
    payload: Payload
    at: float
    retry: int = 0


@dataclass(frozen=True, slots=True)
class Ack:
    """The bot's receipt for a delivery, ``after`` seconds, with the HTTP status where there is one."""

    after: float
    payload: Payload
    status: int = 200


class Workspace:
    """Slack as the bot sees it, and as people use it; safe between threads."""

    def __init__(self) -> None:
        self._changed = threading.Condition(threading.RLock())
        self._numbers = itertools.count(1)
        self._calls: list[Call] = []
        self._failures: dict[str, list[Answer]] = defaultdict(list)
        self._sent: list[Delivery] = []
        self._acks: dict[str, Ack] = {}
        self._push: Push | None = None
        self.socket = SocketMode(self._take_ack, self._tell)
        self._channels = Channels(self.socket.url)
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
            self._failures[method].extend(answers)

    def close(self) -> None:
        """Shut everything down."""
        self.socket.close()
        self.web.close()

    # What people do.

    def mention(self, text: str, user: str = "U1", channel: str = "C1", thread_ts: str = "", **more: Any) -> Message:
        """Write ``@bot text`` in a channel, or in a thread of it."""
        said = self._say(f"<@{BOT_USER}> {text}", user, channel, thread_ts)
        self.event({**message_event(said), "type": "app_mention", **more})
        return said

    def direct_message(self, text: str, user: str = "U1", channel: str = "D1", thread_ts: str = "") -> Message:
        """Write to the bot alone."""
        said = self._say(text, user, channel, thread_ts)
        self.event({**message_event(said), "channel_type": "im"})
        return said

    def edit(self, message: Message, text: str) -> Delivery:
        """Change what was written in a direct message."""
        old = message_event(message)
        event = {"subtype": "message_changed", "message": {**old, "text": text}, "previous_message": old}
        place = {"channel": message.channel, "channel_type": "im", "ts": self._channels.ts()}
        return self.event({"type": "message", **event, **place})

    def echo(self, message: Message, bot_id: str = BOT_ID) -> Delivery:
        """Deliver a bot's direct message to the bot, as Slack does with its own, too."""
        return self.event({**message_event(message), "channel_type": "im", "bot_id": bot_id})

    def command(self, name: str, text: str = "", user: str = "U1", channel: str = "C1") -> Delivery:
        """Type a slash command."""
        url = self._response_url(Origin(channel, user))
        return self._deliver("slash_commands", slash_command(name, text, user, channel, url, self._trigger()))

    def press(self, button: Payload, message: Message, user: str = "U1") -> Delivery:
        """Press a button of a message."""
        url, at = self._response_url(Origin(message.channel, user, message.ts)), self._channels.ts()
        return self._deliver("interactive", block_actions(button, message, user, url, self._trigger(), at))

    def event(self, event: Payload, event_id: str = "") -> Delivery:
        """Deliver any event."""
        return self._deliver("events_api", event_callback(event, event_id or f"Ev{next(self._numbers):08}"))

    def redeliver(self, delivery: Delivery | None = None) -> Delivery:
        """Deliver something (the latest, if not told) again, as Slack does when no ack came in time."""
        again = delivery or self._sent[-1]
        return self._deliver(again.kind, again.payload, again.retry + 1)

    # What there is to see.

    def messages(self, channel: str) -> tuple[Message, ...]:
        """List all messages of a channel, those for one person too."""
        with self._changed:
            return tuple(m for m in self._channels.messages if m.channel == channel)

    def replies(self, channel: str) -> tuple[Message, ...]:
        """List what the bot wrote in a channel."""
        return tuple(m for m in self.messages(channel) if m.author == BOT_USER)

    def calls(self, method: str = "") -> tuple[Call, ...]:
        """List the bot's calls, all or those of one method; ``response`` means all response URLs."""
        with self._changed:
            return tuple(c for c in self._calls if method in ("", c.method, c.method.partition("/")[0]))

    def wait_until(self, condition: Callable[[], T], what: str, timeout: float = _TIMEOUT) -> T:
        """Wait for a condition that a change in the workspace makes true; raises `TimeoutError` that says for what."""
        end = time.monotonic() + timeout
        with self._changed:
            while not (value := condition()):
                left = end - time.monotonic()
                if left <= 0:
                    seen = [(m.author, m.text[:60]) for m in self._channels.messages]
                    raise TimeoutError(f"waited {timeout} s for {what}; messages: {seen}")
                self._changed.wait(left)
            return value

    def wait_for_replies(self, channel: str, count: int = 1, timeout: float = _TIMEOUT) -> tuple[Message, ...]:
        """Wait until the bot has written so often in a channel; returns all that it wrote there."""
        self.wait_until(lambda: len(self.replies(channel)) >= count, f"{count} replies in {channel}", timeout)
        return self.replies(channel)

    def wait_for_acks(self, timeout: float = _TIMEOUT) -> tuple[Ack, ...]:
        """Wait until everything that was sent has its receipt; returns the receipts in the order of sending."""
        self.wait_until(lambda: all(d.id in self._acks for d in self._sent), "acks", timeout)
        return tuple(self._acks[d.id] for d in self._sent)

    def wait_for_connection(self, opened: int = 1, timeout: float = _TIMEOUT) -> None:
        """Wait until a bot is connected, by its n-th connection at least."""
        self.wait_until(lambda: self.socket.connected and self.socket.opened >= opened, f"connection {opened}", timeout)

    # Within.

    def _tell(self) -> None:
        with self._changed:
            self._changed.notify_all()

    def _say(self, text: str, user: str, channel: str, thread: str) -> Message:
        with self._changed:
            said = self._channels.say(text, user, channel, thread)
            self._changed.notify_all()
            return said

    def _trigger(self) -> str:
        return f"{next(self._numbers)}.1.trigger"

    def _response_url(self, origin: Origin) -> str:
        with self._changed:
            return f"{self.web.root}/{self._channels.response_path(origin)}"

    def _deliver(self, kind: str, payload: Payload, retry: int = 0) -> Delivery:
        if self._push is None:
            self.wait_for_connection()
        delivery = Delivery(f"envelope-{next(self._numbers)}", kind, payload, time.monotonic(), retry)
        with self._changed:
            self._sent.append(delivery)
        if self._push is None:
            again = {"retry_attempt": retry, "retry_reason": "timeout"} if retry else {}
            envelope = {"envelope_id": delivery.id, "type": kind, "payload": payload}
            self.socket.send({**envelope, "accepts_response_payload": kind != "events_api", **again})
        else:
            status, body = self._push.deliver(kind, payload, retry)
            self._take_ack(delivery.id, {"text": body} if body else {}, status)
        return delivery

    def _take_ack(self, delivery_id: str, payload: Payload, status: int = 200) -> None:
        with self._changed:
            sent = next(d for d in self._sent if d.id == delivery_id)
            self._acks[delivery_id] = Ack(time.monotonic() - sent.at, payload, status)
            self._changed.notify_all()

    def _answer(self, call: Call) -> Answer:
        """Answer a call of the bot and keep it."""
        with self._changed:
            failures = self._failures[call.method.partition("/")[0]]
            answer = failures.pop(0) if failures else self._channels.answer(call)
            self._calls.append(replace(call, failed=not answer.body.get("ok")))
            self._changed.notify_all()
            return answer
