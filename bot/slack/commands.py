"""Slash commands: /dx and /dx-topics. They answer the caller alone first."""

from __future__ import annotations

from typing import Any

from slack_bolt import Ack, App, Respond

from bot.blocks import (
    render_nothing_asked,
    render_topic,
    render_topics,
    render_unknown_topic,
)
from bot.desk import Desk
from bot.records import Place, Records
from bot.slack.asking import ask, rendered
from bot.slack.sending import send

__all__ = ["answer_command", "is_new", "list_topics", "place_of_command", "register"]


def register(app: App) -> None:
    """Listen to the commands."""
    app.command("/dx")(answer_command)
    app.command("/dx-topics")(list_topics)


def answer_command(ack: Ack, command: dict[str, Any], respond: Respond, desk: Desk, records: Records) -> None:
    """Answer ``/dx QUESTION`` to the caller, with a button that shares it."""
    ack()
    if not is_new(command, records):
        return
    question = (command.get("text") or "").strip()
    if not question:
        send(respond, render_nothing_asked())
        return
    reply, record = ask(desk, records, question, place_of_command(command, records), before="")
    send(respond, rendered(reply, record, private=True, desk=desk))


def list_topics(ack: Ack, command: dict[str, Any], respond: Respond, desk: Desk, records: Records) -> None:
    """List the topics, or the questions of the one that is named."""
    ack()
    if not is_new(command, records):
        return
    wanted = (command.get("text") or "").strip()
    topic = desk.find_topic(wanted) if wanted else None
    if topic:
        send(respond, render_topic(topic, desk.entries_of(topic.id)))
    else:
        send(respond, render_unknown_topic(wanted, desk.topics()) if wanted else render_topics(desk.topics()))


def place_of_command(command: dict[str, Any], records: Records) -> Place:
    """Return where a command was typed."""
    team = command.get("team_id") or ""
    person = records.person(command["user_id"], team)
    return Place(team, command["channel_id"], person, "command")


def is_new(command: dict[str, Any], records: Records) -> bool:
    """Tell whether a command has not come before; Slack delivers one again when a connection breaks."""
    parts = (command.get(name, "") for name in ("trigger_id", "command", "user_id", "text"))
    return records.claim(f"command {' '.join(parts)}")
