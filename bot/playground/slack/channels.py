"""The messages of the workspace: what stands in the channels, in which threads, edited, deleted, with reactions."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from bot.playground.slack.people import BOT_USER
from bot.playground.slack.reading import Readable, read

__all__ = ["Channels", "Message", "Reaction"]

Payload = dict[str, Any]
Place = tuple[str, str]  # channel and ts


@dataclass(frozen=True, slots=True)
class Reaction:
    """An emoji under a message, and who put it there."""

    name: str
    users: tuple[str, ...]

    def to_json(self) -> Payload:
        """Return it as Slack writes it."""
        return {"name": self.name, "users": list(self.users), "count": len(self.users)}


@dataclass(frozen=True, slots=True)
class Message(Readable):
    """A message that somebody sees: everybody in the channel, or ``only_for`` alone; ``raw`` is what was sent.

    ``thread`` is the ts of the message that it replies to. ``edited`` is when, "" if never.
    """

    ts: str
    channel: str
    author: str
    text: str
    blocks: tuple[Payload, ...] = ()
    thread: str = ""
    only_for: str = ""
    raw: Payload = field(default_factory=dict, repr=False)
    edited: str = ""
    deleted: bool = False
    reactions: tuple[Reaction, ...] = ()
    replies: int = 0  # in the thread that it opened
    repliers: tuple[str, ...] = ()
    latest_reply: str = ""
    bot: str = ""  # the bot id of its author, "" for a person

    @property
    def words(self) -> str:
        """Return what is read: the blocks without their buttons, or the text where there are no blocks."""
        return read(self.blocks) if self.blocks else self.text

    def to_json(self) -> Payload:
        """Return everything that a page needs to show it."""
        return {
            "ts": self.ts,
            "channel": self.channel,
            "author": self.author,
            "text": self.text,
            "blocks": list(self.blocks),
            "thread": self.thread,
            "only_for": self.only_for,
            "edited": self.edited,
            "deleted": self.deleted,
            "reactions": [reaction.to_json() for reaction in self.reactions],
            "replies": self.replies,
            "repliers": list(self.repliers),
            "bot": self.bot,
        }


class Channels:
    """Hold the messages by place and by thread; whoever uses it from several threads locks."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._second, self._number = 0, 0
        self._messages: dict[str, dict[str, Message]] = defaultdict(dict)
        self._deleted: dict[Place, Message] = {}
        self._threads: dict[Place, list[str]] = defaultdict(list)
        self.written: Counter[str] = Counter()  # messages of the bot by channel

    def ts(self) -> str:
        """Return the next time stamp, by which messages are known and sorted: seconds since 1970, and a number."""
        self._second = max(self._second, int(self._clock()))
        self._number += 1
        if self._number >= 1_000_000:
            self._second, self._number = self._second + 1, 1
        return f"{self._second}.{self._number:06}"

    def add(self, message: Message) -> Message:
        """Put a message into its channel, and count it in its thread."""
        self._messages[message.channel][message.ts] = message
        self.written[message.channel] += message.author == BOT_USER
        if message.thread and not message.only_for:
            self._threads[message.channel, message.thread].append(message.ts)
            self._count(message)
        return message

    def find(self, channel: str, ts: str) -> Message | None:
        """Return a message that is there."""
        return self._messages[channel].get(ts) if channel in self._messages else None

    def change(self, message: Message, **changes: Any) -> Message:
        """Replace a message that is there by a changed one."""
        changed = replace(message, **changes)
        self._messages[message.channel][message.ts] = changed
        return changed

    def remove(self, message: Message) -> Message:
        """Take a message away; one with replies stays as a tombstone, as in Slack."""
        gone = replace(message, deleted=True, text="", blocks=(), reactions=())
        if message.replies:
            self._messages[message.channel][message.ts] = gone
        elif self._messages[message.channel].pop(message.ts, None):
            self._deleted[message.channel, message.ts] = replace(message, deleted=True)
            self.written[message.channel] -= message.author == BOT_USER
            self._leave_thread(message)
        return gone

    def deleted(self, channel: str) -> tuple[Message, ...]:
        """List what was deleted in a channel, as it was."""
        return tuple(m for (place, _), m in self._deleted.items() if place == channel)

    def in_channel(self, channel: str) -> tuple[Message, ...]:
        """List the messages of a channel, threads included, from old to new."""
        return tuple(self._messages[channel].values()) if channel in self._messages else ()

    def in_thread(self, channel: str, root: str) -> tuple[Message, ...]:
        """List a thread that everybody sees: its first message, if it is there, and the replies."""
        found = (self.find(channel, ts) for ts in (root, *self._threads.get((channel, root), ())))
        return tuple(message for message in found if message)

    def react(self, message: Message, user: str, name: str) -> Message:
        """Put an emoji under a message; one that somebody put there already stays."""
        users = next((r.users for r in message.reactions if r.name == name), ())
        if user in users:
            return message
        others = tuple(r for r in message.reactions if r.name != name)
        return self.change(message, reactions=(*others, Reaction(name, (*users, user))))

    def unreact(self, message: Message, user: str, name: str) -> Message:
        """Take somebody's emoji away again."""
        kept = (Reaction(r.name, tuple(u for u in r.users if (r.name, u) != (name, user))) for r in message.reactions)
        return self.change(message, reactions=tuple(r for r in kept if r.users))

    def all(self) -> tuple[Message, ...]:
        """List everything that there is to see."""
        return tuple(m for messages in self._messages.values() for m in messages.values())

    def _count(self, reply: Message) -> None:
        opening = self.find(reply.channel, reply.thread)
        if opening:
            new = () if reply.author in opening.repliers else (reply.author,)
            repliers = (*opening.repliers, *new)
            self.change(opening, replies=opening.replies + 1, repliers=repliers, latest_reply=reply.ts)

    def _leave_thread(self, message: Message) -> None:
        thread = self._threads.get((message.channel, message.thread), [])
        if message.ts not in thread:
            return
        thread.remove(message.ts)
        opening = self.find(message.channel, message.thread)
        if opening:
            replies = [m for ts in thread if (m := self.find(message.channel, ts))]
            repliers = tuple(dict.fromkeys(m.author for m in replies))
            latest = replies[-1].ts if replies else ""
            self.change(opening, replies=len(replies), repliers=repliers, latest_reply=latest)
