"""From a reply to what is written down of it, and back to what it quoted."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from bot.answering.answer import Answer, Help, NoAnswer, Reply
from bot.knowledge import Quote
from bot.store import AnswerRecord, QuoteRecord
from bot.text import Span

__all__ = ["HUSH", "Place", "quotes_of", "record_of"]

HUSH = "hush"  # the kind of a promise to be quiet, which answers nothing
_LETTERS = "23456789abcdefghjkmnpqrstvwxyz"  # none that is mistaken for another when read aloud
_ID_LENGTH = 7


@dataclass(frozen=True, slots=True)
class Place:
    """Where a question was asked, by whom (a hash, see `Records.person`), and on which surface.

    ``thread`` is the root of the thread, or ""; ``ts`` the message that asks, or "".
    """

    team: str
    channel: str
    person: str
    surface: str
    thread: str = ""
    ts: str = ""


def record_of(reply: Reply | None, question: str, before: str, place: Place, at: datetime) -> AnswerRecord:
    """Return what is written down of a reply, under a new number; None is the promise to be quiet."""
    return AnswerRecord(
        id="".join(secrets.choice(_LETTERS) for _ in range(_ID_LENGTH)),
        at=at,
        team=place.team,
        channel=place.channel,
        thread=place.thread,
        question_ts=place.ts,
        reply_ts="",
        person=place.person,
        question=question,
        before=before,
        kind=_kind(reply),
        entry=reply.entry.id if isinstance(reply, Answer) and reply.entry else "",
        quotes=_quotes(reply),
        version=reply.version if reply else "",
        confidence=reply.confidence if isinstance(reply, Answer | NoAnswer) else 0.0,
        surface=place.surface,
    )


def quotes_of(record: AnswerRecord) -> list[Quote]:
    """Return what an answer quoted."""
    return [Quote(q.source, Span(q.start, q.end)) for q in record.quotes]


def _kind(reply: Reply | None) -> str:
    if reply is None:
        return HUSH
    if isinstance(reply, Help):
        return reply.talk.value
    return "none" if isinstance(reply, NoAnswer) else "answer"


def _quotes(reply: Reply | None) -> tuple[QuoteRecord, ...]:
    excerpts = reply.excerpts if isinstance(reply, Answer) else ()
    return tuple(QuoteRecord(e.source.id, e.span.start, e.span.end) for e in excerpts)
