"""The Bolt app: its Web API client, the middleware that hands out what listeners need, and the register."""

from __future__ import annotations

import logging
from collections.abc import Callable

from slack_bolt import App, BoltContext, BoltResponse
from slack_sdk import WebClient
from slack_sdk.http_retry.builtin_handlers import (
    ConnectionErrorRetryHandler,
    RateLimitErrorRetryHandler,
    ServerErrorRetryHandler,
)

from bot.desk import Desk
from bot.settings import Settings
from bot.slack import actions, commands, mentions, messages, trouble
from bot.slack.memory import Memory

__all__ = ["build"]

_RETRIES = 3


def build(settings: Settings, desk: Desk) -> App:
    """Make the app; the first listener-side call asks Slack who the bot is (auth.test)."""
    app = App(
        client=_client(settings),
        signing_secret=settings.signing_secret or "unused-in-socket-mode",
        token_verification_enabled=False,
        logger=logging.getLogger("slack_bolt.app"),
    )
    app.use(_hand_out(settings, desk))
    for feature in (mentions, messages, commands, actions):
        feature.register(app)
    app.error(trouble.tell)
    return app


def _client(settings: Settings) -> WebClient:
    handlers = [
        ConnectionErrorRetryHandler(max_retry_count=_RETRIES),
        RateLimitErrorRetryHandler(max_retry_count=_RETRIES),
        ServerErrorRetryHandler(max_retry_count=_RETRIES),
    ]
    return WebClient(token=settings.bot_token, base_url=settings.api_url, retry_handlers=handlers)


def _hand_out(settings: Settings, desk: Desk) -> Callable[..., BoltResponse]:
    """Return the middleware that puts desk, memory and settings on the context, registered before all else."""
    memory = Memory()

    def hand_out(context: BoltContext, next: Callable[[], BoltResponse]) -> BoltResponse:  # noqa: A002 - Bolt's name
        context["desk"] = desk
        context["memory"] = memory
        context["settings"] = settings
        return next()

    return hand_out
