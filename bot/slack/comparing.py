"""自治体くらべ: ``/dx-compare`` and the button of an answer, page by page, and posted for everybody."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

from bot.answering.answer import Answer
from bot.blocks import Frame, Message, render_forgotten, render_reply, shared
from bot.blocks.comparing import COMPARE, render_comparison, render_nothing_to_compare
from bot.blocks.windows import window
from bot.desk import Desk
from bot.records import Place, Records
from bot.slack.asking import ask, today
from bot.slack.commands import is_new, place_of_command
from bot.slack.modals import renew_modal
from bot.slack.presses import (
    give_receipt,
    is_first,
    is_in_thread,
    is_private,
    once,
    place_of_press,
    publish,
    renew_press,
    reply_to_press,
)
from bot.slack.sending import send
from bot.slack.windows import show_when_found
from bot.store import AnswerRecord

__all__ = ["compare", "compare_cities", "register", "share_comparison", "turn_comparison"]

# 「2345678:0」: the number of the answer that holds the subject, and the page.
_PAGE = re.compile(r"(?P<answer>[0-9a-z]{1,32}):(?P<page>\d{1,6})")
_NOT_COMPARED = "記事ごとに並べられる発言がないため、この質問への回答をお見せします。"


def register(app: App) -> None:
    """Listen to the command and to the buttons, whose ids end in their place within the message."""
    app.command("/dx-compare")(compare)
    for name, listener in (
        ("compare_cities", compare_cities),
        ("turn_comparison", turn_comparison),
        ("share_comparison", share_comparison),
    ):
        app.action(re.compile(rf"^{name}:\d+$"))(listener)


def compare(ack: Ack, command: dict[str, Any], respond: Respond, desk: Desk, records: Records) -> None:
    """Answer ``/dx-compare SUBJECT`` to the caller, with a button that posts it for everybody."""
    ack()
    if not is_new(command, records):
        return
    subject = (command.get("text") or "").strip()
    if not subject:
        send(respond, render_nothing_to_compare())
        return
    place = place_of_command(command, records)
    message, _ = _compared(desk, records, subject, "", place, Frame("", today(), private=True))
    send(respond, message)


def compare_cities(
    ack: Ack,
    action: dict[str, Any],
    body: dict[str, Any],
    client: WebClient,
    respond: Respond,
    desk: Desk,
    records: Records,
) -> None:
    """Compare the articles on the subject of an answer, for whoever pressed; in a modal, in one on top of it."""
    ack()

    def found(modal: bool) -> tuple[Message, AnswerRecord | None]:
        former = records.find(action["value"])
        if former is None or not former.question:
            return render_forgotten(), None
        frame = Frame("", today(), private=is_private(body), modal=modal, in_thread=is_in_thread(body))
        return _compared(desk, records, former.question, former.before, place_of_press(body, records), frame)

    if body.get("view"):
        show_when_found(body, client, records, lambda: window(COMPARE, found(modal=True)[0]))
    elif is_first(body, action, records):
        message, record = found(modal=False)
        ts = reply_to_press(body, client, respond, message)
        if record and ts:
            records.replied(record, ts)


def turn_comparison(
    ack: Ack,
    action: dict[str, Any],
    body: dict[str, Any],
    client: WebClient,
    respond: Respond,
    desk: Desk,
    records: Records,
) -> None:
    """Show another page, in place of the one before it where nobody else reads that."""
    ack()
    if body.get("view"):
        page = _page(action["value"], desk, records, Frame("", today(), private=True, modal=True))
        renew_modal(client, body["view"]["id"], window(COMPARE, page))
    elif is_first(body, action, records):
        frame = Frame("", today(), private=is_private(body), in_thread=is_in_thread(body))
        renew_press(body, client, respond, _page(action["value"], desk, records, frame))


def share_comparison(
    ack: Ack,
    action: dict[str, Any],
    body: dict[str, Any],
    client: WebClient,
    respond: Respond,
    desk: Desk,
    records: Records,
) -> None:
    """Post a page for everybody, once, headed by who asked; if that fails, it can be pressed again."""
    ack()
    asker, wanted = body["user"]["id"], _PAGE.fullmatch(action["value"])
    former = records.find(wanted["answer"]) if wanted else None
    if former is None:
        reply_to_press(body, client, respond, render_forgotten())
        return

    def post() -> None:
        page = _page(action["value"], desk, records, Frame("", today()))
        publish(body, client, respond, shared(page, asker, former.question))

    once(records, f"share {action['value']} {asker}", post)
    frame = Frame("", today(), private=True, in_thread=is_in_thread(body), is_posted=True)
    give_receipt(body, client, respond, _page(action["value"], desk, records, frame))


def _compared(
    desk: Desk, records: Records, subject: str, before: str, place: Place, frame: Frame
) -> tuple[Message, AnswerRecord]:
    """Compare and write that down; what no article speaks of gets the reply that a question about it gets."""
    comparison = desk.compare(subject, before)
    if not comparison.excerpts:
        reply, record = ask(desk, records, subject, place, before)
        heading = _NOT_COMPARED if isinstance(reply, Answer) else ""
        return render_reply(reply, replace(frame, answer_id=record.id, heading=heading)), record
    record = records.note(comparison.as_answer(subject), subject, before, place)
    return render_comparison(subject, comparison, replace(frame, answer_id=record.id)), record


def _page(value: str, desk: Desk, records: Records, frame: Frame) -> Message:
    """Render the page that the value of a button names."""
    wanted = _PAGE.fullmatch(value)
    former = records.find(wanted["answer"]) if wanted else None
    if wanted is None or former is None or not former.question:
        return render_forgotten()
    comparison = desk.compare(former.question, former.before)
    return render_comparison(former.question, comparison, replace(frame, answer_id=former.id), int(wanted["page"]))
