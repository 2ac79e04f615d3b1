"""Buttons inside modals and Home: a question, a topic, further cases. What they bring opens in a modal."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot import wording
from bot.answering.answer import Reply
from bot.blocks import Frame, View, render_forgotten, render_topic, render_topics
from bot.blocks.shortcuts import SEARCH, render_about_message, render_search
from bot.blocks.windows import (
    TOPIC,
    render_answer_window,
    render_no_more_window,
    render_topic_window,
    render_trouble_window,
    render_waiting,
    window,
)
from bot.desk import Desk
from bot.records import Records, quotes_of
from bot.slack.asking import today
from bot.slack.cases import further_cases, numbers_in
from bot.slack.modals import open_modal, renew_modal
from bot.slack.presses import is_first, place_of_press
from bot.store import AnswerRecord

__all__ = [
    "ask_entry",
    "ask_example",
    "earlier_cases",
    "more_cases",
    "open_topic",
    "register",
    "show_answer",
    "show_topics",
    "show_when_found",
]

_SURFACE = "home"
_FURTHER = "ほかの事例"


def register(app: App) -> None:
    """Listen to buttons of views only; the same ones in messages are somebody else's business (`bot.slack.actions`)."""
    for name, listener in (
        ("ask_entry", ask_entry),
        ("ask_example", ask_example),
        ("show_topics", show_topics),
        ("open_topic", open_topic),
        ("turn_topic", open_topic),
        ("more_cases", more_cases),
        ("earlier_cases", earlier_cases),
    ):
        app.action(re.compile(rf"^{name}:\d+$"), matchers=[_is_in_view])(listener)


def _is_in_view(body: dict[str, Any]) -> bool:
    return bool(body.get("view"))


def ask_entry(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, desk: Desk, records: Records
) -> None:
    """Answer the question on a button."""
    ack()

    def found() -> View:
        answer = desk.open_entry(action["value"])
        if answer is None:
            return window("話題", render_topics(desk.topics()))
        return show_answer(body, records, answer.question, answer)

    show_when_found(body, client, records, found)


def ask_example(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, desk: Desk, records: Records
) -> None:
    """Answer one of the bot's examples."""
    ack()
    question = action["value"]
    show_when_found(body, client, records, lambda: show_answer(body, records, question, desk.ask(question)))


def show_topics(ack: Ack, body: dict[str, Any], client: WebClient, desk: Desk, records: Records) -> None:
    """Show the list of topics."""
    ack()
    open_modal(body, client, records, window("話題", render_topics(desk.topics())))


def open_topic(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, desk: Desk, records: Records
) -> None:
    """Show a page of a topic's questions, in the same modal when pages are turned."""
    ack()
    name, _, page = action["value"].partition(":")
    topic = next((t for t, _ in desk.topics() if t.id == name), None)
    number = int(page) if page.isdecimal() else 0
    shown = render_topic(topic, desk.entries_of(topic.id), number) if topic else render_topics(desk.topics())
    if body["view"].get("callback_id") == TOPIC:
        renew_modal(client, body["view"]["id"], render_topic_window(shown))
    else:
        open_modal(body, client, records, render_topic_window(shown))


def more_cases(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, desk: Desk, records: Records
) -> None:
    """Show further excerpts in the same modal: Slack lays three on one another, and one is for reading around a quote."""
    ack()

    def found() -> View:
        cases = further_cases(action["value"], desk, records)
        if cases is None:
            return window(_FURTHER, render_forgotten())
        question, before = cases.former.question, cases.former.before
        if cases.reply is None:
            return render_no_more_window(question, action["value"])
        record = records.note(cases.reply, question, before, place_of_press(body, records, _SURFACE))
        return _in_place(body["view"], record, cases.reply, cases.chain)

    if body["view"].get("type") != "modal":
        show_when_found(body, client, records, found)
    elif is_first(body, action, records):
        _renew(body, client, found)


def earlier_cases(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, desk: Desk, records: Records
) -> None:
    """Go back to the excerpts before those further ones."""
    ack()

    def found() -> View:
        *chain, number = numbers_in(action["value"])
        former = records.find(number)
        if former is None:
            return window(_FURTHER, render_forgotten())
        reply = desk.again(former.question, former.before, former.version, quotes_of(former))
        return _in_place(body["view"], former, reply, tuple(chain))

    _renew(body, client, found)


def _renew(body: dict[str, Any], client: WebClient, found: Callable[[], View]) -> None:
    """Fill the modal in which a button was pressed with what is found; where that fails, it says so."""
    name = body["view"]["id"]
    try:
        view = found()
    except Exception:
        renew_modal(client, name, render_trouble_window())
        raise
    renew_modal(client, name, view)


def _in_place(view: dict[str, Any], record: AnswerRecord, reply: Reply, chain: tuple[str, ...]) -> View:
    """Render an answer for the modal that shows another now: a form stays one, a message's answer can be posted."""
    frame = Frame(record.id, today(), private=True, modal=True, chain=chain)
    if chain:
        frame = replace(frame, heading=wording.further_cases(record.question))
    if view.get("private_metadata"):
        return render_about_message(record.question, reply, frame, view["private_metadata"])
    if view.get("callback_id") == SEARCH:
        return render_search(reply, frame)
    return render_answer_window(record.question, reply, frame)


def show_when_found(
    body: dict[str, Any],
    client: WebClient,
    records: Records,
    found: Callable[[], View],
    waiting: View | None = None,
) -> bool:
    """Open a modal at once, since a trigger id waits for nothing, and fill it with what is found.

    Where that fails, the modal says so. Returns False for a press that Slack delivers again: it is passed over.
    """
    opened = open_modal(body, client, records, waiting or render_waiting())
    if not opened:
        return False
    try:
        view = found()
    except Exception:
        renew_modal(client, opened, render_trouble_window())
        raise
    renew_modal(client, opened, view)
    return True


def show_answer(body: dict[str, Any], records: Records, question: str, reply: Reply) -> View:
    """Write an answer down and render it for a modal."""
    record = records.note(reply, question, "", place_of_press(body, records, _SURFACE))
    return render_answer_window(question, reply, Frame(record.id, today(), private=True, modal=True))
