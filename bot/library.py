"""The library: the snapshot in use. A reload builds a whole new one and then moves one name."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path

from bot.index.corpus import Corpus
from bot.index.documents import Watch, unwatched
from bot.index.store import IndexStore, user_folder
from bot.knowledge import Knowledge, load
from bot.match import Matcher
from bot.problems import Problem

__all__ = ["Library", "LibraryError", "Reloaded", "Snapshot"]


class LibraryError(Exception):
    """The knowledge cannot be used; ``problems`` say where and what to do."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(f"the knowledge has {len(problems)} problems")
        self.problems = problems


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
class Reloaded:
    """The outcome of a reload: whether the new version is in use, both versions, all findings."""

    applied: bool
    before: str
    after: str
    problems: tuple[Problem, ...]


class Library:
    """The one place that knows which version is in use."""

    def __init__(self, root: Path) -> None:
        """Load the folder; raises `LibraryError` when there is nothing that could answer."""
        self.root = root
        self.store = IndexStore(user_folder())
        loaded = load(root)
        if loaded.knowledge is None:
            raise LibraryError(loaded.problems)
        self._current = Snapshot.of(loaded.knowledge, self.store)
        self._reloading = threading.Lock()

    @property
    def current(self) -> Snapshot:
        """Return the snapshot in use; take it once per request."""
        return self._current

    def use(self, snapshot: Snapshot) -> None:
        """Move the one name to another snapshot."""
        self._current = snapshot

    def reload(self) -> Reloaded:
        """Read and check the folder anew; if anything is wrong, the old version stays in use."""
        with self._reloading:
            before = self._current.knowledge.version
            loaded = load(self.root)
            if loaded.knowledge is None:
                return Reloaded(False, before, before, loaded.problems)
            self._current = Snapshot.of(loaded.knowledge, self.store)
            return Reloaded(True, before, loaded.knowledge.version, loaded.problems)
