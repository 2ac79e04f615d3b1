"""Feedback: 👍 or 👎, one opinion a person and answer, with the reason if there is one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from bot.store.database import Database
from bot.store.masking import mask
from bot.store.tables import ANSWERS, FEEDBACK

__all__ = ["Feedback", "Feedbacks"]


@dataclass(frozen=True, slots=True)
class Feedback:
    """What one person thinks of one answer."""

    answer_id: str
    person: str
    good: bool
    reason: str
    at: datetime


class Feedbacks:
    """Opinions on answers."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def add(self, answer_id: str, person: str, good: bool, reason: str = "") -> bool:
        """Keep an opinion in place of the person's earlier one; a bad one opens a settled question again.

        Returns False, and keeps nothing, where the answer is no longer on record.
        """
        values = {"good": good, "reason": mask(reason), "at": self._clock()}
        statement = self._database.upsert(FEEDBACK).values(answer_id=answer_id, person=person, **values)
        with self._database.writing() as connection:
            known = ANSWERS.update().where(ANSWERS.c.id == answer_id)
            known = known.values(settled=ANSWERS.c.settled if good else "")
            if not connection.execute(known).rowcount:
                return False
            connection.execute(statement.on_conflict_do_update(index_elements=["answer_id", "person"], set_=values))
        return True

    def of(self, answer_id: str) -> tuple[Feedback, ...]:
        """List the opinions on an answer, oldest first."""
        statement = select(FEEDBACK).where(FEEDBACK.c.answer_id == answer_id).order_by(FEEDBACK.c.at)
        with self._database.reading() as connection:
            return tuple(
                Feedback(row.answer_id, row.person, row.good, row.reason, row.at)
                for row in connection.execute(statement)
            )
