"""People: what is stored of one, and its deletion."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Update, exists, func, select

from bot.store.database import Database
from bot.store.tables import ANSWERS, FEEDBACK, RELOADS, WISHES

__all__ = ["People", "Stored"]

_TABLES = (ANSWERS, FEEDBACK, WISHES)


@dataclass(frozen=True, slots=True)
class Stored:
    """How much is stored of a person, and since when."""

    answers: int
    feedback: int
    wishes: int
    oldest: datetime | None


class People:
    """Records by person; a person is the hash that `Store.person` makes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def stored(self, person: str) -> Stored:
        """Count what is stored of a person."""
        with self._database.reading() as connection:
            rows = [
                connection.execute(select(func.count(), func.min(t.c.at)).where(t.c.person == person)).one()
                for t in _TABLES
            ]
        answers, feedback, wishes = (int(count) for count, _ in rows)
        return Stored(answers, feedback, wishes, min((at for _, at in rows if at), default=None))

    def delete(self, person: str) -> int:
        """Delete a person's questions, with what others thought of their answers, and their feedback and wishes.

        Returns how many records of theirs that were. The journal of reloads stays, without their hash, and what
        others asked in the same threads, without the question before.
        """
        if not person:
            return 0  # nobody's records are not one person's
        with self._database.writing() as connection:
            connection.execute(_forget_as_context(person))
            deleted = sum(
                connection.execute(t.delete().where(t.c.person == person)).rowcount for t in reversed(_TABLES)
            )
            connection.execute(RELOADS.update().where(RELOADS.c.person == person).values(person=""))
        self._database.wipe()
        return deleted


def _forget_as_context(person: str) -> Update:
    """Return what blanks the question before, which may be the person's, in all threads where they asked."""
    theirs = ANSWERS.alias()
    same = [theirs.c[name] == ANSWERS.c[name] for name in ("team", "channel", "thread")]
    return ANSWERS.update().where(exists().where(theirs.c.person == person, *same)).values(before="")
