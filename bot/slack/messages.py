"""Direct messages: answered beside the question, or in the thread where it was asked."""

from __future__ import annotations

from typing import Any

from slack_bolt import App
from slack_sdk import WebClient

from bot.desk import Desk
from bot.slack.asking import answer_event
from bot.slack.memory import Memory

__all__ = ["answer_message", "register"]


def register(app: App) -> None:
    """Listen to messages."""
    app.event("message")(answer_message)


def answer_message(body: dict[str, Any], client: WebClient, desk: Desk, memory: Memory) -> None:
    """Answer what a person writes in a direct message; edits, joins and bots are no questions."""
    event = body["event"]
    if event.get("channel_type") == "im" and not event.get("subtype") and not event.get("bot_id"):
        answer_event(body, client, desk, memory, thread=event.get("thread_ts"))
