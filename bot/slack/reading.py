"""Reading on: 前後を読む, なぜこの引用か, 引用をコピー, and ``/dx-why``; modals that only the presser sees."""

from __future__ import annotations

import re
from typing import Any

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

from bot.answering.answer import Answer, Excerpt, Reply, excerpt_of
from bot.answering.explain import Reasons, reasons
from bot.answering.surroundings import surroundings
from bot.blocks import Frame, Message, View, quote_place, render_notice
from bot.blocks.reading import (
    CITATION,
    CONTEXT,
    COPIED,
    WHY,
    Given,
    render_changed,
    render_citation,
    render_surroundings,
    render_unknown_number,
    render_why,
    render_why_message,
)
from bot.clock import day_of
from bot.desk import Desk
from bot.knowledge import Knowledge, Quote
from bot.records import Records, quotes_of
from bot.slack.asking import today
from bot.slack.commands import is_new
from bot.slack.modals import open_modal, renew_modal
from bot.slack.sending import send
from bot.slack.windows import show_when_found
from bot.store import AnswerRecord
from bot.text import Span, fold

__all__ = ["close_citation", "copy_quote", "explain_answer", "read_context", "register", "turn_page", "why_quote"]

# 「koganei-2021:1612:1634:5e0f8a1c」 (see `bot.blocks.quote_place`), and behind it the page that a button turns to.
_PLACE = re.compile(
    r"(?P<quote>(?P<source>[^:]+):(?P<start>[0-9]{1,9}):(?P<end>[0-9]{1,9}):[0-9a-f]{8})(?::(?P<page>[0-9]{1,6}))?"
)
_NUMBER = re.compile(r"(?<![0-9a-z])[0-9a-z]{7}(?![0-9a-z])")
_FORGOTTEN = "この回答の記録が消されたため、理由をお見せできません。もう一度質問してください。"
_OUTDATED = "この回答は古くなったため、理由をお見せできません。もう一度質問してください。"


def register(app: App) -> None:
    """Listen to the buttons, whose ids end in their place within the message, and to the command."""
    for name, listener in (
        ("read_context", read_context),
        ("turn_page", turn_page),
        ("copy_quote", copy_quote),
        ("why_quote", why_quote),
    ):
        app.action(re.compile(rf"^{name}:\d+$"))(listener)
    app.view(COPIED)(close_citation)
    app.command("/dx-why")(explain_answer)


def read_context(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, desk: Desk, records: Records
) -> None:
    """Open the article around a quote."""
    ack()
    open_modal(body, client, records, _surroundings(desk.knowledge, action["value"]))


def turn_page(ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, desk: Desk) -> None:
    """Show another page of the article in the same modal."""
    ack()
    renew_modal(client, body["view"]["id"], _surroundings(desk.knowledge, action["value"]))


def copy_quote(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, desk: Desk, records: Records
) -> None:
    """Open the citation of a quote, to be copied."""
    ack()
    excerpt = _excerpt(desk.knowledge, action["value"])
    open_modal(body, client, records, render_citation(excerpt, today()) if excerpt else render_changed(CITATION))


def close_citation(ack: Ack) -> None:
    """Close the citation; what stands in its field goes nowhere."""
    ack()


def why_quote(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, desk: Desk, records: Records
) -> None:
    """Open the reasons of an answer."""
    ack()

    def found() -> View:
        written = records.find(action["value"])
        former = _remembered(written, desk)
        return _why(desk, former) if former else render_notice(WHY, _OUTDATED if written else _FORGOTTEN)

    show_when_found(body, client, records, found)


def explain_answer(ack: Ack, command: dict[str, Any], respond: Respond, desk: Desk, records: Records) -> None:
    """Show the answer of ``/dx-why NUMBER`` again to the caller, with its reasons and its version."""
    ack()
    if is_new(command, records):
        wanted = (command.get("text") or "").strip()
        former = _remembered(_find(records, wanted, command.get("team_id") or ""), desk)
        send(respond, _why_message(desk, former) if former else render_unknown_number(wanted))


def _surroundings(knowledge: Knowledge, value: str) -> View:
    """Render the page of an article that the value of a button names, by default the one with the quote."""
    excerpt, place = _excerpt(knowledge, value), _PLACE.fullmatch(value)
    if excerpt is None or place is None:
        return render_changed(CONTEXT)
    page = int(place["page"]) if place["page"] else None
    found = surroundings(knowledge, Quote(excerpt.source.id, excerpt.span), page)
    return render_surroundings(excerpt, found, today()) if found else render_changed(CONTEXT)


def _excerpt(knowledge: Knowledge, value: str) -> Excerpt | None:
    """Return the excerpt that the value of a button names, unless its article holds other words there by now."""
    place = _PLACE.fullmatch(value)
    if place is None or place["source"] not in knowledge.articles:
        return None
    found = excerpt_of(knowledge, Quote(place["source"], Span(int(place["start"]), int(place["end"]))))
    return found if quote_place(found) == place["quote"] else None


def _find(records: Records, wanted: str, team: str) -> AnswerRecord | None:
    """Find an answer by the number that somebody typed, however they did; another workspace's is none of theirs."""
    number = _NUMBER.search(fold(wanted))
    former = records.find(number.group()) if number else None
    return former if former and former.team == team else None


def _remembered(former: AnswerRecord | None, desk: Desk) -> AnswerRecord | None:
    """Return an answer unless nothing is left of it: with questions not recorded, only quotes of a version at hand."""
    if former is None or former.question or former.kind not in ("answer", "none"):
        return former
    return former if former.quotes and desk.library.edition(former.version) else None


def _why(desk: Desk, former: AnswerRecord) -> View:
    return render_why(*_account(desk, former), *_marks(desk, former))


def _why_message(desk: Desk, former: AnswerRecord) -> Message:
    return render_why_message(*_account(desk, former), *_marks(desk, former))


def _account(desk: Desk, former: AnswerRecord) -> tuple[Reply, Reasons | None]:
    """Return what an answer said, and why, by the version that gave it; where that is gone, the current is asked."""
    snapshot = desk.library.edition(former.version) or desk.library.current
    reply = desk.again(former.question, former.before, former.version, quotes_of(former), snapshot)
    question, matched, verdict = desk.reason(former.question, former.before, snapshot)
    if matched is None or verdict is None:
        return reply, None
    shown = [Quote(e.source.id, e.span) for e in reply.excerpts] if isinstance(reply, Answer) else []
    return reply, reasons(question, matched, verdict, shown, snapshot.knowledge)


def _marks(desk: Desk, former: AnswerRecord) -> tuple[Frame, Given]:
    given = Given(former.version, day_of(former.at), desk.knowledge.version)
    return Frame(former.id, today(), private=True), given
