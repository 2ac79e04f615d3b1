"""Reloads: who changed the knowledge in use, when, and what came of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict

from sqlalchemy import Row, func, select

from bot.editions import ReloadRecord
from bot.store.database import Database
from bot.store.tables import RELOADS

__all__ = ["START", "TERMINAL", "Reloads"]

# Who is no person has a mark of the same form as a hash; that no hash comes out as one of them is sure enough.
TERMINAL, START = f"{1:032x}", f"{2:032x}"
_USED = ("applied", "rolled back")  # outcomes by which a version comes into use


class Reloads:
    """The journal of reloads."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, record: ReloadRecord) -> None:
        """Write a reload down."""
        with self._database.writing() as connection:
            connection.execute(RELOADS.insert(), asdict(record))

    def latest(self, count: int, but: Collection[str] = ()) -> tuple[ReloadRecord, ...]:
        """List the last reloads, newest first, but for some outcomes."""
        wanted = select(RELOADS).where(RELOADS.c.outcome.not_in(but))
        statement = wanted.order_by(RELOADS.c.at.desc(), RELOADS.c.number.desc()).limit(count)
        with self._database.reading() as connection:
            return tuple(_record_of(row) for row in connection.execute(statement))

    def first_uses(self) -> dict[str, ReloadRecord]:
        """Return for each version the reload by which it first came into use, as far as the journal goes back."""
        used = select(func.min(RELOADS.c.number)).where(RELOADS.c.outcome.in_(_USED)).group_by(RELOADS.c.after)
        with self._database.reading() as connection:
            rows = connection.execute(select(RELOADS).where(RELOADS.c.number.in_(used)))
            return {row.after: _record_of(row) for row in rows}


def _record_of(row: Row[*tuple[object, ...]]) -> ReloadRecord:
    return ReloadRecord(row.at, row.person, row.before, row.after, row.outcome, row.findings)
