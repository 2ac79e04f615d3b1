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

from bot.index.postings import Bm25, Postings, Scores
from bot.index.terms import Terms

__all__ = ["Engine", "MemoryEngine", "Part", "Query", "Scored"]

Floats = npt.NDArray[np.float32]
Ids = npt.NDArray[np.int32]
Held = tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]  # which terms of a query are known, and their rows
# Measured: JSQuAD Recall@1 0.926 with these, 0.919 with (1.2, 0.5); the curated layer agrees (hit@1 +0.01).
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

    What is asked and what stands around it is expected; synonyms only help.
    ``core`` tells the part whose words count in `Scored.covered`.
    """

    terms: Terms
    weight: float = 1.0
    expected: bool = True
    core: bool = False


class Bag(NamedTuple):
    """Terms of one field, what each weighs, and what each weighs as an expected one; repeated ones add up."""

    terms: npt.NDArray[np.int64]
    weights: Floats
    expected: Floats


@dataclass(frozen=True, slots=True)
class Query:
    """A question put together from its parts, ready for any number of engines."""

    words: Mapping[str, tuple[float, float]]
    core: frozenset[str]
    grams: Bag
    kana: Bag

    @classmethod
    def of(cls, parts: Sequence[Part]) -> Query:
        """Add the parts up."""
        words: dict[str, tuple[float, float]] = {}
        for part in parts:
            for word, count in part.terms.words.items():
                weight, expected = words.get(word, (0.0, 0.0))
                added = count * part.weight
                words[word] = (weight + added, expected + (added if part.expected else 0.0))
        core = frozenset(word for part in parts if part.core for word in part.terms.words)
        return cls(words, core, _bag([(p, p.terms.grams) for p in parts]), _bag([(p, p.terms.kana) for p in parts]))


def _bag(pieces: Sequence[tuple[Part, Ids]]) -> Bag:
    sizes = [len(ids) for _, ids in pieces]
    ids = np.concatenate([ids for _, ids in pieces]).astype(np.int64)
    weights = np.array([p.weight for p, _ in pieces], dtype=np.float32).repeat(sizes)
    expected = np.array([p.weight * p.expected for p, _ in pieces], dtype=np.float32).repeat(sizes)
    return Bag(ids, weights, expected)


class Engine(Protocol):
    """What the layers above may ask of any engine."""

    def search(self, query: Query, limit: int) -> list[Scored]:
        """Return at most ``limit`` documents, best first by the sum of their scores."""

    def weight_of(self, word: str) -> float:
        """Return how rare a word is (idf); one that no document holds weighs most."""

    def holds(self, word: str) -> bool:
        """Tell whether any document holds a word."""

    def lacking(self, document: int, words: Iterable[str]) -> list[str]:
        """Return those of the words that a document does not hold."""


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
        fields: tuple[list[Ids], list[Ids], list[Ids]] = ([], [], [])
        for terms in documents:
            held = [vocabulary.setdefault(w, len(vocabulary)) for w, n in terms.words.items() for _ in range(round(n))]
            for field, ids in zip(fields, (np.array(held, dtype=np.int32), terms.grams, terms.kana), strict=True):
                field.append(ids)
        size = len(fields[0])
        words, grams, kana = (_postings(f, size, c) for f, c in zip(fields, (_WORDS, _GRAMS, _KANA), strict=True))
        return cls(vocabulary, words, grams, kana, size)

    def search(self, query: Query, limit: int) -> list[Scored]:
        """Return the documents that share a term with the query, best first."""
        if not self.size:
            return []
        bag = self._words(query)
        held = self.words.rows(bag.terms)
        scores = np.empty((4, self.size), dtype=np.float32)
        scores[0] = self._share(self.words, bag, held)
        scores[1] = self._share(self.grams, query.grams, self.grams.rows(query.grams.terms))
        scores[2] = self._share(self.kana, query.kana, self.kana.rows(query.kana.terms))
        scores[3] = self._covered(query, held) if query.core else 0.0
        return _best(scores, limit)

    def weight_of(self, word: str) -> float:
        """Return the idf of a word; one that no document holds weighs most."""
        number = self.vocabulary.get(word)
        return math.log1p(self.size + 0.5) if number is None else float(self.words.idf[number])

    def holds(self, word: str) -> bool:
        """Tell whether any document holds a word."""
        return word in self.vocabulary

    def lacking(self, document: int, words: Iterable[str]) -> list[str]:
        """Return those of the words that a document does not hold."""
        return [word for word in words if not self._has(document, self.vocabulary.get(word))]

    def _has(self, document: int, number: int | None) -> bool:
        return number is not None and self.words.has(number, document)

    def _words(self, query: Query) -> Bag:
        ids = np.array([self.vocabulary.get(word, -1) for word in query.words], dtype=np.int64)
        weights = np.array(list(query.words.values()), dtype=np.float32).reshape(-1, 2)
        return Bag(ids, weights[:, 0], weights[:, 1])

    def _share(self, postings: Postings, bag: Bag, held: Held) -> Scores:
        """Score a field, as a share of what a document that held every expected term once would reach.

        A term that no document holds counts as the rarest there is.
        """
        known, rows = held
        expected = bag.expected[known]
        unheard = float(bag.expected.sum() - expected.sum()) * math.log1p(self.size + 0.5)
        reach = float(expected @ postings.idf[rows]) + unheard
        return postings.scores(rows, bag.weights[known]) / max(reach, 1e-9)

    def _covered(self, query: Query, held: Held) -> Scores:
        known, rows = held
        wanted = np.array([word in query.core for word in query.words], dtype=bool)[known]
        whole = sum(map(self.weight_of, query.core))
        return self.words.cover(rows[wanted]) / max(whole, 1e-9)


def _best(scores: Floats, limit: int) -> list[Scored]:
    total = -scores[:3].sum(axis=0)
    best = total.argpartition(min(limit, len(total) - 1))[:limit]
    best = best[total[best].argsort(kind="stable")]
    rows = scores[:, best].T.tolist()
    return [Scored(document, *row) for document, row in zip(best.tolist(), rows, strict=True) if sum(row) > 0]


def _postings(field: list[Ids], size: int, constants: Bm25) -> Postings:
    documents = np.repeat(np.arange(size, dtype=np.int32), [len(f) for f in field])
    terms = np.concatenate(field or [np.empty(0, np.int32)])
    field.clear()
    return Postings.build(documents, terms, size, constants)
