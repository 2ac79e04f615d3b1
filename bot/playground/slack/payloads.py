"""What Slack sends to an app unasked: events in their envelope, and slash commands.

https://docs.slack.dev/apis/events-api, https://docs.slack.dev/reference/events,
https://docs.slack.dev/interactivity/implementing-slash-commands
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Mapping
from typing import Any

from bot.playground.slack.channels import Message
from bot.playground.slack.composer import rich_text_of
from bot.playground.slack.people import APP_ID, BOT_ID, BOT_USER, TEAM, TEAM_DOMAIN, Channel, Person
from bot.playground.slack.views import View

__all__ = [
    "app_home_opened",
    "assistant_thread_started",
    "event_callback",
    "kind_of",
    "member_event",
    "message_changed",
    "message_deleted",
    "message_event",
    "message_itself",
    "reaction_event",
    "slash_command",
]

Payload = dict[str, Any]
_MESSAGE_KINDS = {"channel": "message.channels", "group": "message.groups", "im": "message.im", "mpim": "message.mpim"}
_SPACE = uuid.UUID("6ba7b812-9dad-11d1-80b4-00c04fd430c8")
TOMBSTONE = "This message was deleted."


def kind_of(event: Mapping[str, Any]) -> str:
    """Return the name under which an app subscribes to an event, such as ``message.im``."""
    if event["type"] == "message":
        return _MESSAGE_KINDS.get(event.get("channel_type", ""), "message")
    return str(event["type"])


def message_event(message: Message) -> Payload:
    """Describe a message as events and histories do."""
    thread = {"thread_ts": message.thread} if message.thread else {}
    kept = {"user": message.author, "text": message.text, "ts": message.ts, "channel": message.channel}
    edited = {"edited": {"user": message.author, "ts": message.edited}} if message.edited else {}
    return {"type": "message", "team": TEAM, **kept, **thread, **edited, **_authorship(message), **_thread_of(message)}


def _authorship(message: Message) -> Payload:
    """Return what tells a person's message from a bot's."""
    if message.bot and message.bot != BOT_ID:
        return {"bot_id": message.bot, "app_id": "A2"}
    if message.bot:
        profile = {"id": message.bot, "app_id": APP_ID, "team_id": TEAM, "deleted": False}
        return {"bot_id": message.bot, "app_id": APP_ID, "bot_profile": profile, "blocks": list(message.blocks)}
    name = f"{message.channel} {message.ts}"
    blocks = [rich_text_of(message.text, f"b{message.ts}")] if message.text else []
    return {"client_msg_id": str(uuid.uuid5(_SPACE, name)), "blocks": blocks}


def _thread_of(message: Message) -> Payload:
    """Return what a message says of the thread that it opened."""
    if not message.replies:
        return {}
    repliers = {"reply_users": list(message.repliers), "reply_users_count": len(message.repliers)}
    return {"thread_ts": message.ts, "reply_count": message.replies, "latest_reply": message.latest_reply, **repliers}


def message_changed(old: Message, new: Message, channel: Channel, at: str, **inner: Any) -> Payload:
    """Describe that a message is no longer what it was."""
    return {
        "type": "message",
        "subtype": "message_changed",
        "message": {**message_itself(new), **inner},
        "previous_message": message_itself(old),
        **_hidden(channel, at),
    }


def message_deleted(old: Message, channel: Channel, at: str) -> Payload:
    """Describe that a message is gone; one with replies leaves a tombstone, and then it counts as changed."""
    if old.replies:
        stone = {"subtype": "tombstone", "text": TOMBSTONE, "user": "USLACKBOT", "hidden": True, "blocks": []}
        return message_changed(old, old, channel, at, **stone)
    gone = {"deleted_ts": old.ts, "previous_message": message_itself(old)}
    return {"type": "message", "subtype": "message_deleted", **gone, **_hidden(channel, at)}


def message_itself(message: Message) -> Payload:
    """Describe a message where its channel is known from elsewhere."""
    return {name: value for name, value in message_event(message).items() if name != "channel"}


def _hidden(channel: Channel, at: str) -> Payload:
    return {"channel": channel.id, "channel_type": channel.kind, "hidden": True, "ts": at}


def reaction_event(kind: str, message: Message, user: str, name: str, at: str) -> Payload:
    """Describe an emoji that was put under a message (``reaction_added``) or taken away (``reaction_removed``)."""
    item = {"type": "message", "channel": message.channel, "ts": message.ts}
    return {"type": kind, "user": user, "reaction": name, "item": item, "item_user": message.author, "event_ts": at}


def app_home_opened(user: str, channel: str, tab: str, view: View | None, looking_at: str, at: str) -> Payload:
    """Describe that somebody opened the app: its Home tab with the view that is there, or its messages."""
    shown = {"view": view.payload()} if view and tab == "home" else {}
    entity = {"type": "slack#/types/channel_id", "value": looking_at, "team_id": TEAM}
    context = {"context": {"entities": [entity]}} if looking_at else {}
    opened = {"type": "app_home_opened", "user": user, "channel": channel, "tab": tab, "event_ts": at}
    return {**opened, **shown, **context}


def assistant_thread_started(user: str, channel: str, thread: str, looking_at: str, at: str) -> Payload:
    """Describe that somebody began a conversation in the side view of older installs."""
    context = {"channel_id": looking_at, "team_id": TEAM, "enterprise_id": None} if looking_at else {}
    started = {"user_id": user, "context": context, "channel_id": channel, "thread_ts": thread}
    return {"type": "assistant_thread_started", "assistant_thread": started, "event_ts": at}


def member_event(kind: str, user: str, channel: str, at: str) -> Payload:
    """Describe that somebody came into a channel (``member_joined_channel``) or left it (``member_left_channel``)."""
    return {"type": kind, "user": user, "channel": channel, "channel_type": channel[0], "team": TEAM, "event_ts": at}


def event_callback(event: Payload, event_id: str, team: str = TEAM) -> Payload:
    """Wrap an event."""
    seen_by = {"enterprise_id": None, "team_id": team, "user_id": BOT_USER, "is_bot": True}
    return {
        "token": "legacy",
        "team_id": team,
        "api_app_id": APP_ID,
        "event": {"event_ts": event.get("ts"), **event},
        "type": "event_callback",
        "event_id": event_id,
        "event_time": int(time.time()),
        "authorizations": [{**seen_by, "is_enterprise_install": False}],
        "is_ext_shared_channel": False,
        "event_context": f"4-{event_id}",
    }


def slash_command(name: str, text: str, person: Person, channel: Channel, response_url: str, trigger: str) -> Payload:
    """Describe a slash command, as the flat form that it comes in."""
    return {
        "token": "legacy",
        "team_id": TEAM,
        "team_domain": TEAM_DOMAIN,
        "channel_id": channel.id,
        "channel_name": channel.name if channel.kind == "channel" else _PRIVATE_NAMES[channel.kind],
        "user_id": person.id,
        "user_name": person.handle,
        "command": name,
        "text": text,
        "api_app_id": APP_ID,
        "is_enterprise_install": "false",
        "response_url": response_url,
        "trigger_id": trigger,
    }


_PRIVATE_NAMES = {"group": "privategroup", "im": "directmessage", "mpim": "privategroup"}
