"""Following: a process agrees with the others on a version when it starts, and takes each that they decide on."""

from __future__ import annotations

from collections.abc import Callable

from bot.library import Library, LibraryError
from bot.records import Records
from bot.reloading.journal import record_of
from bot.store import StoreError
from bot.telemetry import log

__all__ = ["begin"]

_PLACES = 5  # that the log names


def begin(library: Library, records: Records) -> Callable[[], None]:
    """Agree with the other processes on a version and follow them from now on; returns what ends that.

    Where this one started with new files the others take these; without a database there are no others.
    """
    _tell_what_was_found(library)
    store, before = records.store, ""
    if store is None:
        return lambda: None
    try:
        before = store.editions.current() or ""
        library.settle(record_of("", before, library.current.knowledge.version, "applied", library.problems))
    except StoreError as error:
        log.warning("not recorded", what="knowledge", reason=str(error))
    except LibraryError as error:
        log.error("a version cannot be used", version=before, findings=len(error.problems))
    return store.watch(lambda _: _follow(library), in_use=lambda: library.current.knowledge.version)


def _follow(library: Library) -> None:
    """Take the version that all processes were told to use; one that cannot answer here leaves the old in use."""
    before = library.current.knowledge.version
    try:
        library.follow()
    except LibraryError as error:
        log.error("a version cannot be used", version=before, findings=len(error.problems))
        return
    after = library.current.knowledge.version
    if after != before:
        log.info("reload followed", before=before, version=after)


def _tell_what_was_found(library: Library) -> None:
    """Say in the log that another version answers than the files hold, and why."""
    found, version = library.found, library.current.knowledge.version
    if found and found.snapshot is None:
        places = [problem.place for problem in found.problems][:_PLACES]
        log.warning("the files cannot be used", version=version, findings=len(found.problems), places=places)
    elif found and found.version != version:
        log.info("the files hold another version", version=version, files=found.version)
