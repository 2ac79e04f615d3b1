"""The way out: a message posted to a channel or through a response URL, patient with a busy Slack.

Where Slack does not take the form of a message (feedback buttons need a feature that some plans lack), it is said in a
simpler one: a reply is never lost over its buttons.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TypeVar

from slack_bolt import Respond
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from bot.blocks import Message
from bot.slack.retrying import patience, post_once
from bot.telemetry import log

__all__ = ["ReplyLostError", "patience", "post", "post_privately", "rewrite", "send", "take_back"]

T = TypeVar("T")

_OK = 200
_GONE = "message_not_found"
_REFUSED = re.compile(r'"ok"\s*:\s*false')
_CODE = re.compile(r'"error"\s*:\s*"([a-z_]{1,60})"|^\s*([a-z_]{1,60})\s*$')
_NOT_SHOWN = frozenset({
    "block_mismatch", "feature_not_available", "feature_not_enabled", "invalid_attachments", "invalid_blocks",
    "invalid_blocks_format", "msg_blocks_too_long", "not_allowed_for_plan", "paid_only", "team_not_eligible",
})  # fmt: skip


class ReplyLostError(Exception):
    """A response URL did not take a message; the sentence holds its status and ``code``, never the message."""

    def __init__(self, status: int, body: str) -> None:
        found = _CODE.search(body)
        self.code = (found[1] or found[2]) if found else ""
        super().__init__(f"the response URL answered {status} {self.code}".rstrip())


def post(client: WebClient, channel: str, message: Message, thread: str = "") -> str:
    """Post a message without previews of its links, in a thread unless that is ""; returns its ts."""
    return _said(lambda form: post_once(client, channel, form.text, form.blocks, thread), message)


def post_privately(client: WebClient, channel: str, user: str, message: Message, thread: str = "") -> None:
    """Post a message that one person sees; in a thread only if that exists, else Slack shows it nowhere."""

    def say(form: Message) -> None:
        blocks = list(form.blocks)
        client.chat_postEphemeral(channel=channel, user=user, thread_ts=thread or None, text=form.text, blocks=blocks)

    _said(say, message)


def rewrite(client: WebClient, channel: str, ts: str, message: Message) -> bool:
    """Put a message in the place of one of the bot's; returns False where that is not there any more."""
    try:
        _said(
            lambda form: client.chat_update(channel=channel, ts=ts, text=form.text, blocks=list(form.blocks)), message
        )
    except SlackApiError as error:
        if error.response.get("error") != _GONE:
            raise
        return False
    return True


def take_back(client: WebClient, channel: str, ts: str) -> None:
    """Remove a message of the bot's; one that is not there any more is left alone."""
    try:
        client.chat_delete(channel=channel, ts=ts)
    except SlackApiError as error:
        if error.response.get("error") != _GONE:
            raise


def send(
    respond: Respond, message: Message, in_channel: bool = False, replacing: bool = False, thread: str = ""
) -> None:
    """Send a message through a response URL, to the caller alone unless it is shared, in a thread unless that is "".

    ``replacing`` puts it in the place of the message whose button was pressed.
    Bolt's own ``respond`` neither waits for a rate limit nor tells when Slack refused; raises `ReplyLostError`.
    """
    webhook = WebhookClient(respond.response_url or "", proxy=respond.proxy, ssl=respond.ssl, retry_handlers=patience())
    how = {
        "response_type": "in_channel" if in_channel else "ephemeral",
        "replace_original": replacing,
        "unfurl_links": False,
        "unfurl_media": False,
        **({"thread_ts": thread} if thread else {}),
    }

    def say(form: Message) -> None:
        answer = webhook.send_dict({"text": form.text, "blocks": list(form.blocks), **how})
        if answer.status_code != _OK or _REFUSED.search(answer.body):
            raise ReplyLostError(answer.status_code, answer.body)

    _said(say, message)


def _said(say: Callable[[Message], T], message: Message) -> T:
    """Say a message, in a simpler form where Slack does not show it as it is."""
    simpler = _simpler(message)
    form = message
    while True:
        try:
            return say(form)
        except (SlackApiError, ReplyLostError) as error:
            code = error.code if isinstance(error, ReplyLostError) else str(error.response.get("error"))
            next_form = next(simpler, None)
            if code not in _NOT_SHOWN or next_form is None:
                raise
            log.warning("message simplified", slack=code, blocks=len(next_form.blocks))
            form = next_form


def _simpler(message: Message) -> Iterator[Message]:
    """Yield the message without feedback buttons, then as its plain text, which holds the quote and its source."""
    kept = tuple(block for block in message.blocks if block["type"] != "context_actions")
    if len(kept) < len(message.blocks):
        yield Message(message.text, kept)
    if message.blocks:
        yield Message(message.text, ())
