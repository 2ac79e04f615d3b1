"""Stopping: told once, the bot takes nothing new and ends what it has begun; told twice, it is gone at once."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from queue import SimpleQueue
from types import FrameType

from bot import metrics

__all__ = ["PATIENCE", "Gate", "stop_on_signal"]

PATIENCE = 25.0  # seconds: Heroku and Kubernetes kill after thirty
_SIGNALLED = 128  # added to a signal's number, the exit code of what it ended


class Gate:
    """What an event of Slack's passes on its way to the receipt; once closed, it lets nothing more in.

    Slack delivers an event again that has no receipt: to another process, or to this one's successor.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._inside = 0
        self._closed = False

    @property
    def closed(self) -> bool:
        """Tell whether the bot is about to stop."""
        return self._closed

    @contextmanager
    def passing(self) -> Iterator[bool]:
        """Tell whether the event may come in; until the end of the block it counts as being received."""
        with self._changed:
            admitted = not self._closed
            self._inside += admitted
        begun = time.monotonic()
        try:
            yield admitted
        finally:
            if admitted:
                metrics.ACK_SECONDS.observe(time.monotonic() - begun)
            with self._changed:
                self._inside -= admitted
                self._changed.notify_all()

    def close(self, seconds: float) -> None:
        """Let nothing more in, and wait until all that is inside has its receipt, for so many seconds at most."""
        with self._changed:
            self._closed = True
            self._changed.wait_for(lambda: not self._inside, seconds)


def stop_on_signal() -> Callable[[], None]:
    """Return what waits for SIGTERM or Ctrl-C; the second of them ends the process where it stands."""
    told: SimpleQueue[int] = SimpleQueue()  # unlike an Event, it may be set while its own waiting is interrupted
    stopping: list[int] = []

    def tell(number: int, frame: FrameType | None) -> None:
        del frame
        if stopping:
            os._exit(_SIGNALLED + number)
        stopping.append(number)
        told.put(number)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, tell)

    def wait() -> None:
        told.get()

    return wait
