"""@bot in a channel: answered in the thread of the question."""

from __future__ import annotations

from typing import Any

from slack_bolt import App
from slack_sdk import WebClient

from bot.desk import Desk
from bot.slack.asking import answer_event
from bot.slack.memory import Memory

__all__ = ["answer_mention", "register"]


def register(app: App) -> None:
    """Listen to mentions."""
    app.event("app_mention")(answer_mention)


def answer_mention(body: dict[str, Any], client: WebClient, desk: Desk, memory: Memory) -> None:
    """Answer a mention in its thread; other bots are not answered, so that none talk to each other for ever."""
    event = body["event"]
    if not event.get("bot_id"):
        answer_event(body, client, desk, memory, thread=event.get("thread_ts") or event["ts"])
