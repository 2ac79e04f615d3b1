"""Wishes: questions that wait for an editor, because nothing was found, it was no help, or somebody handed it over."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, or_, select

from bot.store.answers import AnswerRecord, record_of
from bot.store.database import Database
from bot.store.tables import ANSWERS, FEEDBACK, WISHES

__all__ = ["Kept", "Wish", "Wishes"]

_SETTLED = ("answered", "dismissed")
_LOOKED_UP = "shortcut"  # the surface of what people say to each other, looked up from the menu of a message


@dataclass(frozen=True, slots=True)
class Wish:
    """A person's wish that the editors look at a question; ``notify``: they want to be told of the answer."""

    answer_id: str
    person: str
    notify: bool
    at: datetime
    told_at: datetime | None


@dataclass(frozen=True, slots=True)
class Kept:
    """A question that waits; ``why`` is "handed", else "bad" (👎), else "none" (nothing found).

    ``people`` are who asked, disliked or handed over, as hashes; ``reason`` is the latest that a 👎 gave, or "";
    ``before`` is the question before it in its thread, or "".
    """

    answer_id: str
    question: str
    at: datetime
    why: str
    people: frozenset[str]
    reason: str
    before: str = ""


class Wishes:
    """What the editors have to do."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def add(self, answer_id: str, person: str, notify: bool) -> bool:
        """Hand a question over, once a person; the latest ``notify`` counts, and a settled question opens again.

        Returns False, and keeps nothing, where the answer is no longer on record.
        """
        statement = self._database.upsert(WISHES)
        statement = statement.values(answer_id=answer_id, person=person, notify=notify, at=self._clock())
        with self._database.writing() as connection:
            reopened = ANSWERS.update().where(ANSWERS.c.id == answer_id).values(settled="")
            if not connection.execute(reopened).rowcount:
                return False
            latest = {"notify": notify, "told_at": None}
            connection.execute(statement.on_conflict_do_update(index_elements=["answer_id", "person"], set_=latest))
        return True

    def of(self, answer_id: str) -> tuple[Wish, ...]:
        """List who handed a question over, in that order."""
        with self._database.reading() as connection:
            return _wishes(connection, [answer_id])

    def unanswered(self, limit: int = 200, team: str | None = None) -> tuple[Kept, ...]:
        """List what is not settled yet, in one workspace or in all, newest first.

        A question without an answer whose text was not recorded is left out: there is nothing to be done about it.
        So is a message that was looked up, until somebody says that it is a question: it was written to colleagues.
        """
        bad = select(FEEDBACK.c.answer_id).where(~FEEDBACK.c.good)
        nothing = and_(ANSWERS.c.kind == "none", ANSWERS.c.question != "", ANSWERS.c.surface != _LOOKED_UP)
        waiting = or_(nothing, ANSWERS.c.id.in_(bad), ANSWERS.c.id.in_(select(WISHES.c.answer_id)))
        here = () if team is None else (ANSWERS.c.team == team,)
        statement = select(ANSWERS).where(ANSWERS.c.settled == "", waiting, *here)
        statement = statement.order_by(ANSWERS.c.at.desc(), ANSWERS.c.number.desc()).limit(limit)
        with self._database.reading() as connection:
            answers = [record_of(row) for row in connection.execute(statement)]
            ids = [answer.id for answer in answers]
            wishes = _wishes(connection, ids)
            dislikes = _dislikes(connection, ids)
        return tuple(
            _kept(answer, [w.person for w in wishes if w.answer_id == answer.id], dislikes.get(answer.id, []))
            for answer in answers
        )

    def settle(self, answer_ids: Iterable[str], how: str, team: str | None = None) -> int:
        """Take questions of one workspace, or of any, off the list: ``how`` is "answered" or "dismissed".

        Returns how many are on record.
        """
        if how not in _SETTLED:
            raise ValueError(f"a question is settled as one of {_SETTLED}, not as {how!r}")
        return self._mark(answer_ids, how, team)

    def reopen(self, answer_ids: Iterable[str], team: str | None = None) -> int:
        """Put questions back on the list; returns how many are on record."""
        return self._mark(answer_ids, "", team)

    def _mark(self, answer_ids: Iterable[str], how: str, team: str | None) -> int:
        these = (ANSWERS.c.id.in_(tuple(answer_ids)), *(() if team is None else (ANSWERS.c.team == team,)))
        with self._database.writing() as connection:
            return connection.execute(ANSWERS.update().where(*these).values(settled=how)).rowcount

    def promised(self) -> tuple[str, ...]:
        """List the numbers of dismissed answers of which somebody was promised news: a promise outlives the list."""
        agreed = select(WISHES.c.answer_id).where(WISHES.c.notify, WISHES.c.told_at.is_(None))
        statement = select(ANSWERS.c.id).where(ANSWERS.c.settled == "dismissed", ANSWERS.c.id.in_(agreed))
        with self._database.reading() as connection:
            return tuple(connection.execute(statement.order_by(ANSWERS.c.at, ANSWERS.c.number)).scalars())

    def to_notify(self, answer_ids: Iterable[str]) -> tuple[AnswerRecord, ...]:
        """List the answers of which somebody agreed to be told news, and was not told yet; oldest first."""
        agreed = select(WISHES.c.answer_id).where(WISHES.c.notify, WISHES.c.told_at.is_(None))
        statement = select(ANSWERS).where(ANSWERS.c.id.in_(tuple(answer_ids)), ANSWERS.c.id.in_(agreed))
        with self._database.reading() as connection:
            rows = connection.execute(statement.order_by(ANSWERS.c.at, ANSWERS.c.number))
            return tuple(record_of(row) for row in rows)

    def told(self, answer_id: str) -> None:
        """Note that those who agreed have been told."""
        waiting = (WISHES.c.answer_id == answer_id, WISHES.c.notify, WISHES.c.told_at.is_(None))
        with self._database.writing() as connection:
            connection.execute(WISHES.update().where(*waiting).values(told_at=self._clock()))


def _wishes(connection: Connection, answer_ids: Sequence[str]) -> tuple[Wish, ...]:
    statement = select(WISHES).where(WISHES.c.answer_id.in_(answer_ids)).order_by(WISHES.c.at)
    return tuple(
        Wish(row.answer_id, row.person, row.notify, row.at, row.told_at) for row in connection.execute(statement)
    )


def _dislikes(connection: Connection, answer_ids: Sequence[str]) -> dict[str, list[tuple[str, str]]]:
    """Return person and reason of each 👎 by answer, oldest first."""
    statement = select(FEEDBACK).where(FEEDBACK.c.answer_id.in_(answer_ids), ~FEEDBACK.c.good)
    found: dict[str, list[tuple[str, str]]] = {}
    for row in connection.execute(statement.order_by(FEEDBACK.c.at)):
        found.setdefault(row.answer_id, []).append((row.person, row.reason))
    return found


def _kept(answer: AnswerRecord, wishing: list[str], dislikes: list[tuple[str, str]]) -> Kept:
    why = "handed" if wishing else "bad" if dislikes else "none"
    people = frozenset({answer.person, *wishing, *(person for person, _ in dislikes)} - {""})
    reasons = [reason for _, reason in dislikes if reason]
    return Kept(answer.id, answer.question, answer.at, why, people, reasons[-1] if reasons else "", answer.before)
