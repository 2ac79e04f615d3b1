"""Direct messages: answered beside the question, or in the thread where it was asked."""

from __future__ import annotations

from typing import Any

from slack_bolt import App
from slack_sdk import WebClient

from bot.desk import Desk
from bot.records import Records
from bot.slack.hearing import hear_alone, is_of_person

__all__ = ["answer_message", "register"]


def register(app: App) -> None:
    """Listen to all messages that no other feature listens to; most of them are none of the bot's business."""
    app.event("message")(answer_message)


def answer_message(body: dict[str, Any], client: WebClient, desk: Desk, records: Records) -> None:
    """Answer what a person writes in a direct message; joins and bots are no questions."""
    event = body["event"]
    if event.get("channel_type") == "im" and is_of_person(event):
        hear_alone(body, client, desk, records)
