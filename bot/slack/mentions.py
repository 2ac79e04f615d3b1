"""@bot in a channel: answered in the thread of the question."""

from __future__ import annotations

from typing import Any

from slack_bolt import App, BoltContext
from slack_sdk import WebClient

from bot.desk import Desk
from bot.records import Records
from bot.slack.edits import heed_edit
from bot.slack.hearing import hear_by_name, is_of_person

__all__ = ["answer_mention", "register"]


def register(app: App) -> None:
    """Listen to mentions."""
    app.event("app_mention")(answer_mention)


def answer_mention(body: dict[str, Any], client: WebClient, context: BoltContext, desk: Desk, records: Records) -> None:
    """Answer a mention in its thread; Slack sends one that is edited again, beside the news that it was edited."""
    event = body["event"]
    if "edited" in event:
        heed_edit(body, client, context, desk, records)
    elif is_of_person(event):
        hear_by_name(body, client, desk, records)
