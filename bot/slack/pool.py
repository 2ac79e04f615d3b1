"""The threads in which listeners run: how many wait and work is known, and at the end they are waited for."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from bot import metrics

__all__ = ["ListenerPool"]

P = ParamSpec("P")
T = TypeVar("T")

# Seconds. When a crowd asks at once, receiving comes before answering: twenty threads that match and render leave the
# thread that gives receipts a twentieth of Python's one interpreter lock. Measured, 50 questions at once: the last
# receipt after 80 ms, and after 250 ms without; one question alone waits ten milliseconds longer for its answer.
_QUIET, _LONGEST = 0.01, 0.2


class ListenerPool(ThreadPoolExecutor):
    """A thread pool that counts and times what it runs; Bolt hands it the listeners."""

    def __init__(self, threads: int) -> None:
        super().__init__(threads, thread_name_prefix="listener")
        self._changed = threading.Condition()
        self._waiting = self._working = 0
        self._latest = 0.0
        metrics.watch_listeners(lambda: self._waiting, lambda: self._working)

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Run a function as soon as a thread is free and nothing more comes in."""
        submitted = self._latest = time.monotonic()

        def run() -> T:
            self._count(waiting=-1, working=1)
            self._let_receipts_go_first(submitted + _LONGEST)
            try:
                return fn(*args, **kwargs)
            finally:
                metrics.LISTENER_SECONDS.observe(time.monotonic() - submitted)
                self._count(working=-1)

        self._count(waiting=1)
        try:
            return super().submit(run)
        except RuntimeError:  # it is closed
            self._count(waiting=-1)
            raise

    def drain(self, seconds: float) -> int:
        """Take nothing more, wait for what was taken, and return how much of it is not done after these seconds."""
        self.shutdown(wait=False)
        with self._changed:
            self._changed.wait_for(lambda: not self._waiting + self._working, seconds)
            return self._waiting + self._working

    def _let_receipts_go_first(self, end: float) -> None:
        """Wait until nothing has come in for a moment, or until the end."""
        while (now := time.monotonic()) < (until := min(self._latest + _QUIET, end)):
            time.sleep(until - now)

    def _count(self, waiting: int = 0, working: int = 0) -> None:
        with self._changed:
            self._waiting += waiting
            self._working += working
            self._changed.notify_all()
