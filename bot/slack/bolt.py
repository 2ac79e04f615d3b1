"""The Bolt app: its Web API client, the middleware that hands out what listeners need, and the register."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App, BoltContext, BoltResponse
from slack_sdk import WebClient

from bot.desk import Desk
from bot.records import Records
from bot.settings import Settings
from bot.slack import (
    actions,
    agent,
    collecting,
    commands,
    comparing,
    drafting,
    edits,
    home,
    installing,
    mentions,
    messages,
    opinions,
    reading,
    reloading,
    shortcuts,
    threads,
    trouble,
    windows,
)
from bot.slack.install_pages import NOT_INSTALLED
from bot.slack.installing import oauth_flow
from bot.slack.pool import ListenerPool
from bot.slack.sending import patience

__all__ = ["build"]

_RECEIPTS_AT_ONCE = ("block_actions", "message_action", "shortcut")
_LISTENERS = 50  # at a time: many may wait for a rate limit, and others shall be answered meanwhile

_NO_NEWS = ("As you gave `client`", "Although the app should be installed into this workspace")
_LOST_FRAME = "Received an unsupported data frame"


def build(settings: Settings, desk: Desk, records: Records | None = None) -> App:
    """Make the app; the first listener-side call asks Slack who the bot is (auth.test), unless that is stored."""
    records = records or Records()
    logger = logging.getLogger("slack_bolt.app")
    logger.addFilter(_is_news)
    token = None if settings.installable else settings.bot_token
    client = WebClient(token=token, base_url=settings.api_url, retry_handlers=patience())
    flow = oauth_flow(settings, records, client)
    app = App(
        client=client,
        oauth_flow=flow,
        oauth_settings=flow.settings if flow else None,  # else Bolt makes some of its own out of the environment
        user_facing_authorize_error_message=NOT_INSTALLED,
        signing_secret=settings.signing_secret or secrets.token_hex(),  # in Socket Mode nothing is signed
        token_verification_enabled=False,
        logger=logger,
        listener_executor=ListenerPool(_LISTENERS),
    )
    app.use(_hand_out(settings, desk, records))
    app.use(_acknowledge)
    for feature in (
        mentions, edits, threads, messages, commands, windows, actions, reading, opinions, shortcuts, agent, home,
        comparing, collecting, installing, reloading,
        drafting,
    ):  # fmt: skip
        feature.register(app)
    app.error(trouble.tell)
    return app


def _acknowledge(body: dict[str, Any], ack: Ack, next: Callable[[], BoltResponse]) -> BoltResponse:  # noqa: A002 - Bolt's name
    """Give the receipt before the listener has a thread: all of them may be waiting for a rate limit.

    A form is the exception: its receipt says what becomes of it. (Of events Bolt does the same by itself.)
    """
    if "command" in body or body.get("type") in _RECEIPTS_AT_ONCE:
        ack()
    return next()


def _is_news(record: logging.LogRecord) -> bool:
    """Leave out Bolt's remark that it ignores SLACK_BOT_TOKEN, and what slack_sdk quotes of what people write.

    So with an event of a workspace without the app: `bot.slack.installing` says which one it is, and not each time.
    It quotes frames of a WebSocket that it lost its place in; Slack delivers what gets no receipt again.
    """
    said = record.getMessage()
    if said.startswith(_LOST_FRAME):
        record.msg, record.args = _LOST_FRAME, ()
    return not said.startswith(_NO_NEWS)


def _hand_out(settings: Settings, desk: Desk, records: Records) -> Callable[..., BoltResponse]:
    """Return the middleware that puts desk, records and settings on the context, registered before all else."""

    def hand_out(context: BoltContext, next: Callable[[], BoltResponse]) -> BoltResponse:  # noqa: A002 - Bolt's name
        context["desk"] = desk
        context["records"] = records
        context["settings"] = settings.in_workspace(context.team_id or "")
        return next()

    return hand_out
