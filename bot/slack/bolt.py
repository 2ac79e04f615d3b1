"""The Bolt app: its Web API client, the middleware that hands out what listeners need, and the register."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from slack_bolt import App, BoltContext, BoltResponse
from slack_sdk import WebClient

from bot.desk import Desk
from bot.settings import Settings
from bot.slack import actions, commands, mentions, messages, trouble
from bot.slack.memory import Memory
from bot.slack.sending import patience

__all__ = ["build"]

_LISTENERS = 20  # at a time: one that waits for a rate limit must not keep a command from its ack within 3 s


def build(settings: Settings, desk: Desk) -> App:
    """Make the app; the first listener-side call asks Slack who the bot is (auth.test)."""
    logger = logging.getLogger("slack_bolt.app")
    logger.addFilter(_is_news)
    app = App(
        client=WebClient(token=settings.bot_token, base_url=settings.api_url, retry_handlers=patience()),
        signing_secret=settings.signing_secret or "unused-in-socket-mode",
        token_verification_enabled=False,
        logger=logger,
        listener_executor=ThreadPoolExecutor(_LISTENERS, thread_name_prefix="listener"),
    )
    app.use(_hand_out(settings, desk))
    for feature in (mentions, messages, commands, actions):
        feature.register(app)
    app.error(trouble.tell)
    return app


def _is_news(record: logging.LogRecord) -> bool:
    """Leave out Bolt's remark that it ignores SLACK_BOT_TOKEN: our client was given it."""
    return not record.getMessage().startswith("As you gave `client`")


def _hand_out(settings: Settings, desk: Desk) -> Callable[..., BoltResponse]:
    """Return the middleware that puts desk, memory and settings on the context, registered before all else."""
    memory = Memory()

    def hand_out(context: BoltContext, next: Callable[[], BoltResponse]) -> BoltResponse:  # noqa: A002 - Bolt's name
        context["desk"] = desk
        context["memory"] = memory
        context["settings"] = settings
        return next()

    return hand_out
