"""The scope: whether a question asks for the sort of thing that articles say, or for what none of them says.

Each trait of a question (a word, two neighbouring lemmas) weighs by how much oftener it is found in the ways to ask
for an entry than in those for an absence, as in naive Bayes. 「いくら」「何円」「電話番号」 speak against an answer
whatever the rest is about, which likeness to single examples tells less well (measured on 1,088 questions of other
authors, at 3 % false answers: 3.3 % false refusals without, 1.7 % with it).
"""

from __future__ import annotations

import math
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from bot.index.terms import term_of
from bot.words import Word, content

__all__ = ["Scope"]

_FACTOR, _LARGEST = 0x9E3779B1, 0xFFFFFFFF
_UNSEEN = 0.2  # times that a trait counts as seen where it was not (measured: 0.2 before 0.5, 1 and 2)


@dataclass(frozen=True)
class Scope:
    """The logarithms of the odds of traits; ``traits`` are hashes of 32 bits, sorted."""

    traits: npt.NDArray[np.uint32]
    odds: npt.NDArray[np.float32]

    @classmethod
    def of(cls, said: Iterable[Sequence[Word]], unsaid: Iterable[Sequence[Word]]) -> Scope:
        """Count the traits of questions, cut into words, that articles answer and that none answers."""
        (answered, many), (declined, few) = _counted(said), _counted(unsaid)
        traits = np.array(sorted(answered.keys() | declined.keys()), dtype=np.uint32)
        odds = _shares(answered, many, traits) - _shares(declined, few, traits)
        return cls(traits, odds.astype(np.float32))

    def of_question(self, found: Sequence[Word]) -> float:
        """Return for a question the sum of its traits' odds over the root of their number; unknown ones say nothing."""
        wanted = np.fromiter(_traits(found), dtype=np.uint32)
        if not len(wanted) or not len(self.traits):
            return 0.0
        places = self.traits.searchsorted(wanted)
        known = self.traits.take(places, mode="clip") == wanted
        return float(self.odds[places[known]].sum()) / math.sqrt(len(wanted))


def _shares(counts: Counter[int], number: int, traits: npt.NDArray[np.uint32]) -> npt.NDArray[np.float64]:
    """Return the logarithm of the share of questions that have each trait."""
    seen = np.zeros(len(traits))
    keys = np.fromiter(counts.keys(), dtype=np.uint32, count=len(counts))
    seen[np.searchsorted(traits, keys)] = np.fromiter(counts.values(), dtype=np.float64, count=len(counts))
    shares: npt.NDArray[np.float64] = np.log((seen + _UNSEEN) / (number + 2 * _UNSEEN))
    return shares


def _counted(questions: Iterable[Sequence[Word]]) -> tuple[Counter[int], int]:
    counts: Counter[int] = Counter()
    number = 0
    for found in questions:
        counts.update(_traits(found))
        number += 1
    return counts, number


def _traits(found: Sequence[Word]) -> set[int]:
    marks = [_marks(word) for word in found]
    pairs = {(before * _FACTOR + after) & _LARGEST for (before, _), (after, _) in pairwise(marks)}
    return pairs.union(term for _, term in marks if term)


@lru_cache(maxsize=100_000)
def _marks(word: Word) -> tuple[int, int]:
    """Return the hashes of a word's lemma and, if it carries a subject, of its term (else 0)."""
    term = term_of(word) if content([word]) else ""
    return _hash(word.lemma), _hash(term) if term else 0


def _hash(text: str) -> int:
    return zlib.crc32(text.encode("utf-8", "surrogatepass"))
