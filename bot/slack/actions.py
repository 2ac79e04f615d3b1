"""Buttons that answer: a listed question, a topic, further cases, and the one that posts an answer for everybody."""

from __future__ import annotations

import re
from typing import Any

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

from bot.answering.answer import Reply
from bot.blocks import (
    Frame,
    Message,
    render_forgotten,
    render_no_more,
    render_reply,
    render_topic,
    render_topics,
    shared,
)
from bot.desk import Desk
from bot.records import Records, quotes_of
from bot.slack.asking import rendered, today
from bot.slack.cases import further_cases, numbers_in
from bot.slack.presses import (
    give_receipt,
    is_first,
    is_private,
    once,
    place_of_press,
    publish,
    renew_press,
    reply_to_press,
)
from bot.store import AnswerRecord

__all__ = [
    "ask_entry",
    "ask_example",
    "more_cases",
    "open_topic",
    "register",
    "share_answer",
    "show_topics",
    "turn_topic",
]


def register(app: App) -> None:
    """Listen to the buttons; their ids end in their place within the message."""
    for name, listener in (
        ("ask_entry", ask_entry),
        ("ask_example", ask_example),
        ("show_topics", show_topics),
        ("open_topic", open_topic),
        ("turn_topic", turn_topic),
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
    _answer(answer.question, answer, body, client, respond, records)


def ask_example(
    ack: Ack,
    action: dict[str, Any],
    body: dict[str, Any],
    client: WebClient,
    respond: Respond,
    desk: Desk,
    records: Records,
) -> None:
    """Answer one of the bot's examples to the person who pressed it."""
    ack()
    if is_first(body, action, records):
        _answer(action["value"], desk.ask(action["value"]), body, client, respond, records)


def show_topics(
    ack: Ack,
    action: dict[str, Any],
    body: dict[str, Any],
    client: WebClient,
    respond: Respond,
    desk: Desk,
    records: Records,
) -> None:
    """Show the list of topics."""
    ack()
    if is_first(body, action, records):
        reply_to_press(body, client, respond, render_topics(desk.topics()))


def open_topic(
    ack: Ack,
    action: dict[str, Any],
    body: dict[str, Any],
    client: WebClient,
    respond: Respond,
    desk: Desk,
    records: Records,
) -> None:
    """Show the questions of a topic; one that is gone since gives the list."""
    ack()
    if is_first(body, action, records):
        reply_to_press(body, client, respond, _page(action["value"], desk))


def turn_topic(
    ack: Ack,
    action: dict[str, Any],
    body: dict[str, Any],
    client: WebClient,
    respond: Respond,
    desk: Desk,
    records: Records,
) -> None:
    """Show another page of a topic's questions, in place of the one before it."""
    ack()
    if is_first(body, action, records):
        renew_press(body, client, respond, _page(action["value"], desk))


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
    cases = further_cases(action["value"], desk, records)
    if cases is None or cases.reply is None:
        reply_to_press(body, client, respond, render_no_more() if cases else render_forgotten())
        return
    _answer(cases.former.question, cases.reply, body, client, respond, records, cases.former.before, cases.chain)


def share_answer(
    ack: Ack,
    action: dict[str, Any],
    body: dict[str, Any],
    client: WebClient,
    respond: Respond,
    desk: Desk,
    records: Records,
) -> None:
    """Post an answer for everybody, once, headed by who asked; if that fails, it can be pressed again.

    In the private message, the button gives way to the word that it is posted.
    """
    ack()
    *before, number = numbers_in(action["value"])
    former, chain, asker = records.find(number), tuple(before), body["user"]["id"]
    if former is None:
        reply_to_press(body, client, respond, render_forgotten())
        return
    reply = desk.again(former.question, former.before, former.version, quotes_of(former))

    def post() -> None:
        ts = publish(body, client, respond, _for_all(reply, former, chain, asker))
        if ts:
            records.replied(former, ts)  # from now on it is one of its thread's answers

    if not former.reply_ts:
        once(records, f"share {former.id} {asker}", post)
    give_receipt(body, client, respond, rendered(reply, former, private=True, chain=chain, is_posted=True))


def _answer(
    question: str,
    reply: Reply,
    body: dict[str, Any],
    client: WebClient,
    respond: Respond,
    records: Records,
    before: str = "",
    chain: tuple[str, ...] = (),
) -> None:
    """Write an answer down and show it to the person who pressed."""
    record = records.note(reply, question, before, place_of_press(body, records))
    shown = rendered(reply, record, private=is_private(body), chain=chain)
    records.replied(record, reply_to_press(body, client, respond, shown))


def _page(value: str, desk: Desk) -> Message:
    """Render the page of a topic that the value of a button names: 「madoguchi:0」."""
    name, _, page = value.partition(":")
    topic = next((t for t, _ in desk.topics() if t.id == name), None)
    number = int(page) if page.isdecimal() else 0
    return render_topic(topic, desk.entries_of(topic.id), number) if topic else render_topics(desk.topics())


def _for_all(reply: Reply, former: AnswerRecord, chain: tuple[str, ...], asker: str) -> Message:
    """Render an answer again, from what it quoted: what everybody sees is what the asker saw."""
    shown = render_reply(reply, Frame(former.id, today(), chain=chain))
    return shared(shown, asker, former.question, goes_on=bool(chain))
