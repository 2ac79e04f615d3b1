"""Waiting: whoever waits for longer than a moment is told that something is being done."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bot.telemetry import log

__all__ = ["told_if_slow"]

MOMENT = 2.0  # seconds


@contextmanager
def told_if_slow(tell: Callable[[], None]) -> Iterator[None]:
    """Call ``tell`` from a thread of its own if the work within takes longer than a moment, and never after it."""
    turn, done = threading.Lock(), threading.Event()

    def notice() -> None:
        with turn:
            if done.is_set():
                return
            try:
                tell()
            except Exception as error:  # noqa: BLE001 - what comes of the work is told in any case
                log.warning("notice lost", kind=type(error).__name__)

    timer = threading.Timer(MOMENT, notice)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        with turn:
            done.set()
