"""Watching: a thread that calls back when all processes should use another version.

PostgreSQL tells at once whoever listens; SQLite is asked every second. The same threads see that old records go.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from bot.editions import StoreError
from bot.store.database import Database
from bot.store.editions import CHANNEL, Editions

__all__ = ["Watches"]

_PAUSE = 1.0  # seconds between two looks at SQLite, and before connecting anew
_NOD = 0.25  # seconds in which a listener notices that it should stop
_LOOK_ANYWAY = 10.0  # seconds after which a listener looks without having been told: a pooler may swallow the word
_log = logging.getLogger("bot.store")

Wait = Callable[[], object]


class Watches:
    """The watching threads of a store."""

    def __init__(self, database: Database, editions: Editions, sweep: Callable[[], None]) -> None:
        self._database = database
        self._editions = editions
        self._sweep = sweep
        self._stops: list[Callable[[], None]] = []

    def watch(
        self, callback: Callable[[str], None], seen: str | None, in_use: Callable[[], str] | None
    ) -> Callable[[], None]:
        """Start a thread; see `Store.watch`."""
        start = self._editions.current() if seen is None and in_use is None else seen
        watch = _Watch(self._database, self._editions, self._sweep, callback, start, in_use)
        self._stops.append(watch.stop)
        watch.thread.start()
        return watch.stop

    def close(self) -> None:
        """Stop them all."""
        while self._stops:
            self._stops.pop()()


class _Watch:
    """One watching thread."""

    def __init__(
        self,
        database: Database,
        editions: Editions,
        sweep: Callable[[], None],
        callback: Callable[[str], None],
        seen: str | None,
        in_use: Callable[[], str] | None,
    ) -> None:
        self._database = database
        self._editions = editions
        self._sweep = sweep
        self._callback = callback
        self._seen = seen
        self._in_use: Callable[[], str | None] = in_use or (lambda: self._seen)
        self._tried: tuple[str, str | None] | None = None
        self._troubled = False
        self._stopped = threading.Event()
        self.thread = threading.Thread(target=self._run, name="store-watch", daemon=True)

    def stop(self) -> None:
        """End the thread, and wait until it has ended unless it is the one that asks."""
        self._stopped.set()
        if threading.current_thread() is not self.thread:
            self.thread.join(timeout=5)

    def _run(self) -> None:
        while not self._stopped.is_set():
            try:
                with self._waiting() as wait:
                    while not self._stopped.is_set():
                        self._look()
                        self._sweep()
                        wait()
            except Exception as error:  # noqa: BLE001 - whatever it is, the next version must find somebody watching
                self._report(error)
                self._stopped.wait(_PAUSE)

    def _report(self, error: Exception) -> None:
        """Say once that the database is away, not each second."""
        if not self._troubled:
            _log.warning("watching for a new edition failed, will go on trying: %s", type(error).__name__)
        self._troubled = True

    def _look(self) -> None:
        version, in_use = self._editions.current(), self._in_use()
        self._troubled = False
        if version is None or version == in_use or (version, in_use) == self._tried:
            return
        try:
            self._callback(version)
        except StoreError:
            raise  # the database is away: once it is back, so is the question
        except Exception as error:  # noqa: BLE001 - a version that cannot be used is no reason to miss the next
            _log.error("a callback failed for an edition: %s", type(error).__name__)
        self._seen = version
        self._tried = None if self._in_use() == version else (version, in_use)

    def _waiting(self) -> AbstractContextManager[Wait]:
        return self._asleep() if self._database.is_sqlite else self._listening()

    @contextmanager
    def _asleep(self) -> Iterator[Wait]:
        yield lambda: self._stopped.wait(_PAUSE)

    @contextmanager
    def _listening(self) -> Iterator[Wait]:
        with self._database.apart() as connection:
            connection.execute(f"LISTEN {CHANNEL}")

            def wait() -> None:
                for _ in range(int(_LOOK_ANYWAY / _NOD)):
                    if self._stopped.is_set() or list(connection.notifies(timeout=_NOD, stop_after=1)):
                        return

            yield wait
