"""Buttons that answer: a listed question, a topic, share with the channel, further cases."""

from __future__ import annotations

import re
from typing import Any

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

from bot.blocks import Message, render_forgotten, render_no_more, render_topic, render_topics, shared
from bot.desk import Desk
from bot.records import Records, quotes_of
from bot.slack.asking import rendered
from bot.slack.presses import is_first, is_private, place_of_press, publish, reply_to_press
from bot.store import AnswerRecord

__all__ = ["ask_entry", "more_cases", "open_topic", "register", "share_answer"]


def register(app: App) -> None:
    """Listen to the buttons; their ids end in their place within the message."""
    for name, listener in (
        ("ask_entry", ask_entry),
        ("open_topic", open_topic),
        ("share_answer", share_answer),
        ("more_cases", more_cases),
    ):
        app.action(re.compile(rf"^{name}:\d+$"))(listener)


def ask_entry(
    ack: Ack,
    action: dict[str, Any],
    body: dict[str, Any],
    client: WebClient,
    respond: Respond,
    desk: Desk,
    records: Records,
) -> None:
    """Answer the question on a button to the person who pressed it."""
    ack()
    if not is_first(body, action, records):
        return
    answer = desk.open_entry(action["value"])
    if answer is None:
        reply_to_press(body, client, respond, render_topics(desk.topics()))
        return
    record = records.note(answer, answer.question, "", place_of_press(body, records))
    ts = reply_to_press(body, client, respond, rendered(answer, record, private=is_private(body)))
    records.replied(record, ts)


def open_topic(
    ack: Ack,
    action: dict[str, Any],
    body: dict[str, Any],
    client: WebClient,
    respond: Respond,
    desk: Desk,
    records: Records,
) -> None:
    """Show a page of a topic's questions; a topic that is gone since gives the list."""
    ack()
    if not is_first(body, action, records):
        return
    name, _, page = action["value"].partition(":")
    topic = next((t for t, _ in desk.topics() if t.id == name), None)
    number = int(page) if page.isdecimal() else 0
    found = render_topic(topic, desk.entries_of(topic.id), number) if topic else render_topics(desk.topics())
    reply_to_press(body, client, respond, found)


def more_cases(
    ack: Ack,
    action: dict[str, Any],
    body: dict[str, Any],
    client: WebClient,
    respond: Respond,
    desk: Desk,
    records: Records,
) -> None:
    """Show further excerpts for the question of an answer."""
    ack()
    if not is_first(body, action, records):
        return
    former = records.find(action["value"])
    if former is None:
        reply_to_press(body, client, respond, render_forgotten())
        return
    reply = desk.more(former.question, former.before, quotes_of(former))
    if reply is None:
        reply_to_press(body, client, respond, render_no_more())
        return
    record = records.note(reply, former.question, former.before, place_of_press(body, records))
    reply_to_press(body, client, respond, rendered(reply, record, private=is_private(body)))


def share_answer(
    ack: Ack,
    action: dict[str, Any],
    body: dict[str, Any],
    client: WebClient,
    respond: Respond,
    desk: Desk,
    records: Records,
) -> None:
    """Post the answer to the channel, once, headed by who asked; if that fails, it can be pressed again."""
    ack()
    former, asker = records.find(action["value"]), body["user"]["id"]
    if former is None:
        reply_to_press(body, client, respond, render_forgotten())
        return
    pressed = f"share {former.id} {asker}"
    if not records.claim(pressed):
        return
    try:
        ts = publish(body, client, respond, _shared(desk, former, asker))
    except Exception:
        records.release(pressed)
        raise
    if ts:
        records.replied(former, ts)  # from now on it is one of its thread's answers


def _shared(desk: Desk, former: AnswerRecord, asker: str) -> Message:
    """Render the answer again, from what it quoted: shared is what was seen."""
    reply = desk.again(former.question, former.before, former.version, quotes_of(former))
    return shared(rendered(reply, former), asker, former.question)
