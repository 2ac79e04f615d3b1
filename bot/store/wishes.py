"""Wishes: questions that wait for an editor, because nothing was found, it was no help, or somebody handed it over."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, or_, select

from bot.store.answers import AnswerRecord, record_of
from bot.store.database import Database
from bot.store.tables import ANSWERS, FEEDBACK, WISHES

__all__ = ["NEWEST", "Kept", "Wish", "Wishes"]

NEWEST = 200  # questions on the list that nobody has handed over
_SETTLED = ("answered", "dismissed")
_PAGE = 200
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


# What waits, of that which is not settled. A question without an answer whose text was not recorded is left out: there
# is nothing to be done about it. So is a message that was looked up, until somebody says that it is a question: it was
# written to colleagues.
_OPEN = ANSWERS.c.settled == ""
_HANDED = ANSWERS.c.id.in_(select(WISHES.c.answer_id))
_BAD = ANSWERS.c.id.in_(select(FEEDBACK.c.answer_id).where(~FEEDBACK.c.good))
_NOTHING = and_(ANSWERS.c.kind == "none", ANSWERS.c.question != "", ANSWERS.c.surface != _LOOKED_UP)
_PROMISED = ANSWERS.c.id.in_(select(WISHES.c.answer_id).where(WISHES.c.notify, WISHES.c.told_at.is_(None)))


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

    def unanswered(self, limit: int = NEWEST, team: str | None = None) -> tuple[Kept, ...]:
        """List what is not settled yet, in one workspace or in all, newest first.

        All that was handed over is there; of what else waits, the ``limit`` newest.
        """
        here = (_OPEN,) if team is None else (_OPEN, ANSWERS.c.team == team)
        latest = (ANSWERS.c.at.desc(), ANSWERS.c.number.desc())
        others = select(ANSWERS.c.number).where(*here, ~_HANDED, or_(_BAD, _NOTHING)).order_by(*latest).limit(limit)
        wanted = or_(_HANDED, ANSWERS.c.number.in_(others.correlate(None)))
        with self._database.reading() as connection:
            rows = connection.execute(select(ANSWERS).where(*here, wanted).order_by(*latest))
            answers = [record_of(row) for row in rows]
            ids = [answer.id for answer in answers]
            dislikes = _dislikes(connection, ids)
            wishing: dict[str, list[str]] = {}
            for wish in _wishes(connection, ids):
                wishing.setdefault(wish.answer_id, []).append(wish.person)
        return tuple(_kept(answer, wishing.get(answer.id, []), dislikes.get(answer.id, [])) for answer in answers)

    def all_waiting(self, page: int = _PAGE) -> Iterator[str]:
        """Yield the numbers of all answers that are not settled, of every workspace, a ``page`` at a time.

        What was handed over comes first, also what was dismissed while somebody is promised news of it: a promise
        outlives the list. Then comes the rest; both oldest first. What is settled meanwhile disturbs nothing.
        """
        promised = and_(ANSWERS.c.settled == "dismissed", _PROMISED)
        for wanted in (or_(and_(_OPEN, _HANDED), promised), and_(_OPEN, ~_HANDED, or_(_BAD, _NOTHING))):
            last = 0
            while rows := self._page(wanted, last, page):
                yield from (name for _, name in rows)
                last = rows[-1][0]

    def _page(self, wanted: ColumnElement[bool], after: int, page: int) -> list[tuple[int, str]]:
        statement = select(ANSWERS.c.number, ANSWERS.c.id).where(wanted, ANSWERS.c.number > after)
        with self._database.reading() as connection:
            rows = connection.execute(statement.order_by(ANSWERS.c.number).limit(page))
            return [(number, name) for number, name in rows]

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

    def to_notify(self, answer_ids: Iterable[str]) -> tuple[AnswerRecord, ...]:
        """List the answers of which somebody agreed to be told news, and was not told yet; oldest first."""
        statement = select(ANSWERS).where(ANSWERS.c.id.in_(tuple(answer_ids)), _PROMISED)
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
