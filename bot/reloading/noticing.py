"""Noticing: what a start with other files changes, and what is lost by it of that which somebody had applied.

    edition that a start brought ──► changes that were applied since ──► files that come with the next start
                                     └── lost where these do not have them

A deployment's files do not know what editors have applied where the disk is thrown away; that is said, in the log, by
``release`` and to admins.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.knowledge import Entry, Knowledge, load_files
from bot.problems import Problem, Severity
from bot.store import Editions

__all__ = ["Change", "changes", "loss", "other_files"]

_NAMED = 5  # entries that a sentence names


@dataclass(frozen=True, slots=True)
class Change:
    """The ids of the entries that differ between the version in use and files; ``lost``: applied, and not in the files."""

    before: str
    added: tuple[str, ...]
    removed: tuple[str, ...]
    altered: tuple[str, ...]
    lost: tuple[str, ...]


def changes(editions: Editions, before: str, coming: Knowledge) -> Change | None:
    """Compare files with a version that is kept, None where that cannot be read any more; raises `StoreError`."""
    old, new = _entries_of(editions, before), _entries(coming)
    if old is None:
        return None
    return Change(
        before=before,
        added=tuple(new.keys() - old.keys()),
        removed=tuple(old.keys() - new.keys()),
        altered=tuple(name for name, entry in old.items() if name in new and new[name] != entry),
        lost=_lost(editions, before, coming.version, old, new),
    )


def _lost(
    editions: Editions, before: str, coming: str, old: Mapping[str, Entry], new: Mapping[str, Entry]
) -> tuple[str, ...]:
    """Name what was applied since the last start with new files, and is not there in these.

    Where the files of that start are kept no longer, that is what the new ones do not have at all.
    """
    brought = editions.brought() - {coming}
    if before in brought:
        return ()
    kept = (_entries_of(editions, version) for version, _ in editions.list() if version in brought)
    base = next((entries for entries in kept if entries is not None), None)
    if base is None:
        return tuple(sorted(old.keys() - new.keys()))
    return tuple(name for name, entry in old.items() if entry not in (base.get(name), new.get(name)))


def loss(found: Change) -> Problem:
    """Tell an admin what is gone."""
    return Problem(
        path="knowledge/faq",
        line=0,
        column=0,
        message=f"新しいファイルで起動したため、適用済みだった項目 {len(found.lost)} 件({_named(found.lost)})の内容が失われました。",
        hint=f"必要な項目をファイルに加えて再読み込みするか、/dx-reload rollback で版 {found.before} に戻してください。",
        severity=Severity.WARNING,
    )


def other_files(files: str, version: str) -> Problem:
    """Tell an admin that the files are not what answers."""
    return Problem(
        path="knowledge/",
        line=0,
        column=0,
        message=f"ファイルは版 {files} ですが、使っているのは版 {version} です。",
        hint="ファイルの内容に切り替えるには、/dx-reload か python -m bot reload を実行してください。",
        severity=Severity.WARNING,
    )


def _named(ids: tuple[str, ...]) -> str:
    return "、".join(ids[:_NAMED]) + ("ほか" if len(ids) > _NAMED else "")


def _entries_of(editions: Editions, version: str) -> dict[str, Entry] | None:
    edition = editions.get(version)
    knowledge = load_files(edition.files).knowledge if edition else None
    return _entries(knowledge) if knowledge else None


def _entries(knowledge: Knowledge) -> dict[str, Entry]:
    """Return the entries by their ids, wherever in the files they stand."""
    return {entry.id: replace(entry, path="", line=0) for entry in knowledge.entries}
