"""The store as others see it: one object, opened once per process, used from any thread."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

from sqlalchemy import Engine

from bot.editions import AwayError, StoreError
from bot.store.answers import Answers
from bot.store.claims import Claims
from bot.store.coming import Coming
from bot.store.database import Database
from bot.store.editions import Editions
from bot.store.feedback import Feedbacks
from bot.store.masking import mask
from bot.store.migrating import migrate
from bot.store.people import People
from bot.store.reloads import Reloads
from bot.store.retention import Retention
from bot.store.threads import Threads
from bot.store.watching import Watches
from bot.store.wishes import Wishes

__all__ = ["Store"]

_PERSON_LENGTH = 32  # hexadecimal digits: 128 bits


def _now() -> datetime:
    return datetime.now(UTC)


class Store:
    """Everything that is written down, by subject."""

    def __init__(
        self, database: Database, key: bytes, retention_days: int, recording: bool, clock: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._key = key
        self._retention = Retention(database, retention_days, clock)
        self.answers = Answers(database, self._retention, recording)
        self.feedback = Feedbacks(database, clock)
        self.wishes = Wishes(database, clock)
        self.people = People(database)
        self.claims = Claims(database, clock, key)
        self.threads = Threads(database, clock)
        self.reloads = Reloads(database)
        self.editions = Editions(database, clock)
        self._coming = Coming(self._prepare, database.name)
        self._watches = Watches(database, self.editions, self._retention.sweep)

    @classmethod
    def open(
        cls,
        url: str,
        *,
        key: bytes,
        retention_days: int = 365,
        recording: bool = True,
        clock: Callable[[], datetime] = _now,
        patient: bool = False,
    ) -> Self:
        """Connect, bring the tables up to date, and forget what is older than the retention.

        ``url`` is ``sqlite:///path`` (from the working folder; four slashes for an absolute path) or PostgreSQL's,
        in any spelling; ``key`` makes the hashes of people; with ``recording`` off no question text is written.
        Raises `StoreError` when the URL is of no use or the database cannot be reached; if ``patient``, one that cannot
        be reached now is opened as soon as it can be, and until then all that is asked of it raises `AwayError`.
        """
        if not key:
            raise StoreError("利用者を匿名にするための鍵が空です(鍵を設定してください)。")
        if retention_days < 1:
            raise StoreError(f"記録の保存日数「{retention_days}」は 1 以上にしてください。")
        database = Database.at(url)
        store = cls(database, key, retention_days, recording, clock)
        try:
            store._prepare()
        except AwayError:
            if not patient:
                database.close()
                raise
            store._coming.begin()
        except BaseException:
            database.close()
            raise
        return store

    def _prepare(self) -> None:
        with self._database.opening():
            migrate(self._database)
            self.forget_old()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def engine(self) -> Engine:
        """Return the engine, for the stores of slack_sdk, whose tables are made here."""
        return self._database.engine

    @property
    def is_open(self) -> bool:
        """Tell whether the database has been reached."""
        return self._database.is_open

    def within(self, seconds: float) -> AbstractContextManager[None]:
        """Let all that this thread does within take no longer together; what does not get ready is an `AwayError`."""
        return self._database.patience.of(seconds)

    def probe(self) -> None:
        """Raise `StoreError` unless the database can be written to."""
        with self._database.writing():
            pass

    def close(self) -> None:
        """End the threads and give the connections back."""
        self._coming.end()
        self._watches.close()
        self._database.close()

    def person(self, user_id: str, team: str = "") -> str:
        """Return the keyed hash in which a person is stored: HMAC-SHA256 of team and user, 32 hexadecimal digits.

        Without the key nobody can tell by trying all user ids who somebody was.
        """
        who = f"{team}\n{user_id}".encode("utf-8", "surrogatepass")
        return hmac.new(self._key, who, hashlib.sha256).hexdigest()[:_PERSON_LENGTH]

    @staticmethod
    def mask(text: str) -> str:
        """Return the text as it would be stored; see `bot.store.masking`."""
        return mask(text)

    def watch(
        self, callback: Callable[[str], None], seen: str | None = None, in_use: Callable[[], str] | None = None
    ) -> Callable[[], None]:
        """Call back, from a thread of its own, with each version that becomes current; return what ends that.

        ``seen`` is the version that the caller knows already, by default the one that is current now. Who also
        decides on versions says with ``in_use`` which one it uses: between two looks another process may decide
        on the very version that was called back last, while this one has gone on to another.
        Versions that follow each other closely may be called back as one, the last; what the callback raises is
        logged, and after a `StoreError` the version is tried again.
        """
        return self._watches.watch(callback, seen, in_use)

    def forget_old(self) -> int:
        """Delete what is older than the retention, and return how many questions that were."""
        return self._retention.forget_old()
