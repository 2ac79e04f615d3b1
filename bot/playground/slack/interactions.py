"""What Slack sends when somebody presses, chooses, submits, closes, or takes a shortcut.

https://docs.slack.dev/reference/interaction-payloads
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.playground.slack.channels import Message
from bot.playground.slack.payloads import message_itself
from bot.playground.slack.people import APP_ID, TEAM, TEAM_DOMAIN, Channel, Person
from bot.playground.slack.views import View

__all__ = [
    "block_actions_in_message",
    "block_actions_in_view",
    "global_shortcut",
    "message_shortcut",
    "view_closed",
    "view_submission",
]

Payload = dict[str, Any]


def _by(kind: str, person: Person) -> Payload:
    """Return what every interaction has."""
    return {
        "type": kind,
        "token": "legacy",
        "api_app_id": APP_ID,
        "team": {"id": TEAM, "domain": TEAM_DOMAIN},
        "user": {"id": person.id, "username": person.handle, "name": person.handle, "team_id": TEAM},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def _place(channel: Channel) -> Payload:
    return {"id": channel.id, "name": "directmessage" if channel.kind == "im" else channel.name}


def block_actions_in_message(
    action: Payload, message: Message, person: Person, channel: Channel, state: Payload, response_url: str, trigger: str
) -> Payload:
    """Describe what was done in a message; the message itself comes along only where everybody sees it."""
    thread = {"thread_ts": message.thread} if message.thread else {}
    container = {"type": "message", "message_ts": message.ts, "channel_id": message.channel, **thread}
    seen = {} if message.only_for else {"message": message_itself(message)}
    return {
        **_by("block_actions", person),
        "container": {**container, "is_ephemeral": bool(message.only_for)},
        "channel": _place(channel),
        "trigger_id": trigger,
        "response_url": response_url,
        "state": state,
        "actions": [action],
        **seen,
    }


def block_actions_in_view(action: Payload, view: View, person: Person, trigger: str) -> Payload:
    """Describe what was done in a modal or Home tab: no channel, no message, no response URL."""
    return {
        **_by("block_actions", person),
        "container": {"type": "view", "view_id": view.id},
        "trigger_id": trigger,
        "view": view.payload(),
        "actions": [action],
    }


def view_submission(view: View, person: Person, trigger: str, response_urls: Sequence[Payload] = ()) -> Payload:
    """Describe that a modal was sent."""
    more = {"trigger_id": trigger, "view": view.payload(), "response_urls": list(response_urls)}
    return {**_by("view_submission", person), **more}


def view_closed(view: View, person: Person, is_cleared: bool) -> Payload:
    """Describe that a modal was closed, alone or with the whole stack."""
    return {**_by("view_closed", person), "view": view.payload(), "is_cleared": is_cleared}


def global_shortcut(callback_id: str, person: Person, trigger: str, at: str) -> Payload:
    """Describe a shortcut from the menu of lightnings: it comes from nowhere, so it names no channel."""
    return {**_by("shortcut", person), "callback_id": callback_id, "trigger_id": trigger, "action_ts": at}


def message_shortcut(
    callback_id: str, message: Message, person: Person, channel: Channel, response_url: str, trigger: str, at: str
) -> Payload:
    """Describe a shortcut from the menu of a message."""
    return {
        **_by("message_action", person),
        "callback_id": callback_id,
        "trigger_id": trigger,
        "response_url": response_url,
        "message_ts": message.ts,
        "channel": _place(channel),
        "message": message_itself(message),
        "action_ts": at,
    }
