"""What there is to see in the workspace: messages, windows, and what went to and fro behind them."""

from __future__ import annotations

from typing import Any

from bot.playground.slack.channels import Message
from bot.playground.slack.deliveries import Ack, Delivery
from bot.playground.slack.people import BOT_USER, Channel, Person
from bot.playground.slack.team import Prompts
from bot.playground.slack.views import View
from bot.playground.slack.weather import Weather
from bot.playground.slack.web_api import Call

__all__ = ["Sight"]

Payload = dict[str, Any]
_TIMEOUT = 30.0  # seconds


class Sight(Weather):
    """Look at the workspace."""

    # Channels.

    def messages(self, channel: str) -> tuple[Message, ...]:
        """List all messages of a channel, those for one person and those in threads too, from old to new."""
        with self._changed:
            return self._team.channels.in_channel(channel)

    def visible(self, channel: str, user: str) -> tuple[Message, ...]:
        """List what one person sees in a channel."""
        return tuple(m for m in self.messages(channel) if m.only_for in ("", user))

    def replies(self, channel: str) -> tuple[Message, ...]:
        """List what the bot wrote in a channel."""
        return tuple(m for m in self.messages(channel) if m.author == BOT_USER)

    def thread(self, channel: str, ts: str) -> tuple[Message, ...]:
        """List a thread that everybody sees, its first message first."""
        with self._changed:
            return self._team.channels.in_thread(channel, ts)

    def latest(self, message: Message) -> Message:
        """Return a message as it is now; ``deleted`` where it is gone."""
        with self._changed:
            now = self._team.channels.find(message.channel, message.ts)
            return now or next((m for m in self.deleted(message.channel) if m.ts == message.ts), message)

    def deleted(self, channel: str) -> tuple[Message, ...]:
        """List what was deleted in a channel, as it was."""
        with self._changed:
            return self._team.channels.deleted(channel)

    def wait_for_replies(self, channel: str, count: int = 1, timeout: float = _TIMEOUT) -> tuple[Message, ...]:
        """Wait until the bot has written so often in a channel; returns all that it wrote there."""
        written = self._team.channels.written
        self.wait_until(lambda: written[channel] >= count, f"{count} replies in {channel}", timeout)
        return self.replies(channel)

    # Windows.

    def modal(self, user: str = "U1") -> View | None:
        """Return the modal that somebody has open, the one on top."""
        stack = self.modals(user)
        return stack[-1] if stack else None

    def modals(self, user: str = "U1") -> tuple[View, ...]:
        """List the modals that somebody has open, from the first to the one on top."""
        with self._changed:
            return self._team.views.stack(user)

    def home(self, user: str = "U1") -> View | None:
        """Return somebody's Home tab, if the app has published one."""
        with self._changed:
            return self._team.views.home(user)

    def prompts(self, user: str = "U1") -> Prompts | None:
        """Return the questions that somebody is offered in the agent view: those of a call, else of the manifest."""
        with self._changed:
            channel = self._team.people.dm(user)
            fixed = bool(self.manifest.view) and "agent" not in self._team.features_off and self.manifest.prompts
            return self._team.prompts.get(channel) or (Prompts(channel, fixed) if fixed else None)

    def status(self, channel: str) -> str:
        """Return what the bot says that it is doing in a channel, "" once it has written."""
        with self._changed:
            return self._team.statuses.get(channel, "")

    def wait_for_modal(self, user: str = "U1", title: str = "", timeout: float = _TIMEOUT) -> View:
        """Wait until somebody has a modal open (with this title); returns it."""

        def there() -> View | None:
            top = self.modal(user)
            return top if top and title in ("", top.title) else None

        found = self.wait_until(there, f"a modal {title!r} of {user}", timeout)
        assert found is not None  # noqa: S101 - wait_until returns what is true
        return found

    def wait_for_home(self, user: str = "U1", words: str = "", timeout: float = _TIMEOUT) -> View:
        """Wait until somebody's Home tab says these words; returns it."""

        def there() -> View | None:
            view = self.home(user)
            return view if view and words in view.words else None

        found = self.wait_until(there, f"a Home tab of {user} with {words!r}", timeout)
        assert found is not None  # noqa: S101 - wait_until returns what is true
        return found

    # Behind.

    def calls(self, method: str = "") -> tuple[Call, ...]:
        """List the bot's calls, all or those of one method; ``response`` means all response URLs."""
        with self._changed:
            return tuple(self._calls[method] if method else self._all_calls)

    def refusals(self) -> tuple[Call, ...]:
        """List the calls with a message or view that Slack would not show; each says why in ``answer.why``."""
        return tuple(call for call in self.calls() if call.refused)

    def deliveries(self) -> tuple[Delivery, ...]:
        """List what the bot was sent."""
        with self._changed:
            return self._deliveries.all()

    def ack(self, delivery: Delivery) -> Ack | None:
        """Return the receipt for a delivery, if it has come."""
        with self._changed:
            return self._deliveries.ack(delivery.id)

    def answered_after(self, delivery: Delivery) -> float | None:
        """Return after how many seconds a delivery was answered with something to see, if it was."""
        with self._changed:
            return self._deliveries.answer_after(delivery.id)

    # Who and where.

    @property
    def people(self) -> tuple[Person, ...]:
        """List the people, without bots."""
        with self._changed:
            return self._team.people.persons

    @property
    def places(self) -> tuple[Channel, ...]:
        """List the channels and direct messages."""
        with self._changed:
            return self._team.people.channels

    def person(self, user: str) -> Person:
        """Return somebody; a new colleague if nobody has that id."""
        with self._changed:
            return self._team.people.person(user)

    def dm(self, user: str) -> str:
        """Return the id of the direct messages between somebody and the bot."""
        with self._changed:
            return self._team.people.dm(user)

    def snapshot(self, user: str = "U1") -> Payload:
        """Return everything that one person sees, as plain JSON, with the number of the latest record."""
        with self._changed:
            places = [p for p in self.places if p.kind != "im" or p.user == user]
            home, prompts = self.home(user), self.prompts(user)
            return {
                "latest": self._journal.latest,
                "user": self.person(user).to_json(),
                "people": [person.to_json() for person in self.people],
                "bot": self.person(BOT_USER).to_json(),
                "channels": [
                    {**p.to_json(), "members": list(self._team.people.members(p.id)), "status": self.status(p.id)}
                    for p in places
                ],
                "messages": {p.id: [m.to_json() for m in self.visible(p.id, user)] for p in places},
                "modals": [view.to_json() for view in self.modals(user)],
                "home": home.to_json() if home else None,
                "prompts": prompts.to_json() if prompts else None,
                "commands": [
                    {"name": c.name, "description": c.description, "usage_hint": c.usage_hint}
                    for c in self.manifest.commands
                ],
                "shortcuts": [
                    {"name": s.name, "kind": s.kind, "callback_id": s.callback_id, "description": s.description}
                    for s in self.manifest.shortcuts
                ],
                "tabs": {"home": self.manifest.home_tab, "messages": self.manifest.messages_tab},
            }
