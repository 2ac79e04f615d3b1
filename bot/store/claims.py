"""Claims: of all threads and processes that see an event, one deals with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.store.database import Database
from bot.store.retention import CLAIMED_FOR
from bot.store.tables import CLAIMS

__all__ = ["Claims"]


class Claims:
    """Keys that somebody has taken, for an hour."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def claim(self, *keys: str, hold: timedelta = timedelta(0)) -> bool:
        """Take all keys, or none where one of them is taken; tell whether they are ours.

        They are taken for an hour, and for as long as ``hold`` before that.
        """
        wanted = sorted(set(keys))  # in one order everywhere, so that two never wait for each other
        if not wanted:
            return True
        now = self._clock()
        since = now + hold
        statement = self._database.upsert(CLAIMS).values([{"key": key, "at": since} for key in wanted])
        statement = statement.on_conflict_do_update(
            index_elements=["key"], set_={"at": since}, where=CLAIMS.c.at < now - CLAIMED_FOR
        )
        with self._database.writing() as connection:
            taken = len(connection.execute(statement.returning(CLAIMS.c.key)).all())
            if taken < len(wanted):
                connection.rollback()
        return taken == len(wanted)

    def release(self, *keys: str) -> None:
        """Give keys back, so that a retry may take them."""
        with self._database.writing() as connection:
            connection.execute(CLAIMS.delete().where(CLAIMS.c.key.in_(keys)))
