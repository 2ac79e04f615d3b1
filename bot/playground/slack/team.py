"""Everything that the workspace holds, in one place for the methods of the Web API; whoever uses it locks."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from bot.playground.slack.channels import Channels, Message
from bot.playground.slack.manifest import Manifest, Prompt
from bot.playground.slack.naming import named
from bot.playground.slack.payloads import message_changed, message_deleted, message_event
from bot.playground.slack.people import BOT_ID, BOT_USER, Channel, People
from bot.playground.slack.responses import ResponseUrls
from bot.playground.slack.tokens import Tokens
from bot.playground.slack.views import Triggers, View, Views

__all__ = ["Prompts", "Team"]

Payload = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Prompts:
    """Questions that the agent view offers in a direct message (or in one thread of it, for older installs)."""

    channel: str
    prompts: tuple[Prompt, ...]
    title: str = ""
    thread: str = ""

    def to_json(self) -> Payload:
        """Return everything that a page needs to show them."""
        shown = [prompt.to_json() for prompt in self.prompts]
        return {"channel": self.channel, "title": self.title, "thread": self.thread, "prompts": shown}


class Team:
    """The state of the workspace. ``tell`` hears of each change, with a kind and a value of plain JSON.

    ``news`` collects events that the bot's own doings would bring about.
    """

    def __init__(
        self,
        manifest: Manifest,
        tell: Callable[[str, Payload], None],
        features_off: Iterable[str] = (),
        clock: Callable[[], float] = time.time,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self.manifest = manifest
        self.features_off = frozenset(features_off)
        self.socket_url = ""
        self.now = now
        self.people = People(manifest.name)
        self.channels = Channels(clock)
        self.views = Views()
        self.triggers = Triggers(now)
        self.urls = ResponseUrls(now)
        self.tokens = Tokens()
        self.prompts: dict[str, Prompts] = {}
        self.chosen: dict[tuple[str, str, str], dict[tuple[str, str], Payload]] = {}  # in messages, by person
        self.statuses: dict[str, str] = {}
        self.news: list[Payload] = []
        self._tell = tell

    # What stands in channels.

    def write(self, text: str, user: str, channel: str, thread: str = "", bot: str = "") -> Message:
        """Put somebody's message into a channel; ``bot`` is the bot id of another app."""
        return self._added(Message(self.channels.ts(), channel, user, text, thread=thread, bot=bot))

    def post(self, payload: Payload, channel: str, only_for: str = "") -> Message:
        """Put a message of the bot into a channel."""
        written = Message(
            self.channels.ts(),
            channel,
            BOT_USER,
            payload.get("text") or payload.get("markdown_text") or "",
            named(payload.get("blocks") or ()),
            payload.get("thread_ts") or "",
            only_for,
            payload,
            bot=BOT_ID,
        )
        self.statuses.pop(channel, None)
        posted = self._added(written)
        if not only_for:
            self.news.append(self.described(posted))
        return posted

    def rewrite(self, old: Message, payload: Payload) -> Message:
        """Change what a message of the bot says; blocks that are not sent along stay."""
        blocks = named(payload["blocks"]) if payload.get("blocks") is not None else old.blocks
        text = payload.get("text") or ("" if payload.get("blocks") else old.text)
        edited = "" if blocks else self.channels.ts()  # Slack marks only those without blocks as edited
        return self.changed(old, text=text, blocks=blocks, raw=payload, edited=edited)

    def changed(self, old: Message, **changes: Any) -> Message:
        """Change a message, and tell."""
        new = self.channels.change(old, **changes)
        self._tell("message", {"change": "edited", **new.to_json()})
        if not new.only_for and new.author == BOT_USER:
            self.news.append(message_changed(old, new, self.place(old.channel), self.channels.ts()))
        return new

    def erase(self, message: Message) -> None:
        """Take a message away, and tell."""
        gone = self.channels.remove(message)
        self._tell("message", {"change": "deleted", **gone.to_json()})
        if not message.only_for and message.author == BOT_USER:
            self.news.append(message_deleted(message, self.place(message.channel), self.channels.ts()))

    def reacted(self, message: Message, user: str, name: str, there: bool = True) -> Message:
        """Put an emoji under a message or take it away, and tell."""
        act = self.channels.react if there else self.channels.unreact
        new = act(message, user, name)
        self._tell("message", {"change": "reaction", **new.to_json()})
        return new

    def described(self, message: Message) -> Payload:
        """Describe a message as its event does."""
        return {**message_event(message), "channel_type": self.place(message.channel).kind, "event_ts": message.ts}

    def place(self, channel: str) -> Channel:
        """Return a channel by its id."""
        return self.people.channel(channel) or self.people.place(channel, BOT_USER)

    def _added(self, message: Message) -> Message:
        self.channels.add(message)
        self._tell("message", {"change": "new", **message.to_json()})
        opening = self.channels.find(message.channel, message.thread) if message.thread else None
        if opening:
            self._tell("message", {"change": "replies", **opening.to_json()})
        return message

    # What stands in windows.

    def shown(self, view: View, change: str) -> View:
        """Tell that a modal or Home tab was opened, pushed, updated, published or filled in."""
        self._tell("home" if view.kind == "home" else "modal", {"change": change, **view.to_json()})
        return view

    def closed(self, view: View, everything: bool = False) -> None:
        """Take a modal away, or the whole stack, and tell."""
        self.views.close(view, everything)
        self._tell("modal", {"change": "closed", "cleared": everything, **view.to_json()})

    def defined(self, definition: Payload) -> Payload:
        """Return a view as Slack keeps it: every block and element with an id."""
        return {**definition, "blocks": list(named(definition.get("blocks", ())))}

    # What the agent view offers.

    def offer(self, prompts: Prompts) -> None:
        """Show suggested prompts."""
        self.prompts[prompts.channel] = prompts
        self._tell("prompts", prompts.to_json())

    def busy(self, channel: str, thread: str, status: str) -> None:
        """Show what the bot is doing, until it writes."""
        self.statuses[channel] = status
        self._tell("status", {"channel": channel, "thread": thread, "status": status})

    def entered(self, view: View, key: tuple[str, str], held: Payload) -> View:
        """Keep what a person chose or wrote in a view; an error under it goes away."""
        errors = {block_id: error for block_id, error in view.errors.items() if block_id != key[0]}
        filled = replace(view, entered={**view.entered, key: held}, errors=errors, trouble="")
        return self.shown(self.views.put(filled), "filled")
