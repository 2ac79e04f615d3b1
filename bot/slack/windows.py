"""Buttons inside modals and Home: a question, a topic, further cases. What they bring opens in a modal."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.answer import Reply
from bot.blocks import Frame, View, render_forgotten, render_no_more, render_topic, render_topics
from bot.blocks.windows import (
    TOPIC,
    render_answer_window,
    render_topic_window,
    render_trouble_window,
    render_waiting,
    window,
)
from bot.desk import Desk
from bot.records import Records, quotes_of
from bot.slack.asking import today
from bot.slack.modals import open_modal, renew_modal
from bot.slack.presses import place_of_press
from bot.store import AnswerRecord

__all__ = ["ask_entry", "more_cases", "open_topic", "register", "show_answer", "show_when_found"]

_SURFACE = "home"


def register(app: App) -> None:
    """Listen to buttons of views only; the same ones in messages are somebody else's business (`bot.slack.actions`)."""
    for name, listener in (("ask_entry", ask_entry), ("open_topic", open_topic), ("more_cases", more_cases)):
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
    """Show further excerpts for the question of an answer."""
    ack()

    def found() -> View:
        former = records.find(action["value"])
        if former is None:
            return window("ほかの事例", render_forgotten())
        reply = desk.more(former.question, former.before, quotes_of(former))
        return (
            show_answer(body, records, former.question, reply, former)
            if reply
            else window("ほかの事例", render_no_more())
        )

    show_when_found(body, client, records, found)


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


def show_answer(
    body: dict[str, Any], records: Records, question: str, reply: Reply, former: AnswerRecord | None = None
) -> View:
    """Write an answer down and render it for a modal; ``former`` is the answer that it goes on from."""
    before = former.before if former else ""
    record = records.note(reply, question, before, place_of_press(body, records, _SURFACE))
    return render_answer_window(question, reply, Frame(record.id, today(), private=True, modal=True))
