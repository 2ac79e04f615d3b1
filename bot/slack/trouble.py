"""The one place where errors of listeners end: a sentence for the person, the rest for the log."""

from __future__ import annotations

import secrets
from typing import Any

from slack_bolt import BoltContext
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.blocks import render_trouble
from bot.telemetry import log

__all__ = ["tell"]


def tell(error: Exception, body: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    """Tell the person that something went wrong, under a number that the log has too."""
    reference = secrets.token_hex(4)
    log.error("listener failed", reference=reference, kind=type(error).__name__, slack=_code(error), exc_info=error)
    message = render_trouble(reference)
    channel, person = context.channel_id, context.user_id
    if not channel or not person:
        return
    try:
        event = body.get("event", {})
        thread = event.get("thread_ts") or (event.get("ts") if event.get("type") == "app_mention" else None)
        client.chat_postEphemeral(
            channel=channel, user=person, thread_ts=thread, text=message.text, blocks=list(message.blocks)
        )
    except SlackApiError as second:
        log.error("trouble untold", reference=reference, slack=_code(second))


def _code(error: Exception) -> str:
    """Return Slack's error code, which never holds what a person wrote."""
    return str(error.response.get("error", "")) if isinstance(error, SlackApiError) else ""
