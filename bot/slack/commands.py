"""Slash commands: /dx, /dx-topics, /dx-reload. They answer the caller alone first."""

from __future__ import annotations

from typing import Any

from slack_bolt import Ack, App, Respond

from bot.blocks import (
    render_no_admin,
    render_nothing_asked,
    render_reload,
    render_reply,
    render_topic,
    render_topics,
    render_unknown_topic,
)
from bot.desk import Desk
from bot.settings import Settings
from bot.slack.memory import Memory
from bot.slack.sending import send
from bot.telemetry import log

__all__ = ["answer_command", "list_topics", "register", "reload"]


def register(app: App) -> None:
    """Listen to the commands."""
    app.command("/dx")(answer_command)
    app.command("/dx-topics")(list_topics)
    app.command("/dx-reload")(reload)


def answer_command(ack: Ack, command: dict[str, Any], respond: Respond, desk: Desk, memory: Memory) -> None:
    """Answer ``/dx QUESTION`` to the caller, with a button that shares it."""
    ack()
    if not _is_new(command, memory):
        return
    question = (command.get("text") or "").strip()
    send(respond, render_reply(desk.ask(question), share=question) if question else render_nothing_asked())


def list_topics(ack: Ack, command: dict[str, Any], respond: Respond, desk: Desk, memory: Memory) -> None:
    """List the topics, or the questions of the one that is named."""
    ack()
    if not _is_new(command, memory):
        return
    wanted = (command.get("text") or "").strip()
    topic = desk.find_topic(wanted) if wanted else None
    if topic:
        send(respond, render_topic(topic, desk.entries_of(topic.id)))
    else:
        send(respond, render_unknown_topic(wanted, desk.topics()) if wanted else render_topics(desk.topics()))


def reload(ack: Ack, command: dict[str, Any], respond: Respond, desk: Desk, memory: Memory, settings: Settings) -> None:
    """Reload the knowledge for an admin; everybody else gets a friendly no."""
    ack()
    if not _is_new(command, memory):
        return
    if command["user_id"] not in settings.admins:
        send(respond, render_no_admin())
        return
    outcome = desk.reload()
    log.info("reload", applied=outcome.applied, version=outcome.after, findings=len(outcome.problems))
    send(respond, render_reload(outcome))


def _is_new(command: dict[str, Any], memory: Memory) -> bool:
    """Tell whether a command has not come before; Slack delivers one again when a connection breaks."""
    parts = (command.get(name, "") for name in ("trigger_id", "command", "user_id", "text"))
    return memory.claim(f"command {' '.join(parts)}")
