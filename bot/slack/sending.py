"""The way out: a message posted to a channel or through a response URL, patient with a busy Slack."""

from __future__ import annotations

import re

from slack_bolt import Respond
from slack_sdk import WebClient
from slack_sdk.http_retry.builtin_handlers import (
    ConnectionErrorRetryHandler,
    RateLimitErrorRetryHandler,
    ServerErrorRetryHandler,
)
from slack_sdk.http_retry.handler import RetryHandler
from slack_sdk.webhook import WebhookClient

from bot.blocks import Message

__all__ = ["ReplyLostError", "patience", "post", "send"]

_RETRIES = 3
_OK = 200
_REFUSED = re.compile(r'"ok"\s*:\s*false')


class ReplyLostError(Exception):
    """A response URL did not take a message; the sentence holds its status, never the message."""


def patience() -> list[RetryHandler]:
    """Return what repeats a call: after the seconds that a rate limit asks for, else after a little while."""
    return [
        ConnectionErrorRetryHandler(max_retry_count=_RETRIES),
        RateLimitErrorRetryHandler(max_retry_count=_RETRIES),
        ServerErrorRetryHandler(max_retry_count=_RETRIES),
    ]


def post(client: WebClient, channel: str, message: Message, thread: str | None = None) -> None:
    """Post a message without previews of its links."""
    client.chat_postMessage(
        channel=channel,
        text=message.text,
        blocks=list(message.blocks),
        thread_ts=thread,
        unfurl_links=False,
        unfurl_media=False,
    )


def send(respond: Respond, message: Message, in_channel: bool = False) -> None:
    """Send a message through a response URL, to the caller alone unless it is shared.

    Bolt's own ``respond`` neither waits for a rate limit nor tells when Slack refused; raises `ReplyLostError`.
    """
    webhook = WebhookClient(respond.response_url or "", proxy=respond.proxy, ssl=respond.ssl, retry_handlers=patience())
    answer = webhook.send(
        text=message.text,
        blocks=list(message.blocks),
        response_type="in_channel" if in_channel else "ephemeral",
        replace_original=False,
        unfurl_links=False,
        unfurl_media=False,
    )
    if answer.status_code != _OK or _REFUSED.search(answer.body):
        raise ReplyLostError(f"the response URL answered {answer.status_code}")
