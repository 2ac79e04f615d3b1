"""The face of a search engine, and the one that lives in this process.

A server-class engine can take its place: it needs what `Engine` names, and to read the n-grams of a query `fields`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from bot.index.fields import FIELDS, Field, Keys, key_of
from bot.index.postings import Bm25, Pairs, Postings
from bot.index.query import UNKNOWN, Query
from bot.index.terms import Terms

__all__ = ["Engine", "MemoryEngine", "Scored"]

Floats = npt.NDArray[np.float32]
Ids = npt.NDArray[np.int32]
_BLOCK = 64  # documents of which only the best score is looked at first
_HELD = key_of(Field.HELD, 0)
# Measured: JSQuAD Recall@1 0.926 with these, 0.919 with (1.2, 0.5); the curated layer agrees (hit@1 +0.01).
_BM25 = Bm25(k1=0.5, b=0.3)


class Scored(NamedTuple):
    """A document's number and its scores by field, each as a share of what the query could reach (about 0 to 1).

    ``covered`` is the share, by rarity, of the question's words that the document holds at all.
    """

    document: int
    words: float
    grams: float
    kana: float
    covered: float


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
    """Postings in memory; the vocabulary gives each word its number, which is its row there too."""

    vocabulary: Mapping[str, int]
    postings: Postings
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
        return cls(vocabulary, Postings.build([_pairs(field) for field in fields], size, _BM25), size)

    def search(self, query: Query, limit: int) -> list[Scored]:
        """Return the documents that share a term with the query, best first.

        Each field is scored as a share of what a document that held every expected term once would reach; a term
        that no document holds counts as the rarest there is.
        """
        if not self.size:
            return []
        bag = query.bag
        rows = self.postings.rows(self._keys(query))
        reach = np.bincount(bag.fields, bag.expected * self.postings.idf[rows], FIELDS).astype(np.float32)
        scores = self.postings.scores(rows, bag.fields, bag.weights)
        scores /= np.maximum(reach, np.float32(1e-9))[:, np.newaxis]
        return _best(scores, limit)

    def weight_of(self, word: str) -> float:
        """Return the idf of a word; one that no document holds weighs most."""
        return float(self.postings.idf[self.vocabulary.get(word, UNKNOWN)])

    def holds(self, word: str) -> bool:
        """Tell whether any document holds a word."""
        return word in self.vocabulary

    def lacking(self, document: int, words: Iterable[str]) -> list[str]:
        """Return those of the words that a document does not hold."""
        return [word for word in words if not self._has(document, self.vocabulary.get(word))]

    def _has(self, document: int, number: int | None) -> bool:
        return number is not None and self.postings.has(number, document)

    def _keys(self, query: Query) -> Keys:
        """Return the keys of a query's terms, those of the words by this engine's vocabulary."""
        numbers = [self.vocabulary.get(word, UNKNOWN) for word in query.words]
        core = [self.vocabulary.get(word, UNKNOWN) for word in query.core]
        keys = query.bag.keys.copy()
        keys[: len(numbers)] = numbers
        keys[len(numbers) : len(numbers) + len(core)] = [_HELD + number if number >= 0 else UNKNOWN for number in core]
        return keys


def _best(scores: Floats, limit: int) -> list[Scored]:
    total = np.negative(np.add.reduce(scores[:3]))
    best = _lowest(total, limit)
    best = best[total[best].argsort(kind="stable")]
    found = zip(best.tolist(), *scores[:, best].tolist(), strict=True)
    return [scored for scored in map(Scored._make, found) if any(scored[1:])]


def _lowest(values: Floats, limit: int) -> npt.NDArray[np.int64]:
    """Return the places of the lowest values, in any order; of many values only blocks that can hold them are looked at."""
    blocks = len(values) // _BLOCK
    if blocks <= 2 * limit:
        return values.argpartition(min(limit, len(values) - 1))[:limit]
    lows = values[: blocks * _BLOCK].reshape(blocks, _BLOCK).min(axis=1)
    firsts = lows.argpartition(limit)[:limit] * _BLOCK
    near = np.append(np.add.outer(firsts, np.arange(_BLOCK)), np.arange(blocks * _BLOCK, len(values)))
    return np.asarray(near[values[near].argpartition(limit)[:limit]])


def _pairs(field: list[Ids]) -> Pairs:
    documents = np.repeat(np.arange(len(field), dtype=np.int32), [len(ids) for ids in field])
    terms = np.concatenate(field or [np.empty(0, np.int32)])
    field.clear()
    return Pairs(documents, terms)
