"""Buttons: ask a listed question, open a topic, share an answer with the channel."""

from __future__ import annotations

import re
from typing import Any

from slack_bolt import Ack, App, Respond

from bot.blocks import render_answer, render_reply, render_topic, render_topics, shared
from bot.desk import Desk
from bot.slack.commands import send
from bot.slack.memory import Memory

__all__ = ["ask_entry", "open_topic", "register", "share_answer"]


def register(app: App) -> None:
    """Listen to the buttons; their ids end in their place within the row."""
    app.action(re.compile(r"^ask_entry:\d+$"))(ask_entry)
    app.action(re.compile(r"^open_topic:\d+$"))(open_topic)
    app.action(re.compile(r"^share_answer:\d+$"))(share_answer)


def ask_entry(ack: Ack, action: dict[str, Any], respond: Respond, desk: Desk) -> None:
    """Answer the question on a button to the person who pressed it."""
    ack()
    answer = desk.open_entry(action["value"])
    send(respond, render_answer(answer, share=answer.question) if answer else render_topics(desk.topics()))


def open_topic(ack: Ack, action: dict[str, Any], respond: Respond, desk: Desk) -> None:
    """Show a page of a topic's questions; a topic that is gone since gives the list."""
    ack()
    name, _, page = action["value"].partition(":")
    topic = desk.find_topic(name)
    number = int(page) if page.isdecimal() else 0
    send(respond, render_topic(topic, desk.entries_of(topic.id), number) if topic else render_topics(desk.topics()))


def share_answer(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], respond: Respond, desk: Desk, memory: Memory
) -> None:
    """Post the answer to the channel, once, headed by who asked."""
    ack()
    question, asker = action["value"], body["user"]["id"]
    if memory.claim(f"share {body.get('container', {}).get('message_ts')} {asker}"):
        send(respond, shared(render_reply(desk.ask(question)), asker, question), in_channel=True)
