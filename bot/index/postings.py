"""Postings of one field: for each term the documents that hold it, with their BM25 impact, in flat arrays.

The impact of a term in a document is known when the index is built (Robertson and Zaragoza, 2009):
idf * tf * (k1 + 1) / (tf + k1 * (1 - b + b * length / average)); a search only adds slices up.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["Bm25", "Postings", "Scores"]

Ids = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]
Scores = npt.NDArray[np.float32] | npt.NDArray[np.float64]  # by document


_DOCUMENT_BITS = 24
_DOCUMENT_MASK = (1 << _DOCUMENT_BITS) - 1
_READ_AT_MOST = 80_000  # postings of one field that a search reads
_LONG = 400  # mean length of a posting from which slices are faster than one gathered index


@dataclass(frozen=True, slots=True)
class Bm25:
    """The two constants of BM25: saturation of repetition, and weight of document length."""

    k1: float
    b: float


@dataclass(frozen=True, slots=True)
class Postings:
    """Compressed sparse rows: ``documents[starts[t]:starts[t + 1]]`` hold term ``t`` with ``impacts``.

    ``terms`` are the sorted numbers of the terms that occur, ``idf`` belongs to them.
    """

    terms: Ids
    starts: Ids
    documents: npt.NDArray[np.int32]
    impacts: Floats
    idf: Floats
    size: int

    @classmethod
    def build(
        cls, documents: npt.NDArray[np.int32], terms: npt.NDArray[np.int32], size: int, constants: Bm25
    ) -> Postings:
        """Count pairs of document and term (parallel arrays, repeated pairs raise the frequency)."""
        pairs, frequencies = _counted((terms.astype(np.int64) << _DOCUMENT_BITS) | documents)
        held, documents = pairs >> _DOCUMENT_BITS, (pairs & _DOCUMENT_MASK).astype(np.int32)
        starts = np.concatenate([np.flatnonzero(np.diff(held, prepend=-1)), [len(held)]])
        known, holders = held[starts[:-1]], np.diff(starts)
        idf = np.log1p((size - holders + 0.5) / (holders + 0.5)).astype(np.float32)
        lengths = np.bincount(documents, weights=frequencies, minlength=size).astype(np.float32)
        mean = float(lengths.mean()) if size else 1.0
        norm = constants.k1 * (1 - constants.b + constants.b * lengths / max(mean, 1e-9))
        impacts = frequencies * np.float32(constants.k1 + 1) / (frequencies + norm[documents])
        impacts *= np.repeat(idf, holders)
        return cls(known, starts, documents, impacts.astype(np.float32, copy=False), idf, size)

    def rows(self, terms: Ids) -> tuple[Ids, Ids]:
        """Return which of the given terms are known (positions) and their rows."""
        if not len(self.terms) or not len(terms):
            return np.empty(0, np.int64), np.empty(0, np.int64)
        rows = self.terms.searchsorted(terms)
        known = (self.terms.take(rows, mode="clip") == terms).nonzero()[0]
        return known, rows[known]

    def has(self, row: int, document: int) -> bool:
        """Tell whether a document stands in a row."""
        end = int(self.starts[row + 1])
        place = bisect_left(self.documents, document, int(self.starts[row]), end)
        return place < end and int(self.documents[place]) == document

    def scores(self, rows: Ids, weights: Floats) -> Scores:
        """Return for each document the sum of its impacts in the given rows, each times its weight.

        When all postings together would take too long to read, the commonest terms are left out: in a small
        corpus that never happens, in a large one they tell least.
        """
        if not len(rows):
            return np.zeros(self.size, dtype=np.float32)
        starts = self.starts[rows]
        lengths = self.starts[rows + 1] - starts
        whole = int(lengths.sum())
        if whole > _READ_AT_MOST:
            kept = _rarest(lengths)
            starts, lengths, weights = starts[kept], lengths[kept], weights[kept]
        if whole > _LONG * len(rows):
            return self._scores_by_slices(starts, lengths, weights)
        places = _ranges(starts, lengths)
        impacts = self.impacts[places]
        impacts *= weights.repeat(lengths)
        return np.asarray(np.bincount(self.documents[places], impacts, self.size), dtype=np.float64)

    def _scores_by_slices(self, starts: Ids, lengths: Ids, weights: Floats) -> Floats:
        """Add long postings slice by slice: no index array of their joint length is made."""
        scores = np.zeros(self.size, dtype=np.float32)
        for start, length, weight in zip(starts.tolist(), lengths.tolist(), weights.tolist(), strict=True):
            piece = slice(start, start + length)
            scores[self.documents[piece]] += weight * self.impacts[piece]
        return scores

    def cover(self, rows: Ids) -> Scores:
        """Return for each document the sum of the idf of the rows that it is in, however often."""
        if not len(rows):
            return np.zeros(self.size, dtype=np.float32)
        starts = self.starts[rows]
        lengths = self.starts[rows + 1] - starts
        places = _ranges(starts, lengths)
        rarity = self.idf[rows].repeat(lengths)
        return np.asarray(np.bincount(self.documents[places], rarity, self.size), dtype=np.float64)


def _rarest(lengths: Ids) -> Ids:
    """Return the places of the shortest postings that together may be read."""
    order = np.argsort(lengths, kind="stable")
    return np.asarray(order[np.cumsum(lengths[order]) <= _READ_AT_MOST])


def _counted(pairs: Ids) -> tuple[Ids, Floats]:
    """Sort in place and count equal neighbours, with few copies: there are tens of millions in a large corpus."""
    pairs.sort()
    firsts = np.flatnonzero(np.diff(pairs, prepend=-1))
    counts = np.diff(np.append(firsts, len(pairs))).astype(np.float32)
    return pairs[firsts], counts


def _ranges(starts: Ids, lengths: Ids) -> Ids:
    """Join the ranges ``start .. start + length`` into one array of indices."""
    ends = lengths.cumsum()
    places: Ids = (starts - ends + lengths).repeat(lengths)
    places += np.arange(len(places))
    return places
