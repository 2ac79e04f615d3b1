"""Claims: of all threads and processes that see an event, one deals with it."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from bot.store.database import Database
from bot.store.retention import CLAIMED_FOR
from bot.store.tables import CLAIMS

__all__ = ["Claims"]

_LENGTH = 32  # hexadecimal digits: 128 bits


class Claims:
    """Keys that somebody has taken, for an hour.

    Callers make keys of what they see, user ids and questions among it: written down are keyed hashes of them.
    """

    def __init__(self, database: Database, clock: Callable[[], datetime], secret: bytes) -> None:
        self._database = database
        self._clock = clock
        self._secret = secret

    def claim(self, *keys: str, hold: timedelta = timedelta(0)) -> bool:
        """Take all keys, or none where one of them is taken; tell whether they are ours.

        They are taken for an hour, and for as long as ``hold`` before that.
        """
        wanted = sorted(set(self._hashed(keys)))  # in one order everywhere, so that two never wait for each other
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
            connection.execute(CLAIMS.delete().where(CLAIMS.c.key.in_(self._hashed(keys))))

    def _hashed(self, keys: Iterable[str]) -> list[str]:
        whole = (f"claim\n{key}".encode("utf-8", "surrogatepass") for key in keys)
        return [hmac.new(self._secret, key, hashlib.sha256).hexdigest()[:_LENGTH] for key in whole]
