"""Speed: warm answers, on the knowledge alone and beside many further passages."""

from __future__ import annotations

import random
import resource
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rapidfuzz import fuzz, process

from bot.desk import Desk
from bot.index.documents import Watch, unwatched
from bot.index.store import IndexStore
from bot.knowledge import Knowledge, Source
from bot.library import Library, Snapshot
from bot.seeds import parse
from bot.text import fold

__all__ = ["Timing", "answers", "baseline", "grown", "memory_mb"]

_SENTENCES_AN_ARTICLE = 100


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds of single calls."""

    name: str
    calls: tuple[float, ...]

    def percentile(self, share: float) -> float:
        """Return the time that this share of the calls stays under."""
        ordered = sorted(self.calls)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def _timed(name: str, call: Callable[[str], object], questions: Sequence[str]) -> Timing:
    calls = []
    for question in questions:
        start = time.perf_counter()
        call(question)
        calls.append((time.perf_counter() - start) * 1000)
    return Timing(name, tuple(calls))


def answers(desk: Desk, questions: Sequence[str], name: str) -> Timing:
    """Time whole answers, after one round that warms the caches up."""
    for question in questions:
        desk.ask(question)
    return _timed(name, desk.ask, questions)


def baseline(knowledge: Knowledge, questions: Sequence[str]) -> Timing:
    """Time the plainest way: rapidfuzz's token_set_ratio over all questions of all entries."""
    known = [fold(q) for entry in knowledge.entries for q in entry.questions]
    return _timed(
        f"rapidfuzz over {len(known)} questions",
        lambda q: process.extractOne(fold(q), known, scorer=fuzz.token_set_ratio),
        questions,
    )


def grown(library: Library, passages: int, store: IndexStore, watch: Watch = unwatched) -> tuple[Snapshot, float]:
    """Return a snapshot with further passages, mixed from the articles' own clauses, and the seconds it took."""
    knowledge = _with_passages(library.current.knowledge, passages)
    start = time.perf_counter()
    snapshot = Snapshot.of(knowledge, store, watch)
    return snapshot, time.perf_counter() - start


def _with_passages(knowledge: Knowledge, passages: int) -> Knowledge:
    chance = random.Random(passages)  # noqa: S311 - a reproducible mixture
    clauses = [c for a in knowledge.articles.values() for p in a.passages for c in _clauses(p.span.of(a.text))]
    sources, articles = dict(knowledge.sources), dict(knowledge.articles)
    first = next(iter(knowledge.sources.values()))
    for number in range(passages // _SENTENCES_AN_ARTICLE):
        name = f"further-{number}"
        lines = ["、".join(chance.choices(clauses, k=4)) + "。" for _ in range(_SENTENCES_AN_ARTICLE)]
        sources[name] = _source(first, name)
        articles[name] = parse("\n".join([f"記事{number}", *lines]))
    return replace(knowledge, version=f"{knowledge.version}-{passages}", sources=sources, articles=articles)


def _source(like: Source, name: str) -> Source:
    return replace(like, id=name, file=f"seeds/{name}.txt", municipalities=("東京都",))


def _clauses(text: str) -> list[str]:
    return [c for c in text.replace("。", "、").split("、") if len(c) > 5]


def memory_mb() -> float:
    """Return this process's resident memory in MB."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return pages * resource.getpagesize() / 1_000_000
