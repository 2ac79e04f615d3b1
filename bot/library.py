"""The library: the snapshot in use, those before it, and the one that may come next.

    prepare ──► Prepared (read and checked, used by nobody) ──► apply ──► one name moves, in every process
    history, roll_back ◄── editions: the latest versions, whole, in the database or, without one, in memory

What an editor writes is a proposal; which version is in use is decided, by an admin or by a start with new files.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from bot.editions import Edition, MemoryEditions, ReloadRecord, StoreError
from bot.index.corpus import Corpus
from bot.index.documents import Watch, unwatched
from bot.index.store import IndexStore, user_folder
from bot.knowledge import Knowledge, Loaded, load, load_files
from bot.match import Matcher
from bot.problems import Problem

if TYPE_CHECKING:  # a terminal's question needs no database
    from bot.store import Editions

__all__ = ["Library", "LibraryError", "Origin", "OriginError", "Prepared", "Reloaded", "Snapshot"]

_HELD = 4  # versions in memory: the one in use, the one before it, one that is shown, one that somebody asks about

Origin = Callable[[], AbstractContextManager[Path]]


class LibraryError(Exception):
    """The knowledge cannot be used; ``problems`` say where and what to do."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(f"the knowledge has {len(problems)} problems")
        self.problems = problems


class OriginError(Exception):
    """The knowledge cannot be fetched from where it lives; ``problem`` says why and what to do."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One version of the knowledge with its matcher: whoever holds it is not disturbed by a reload."""

    knowledge: Knowledge
    matcher: Matcher

    @classmethod
    def of(cls, knowledge: Knowledge, store: IndexStore | None = None, watch: Watch = unwatched) -> Snapshot:
        """Index a knowledge, or take its index from a store; ``watch`` is told how far it is."""
        corpus = Corpus.stored(knowledge, store, watch) if store else Corpus.of(knowledge)
        return cls(knowledge, Matcher(corpus))


@dataclass(frozen=True, slots=True)
class Prepared:
    """What the files hold now: a snapshot that nobody uses yet, unless an error forbids it, and all findings."""

    snapshot: Snapshot | None
    problems: tuple[Problem, ...]
    files: Mapping[str, str] = field(repr=False)

    @property
    def version(self) -> str:
        """Return its version, "" where there is none."""
        return self.snapshot.knowledge.version if self.snapshot else ""

    def ready(self) -> Snapshot:
        """Return what can answer; raises `LibraryError` where an error forbids it."""
        if self.snapshot is None:
            raise LibraryError(self.problems)
        return self.snapshot


@dataclass(frozen=True, slots=True)
class Reloaded:
    """The outcome of a reload: whether the new version is in use, both versions, all findings."""

    applied: bool
    before: str
    after: str
    problems: tuple[Problem, ...]


class Library:
    """The one place that knows which version is in use; safe between threads, and readers never wait.

    ``editions`` is where versions are kept for all processes, ``origin`` where the files come from: by default the
    folder ``root``. With ``decided`` nothing is read as long as some version has been decided on.
    """

    def __init__(
        self, root: Path, editions: Editions | None = None, origin: Origin | None = None, *, decided: bool = False
    ) -> None:
        """Take the files' version or the one decided on; raises `LibraryError` when nothing could answer.

        What is new to everybody is taken: a start with new files is a decision. What was in use or shown before
        is left to those who decided against it, and in place of broken files the last good edition answers.
        """
        self.root = root
        self.store = IndexStore(user_folder())
        self._origin = origin or (lambda: nullcontext(root))
        self._held: dict[str, Prepared] = {}
        self._holding, self._preparing, self._moving = threading.Lock(), threading.Lock(), threading.Lock()
        self.editions: Editions | MemoryEditions = editions or MemoryEditions()
        self.found: Prepared | None = None  # what was read at the start, whether it came into use or not
        self._remarks: dict[str, tuple[Problem, ...]] = {}
        self._current = (self._decided_on() if decided else None) or self._first()
        if not editions:
            self.editions.publish(self._current.version, self._current.files)

    @property
    def current(self) -> Snapshot:
        """Return the snapshot in use; take it once per request."""
        return self._current.ready()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Return the findings about the version in use, warnings all of them, and what there is to say of its use."""
        current = self._current
        return (*self._remarks.get(current.version, ()), *current.problems)

    def remark(self, version: str, *problems: Problem) -> None:
        """Remember what admins should know for as long as this version is in use."""
        self._remarks[version] = problems

    def use(self, snapshot: Snapshot) -> None:
        """Move the one name to any snapshot, in this process alone."""
        self._current = Prepared(snapshot, (), {})

    def prepare(self) -> Prepared:
        """Read and check the files as they are now, and change nothing."""
        with self._preparing:
            return self._read()

    def apply(self, prepared: Prepared, record: ReloadRecord | None = None) -> None:
        """Let all processes use what was prepared; raises `StoreError`, and then nothing has changed."""
        self.editions.publish(prepared.version, prepared.files, record)
        self.follow()

    def roll_back(self, version: str, record: ReloadRecord | None = None) -> None:
        """Let all processes use a version that is kept.

        Raises `LibraryError` where it could not answer, `StoreError` where it is gone; then nothing has changed.
        """
        self._of_edition(version)
        self.editions.publish(version, None, record)
        self.follow()

    def settle(self, record: ReloadRecord) -> bool:
        """Let all processes use what this one has brought, or follow them where they know it already.

        Returns whether they did not know it; raises `StoreError`, and `LibraryError` as `follow` does.
        """
        if self.editions.current() and self._current.version in self.editions.known():
            self.follow()
            return False
        self.apply(self._current, record)
        return True

    def follow(self, *_: str) -> None:
        """Use the version that has been decided on; raises `LibraryError` where it could not answer."""
        with self._moving:
            version = self.editions.current()
            if version and version != self._current.version:
                self._current = self._of_edition(version)

    def edition(self, version: str) -> Snapshot | None:
        """Return a version as it was, whether in use or not, or None when it is no longer to be had."""
        if version == self._current.version:
            return self.current
        try:
            return self._of_edition(version).ready()
        except (LibraryError, StoreError):
            return None

    def reload(self) -> Reloaded:
        """Read and check the files anew; if anything is wrong, the old version stays in use."""
        before, prepared = self._current.version, self.prepare()
        if prepared.snapshot is None:
            return Reloaded(False, before, before, prepared.problems)
        self.apply(prepared)
        return Reloaded(True, before, prepared.version, prepared.problems)

    def _first(self) -> Prepared:
        found = self.found = self._read()
        if found.snapshot is None or not self._is_news(found.version):
            found = self._decided_on() or found
        found.ready()
        return found

    def _is_news(self, version: str) -> bool:
        try:
            return version not in self.editions.known()
        except StoreError:
            return True

    def _decided_on(self) -> Prepared | None:
        """Return the version that all processes should use, if there is one and it can answer."""
        try:
            version = self.editions.current()
            return self._of_edition(version) if version else None
        except (LibraryError, StoreError):
            return None

    def _read(self) -> Prepared:
        try:
            with self._origin() as folder:
                loaded = load(folder)
        except OriginError as error:
            return Prepared(None, (error.problem,), {})
        return self._indexed(loaded)

    def _of_edition(self, version: str) -> Prepared:
        with self._holding:
            held = self._held.get(version)
        if held:
            return held
        edition: Edition | None = self.editions.get(version)
        if edition is None:
            raise StoreError(f"版「{version}」は残っていません。")
        made = self._indexed(load_files(edition.files))
        made.ready()
        return made

    def _indexed(self, loaded: Loaded) -> Prepared:
        """Index what was loaded, unless that version is in memory already."""
        if loaded.knowledge is None:
            return Prepared(None, loaded.problems, loaded.files)
        with self._holding:
            held = self._held.pop(loaded.knowledge.version, None)
        snapshot = held.snapshot if held else Snapshot.of(loaded.knowledge, self.store)
        made = Prepared(snapshot, loaded.problems, loaded.files)
        with self._holding:
            self._held[made.version] = made
            for stale in list(self._held)[:-_HELD]:
                del self._held[stale]
        return made
