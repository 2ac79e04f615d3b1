"""Answers: one row a reply, with what it was made of, so that buttons, edits and statistics find it again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Row, exists, func, select

from bot.store.database import Database
from bot.store.masking import mask
from bot.store.retention import Retention
from bot.store.tables import ANSWERS

__all__ = ["AnswerRecord", "Answers", "QuoteRecord", "record_of"]

_ASKED = ("answer", "none")  # kinds of reply to a real question; the others are small talk
_PRESSED = "button"  # the surface of a question that nobody typed


@dataclass(frozen=True, slots=True)
class QuoteRecord:
    """An excerpt that was shown: code points ``[start, end)`` of an article."""

    source: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class AnswerRecord:
    """One reply; ``person`` is the hash of who asked, ``entry`` the curated entry or "", ``before`` the question before.

    ``kind`` is "answer", "none", "help", "thanks" or "hush" (a promise to be quiet); ``version`` that of the knowledge.
    """

    id: str
    at: datetime
    team: str
    channel: str
    thread: str
    question_ts: str
    reply_ts: str
    person: str
    question: str
    before: str
    kind: str
    entry: str
    quotes: tuple[QuoteRecord, ...]
    version: str
    confidence: float
    surface: str


class Answers:
    """What was asked and answered."""

    def __init__(self, database: Database, retention: Retention, recording: bool) -> None:
        self._database = database
        self._retention = retention
        self._recording = recording

    def add(self, record: AnswerRecord) -> None:
        """Write a reply down, its texts masked, or without them when texts are not recorded.

        Once a day this also forgets what is older than the retention.
        """
        values = {name: getattr(record, name) for name in _COLUMNS}
        values["question"] = mask(record.question) if self._recording else ""
        values["before"] = mask(record.before) if self._recording else ""
        values["quotes"] = [[q.source, q.start, q.end] for q in record.quotes]
        with self._database.writing() as connection:
            connection.execute(ANSWERS.insert(), {**values, "settled": ""})
        self._retention.forget_daily()

    def get(self, answer_id: str) -> AnswerRecord | None:
        """Find a reply by its id."""
        found = self._find(ANSWERS.c.id == answer_id)
        return found[0] if found else None

    def replied(self, answer_id: str, reply_ts: str) -> None:
        """Note which message holds the reply."""
        with self._database.writing() as connection:
            connection.execute(ANSWERS.update().where(ANSWERS.c.id == answer_id).values(reply_ts=reply_ts))

    def withdrawn(self, answer_id: str) -> None:
        """Note that a reply stands nowhere any more: neither its message nor the next question has it before it.

        The row itself stays, with what others have to say about it.
        """
        withdrawn = ANSWERS.alias()
        same = [withdrawn.c[name] == ANSWERS.c[name] for name in ("team", "channel", "thread")]
        after = exists().where(withdrawn.c.id == answer_id, withdrawn.c.question == ANSWERS.c.before, *same)
        nowhere = {"thread": "", "question_ts": "", "reply_ts": ""}
        with self._database.writing() as connection:
            connection.execute(ANSWERS.update().where(after).values(before=""))
            connection.execute(ANSWERS.update().where(ANSWERS.c.id == answer_id).values(nowhere))

    def of_question(self, team: str, channel: str, question_ts: str) -> tuple[AnswerRecord, ...]:
        """List the replies to one message, oldest first: an edit or a deletion finds them."""
        return self._find(ANSWERS.c.team == team, ANSWERS.c.channel == channel, ANSWERS.c.question_ts == question_ts)

    def of_thread(self, team: str, channel: str, thread: str) -> tuple[AnswerRecord, ...]:
        """List the replies in one thread, oldest first."""
        return self._find(ANSWERS.c.team == team, ANSWERS.c.channel == channel, ANSWERS.c.thread == thread)

    def of_person(self, person: str, since: datetime) -> tuple[AnswerRecord, ...]:
        """List the replies to one person since a moment, oldest first."""
        return self._find(ANSWERS.c.person == person, ANSWERS.c.at >= since)

    def latest_questions(self, count: int, team: str | None = None) -> tuple[str, ...]:
        """List the last distinct questions that people typed, in one workspace or in all, newest first.

        Small talk is left out.
        """
        here = () if team is None else (ANSWERS.c.team == team,)
        real = (*here, ANSWERS.c.kind.in_(_ASKED), ANSWERS.c.question != "", ANSWERS.c.surface != _PRESSED)
        last = func.max(ANSWERS.c.number)
        statement = select(ANSWERS.c.question).where(*real).group_by(ANSWERS.c.question).order_by(last.desc())
        with self._database.reading() as connection:
            return tuple(connection.execute(statement.limit(count)).scalars())

    def _find(self, *conditions: ColumnElement[bool]) -> tuple[AnswerRecord, ...]:
        statement = select(ANSWERS).where(*conditions).order_by(ANSWERS.c.at, ANSWERS.c.number)
        with self._database.reading() as connection:
            return tuple(record_of(row) for row in connection.execute(statement))


_COLUMNS = tuple(name for name in AnswerRecord.__dataclass_fields__ if name != "quotes")


def record_of(row: Row[*tuple[object, ...]]) -> AnswerRecord:
    """Make a record of a row of the table."""
    values = row._mapping  # noqa: SLF001 - SQLAlchemy's public name for it
    quotes = tuple(QuoteRecord(*quote) for quote in values["quotes"])
    return AnswerRecord(**{name: values[name] for name in _COLUMNS}, quotes=quotes)
