"""A second engine: plain Python, nothing but the formula, as slow as it is easy to check."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from bot.index import Query, Scored, Terms
from bot.index.fields import Field, key_of
from bot.index.query import Bag

__all__ = ["PlainEngine", "impacts", "terms"]

K1, B = 0.5, 0.3  # the constants of all fields


def terms(words: str = "", grams: Iterable[int] = (), kana: Iterable[int] = ()) -> Terms:
    """Make terms by hand: words parted by spaces, n-grams as numbers."""
    bag = {word: float(count) for word, count in Counter(words.split()).items()}
    return Terms(bag, np.array(list(grams), dtype=np.int32), np.array(list(kana), dtype=np.int32))


def impacts(documents: Sequence[Mapping[object, float]], k1: float = K1, b: float = B) -> list[dict[object, float]]:
    """Return for each document the BM25 impact of each of its terms."""
    idf = _idf(documents)
    lengths = [sum(document.values()) for document in documents]
    mean = sum(lengths) / max(1, len(lengths)) or 1.0
    return [
        {t: idf[t] * n * (k1 + 1) / (n + k1 * (1 - b + b * length / mean)) for t, n in document.items()}
        for document, length in zip(documents, lengths, strict=True)
    ]


def _idf(documents: Sequence[Mapping[object, float]]) -> dict[object, float]:
    holders = Counter(term for document in documents for term in document)
    return {t: math.log(1 + (len(documents) - n + 0.5) / (n + 0.5)) for t, n in holders.items()}


def _added_up(bag: Bag, field: Field) -> dict[int, tuple[float, float]]:
    """Return what each term of a field weighs in all, and as an expected one."""
    found: dict[int, tuple[float, float]] = {}
    for key, of, weight, expected in zip(*(part.tolist() for part in bag), strict=True):
        if of == field:
            term = key - key_of(field, 0)
            before = found.get(term, (0.0, 0.0))
            found[term] = (before[0] + weight, before[1] + expected)
    return found


class PlainEngine:
    """Documents as bags of terms; it has what `Engine` asks for and nothing else."""

    def __init__(self, documents: Iterable[Terms]) -> None:
        held = list(documents)
        self._words: list[Mapping[object, float]] = [dict(d.words) for d in held]
        self._grams: list[Mapping[object, float]] = [Counter(d.grams.tolist()) for d in held]
        self._kana: list[Mapping[object, float]] = [Counter(d.kana.tolist()) for d in held]
        self._idf = _idf(self._words)
        self._rarest = math.log(1 + len(held) + 0.5)

    def search(self, query: Query, limit: int) -> list[Scored]:
        """Score every document by the formula, and keep the best that have any score."""
        asked = [dict(query.words.items()), _added_up(query.bag, Field.GRAMS), _added_up(query.bag, Field.KANA)]
        fields = (self._words, self._grams, self._kana)
        shares = [self._shares(field, bag) for field, bag in zip(fields, asked, strict=True)]
        scored = [Scored(n, *(share[n] for share in shares), self._covered(n, query)) for n in range(len(self._words))]
        found = [s for s in scored if s.words + s.grams + s.kana > 0]
        return sorted(found, key=lambda s: -(s.words + s.grams + s.kana))[:limit]

    def weight_of(self, word: str) -> float:
        """Return a word's idf."""
        return self._idf.get(word, self._rarest)

    def holds(self, word: str) -> bool:
        """Look the word up."""
        return word in self._idf

    def lacking(self, document: int, words: Iterable[str]) -> list[str]:
        """Look the words up in one document."""
        return [word for word in words if word not in self._words[document]]

    def _shares(
        self, documents: Sequence[Mapping[object, float]], bag: Mapping[object, tuple[float, float]]
    ) -> list[float]:
        idf = _idf(documents)
        reach = sum(expected * idf.get(term, self._rarest) for term, (_, expected) in bag.items())
        return [
            sum(weight * found[term] for term, (weight, _) in bag.items() if term in found) / max(reach, 1e-9)
            for found in impacts(documents)
        ]

    def _covered(self, document: int, query: Query) -> float:
        whole = sum(self.weight_of(word) for word in query.core)
        return sum(self.weight_of(w) for w in query.core if w in self._words[document]) / max(whole, 1e-9)
