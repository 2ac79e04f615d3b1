"""Editions: whole knowledge folders by their version, the record of a change, and what keeps both in memory.

`bot.store` keeps them in a database; what answers a question in a terminal needs none, nor SQLAlchemy's quarter of a
second.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

__all__ = ["KEPT", "AwayError", "Edition", "MemoryEditions", "ReloadRecord", "StoreError"]

KEPT = 5  # besides the current one


class StoreError(Exception):
    """The database cannot be used; one sentence, without its password and without what people asked."""


class AwayError(StoreError):
    """The database cannot be used now, which may pass: it cannot be reached, is busy or full."""


@dataclass(frozen=True, slots=True)
class Edition:
    """The knowledge folder of one version: path → text."""

    version: str
    at: datetime
    files: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ReloadRecord:
    """One reload: the versions before and after it, and how many findings the check had.

    ``outcome`` is "applied", "refused", "rolled back" or "unchanged"; "shown" is a version that an admin was shown
    and has not decided on, ``after`` being that version. ``person`` is a hash, `TERMINAL`, `START` for a process
    that has brought new files, or "" where that was deleted.
    """

    at: datetime
    person: str
    before: str
    after: str
    outcome: str
    findings: int


def _now() -> datetime:
    return datetime.now(UTC)


class MemoryEditions:
    """The latest editions and which is in use, for this process alone; see `bot.store.editions.Editions`."""

    def __init__(self, clock: Callable[[], datetime] = _now) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._kept: dict[str, Edition] = {}
        self._known: set[str] = set()
        self._current: str | None = None

    def publish(self, version: str, files: Mapping[str, str] | None = None, record: ReloadRecord | None = None) -> None:
        """Keep a folder and use it; there is nowhere to write the record to. Raises `StoreError`."""
        del record
        with self._lock:
            kept = self._kept.pop(version, None)
            if kept is None and files is None:
                raise StoreError(f"版「{version}」は保存されていません。")
            texts = files if files is not None else kept.files if kept else {}
            self._kept[version] = Edition(version, self._clock(), dict(texts))
            self._current = version
            self._known.add(version)
            for stale in [v for v in reversed(self._kept) if v != version][KEPT:]:
                del self._kept[stale]

    def get(self, version: str) -> Edition | None:
        """Return a folder as it was kept, or None when it is no longer there."""
        with self._lock:
            return self._kept.get(version)

    def list(self) -> tuple[tuple[str, datetime], ...]:
        """List versions and when they were kept, newest first."""
        with self._lock:
            return tuple((edition.version, edition.at) for edition in reversed(self._kept.values()))

    def current(self) -> str | None:
        """Return the version in use, or None as long as nobody has said."""
        return self._current

    def known(self) -> frozenset[str]:
        """Return every version that was ever in use."""
        with self._lock:
            return frozenset(self._known)
