"""Reloads: who changed the knowledge in use, when, and what came of it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import select

from bot.store.database import Database
from bot.store.tables import RELOADS

__all__ = ["ReloadRecord", "Reloads"]


@dataclass(frozen=True, slots=True)
class ReloadRecord:
    """One reload: the versions before and after it, and how many findings the check had.

    ``outcome`` is "applied", "refused", "rolled back" or "unchanged"; "shown" is a version that an admin was shown
    and has not decided on, ``after`` being that version. Whoever starts a process is nobody: ``person`` is "".
    """

    at: datetime
    person: str
    before: str
    after: str
    outcome: str
    findings: int


class Reloads:
    """The journal of reloads."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, record: ReloadRecord) -> None:
        """Write a reload down."""
        with self._database.writing() as connection:
            connection.execute(RELOADS.insert(), asdict(record))

    def latest(self, count: int) -> tuple[ReloadRecord, ...]:
        """List the last reloads, newest first."""
        statement = select(RELOADS).order_by(RELOADS.c.at.desc(), RELOADS.c.number.desc()).limit(count)
        with self._database.reading() as connection:
            return tuple(
                ReloadRecord(row.at, row.person, row.before, row.after, row.outcome, row.findings)
                for row in connection.execute(statement)
            )
