"""Health: whether the process lives, and whether it can answer people; what else is the matter is told, too.

A probe gets its answer within a second: what takes longer (a database that hangs) is told as "slow".
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as Unfinished
from dataclasses import dataclass

from bot.desk import Desk
from bot.records import Records
from bot.version import VERSION

__all__ = ["Health", "Readiness"]

_FRESH = 10.0  # seconds; strangers may ask, and Slack's and the database's time is not theirs
_PATIENCE = 0.8  # seconds; probes give up after one


@dataclass(frozen=True, slots=True)
class Readiness:
    """Whether people can be answered, and the state of each part in a word or two."""

    ready: bool
    state: dict[str, str | int]


class Health:
    """Look at the parts of a running bot; ``slack`` tells whether Slack can be reached, ``stopping`` the end."""

    def __init__(
        self,
        desk: Desk,
        records: Records,
        slack: Callable[[], bool],
        stopping: Callable[[], bool],
        fresh: float = _FRESH,
    ) -> None:
        self._desk = desk
        self._stopping = stopping
        self._slack = _Look(slack, fresh)
        self._database = _Look(lambda: _answers(records), fresh) if records.store else None

    @property
    def knowledge(self) -> tuple[str, int]:
        """Return the version in use, and how many curated entries it has."""
        knowledge = self._desk.knowledge
        return knowledge.version, len(knowledge.entries)

    def readiness(self) -> Readiness:
        """Tell whether a question would be answered; for that a database is not needed."""
        version, entries = self.knowledge
        slack, stopping = self._slack.now(), self._stopping()
        state: dict[str, str | int] = {
            "status": "stopping" if stopping else "not ready" if slack == "down" else "ready",
            "program": VERSION,
            "knowledge": version,
            "entries": entries,
            "slack": {"ok": "connected", "down": "not connected"}.get(slack, slack),
            "database": self._database.now() if self._database else "none",
        }
        return Readiness(slack != "down" and not stopping, state)


def _answers(records: Records) -> bool:
    """Ask the database something that is not in its way; raises `StoreError`."""
    if records.store:
        records.store.editions.current()
    return True


class _Look:
    """One look at a part at a time; what was seen is good for a while."""

    def __init__(self, look: Callable[[], bool], fresh: float) -> None:
        self._look = look
        self._fresh = fresh
        self._lock = threading.Lock()
        self._looking: Future[bool] | None = None
        self._begun = 0.0
        self._last = "ok"

    def now(self) -> str:
        """Return "ok", "down", or "slow" where what was well has not answered in time."""
        looking = self._latest()
        try:
            self._last = "ok" if looking.result(_PATIENCE) else "down"
        except Unfinished:
            return "slow" if self._last == "ok" else self._last
        except Exception:  # noqa: BLE001 - whatever keeps it from answering, it does not answer
            self._last = "down"
        return self._last

    def _latest(self) -> Future[bool]:
        """Return the look that is going on or good, or begin one: in a thread that no end of the process waits for."""
        with self._lock:
            old = time.monotonic() - self._begun >= self._fresh
            if self._looking is None or (self._looking.done() and old):
                self._looking, self._begun = Future(), time.monotonic()
                threading.Thread(target=self._run, args=(self._looking,), name="health", daemon=True).start()
            return self._looking

    def _run(self, looking: Future[bool]) -> None:
        try:
            looking.set_result(self._look())
        except Exception as error:  # noqa: BLE001 - kept for whoever asks
            looking.set_exception(error)
