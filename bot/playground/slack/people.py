"""Who is in the workspace, and which channels there are; whoever uses it from several threads locks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

__all__ = [
    "ADMIN",
    "APP_ID",
    "BOT_ID",
    "BOT_USER",
    "SLACKBOT",
    "TEAM",
    "Channel",
    "People",
    "Person",
]

TEAM, TEAM_NAME, TEAM_DOMAIN = "T1", "みどり市役所", "midori-city"
APP_ID, BOT_USER, BOT_ID = "A1", "U0BOT", "B0BOT"
ADMIN, SLACKBOT = "U9ADMIN", "USLACKBOT"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an account: ``handle`` is the ancient user name, ``name`` what everybody sees."""

    id: str
    name: str
    handle: str
    is_admin: bool = False
    is_bot: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return it for a page."""
        return {"id": self.id, "name": self.name, "is_admin": self.is_admin, "is_bot": self.is_bot}


@dataclass(frozen=True, slots=True)
class Channel:
    """A place to write: kind is ``channel`` (public), ``group`` (private) or ``im`` (``user`` and the bot alone)."""

    id: str
    name: str
    kind: str = "channel"
    user: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return it for a page."""
        return {"id": self.id, "name": self.name, "kind": self.kind, "user": self.user}


_PEOPLE = (
    Person("U1", "佐藤 花子", "sato"),
    Person("U2", "鈴木 一郎", "suzuki"),
    Person("U3", "高橋 みどり", "takahashi"),
    Person(ADMIN, "伊藤 さくら（管理者）", "ito", is_admin=True),
)
_CHANNELS = (
    Channel("C1", "dx-soudan"),
    Channel("C2", "zatsudan"),
    Channel("C9PRIVATE", "dx-suishin-han", "group"),
)


class People:
    """Hold people, channels and who is a member of what; strangers and new channels appear when first named."""

    def __init__(self, bot_name: str) -> None:
        bots = (Person(BOT_USER, bot_name, "jichitai-dx", is_bot=True), Person(SLACKBOT, "Slackbot", "slackbot"))
        self._people = {person.id: person for person in (*_PEOPLE, *bots)}
        self._channels: dict[str, Channel] = {}
        self._members: dict[str, set[str]] = {}
        for channel in _CHANNELS:
            self._open(channel, {p.id for p in _PEOPLE} | {BOT_USER})
        for person in _PEOPLE:
            self.place(self.dm(person.id), person.id)

    @property
    def persons(self) -> tuple[Person, ...]:
        """List everybody but bots, in the order in which they came."""
        return tuple(p for p in self._people.values() if not p.is_bot and p.id != SLACKBOT)

    @property
    def channels(self) -> tuple[Channel, ...]:
        """List all channels and direct messages."""
        return tuple(self._channels.values())

    def person(self, user: str) -> Person:
        """Return somebody, a new colleague if nobody has that id."""
        return self._people.setdefault(user, Person(user, user, user.lower()))

    def known(self, user: str) -> Person | None:
        """Return somebody who is there already."""
        return self._people.get(user)

    def dm(self, user: str) -> str:
        """Return the id of the direct messages between somebody and the bot."""
        return "D1" if user == "U1" else f"D-{user}"

    def place(self, channel: str, user: str) -> Channel:
        """Return the channel in which somebody is about to write, opened if need be, with them in it."""
        self.person(user)
        if channel not in self._channels:
            private = channel.startswith("D")
            kind = "im" if private else "group" if channel.startswith("G") else "channel"
            opened = Channel(channel, "" if private else channel.lower(), kind, user if private else "")
            self._open(opened, {user, BOT_USER})
        elif self._channels[channel].kind != "im":
            self._members[channel].add(user)
        return self._channels[channel]

    def channel(self, channel: str) -> Channel | None:
        """Return a channel that is there."""
        return self._channels.get(channel)

    def members(self, channel: str) -> tuple[str, ...]:
        """List who is in a channel."""
        return tuple(sorted(self._members.get(channel, ())))

    def is_member(self, user: str, channel: str) -> bool:
        """Tell whether somebody is in a channel."""
        return user in self._members.get(channel, ())

    def join(self, user: str, channel: str) -> None:
        """Put somebody into a channel."""
        self._members.setdefault(channel, set()).add(user)

    def leave(self, user: str, channel: str) -> None:
        """Take somebody out of a channel."""
        self._members.get(channel, set()).discard(user)

    def _open(self, channel: Channel, members: Iterable[str]) -> None:
        self._channels[channel.id] = channel
        self._members[channel.id] = set(members)
