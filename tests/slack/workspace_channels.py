"""The channels of the fake Slack: the messages in them, and what the bot's calls do to these."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from tests.slack.workspace_http import Answer, Call

__all__ = ["APP_TOKEN", "BOT_ID", "BOT_TOKEN", "BOT_USER", "TEAM", "Channels", "Message", "Origin"]

Payload = dict[str, Any]
TEAM, BOT_USER, BOT_ID = "T1", "U0BOT", "B0BOT"
BOT_TOKEN, APP_TOKEN = "xoxb-fake-bot-token", "xapp-fake-app-token"
_USES = 5  # of one response URL (https://docs.slack.dev/interactivity/handling-user-interaction)
_MOST_BLOCKS = 50


@dataclass(frozen=True, slots=True)
class Message:
    """A message that somebody sees: everybody in the channel, or ``only_for`` alone; ``raw`` is what was sent."""

    ts: str
    channel: str
    author: str
    text: str
    blocks: tuple[Payload, ...] = ()
    thread: str = ""
    only_for: str = ""
    raw: Payload = field(default_factory=dict, repr=False)

    @property
    def buttons(self) -> tuple[Payload, ...]:
        """List the buttons, from top to bottom."""
        rows = (b["elements"] for b in self.blocks if b["type"] == "actions")
        return tuple(element for row in rows for element in row if element["type"] == "button")

    def button(self, text: str) -> Payload:
        """Return the button with these words; raises `LookupError` with those that there are."""
        found = next((b for b in self.buttons if b["text"]["text"] == text), None)
        if found is None:
            raise LookupError(f"no button {text!r} among {[b['text']['text'] for b in self.buttons]}")
        return found

    @property
    def quotes(self) -> tuple[str, ...]:
        """List the texts that stand as quotations."""
        return tuple(_words(part) for part in self._parts() if part["type"] == "rich_text_quote")

    @property
    def words(self) -> str:
        """Return what the blocks say, without the buttons."""
        return "\n".join(_words(part) for part in self._parts())

    def _parts(self) -> Iterator[Payload]:
        return (part for b in self.blocks if b["type"] == "rich_text" for part in b["elements"])


def _words(part: Payload) -> str:
    return "".join(piece.get("text") or piece.get("user_id", "") for piece in part["elements"])


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a response URL leads; ``message`` is the ts of the message whose button was pressed."""

    channel: str
    user: str
    message: str = ""


class Channels:
    """Hold the messages and answer the Web API; whoever uses it from several threads locks."""

    def __init__(self, socket_url: str) -> None:
        self._socket_url = socket_url
        self._numbers = itertools.count(1)
        self._origins: dict[str, Origin] = {}
        self._uses: dict[str, int] = defaultdict(int)
        self.messages: list[Message] = []
        self._methods: dict[str, Callable[[Payload], Answer]] = {
            "auth.test": self._auth_test,
            "apps.connections.open": self._open_connection,
            "chat.postMessage": self._post,
            "chat.postEphemeral": self._post_ephemeral,
            "chat.update": self._update,
        }

    def ts(self) -> str:
        """Return the next time stamp, by which messages are known and sorted."""
        return f"1700000000.{next(self._numbers):06}"

    def say(self, text: str, user: str, channel: str, thread: str) -> Message:
        """Put a person's message into a channel."""
        said = Message(self.ts(), channel, user, text, thread=thread)
        self.messages.append(said)
        return said

    def response_path(self, origin: Origin) -> str:
        """Make a response URL; returns its path."""
        path = f"response/R{len(self._origins) + 1}"
        self._origins[path] = origin
        return path

    def answer(self, call: Call) -> Answer:
        """Do what the bot asks for."""
        if call.method.startswith("response/"):
            return self._respond(call)
        if call.token != (APP_TOKEN if call.method == "apps.connections.open" else BOT_TOKEN):
            return Answer.refused("invalid_auth")
        method = self._methods.get(call.method)
        return method(call.payload) if method else Answer.refused("unknown_method")

    def _auth_test(self, _: Payload) -> Answer:
        who = {"user_id": BOT_USER, "bot_id": BOT_ID, "team_id": TEAM, "user": "bot", "team": "fake"}
        return Answer({"ok": True, "url": "https://fake.example/", **who})

    def _open_connection(self, _: Payload) -> Answer:
        return Answer({"ok": True, "url": self._socket_url})

    def _post(self, payload: Payload) -> Answer:
        return self._show(payload, payload["channel"])

    def _post_ephemeral(self, payload: Payload) -> Answer:
        return self._show(payload, payload["channel"], only_for=payload["user"])

    def _update(self, payload: Payload) -> Answer:
        return self._replace(payload["channel"], payload["ts"], payload) or Answer.refused("message_not_found")

    def _respond(self, call: Call) -> Answer:
        """Do what a response URL is told to."""
        origin, payload = self._origins.get(call.method), call.payload
        self._uses[call.method] += 1
        if origin is None or self._uses[call.method] > _USES:
            return Answer({"ok": False, "error": "used_url" if origin else "expired_url"}, 404)
        if payload.get("delete_original"):
            self.messages[:] = [m for m in self.messages if (m.channel, m.ts) != (origin.channel, origin.message)]
            return Answer({"ok": True})
        replaced = self._replace(origin.channel, origin.message, payload) if payload.get("replace_original") else None
        everybody = payload.get("response_type") == "in_channel"
        return replaced or self._show(payload, origin.channel, only_for="" if everybody else origin.user)

    def _show(self, payload: Payload, channel: str, only_for: str = "") -> Answer:
        """Put a message of the bot into a channel, unless Slack would refuse it."""
        text, blocks = payload.get("text", ""), tuple(payload.get("blocks") or ())
        if len(blocks) > _MOST_BLOCKS:
            return Answer.refused("invalid_blocks")
        if not text and not blocks:
            return Answer.refused("no_text")
        thread = payload.get("thread_ts") or ""
        shown = Message(self.ts(), channel, BOT_USER, text, blocks, thread, only_for, payload)
        self.messages.append(shown)
        return Answer({"ok": True, "channel": channel, "ts": shown.ts})

    def _replace(self, channel: str, ts: str, payload: Payload) -> Answer | None:
        for n, old in enumerate(self.messages):
            if (old.channel, old.ts) == (channel, ts):
                blocks = tuple(payload.get("blocks") or ())
                self.messages[n] = replace(old, text=payload.get("text", ""), blocks=blocks, raw=payload)
                return Answer({"ok": True, "channel": channel, "ts": ts})
        return None
