"""Buttons: ask a listed question, open a topic, share an answer with the channel."""

from __future__ import annotations

import re
from typing import Any

from slack_bolt import Ack, App, Respond

from bot.blocks import render_answer, render_reply, render_topic, render_topics, shared
from bot.desk import Desk
from bot.slack.memory import Memory
from bot.slack.sending import send

__all__ = ["ask_entry", "open_topic", "register", "share_answer"]


def register(app: App) -> None:
    """Listen to the buttons; their ids end in their place within the message."""
    app.action(re.compile(r"^ask_entry:\d+$"))(ask_entry)
    app.action(re.compile(r"^open_topic:\d+$"))(open_topic)
    app.action(re.compile(r"^share_answer:\d+$"))(share_answer)


def ask_entry(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], respond: Respond, desk: Desk, memory: Memory
) -> None:
    """Answer the question on a button to the person who pressed it."""
    ack()
    if not _is_new(body, action, memory):
        return
    answer = desk.open_entry(action["value"])
    send(respond, render_answer(answer, share=answer.question) if answer else render_topics(desk.topics()))


def open_topic(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], respond: Respond, desk: Desk, memory: Memory
) -> None:
    """Show a page of a topic's questions; a topic that is gone since gives the list."""
    ack()
    if not _is_new(body, action, memory):
        return
    name, _, page = action["value"].partition(":")
    topic = next((t for t, _ in desk.topics() if t.id == name), None)
    number = int(page) if page.isdecimal() else 0
    send(respond, render_topic(topic, desk.entries_of(topic.id), number) if topic else render_topics(desk.topics()))


def share_answer(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], respond: Respond, desk: Desk, memory: Memory
) -> None:
    """Post the answer to the channel, once, headed by who asked; if that fails, it can be pressed again."""
    ack()
    question, asker = action["value"], body["user"]["id"]
    pressed = f"share {body.get('container', {}).get('message_ts')} {asker} {question}"
    if not memory.claim(pressed):
        return
    try:
        send(respond, shared(render_reply(desk.ask(question)), asker, question), in_channel=True)
    except Exception:
        memory.release(pressed)
        raise


def _is_new(body: dict[str, Any], action: dict[str, Any], memory: Memory) -> bool:
    """Tell whether this press has not come before; Slack delivers one again when a connection breaks."""
    parts = (body.get("trigger_id", ""), *(action.get(name, "") for name in ("action_ts", "action_id", "value")))
    return memory.claim(f"press {' '.join(parts)}")
