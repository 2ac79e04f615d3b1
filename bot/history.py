"""History: the last reloads, and the versions that one can go back to, each with what it has changed.

Times come from the journal: a version that is used again is the latest again, but has not become another one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.knowledge import Knowledge, load_files
from bot.library import Library
from bot.preview import difference
from bot.store import ReloadRecord, Store

__all__ = ["KeptVersion", "Past", "last_reloads", "versions"]

_LAST = 10
_NO_RELOADS = ("shown",)  # an admin has looked at what a reload would change


@dataclass(frozen=True, slots=True)
class Past:
    """One reload, and in what the version after it differs from the one before; "" where that is not known any more."""

    record: ReloadRecord
    changes: str


@dataclass(frozen=True, slots=True)
class KeptVersion:
    """A version that one can go back to, and how many entries it has.

    ``first`` is the reload by which it first came into use, None where the journal does not know; then ``kept_at``
    is when it was kept last.
    """

    version: str
    kept_at: datetime
    entries: int
    first: ReloadRecord | None = None
    changes: str = ""

    @property
    def since(self) -> datetime:
        """Return when it first came into use, as far as that is known."""
        return self.first.at if self.first else self.kept_at


def last_reloads(library: Library, store: Store) -> tuple[Past, ...]:
    """List the last ten reloads, newest first; raises `StoreError`."""
    read = _reader(library)
    records = store.reloads.latest(_LAST, _NO_RELOADS)
    return tuple(Past(record, _changes(record, read)) for record in records)


def versions(library: Library, store: Store | None) -> tuple[KeptVersion, ...]:
    """List the versions that are kept, the latest first; raises `StoreError`."""
    read, first_uses = _reader(library), store.reloads.first_uses() if store else {}
    found: list[KeptVersion] = []
    for version, at in library.editions.list():
        knowledge, first = read(version), first_uses.get(version)
        changes = _changes(first, read) if first else ""
        found.append(KeptVersion(version, at, len(knowledge.entries) if knowledge else 0, first, changes))
    return tuple(found)


_Read = Callable[[str], Knowledge | None]


def _reader(library: Library) -> _Read:
    """Return what reads a version that is kept, each once; None for one that is gone or no longer of use."""
    current = library.current.knowledge
    held: dict[str, Knowledge | None] = {current.version: current}

    def read(version: str) -> Knowledge | None:
        if version not in held:
            edition = library.editions.get(version)
            held[version] = load_files(edition.files).knowledge if edition else None
        return held[version]

    return read


def _changes(record: ReloadRecord, read: _Read) -> str:
    if record.before == record.after:
        return ""
    before, after = read(record.before), read(record.after)
    return difference(before, after) if before and after else ""
