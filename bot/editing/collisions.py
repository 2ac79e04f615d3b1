"""Collisions: entries whose questions the matcher cannot tell apart.

Every entry is asked for in its own words; where another entry comes first, those two collide.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from bot.editing.watch import Watch, unwatched
from bot.knowledge import Entry
from bot.library import Snapshot
from bot.match import Hit
from bot.question import understand

__all__ = ["Collision", "Collisions", "find_collisions"]


@dataclass(frozen=True, slots=True)
class Collision:
    """Questions of ``entry`` for which ``winner`` comes first; ``same_words``: both show the same words first."""

    entry: Entry
    winner: Entry
    questions: tuple[str, ...]
    same_words: bool


class Unheard(NamedTuple):
    """A question that finds no entry at all, for instance because it reads as a greeting."""

    entry: Entry
    question: str


@dataclass(frozen=True, slots=True)
class Collisions:
    """How many questions were asked, how many found their own entry first, and what became of the others."""

    asked: int
    own: int
    pairs: tuple[Collision, ...]
    unheard: tuple[Unheard, ...]

    @property
    def share(self) -> float:
        """Return the share that found their own entry first, from 0 to 1."""
        return self.own / self.asked if self.asked else 1.0


def find_collisions(snapshot: Snapshot, watch: Watch = unwatched) -> Collisions:
    """Ask every entry's question and variants; pairs with the most questions come first."""
    asked = [(entry, question) for entry in snapshot.knowledge.entries for question in entry.questions]
    lost: dict[tuple[str, str], list[str]] = {}
    unheard: list[Unheard] = []
    for entry, question in watch(asked):
        winner = _first_entry(_hits(snapshot, question))
        if winner is None:
            unheard.append(Unheard(entry, question))
        elif winner.id != entry.id:
            lost.setdefault((entry.id, winner.id), []).append(question)
    pairs = _pairs(snapshot, lost)
    own = len(asked) - len(unheard) - sum(len(p.questions) for p in pairs)
    return Collisions(len(asked), own, pairs, tuple(unheard))


def _hits(snapshot: Snapshot, text: str) -> Iterable[Hit]:
    question = understand(text)
    return () if question.talk else snapshot.matcher.match(question).hits


def _first_entry(hits: Iterable[Hit]) -> Entry | None:
    return next((hit.entry for hit in hits if hit.entry), None)


def _pairs(snapshot: Snapshot, lost: dict[tuple[str, str], list[str]]) -> tuple[Collision, ...]:
    knowledge = snapshot.knowledge
    by_id = {entry.id: entry for entry in knowledge.entries}
    first = {i: knowledge.text_of(entry.quotes[0]) for i, entry in by_id.items()}
    pairs = [
        Collision(by_id[a], by_id[b], tuple(questions), first[a] == first[b]) for (a, b), questions in lost.items()
    ]
    return tuple(sorted(pairs, key=lambda p: (-len(p.questions), p.entry.path, p.entry.line, p.winner.id)))
