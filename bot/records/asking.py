"""Asking: the database is asked without making people wait; what it does not take now is written when it does.

    ask    an answer at once, or none: all that a thread waits for the database stays within a second and a half
    write  what nobody waits for: where the database is away, slow or left alone, it is kept, in order, and written later

A database that has made people wait is left alone until a thread of its own has found it well. What was skipped until
then is counted by kind, and each answer that is not on record has its number in the log.
"""

from __future__ import annotations

import threading
import time
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from bot import metrics
from bot.store import AwayError, Store, StoreError
from bot.telemetry import log

__all__ = ["Asking"]

T = TypeVar("T")
# Seconds: one question to the database, all that a thread asks lately, and what "lately" is; the least that is tried.
_ONE, _ALL, _LATELY, _LEAST = 1.0, 1.5, 10.0, 0.1
_SLOW = 0.5  # seconds: a failure that took so long would hold up every step of every answer
_BEHIND = 0.2  # seconds of waiting after which a reply goes first and what is written of it comes behind
_AGAIN = 2.0  # seconds between two looks at a database that is left alone
_MOST = 5_000  # that are kept until they can be written
_ENDING = 2.0  # seconds that the end of a process may take for what is still to be written


@dataclass(frozen=True, slots=True)
class _Late:
    """Something to be written as soon as it can be."""

    what: str
    answer_id: str
    person: str
    call: Callable[[Store], object]


class Asking:
    """The one way from the records to the database; safe between threads."""

    def __init__(self, store: Store | None) -> None:
        self._store = store
        self._here = threading.local()
        self._lock = threading.Lock()
        self._writing = threading.Lock()  # held while one late thing is written
        self._late: deque[_Late] = deque()
        self._catching_up: threading.Thread | None = None
        self._ended = threading.Event()
        self._resting_since: float | None = None
        self._skipped: Counter[str] = Counter()
        self._written: Counter[str] = Counter()

    def ask(self, what: str, call: Callable[[Store], T], otherwise: T, seconds: float = 0.0) -> T:
        """Return what a call gets from the database, or something else where it does not answer in time.

        ``seconds`` is for those who know that they wait.
        """
        if self._store is None:
            return otherwise
        if self._resting_since is not None:
            self._skip(what)
            return otherwise
        try:
            return self._timed(call, self._store, seconds)
        except StoreError as error:
            _lost(what, str(error))
            return otherwise

    def write(self, what: str, answer_id: str, person: str, call: Callable[[Store], object]) -> None:
        """Write something about an answer, which is a person's, now or as soon as it can be."""
        if self._store is None:
            return
        late = _Late(what, answer_id, person, call)
        if self._resting_since is not None or self._late or self._waited() > _BEHIND:
            self._keep(late)
            return
        try:
            self._timed(call, self._store)
        except AwayError as error:
            self._keep(late, str(error))
        except StoreError as error:
            _lost(late.what, str(error), late.answer_id)

    def drop(self, person: str) -> None:
        """Write nothing more of a person that is still to be written."""
        with self._writing, self._lock:
            self._late = deque(late for late in self._late if late.person != person)

    def close(self) -> None:
        """Write what can still be written, and name the rest."""
        self._ended.set()
        thread = self._catching_up
        if thread is None:
            return
        thread.join(_ENDING)
        with self._lock:
            rest, self._late = tuple(self._late), deque()
        for late in rest:
            _lost(late.what, "the process has ended", late.answer_id)

    # Time.

    def _timed(self, call: Callable[[Store], T], store: Store, seconds: float = 0.0) -> T:
        """Call with what is left of a thread's patience; after a slow failure the database is left alone."""
        begun = time.monotonic()
        try:
            with store.within(seconds or max(_LEAST, min(_ONE, _ALL - self._waited()))):
                return call(store)
        except StoreError:
            if time.monotonic() - begun > _SLOW:
                self._rest()
            raise
        finally:
            self._here.waited = self._waited() + time.monotonic() - begun

    def _waited(self) -> float:
        """Return for how long this thread has waited for the database lately."""
        now, since = time.monotonic(), getattr(self._here, "since", None)
        if since is None or now - since > _LATELY:
            self._here.since, self._here.waited = now, 0.0
        return float(self._here.waited)

    # Leaving it alone, and coming back.

    def _rest(self) -> None:
        with self._lock:
            if self._resting_since is None:
                self._resting_since = time.monotonic()
            self._begin_catching_up()

    def _skip(self, what: str) -> None:
        metrics.NOT_RECORDED.labels(what).inc()
        with self._lock:
            self._skipped[what] += 1

    def _keep(self, late: _Late, reason: str = "the database is left alone") -> None:
        with self._lock:
            dropped = self._late.popleft() if len(self._late) >= _MOST else None
            self._late.append(late)
            self._begin_catching_up()
        if dropped:
            _lost(dropped.what, "too much is waiting", dropped.answer_id)
        if late.what == "answer":
            log.warning("recorded later", what=late.what, id=late.answer_id, reason=reason)

    def _begin_catching_up(self) -> None:
        if self._catching_up is None:
            self._catching_up = threading.Thread(target=self._catch_up, daemon=True, name="records")
            self._catching_up.start()

    def _catch_up(self) -> None:
        """Try until all is written and the database is well; then say what was missed."""
        pause = 0.0
        while not self._is_over():
            self._ended.wait(_AGAIN if self._resting_since is not None else pause)
            pause = _AGAIN
            ending = self._ended.is_set()
            try:
                while self._write_one():
                    pass
                if self._store:
                    with self._store.within(_ONE):
                        self._store.probe()
            except AwayError:
                if ending:
                    return
            except StoreError:
                self._wake()  # it fails, but nobody waits for that
            else:
                self._wake()

    def _write_one(self) -> bool:
        """Write the first of what is late; returns whether there was anything. Raises `AwayError`, and keeps it."""
        with self._writing:
            with self._lock:
                late = self._late[0] if self._late else None
            if late is None or self._store is None:
                return False
            try:
                with self._store.within(_ONE):
                    if not _stands_there(late, self._store):
                        late.call(self._store)
                self._written[late.what] += 1
            except AwayError:
                raise
            except StoreError as error:
                _lost(late.what, str(error), late.answer_id)
            with self._lock:
                if self._late and self._late[0] is late:
                    self._late.popleft()
            return True

    def _wake(self) -> None:
        with self._lock:
            since, self._resting_since = self._resting_since, None
            skipped, self._skipped = self._skipped, Counter()
            written, self._written = self._written, Counter()
        if since is None:
            log.info("recorded late", **written)
            return
        seconds = round(time.monotonic() - since, 1)
        log.warning("the database was left alone", seconds=seconds, skipped=dict(skipped), written=dict(written))

    def _is_over(self) -> bool:
        """Tell whether nothing is left to be done; who comes later begins anew."""
        with self._lock:
            over = not self._late and self._resting_since is None
            if over:
                self._catching_up = None
            return over


def _stands_there(late: _Late, store: Store) -> bool:
    """Tell whether an answer was written after all, when the word of it did not come back."""
    return late.what == "answer" and store.answers.get(late.answer_id) is not None


def _lost(what: str, reason: str, answer_id: str = "") -> None:
    metrics.NOT_RECORDED.labels(what).inc()
    which = {"id": answer_id} if answer_id else {}
    log.warning("not recorded", what=what, **which, reason=reason)
