"""What Slack sends to an app: events, slash commands, interactions, as values.

https://docs.slack.dev/apis/events-api, https://docs.slack.dev/interactivity/implementing-slash-commands,
https://docs.slack.dev/reference/interaction-payloads/block_actions-payload
"""

from __future__ import annotations

import time
from typing import Any

from tests.slack.workspace_channels import BOT_USER, TEAM, Message

__all__ = ["block_actions", "event_callback", "message_event", "slash_command"]

Payload = dict[str, Any]
_APP = {"token": "legacy", "team_id": TEAM, "api_app_id": "A1"}
_BUTTON = ("action_id", "type", "text", "value")


def message_event(message: Message) -> Payload:
    """Describe a message as events do."""
    thread = {"thread_ts": message.thread} if message.thread else {}
    kept = {"user": message.author, "text": message.text, "ts": message.ts, "channel": message.channel}
    return {"type": "message", "team": TEAM, **kept, **thread}


def event_callback(event: Payload, event_id: str) -> Payload:
    """Wrap an event."""
    return {
        **_APP,
        "event": {"event_ts": event.get("ts"), **event},
        "type": "event_callback",
        "event_id": event_id,
        "event_time": int(time.time()),
        "authorizations": [{"team_id": TEAM, "user_id": BOT_USER, "is_bot": True, "is_enterprise_install": False}],
    }


def slash_command(name: str, text: str, user: str, channel: str, response_url: str, trigger: str) -> Payload:
    """Describe a slash command, as the flat form that it comes in."""
    return {
        **_APP,
        "channel_id": channel,
        "channel_name": "general",
        "user_id": user,
        "user_name": user.lower(),
        "command": name,
        "text": text,
        "is_enterprise_install": "false",
        "response_url": response_url,
        "trigger_id": trigger,
    }


def block_actions(button: Payload, message: Message, user: str, response_url: str, trigger: str, at: str) -> Payload:
    """Describe the press of a button; the message itself comes along only where everybody sees it."""
    container = {"type": "message", "message_ts": message.ts, "channel_id": message.channel}
    seen = {} if message.only_for else {"message": {**message_event(message), "blocks": list(message.blocks)}}
    return {
        **_APP,
        "type": "block_actions",
        "team": {"id": TEAM, "domain": "fake"},
        "user": {"id": user, "username": user.lower(), "team_id": TEAM},
        "container": {**container, "is_ephemeral": bool(message.only_for)},
        "channel": {"id": message.channel, "name": "general"},
        "trigger_id": trigger,
        "response_url": response_url,
        "state": {"values": {}},
        "actions": [{name: button[name] for name in _BUTTON} | {"block_id": "b1", "action_ts": at}],
        **seen,
    }
