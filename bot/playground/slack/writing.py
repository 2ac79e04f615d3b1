"""What people write: messages in channels, threads and direct messages, edits, reactions."""

from __future__ import annotations

from typing import Any

from bot.playground.slack.channels import Message
from bot.playground.slack.deliveries import Delivery
from bot.playground.slack.inputs import NotPossibleError
from bot.playground.slack.payloads import message_changed, message_deleted, message_event, reaction_event
from bot.playground.slack.people import BOT_ID, BOT_USER, Channel
from bot.playground.slack.sight import Sight

__all__ = ["Writing"]

Payload = dict[str, Any]


class Writing(Sight):
    """Write as people do. Texts are what Slack hands over: ``composer.typed`` makes it of what somebody types."""

    def mention(self, text: str, user: str = "U1", channel: str = "C1", thread_ts: str = "", **more: Any) -> Message:
        """Write ``@bot text`` in a channel, or in a thread of it."""
        return self.say(f"<@{BOT_USER}> {text}", user, channel, thread_ts, **more)

    def say(self, text: str, user: str = "U1", channel: str = "C1", thread_ts: str = "", **more: Any) -> Message:
        """Write in a channel; who mentions the bot makes two events of it, as far as the app has subscribed to both.

        ``more`` are further fields of the events; with ``bot_id``, another app's bot is writing.
        """
        with self._changed:
            place = self._team.people.place(channel, user)
            said = self._team.write(text, user, channel, thread_ts, str(more.get("bot_id", "")))
            self._changed.notify_all()
            event = {**self._described(said, place), **more}
        if f"<@{BOT_USER}>" in text and place.kind != "im":
            mention = {name: value for name, value in event.items() if name != "channel_type"}
            self._emit({**mention, "type": "app_mention"})
        self._emit(event)
        return said

    def direct_message(self, text: str, user: str = "U1", channel: str = "", thread_ts: str = "") -> Message:
        """Write to the bot alone."""
        if not self.manifest.messages_tab:
            raise NotPossibleError("manifest.json でメッセージタブが有効になっていません")
        return self.say(text, user, channel or self.dm(user), thread_ts)

    def edit(self, message: Message, text: str) -> Message:
        """Change what was written; returns the message as it is now."""
        with self._changed:
            old, at = self._there(message), self._team.channels.ts()
            new = self._team.changed(old, text=text, edited=at)
            event = message_changed(old, new, self._team.place(old.channel), self._team.channels.ts())
            self._changed.notify_all()
        self._emit(event)
        return new

    def unfurl(self, message: Message, url: str, title: str) -> Message:
        """Let Slack add the preview of a link: to an app it looks like an edit in which no word has changed."""
        with self._changed:
            there = self._there(message)
            preview = {"attachments": [{"id": 1, "from_url": url, "original_url": url, "title": title}]}
            event = message_changed(there, there, self._team.place(there.channel), self._team.channels.ts(), **preview)
        self._emit(event)
        return there

    def delete(self, message: Message) -> Delivery | None:
        """Take back what was written; a message with replies leaves a tombstone."""
        with self._changed:
            old = self._there(message)
            event = message_deleted(old, self._team.place(old.channel), self._team.channels.ts())
            self._team.erase(old)
            self._changed.notify_all()
        return self._emit(event)

    def react(self, message: Message, name: str, user: str = "U1") -> Message:
        """Put an emoji under a message, by its name (``+1``, ``shushing_face``)."""
        return self._react(message, name, user, there=True)

    def unreact(self, message: Message, name: str, user: str = "U1") -> Message:
        """Take an emoji away again."""
        return self._react(message, name, user, there=False)

    def echo(self, message: Message, bot_id: str = BOT_ID) -> Delivery:
        """Deliver a bot's direct message to the bot, as Slack does with its own, too."""
        return self.event({**message_event(message), "channel_type": "im", "bot_id": bot_id})

    # Within.

    def _react(self, message: Message, name: str, user: str, there: bool) -> Message:
        with self._changed:
            old = self._there(message)
            if old.only_for:
                raise NotPossibleError("自分だけに見えるメッセージには、リアクションを付けられません")
            new = self._team.reacted(old, user, name, there)
            at = self._team.channels.ts()
            event = reaction_event("reaction_added" if there else "reaction_removed", old, user, name, at)
            self._changed.notify_all()
        if new != old:
            self._emit(event)
        return new

    def _described(self, message: Message, place: Channel) -> Payload:
        opening = self._team.channels.find(message.channel, message.thread) if message.thread else None
        parent = {"parent_user_id": opening.author} if opening else {}
        return {**message_event(message), "channel_type": place.kind, **parent}

    def _there(self, message: Message) -> Message:
        """Return a message as it is now; raises `NotPossibleError` when it is gone."""
        now = self._team.channels.find(message.channel, message.ts)
        if now is None or now.deleted:
            raise NotPossibleError("そのメッセージはもうありません")
        return now
