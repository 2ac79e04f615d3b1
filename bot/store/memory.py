"""Editions where there is no database: in memory, for as long as the process lives and for nobody else."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from bot.store.database import StoreError
from bot.store.editions import KEPT, Edition
from bot.store.reloads import ReloadRecord

__all__ = ["MemoryEditions"]


def _now() -> datetime:
    return datetime.now(UTC)


class MemoryEditions:
    """The latest editions, and which of them is in use; see `bot.store.editions.Editions`."""

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
