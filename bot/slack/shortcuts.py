"""Shortcuts: look up what a message says, or fill in a small form; both answer in a modal."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.answering.answer import Reply
from bot.blocks import Frame, View, render_forgotten
from bot.blocks.form import value_of
from bot.blocks.shortcuts import (
    QUESTION,
    SEARCH,
    render_about_message,
    render_no_words,
    render_not_there,
    render_posted,
    render_search,
)
from bot.blocks.windows import window
from bot.desk import Desk
from bot.question import as_read
from bot.records import Place, Records, quotes_of
from bot.slack.asking import deliver, rendered, today, words_of
from bot.slack.cases import numbers_in
from bot.slack.modals import open_modal, renew_modal
from bot.slack.presses import once
from bot.slack.windows import show_when_found
from bot.store import AnswerRecord
from bot.wording import further_cases

__all__ = ["answer_search", "look_up_message", "open_search", "post_to_thread", "register"]

_NOT_THERE = (
    "not_in_channel",
    "channel_not_found",
    "is_archived",
    "restricted_action",
    "restricted_action_thread_locked",
)


def register(app: App) -> None:
    """Listen to the shortcuts and what their modals bring."""
    app.shortcut("search_cases")(open_search)
    app.shortcut("search_message")(look_up_message)
    app.view(SEARCH)(answer_search)
    app.action(re.compile(r"^post_to_thread:\d+$"))(post_to_thread)


def open_search(ack: Ack, body: dict[str, Any], client: WebClient, records: Records) -> None:
    """Open the form."""
    ack()
    open_modal(body, client, records, render_search())


def answer_search(ack: Ack, body: dict[str, Any], desk: Desk, records: Records) -> None:
    """Answer in the form itself.

    The one listener that asks first: a form shows what its receipt brings, and what came after that could be
    overtaken by it. Asking takes milliseconds; Slack waits three seconds.
    """
    question = value_of(body["view"]["state"], QUESTION)
    if not question:
        ack(response_action="errors", errors={QUESTION: "調べたいことを書いてください。"})
        return
    reply = desk.ask(question)
    record = records.note(reply, question, "", _nowhere(body, records, "form"))
    ack(response_action="update", view=render_search(reply, _frame(record)))


def look_up_message(ack: Ack, body: dict[str, Any], client: WebClient, desk: Desk, records: Records) -> None:
    """Show the answer to what a message says to whoever looks it up."""
    ack()
    message = body.get("message") or {}
    text = as_read(words_of(message))
    thread = message.get("thread_ts") or message.get("ts") or ""
    place = json.dumps({"channel": (body.get("channel") or {}).get("id", ""), "thread": thread})

    def found() -> View:
        reply = desk.ask(text)
        record = records.note(reply, text, "", _nowhere(body, records))
        return render_about_message(text, reply, _frame(record), place)

    show_when_found(body, client, records, found if text else render_no_words)


def post_to_thread(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, desk: Desk, records: Records
) -> None:
    """Post the answer to a message into its thread, once, and say in the modal that it is there."""
    ack()
    view, (*chain, number) = body["view"], numbers_in(action["value"])
    former = records.find(number)
    if former is None:
        renew_modal(client, view["id"], window("回答", render_forgotten()))
        return
    reply = desk.again(former.question, former.before, former.version, quotes_of(former))
    try:
        once(records, f"posting {former.id}", lambda: _post(reply, former, body, client, records))
    except SlackApiError as error:
        if error.response.get("error") not in _NOT_THERE:
            raise
        renew_modal(client, view["id"], render_not_there())
        return
    frame = replace(_frame(former), chain=tuple(chain), heading=further_cases(former.question) if chain else "")
    shown = render_about_message(former.question, reply, frame, view["private_metadata"], is_posted=True)
    renew_modal(client, view["id"], shown)


def _post(reply: Reply, former: AnswerRecord, body: dict[str, Any], client: WebClient, records: Records) -> None:
    """Post an answer into the thread that a modal remembers; from then on, the thread is one of the bot's."""
    where = json.loads(body["view"]["private_metadata"])
    nowhere = _nowhere(body, records)
    place = Place(nowhere.team, where["channel"], nowhere.person, nowhere.surface, where["thread"])
    record = records.note(reply, former.question, former.before, place)
    answer = rendered(reply, record, records=records)
    deliver(client, records, record, render_posted(answer, body["user"]["id"], former.question))


def _nowhere(body: dict[str, Any], records: Records, surface: str = "shortcut") -> Place:
    """Return the place of what one person sees in a modal: in no channel, and in no thread."""
    team = (body.get("team") or {}).get("id") or ""
    return Place(team, "", records.person(body["user"]["id"], team), surface)


def _frame(record: AnswerRecord) -> Frame:
    return Frame(record.id, today(), private=True, modal=True)
