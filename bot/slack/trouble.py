"""The one place where errors of listeners end: a sentence for the person, the rest for the log."""

from __future__ import annotations

import secrets
import time
import traceback
from typing import Any

from slack_bolt import BoltContext
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot import metrics, sentry
from bot.blocks import Message
from bot.blocks.excuses import NOT_HERE, render_excuse
from bot.slack.sending import ReplyLostError, post, post_privately, send
from bot.telemetry import log

__all__ = ["tell"]

# Seconds. Bolt looks for the receipt of a press every hundredth of a second, and forgets it when the listener has
# failed: without this, one that fails at once is never acknowledged, though it was the first thing that it did.
_RECEIPT_SEEN = 0.1


def tell(error: Exception, body: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    """Tell the person that something went wrong, under a number that the log has too.

    The log gets the kind of error and where it came from, not its sentence: that may hold what a person wrote.
    """
    reference = secrets.token_hex(4)
    trace = traceback.format_tb(error.__traceback__)
    metrics.TROUBLES.inc()
    sentry.report(error, reference, _code(error))
    about = {
        "kind": type(error).__name__,
        "slack": _code(error),
        **({"needed": _needed(error)} if _needed(error) else {}),
    }
    log.error("listener failed", reference=reference, **about, trace=trace)
    try:
        _tell_person(render_excuse(_code(error), reference, _needed(error)), error, body, client, context)
    except Exception as second:  # noqa: BLE001 - nobody stands above this function
        log.error("trouble untold", reference=reference, kind=type(second).__name__, slack=_code(second))
    time.sleep(_RECEIPT_SEEN)


def _tell_person(
    message: Message, error: Exception, body: dict[str, Any], client: WebClient, context: BoltContext
) -> None:
    """Tell where the person looks, and if that cannot be, in a direct message."""
    if context.respond and context.response_url and not isinstance(error, ReplyLostError):
        # It works even where the bot is no member, and needs no scope.
        send(context.respond, message)
        return
    if not context.user_id:
        return
    # In a modal or the Home tab there is no channel.
    if context.channel_id and _code(error) not in NOT_HERE:
        try:
            # Only a thread that exists: Slack shows an ephemeral message in no other.
            thread = body.get("event", {}).get("thread_ts") or ""
            post_privately(client, context.channel_id, context.user_id, message, thread)
        except SlackApiError as second:
            if _code(second) not in NOT_HERE:
                raise
        else:
            return
    post(client, context.user_id, message)


def _code(error: Exception) -> str:
    """Return Slack's error code, which never holds what a person wrote."""
    return str(error.response.get("error", "")) if isinstance(error, SlackApiError) else ""


def _needed(error: Exception) -> str:
    """Return the scope that Slack says is missing, or ""."""
    return str(error.response.get("needed") or "") if isinstance(error, SlackApiError) else ""
