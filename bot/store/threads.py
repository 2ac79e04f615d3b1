"""Threads in which somebody asked the bot to be quiet, and what asked for it: a message, a reaction."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select

from bot.store.database import Database
from bot.store.tables import MUTED_THREADS

__all__ = ["Threads"]


class Threads:
    """Muted threads; one is muted for as long as any cause of it stands."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def mute(self, team: str, channel: str, thread: str, cause: str = "") -> None:
        """Be quiet in a thread from now on; ``cause`` is what `lift` will name."""
        statement = self._database.upsert(MUTED_THREADS)
        statement = statement.values(team=team, channel=channel, thread=thread, cause=cause, at=self._clock())
        with self._database.writing() as connection:
            connection.execute(statement.on_conflict_do_nothing())

    def lift(self, team: str, channel: str, cause: str) -> str:
        """Take a cause back; returns the thread that it stood for, which others may keep quiet, or ""."""
        columns = MUTED_THREADS.c
        here = (columns.team == team, columns.channel == channel, columns.cause == cause)
        with self._database.writing() as connection:
            found = connection.execute(MUTED_THREADS.delete().where(*here).returning(columns.thread)).scalars().all()
        return str(found[0]) if found else ""

    def is_muted(self, team: str, channel: str, thread: str) -> bool:
        """Tell whether somebody asked for quiet in a thread."""
        columns = MUTED_THREADS.c
        here = (columns.team == team, columns.channel == channel, columns.thread == thread)
        with self._database.reading() as connection:
            return connection.execute(select(columns.at).where(*here)).first() is not None
