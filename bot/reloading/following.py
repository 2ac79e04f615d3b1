"""Following: a process agrees with the others on a version when it starts, and takes each that they decide on.

Where the database is away at the start, the process answers from its files and agrees as soon as it can.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from bot.library import Library, LibraryError
from bot.metrics import NOT_RECORDED
from bot.records import Records
from bot.reloading.journal import changed, record_of
from bot.reloading.noticing import changes, loss, other_files
from bot.store import AwayError, Editions, Store, StoreError
from bot.store.reloads import START
from bot.telemetry import log

__all__ = ["begin"]

_PLACES = 5  # that the log names
_AGAIN = 1.0  # seconds between two tries to agree


def begin(library: Library, records: Records) -> Callable[[], None]:
    """Agree with the other processes on a version and follow them from now on; returns what ends that.

    Where this one started with new files the others take these; without a database there are no others.
    """
    store = records.store
    if store is None:
        _tell_what_was_found(library)
        return lambda: None
    follower = _Follower(library, records, store)
    follower.begin()
    return follower.end


class _Follower:
    """One process among others: it agrees with them, now or as soon as the database is there, and follows them."""

    def __init__(self, library: Library, records: Records, store: Store) -> None:
        self._library = library
        self._records = records
        self._store = store
        self._ended = threading.Event()
        self._lock = threading.Lock()
        self._stop: Callable[[], None] = lambda: None

    def begin(self) -> None:
        """Agree and follow, or begin to try."""
        try:
            self._agree()
        except AwayError as error:
            _not_agreed(error)
            threading.Thread(target=self._agree_later, daemon=True, name="agreeing").start()
            return
        except StoreError as error:
            _not_agreed(error)
        self._watch()

    def end(self) -> None:
        """Follow nobody any more."""
        self._ended.set()
        with self._lock:
            self._stop()

    def _agree_later(self) -> None:
        while not self._ended.wait(_AGAIN):
            try:
                self._agree()
            except StoreError:
                continue
            self._watch()
            return

    def _watch(self) -> None:
        with self._lock:
            if not self._ended.is_set():
                in_use = lambda: self._library.current.knowledge.version  # noqa: E731 - a name for a short thing
                self._stop = self._store.watch(lambda _: _follow(self._library), in_use=in_use)

    def _agree(self) -> None:
        """Let the others take what this process has brought, or take what they use; raises `StoreError`."""
        library, before = self._library, self._store.editions.current() or ""
        record = record_of(START, before, library.current.knowledge.version, "applied", library.problems)
        try:
            brought = library.settle(record)
        except LibraryError as error:
            log.error("a version cannot be used", version=before, findings=len(error.problems))
            return
        if brought:
            changed(library, self._records, record)
        _tell_what_was_found(library)
        _tell_what_changed(library, self._store.editions, before if brought else "")


def _not_agreed(error: StoreError) -> None:
    NOT_RECORDED.labels("knowledge").inc()
    log.warning("not recorded", what="knowledge", reason=str(error))


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
    """Say that another version answers than the files hold, and why."""
    found, version = library.found, library.current.knowledge.version
    if found and found.snapshot is None:
        places = [problem.place for problem in found.problems][:_PLACES]
        log.warning("the files cannot be used", version=version, findings=len(found.problems), places=places)
    elif found and found.version != version:
        log.warning("the files hold another version", version=version, files=found.version, way="python -m bot reload")
        library.remark(version, other_files(found.version, version))


def _tell_what_changed(library: Library, editions: Editions, before: str) -> None:
    """Say what the start has changed, and what is lost by it or by the start of another process."""
    coming = library.current.knowledge
    former = before or _former(editions, coming.version)
    if former in ("", coming.version):
        return
    found = changes(editions, former, coming)
    if found is None:
        return
    if before:
        counts = {"added": len(found.added), "removed": len(found.removed), "altered": len(found.altered)}
        log.info("a start has changed the knowledge", before=before, version=coming.version, **counts)
    if found.lost:
        log.warning(
            "what was applied is lost", before=former, version=coming.version, entries=list(found.lost[:_PLACES])
        )
        library.remark(coming.version, loss(found))


def _former(editions: Editions, version: str) -> str:
    """Return the version before the one that another start has brought and that is still in use, or ""."""
    kept = [name for name, _ in editions.list()]
    if version not in kept[:1] or version not in editions.brought():
        return ""
    return kept[1] if kept[1:] else ""
