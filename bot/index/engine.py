"""The face of a search engine, and the one that lives in this process.

A server-class engine can take its place: it needs `Engine`'s one method and nothing of this package else.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from bot.index.postings import Bm25, Postings
from bot.index.terms import Terms

__all__ = ["Engine", "MemoryEngine", "Part", "Scored"]

Floats = npt.NDArray[np.float32]
# Fitted on JSQuAD's validation questions and on the curated layer alike; flat around these values.
_WORDS = Bm25(k1=0.5, b=0.3)
_GRAMS = Bm25(k1=0.5, b=0.3)
_KANA = Bm25(k1=0.5, b=0.3)


class Scored(NamedTuple):
    """A document's number and its scores by field, each as a share of what the query could reach (about 0 to 1).

    ``covered`` is the share, by rarity, of the question's words that the document holds at all.
    """

    document: int
    words: float
    grams: float
    kana: float
    covered: float


class Part(NamedTuple):
    """A part of a query: its terms, what they weigh, and whether a document is expected to hold them.

    The words of the question are expected; those of its synonyms, or of the question before it, only help.
    """

    terms: Terms
    weight: float = 1.0
    expected: bool = True


class Engine(Protocol):
    """What the layers above may ask of any engine."""

    def search(self, query: Sequence[Part], limit: int) -> list[Scored]:
        """Return at most ``limit`` documents, best first by the sum of their scores."""

    def weight_of(self, word: str) -> float:
        """Return how rare a word is (idf); one that no document holds weighs most."""

    def holds(self, word: str) -> bool:
        """Tell whether any document holds a word."""


@dataclass(frozen=True, slots=True)
class MemoryEngine:
    """Postings in memory, by field."""

    vocabulary: Mapping[str, int]
    words: Postings
    grams: Postings
    kana: Postings
    size: int

    @classmethod
    def build(cls, documents: Iterable[Terms]) -> MemoryEngine:
        """Index documents; their numbers are their positions."""
        vocabulary: dict[str, int] = {}
        words: list[npt.NDArray[np.int64]] = []
        grams: list[npt.NDArray[np.int64]] = []
        kana: list[npt.NDArray[np.int64]] = []
        for terms in documents:
            held = [
                vocabulary.setdefault(word, len(vocabulary))
                for word, count in terms.words.items()
                for _ in range(max(1, round(count)))
            ]
            words.append(np.array(held, dtype=np.int64))
            grams.append(terms.grams)
            kana.append(terms.kana)
        size = len(words)
        fields = ((words, _WORDS), (grams, _GRAMS), (kana, _KANA))
        by_words, by_grams, by_kana = (_postings(field, size, constants) for field, constants in fields)
        return cls(vocabulary, by_words, by_grams, by_kana, size)

    def search(self, query: Sequence[Part], limit: int) -> list[Scored]:
        """Return the documents that share a term with the query, best first."""
        if not self.size:
            return []
        scores = np.zeros((4, self.size), dtype=np.float32)
        reach = np.full(4, 1e-9, dtype=np.float32)
        for part in query:
            reached = (
                self._add_words(part, scores[0]),
                _add_grams(self.grams, part.terms.grams, part.weight, scores[1]),
                _add_grams(self.kana, part.terms.kana, part.weight, scores[2]),
                self._add_cover(part, scores[3]),
            )
            reach += np.array(reached, dtype=np.float32) if part.expected else 0.0
        scores /= reach[:, None]
        return _best(scores, limit)

    def weight_of(self, word: str) -> float:
        """Return the idf of a word; one that no document holds weighs most."""
        known, rows = self.words.rows(np.array([self.vocabulary.get(word, -1)], dtype=np.int64))
        return float(self.words.idf[rows[0]]) if len(known) else math.log1p(self.size + 0.5)

    def holds(self, word: str) -> bool:
        """Tell whether any document holds a word."""
        return word in self.vocabulary

    def _add_words(self, part: Part, scores: Floats) -> float:
        bag = part.terms.words
        ids = np.array([self.vocabulary.get(word, -1) for word in bag], dtype=np.int64)
        weights = np.array(list(bag.values()), dtype=np.float32) * part.weight
        missing = sum(weight for word, weight in bag.items() if word not in self.vocabulary)
        return self.words.add_scores(ids, weights, scores) + part.weight * missing * math.log1p(self.size + 0.5)

    def _add_cover(self, part: Part, cover: Floats) -> float:
        """Add up which of the expected words a document holds; return what all of them weigh."""
        if not part.expected:
            return 0.0
        bag = part.terms.words
        self.words.add_cover(np.array([self.vocabulary.get(w, -1) for w in bag], dtype=np.int64), cover)
        return sum(self.weight_of(word) for word in bag)


def _best(scores: Floats, limit: int) -> list[Scored]:
    total = scores[:3].sum(axis=0)
    best = np.argpartition(-total, min(limit, len(total) - 1))[:limit]
    best = best[np.argsort(-total[best], kind="stable")]
    rows = scores[:, best].T.tolist()
    return [Scored(document, *row) for document, row in zip(best.tolist(), rows, strict=True) if sum(row) > 0]


def _postings(field: list[npt.NDArray[np.int64]], size: int, constants: Bm25) -> Postings:
    documents = np.repeat(np.arange(size, dtype=np.int64), [len(f) for f in field])
    return Postings.build(documents, np.concatenate(field or [np.empty(0, np.int64)]), size, constants)


def _add_grams(postings: Postings, grams: npt.NDArray[np.int64], weight: float, scores: Floats) -> float:
    """Add n-grams; those that no document holds still count in what could be reached."""
    ids, counts = np.unique(grams, return_counts=True)
    weights = counts.astype(np.float32) * weight
    reached = postings.add_scores(ids, weights, scores)
    known, _ = postings.rows(ids)
    return float(reached + (weights.sum() - weights[known].sum()) * math.log1p(postings.size + 0.5))
