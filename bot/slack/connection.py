"""A connection over Socket Mode that its owner ends: the playground's, which waits for no signals."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future, wait
from typing import Any, TypeVar

from slack_bolt import App

from bot.slack.lasting import LastingHandler

__all__ = ["Connection"]

T = TypeVar("T")


class Connection:
    """The app, connected; `settle` knows when everything that it was handed is done."""

    def __init__(self, app: App, app_token: str) -> None:
        runner = app.listener_runner
        self._listeners = runner.listener_executor = _Counting(runner.listener_executor)
        self._handler = LastingHandler(app, app_token)
        self._handler.connect()  # type: ignore[no-untyped-call]  # slack_bolt gives it no types

    def settle(self) -> None:
        """Return when every listener that has begun has ended, and those that these began."""
        while running := self._listeners.running:
            wait(running)

    def close(self) -> None:
        """Let listeners end and hang up; nobody waits for the goodbye."""
        self._listeners.shutdown()
        threading.Thread(target=self._handler.close, daemon=True, name="hang-up").start()


class _Counting(Executor):
    """An executor that knows what it is still at."""

    def __init__(self, inner: Executor) -> None:
        self._inner = inner
        self._lock = threading.Lock()
        self._running: set[Future[Any]] = set()

    @property
    def running(self) -> tuple[Future[Any], ...]:
        with self._lock:
            return tuple(self._running)

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        future = self._inner.submit(fn, *args, **kwargs)
        with self._lock:
            self._running.add(future)
        future.add_done_callback(self._forget)  # at once, if it is done already
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self._inner.shutdown(wait, cancel_futures=cancel_futures)

    def _forget(self, future: Future[Any]) -> None:
        with self._lock:
            self._running.discard(future)
