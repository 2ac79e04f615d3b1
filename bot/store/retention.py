"""Retention: what is older than it may be is forgotten, at the start and once a day; claims once an hour.

The threads that watch for editions see to it, whether anybody asks something or not.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.editions import StoreError
from bot.store.database import Database
from bot.store.editions import remember
from bot.store.tables import ANSWERS, CLAIMS, MUTED_THREADS, RELOADS

__all__ = ["CLAIMED_FOR", "Retention"]

CLAIMED_FOR = timedelta(hours=1)
_DAY = timedelta(days=1)
_LOCK = 0x6478_0002  # the second of our advisory locks


class Retention:
    """How long records are kept."""

    def __init__(self, database: Database, days: int, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._kept_for = timedelta(days=days)
        self._clock = clock
        self._next = clock() + _DAY
        self._next_sweep = clock() + CLAIMED_FOR

    def forget_old(self) -> int:
        """Delete old questions with their feedback and wishes, reloads and muted threads, and claims that expired.

        Returns how many questions that were. Feedback and wishes go with their question, however recent; of a
        reload the versions are kept in mind, without whoever decided on them.
        """
        now = self._clock()
        self._next = now + _DAY
        old = now - self._kept_for
        with self._database.writing() as connection:
            self._database.wait_for_turn(connection, _LOCK)
            forgotten = connection.execute(ANSWERS.delete().where(ANSWERS.c.at < old)).rowcount
            remember(connection, self._database, (RELOADS.c.before, RELOADS.c.after), RELOADS.c.at < old)
            for table in (RELOADS, MUTED_THREADS):
                connection.execute(table.delete().where(table.c.at < old))
            connection.execute(CLAIMS.delete().where(CLAIMS.c.at < now - CLAIMED_FOR))
        if forgotten:
            self._database.wipe()
        return forgotten

    def forget_daily(self) -> None:
        """Forget what is old unless that was done within a day; if it fails, tomorrow is another.

        While somebody waits for an answer, that is left to others.
        """
        if self._clock() >= self._next and not self._database.patience.is_short:
            with contextlib.suppress(StoreError):
                self.forget_old()

    def sweep(self) -> None:
        """Do what is due: forget what is old, and claims that expired."""
        now = self._clock()
        self.forget_daily()
        if now >= self._next_sweep:
            self._next_sweep = now + CLAIMED_FOR
            with contextlib.suppress(StoreError), self._database.writing() as connection:
                connection.execute(CLAIMS.delete().where(CLAIMS.c.at < now - CLAIMED_FOR))
