"""Waiting: how long the database may take, and what ends a wait that takes longer.

Somebody may be waiting for an answer. A server that hangs says nothing, its kernel acknowledges what we send, and
neither the driver nor the system gives up: what is overdue is cut off from here.
"""

from __future__ import annotations

import contextlib
import os
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future
from concurrent.futures import TimeoutError as Unfinished
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.exc import InvalidatePoolError

__all__ = ["Lines", "Patience"]

_BARE = 1.0  # seconds
_TICK = 0.1  # seconds between two looks at who is overdue


class Patience:
    """How long what a thread does with the database may take.

    That is ``usual`` seconds, unless somebody waits for it; who uses the engine as it is, as slack_sdk's stores do to
    look up a token while Slack waits for a receipt, has a second.
    """

    def __init__(self, usual: float) -> None:
        self._usual = usual
        self._here = threading.local()

    @property
    def is_short(self) -> bool:
        """Tell whether somebody waits for what this thread does."""
        return getattr(self._here, "until", None) is not None and bool(self._here.is_short)

    def left(self) -> float:
        """Return the seconds that are left, 0 for none."""
        until: float | None = getattr(self._here, "until", None)
        return _BARE if until is None else max(0.0, until - time.monotonic())

    @contextmanager
    def of(self, seconds: float, *, is_short: bool = True) -> Iterator[None]:
        """Let all that this thread does within take no longer together."""
        before = (getattr(self._here, "until", None), getattr(self._here, "is_short", False))
        self._here.until, self._here.is_short = time.monotonic() + seconds, is_short
        try:
            yield
        finally:
            self._here.until, self._here.is_short = before

    @contextmanager
    def as_usual(self) -> Iterator[None]:
        """Let what this thread does within take its time, unless there is less of it already."""
        if getattr(self._here, "until", None) is not None:
            yield
            return
        with self.of(self._usual, is_short=False):
            yield


class Lines:
    """The connections to a server: each is looked at before it is used, and cut when it is overdue.

    Of each connection a second handle is kept: the driver may close its own at any moment, and then the number of it
    can be another file's.
    """

    def __init__(self, engine: Engine, patience: Patience) -> None:
        self._patience = patience
        self._dialect = engine.dialect
        self._lock = threading.Lock()
        self._handles: dict[int, socket.socket] = {}
        self._due: dict[int, float] = {}
        self._watching: threading.Thread | None = None
        self._ended = threading.Event()
        event.listen(engine, "do_connect", self._connect)
        for name, listener in (
            ("connect", self._begin),
            ("checkout", self._lend),
            ("checkin", self._take_back),
            ("close", self._forget),
        ):
            event.listen(engine, name, listener)

    def close(self) -> None:
        """Cut no more."""
        self._ended.set()

    def _connect(self, dialect: Any, _record: object, arguments: Any, options: Any) -> Any:
        """Connect in a thread that can be left alone: the driver waits for two seconds at least."""
        coming: Future[Any] = Future()

        def connect() -> None:
            try:
                coming.set_result(dialect.connect(*arguments, **options))
            except BaseException as error:  # noqa: BLE001 - raised where it is waited for
                coming.set_exception(error)

        threading.Thread(target=connect, daemon=True, name="store-connect").start()
        try:
            return coming.result(self._patience.left())
        except Unfinished:
            coming.add_done_callback(_hang_up)
            raise dialect.loaded_dbapi.OperationalError("connection timeout expired") from None

    def _begin(self, connection: Any, _record: object) -> None:
        with self._lock:
            self._handles[id(connection)] = socket.socket(fileno=os.dup(connection.fileno()))

    def _lend(self, connection: Any, _record: object, _proxy: object) -> None:
        """Begin to count, and see that somebody is at the other end; else the pool makes a new connection."""
        with self._lock:
            self._due[id(connection)] = time.monotonic() + self._patience.left()
            if self._watching is None:
                self._watching = threading.Thread(target=self._watch, daemon=True, name="store-lines")
                self._watching.start()
        try:
            self._dialect.do_ping(connection)
        except self._dialect.loaded_dbapi.Error:
            raise InvalidatePoolError from None

    def _take_back(self, connection: Any, _record: object) -> None:
        with self._lock:
            self._due.pop(id(connection), None)

    def _forget(self, connection: Any, _record: object) -> None:
        with self._lock:
            self._due.pop(id(connection), None)
            handle = self._handles.pop(id(connection), None)
            if handle:
                handle.close()

    def _watch(self) -> None:
        while not self._ended.wait(_TICK):
            now = time.monotonic()
            with self._lock:
                for late in [number for number, due in self._due.items() if due < now]:
                    del self._due[late]
                    with contextlib.suppress(OSError, KeyError):
                        self._handles[late].shutdown(socket.SHUT_RDWR)


def _hang_up(coming: Future[Any]) -> None:
    """Close a connection that came too late."""
    if coming.exception() is None:
        coming.result().close()
