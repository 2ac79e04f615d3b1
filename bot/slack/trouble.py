"""The one place where errors of listeners end: a sentence for the person, the rest for the log."""

from __future__ import annotations

import secrets
import traceback
from typing import Any

from slack_bolt import BoltContext
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.blocks import Message, render_trouble
from bot.slack.sending import ReplyLostError, send
from bot.telemetry import log

__all__ = ["tell"]


def tell(error: Exception, body: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    """Tell the person that something went wrong, under a number that the log has too.

    The log gets the kind of error and where it came from, not its sentence: that may hold what a person wrote.
    """
    reference = secrets.token_hex(4)
    trace = traceback.format_tb(error.__traceback__)
    log.error("listener failed", reference=reference, kind=type(error).__name__, slack=_code(error), trace=trace)
    try:
        _tell_person(render_trouble(reference), error, body, client, context)
    except Exception as second:  # noqa: BLE001 - nobody stands above this function
        log.error("trouble untold", reference=reference, kind=type(second).__name__, slack=_code(second))


def _tell_person(
    message: Message, error: Exception, body: dict[str, Any], client: WebClient, context: BoltContext
) -> None:
    """Use the response URL of a command or button, which works even where the bot is no member."""
    if context.respond and context.response_url and not isinstance(error, ReplyLostError):
        send(context.respond, message)
        return
    if not context.channel_id or not context.user_id:
        return
    # Only a thread that exists: Slack shows an ephemeral message in no other.
    thread = body.get("event", {}).get("thread_ts")
    client.chat_postEphemeral(
        channel=context.channel_id,
        user=context.user_id,
        thread_ts=thread,
        text=message.text,
        blocks=list(message.blocks),
    )


def _code(error: Exception) -> str:
    """Return Slack's error code, which never holds what a person wrote."""
    return str(error.response.get("error", "")) if isinstance(error, SlackApiError) else ""
