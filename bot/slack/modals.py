"""Modals: opened by a press, laid over the one in which it happened, or changed in place."""

from __future__ import annotations

from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.blocks import View
from bot.records import Records

__all__ = ["open_modal", "renew_modal"]

_DONE, _LATE, _FULL, _CLOSED = "exchanged_trigger_id", "expired_trigger_id", "push_limit_reached", "not_found"


def open_modal(body: dict[str, Any], client: WebClient, records: Records, view: View) -> str:
    """Show a modal to whoever pressed, chose or took a shortcut; returns its id, or "" where it is there already.

    Call it right after the ack: a trigger id lives three seconds. Within a modal the new one is laid on top; where
    three lie there already (Slack's limit), or the trigger id has expired, it takes the place of the one on top.
    A press that Slack delivers again finds its trigger id used, and nothing happens.
    """
    trigger = str(body.get("trigger_id") or "")
    below = body.get("view") or {}
    try:
        if below.get("type") == "modal":
            shown = client.views_push(trigger_id=trigger, view=view)
        else:
            shown = client.views_open(trigger_id=trigger, view=view)
    except SlackApiError as error:
        code = error.response.get("error")
        if code == _DONE or (code == _LATE and not records.claim(f"modal {trigger}")):
            return ""
        if code not in (_FULL, _LATE) or below.get("type") != "modal":
            raise
        shown = client.views_update(view_id=below["id"], view=view)
    records.claim(f"modal {trigger}")
    return str((shown.get("view") or {}).get("id") or "")


def renew_modal(client: WebClient, view_id: str, view: View) -> None:
    """Change what a modal shows; one that has been closed meanwhile is left alone."""
    try:
        client.views_update(view_id=view_id, view=view)
    except SlackApiError as error:
        if error.response.get("error") != _CLOSED:
            raise
