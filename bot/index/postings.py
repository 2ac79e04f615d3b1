"""Postings of one field: for each term the documents that hold it, with their BM25 impact, in flat arrays.

The impact of a term in a document is known when the index is built (Robertson and Zaragoza, 2009):
idf * tf * (k1 + 1) / (tf + k1 * (1 - b + b * length / average)); a search only adds slices up.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["Bm25", "Postings"]

Ids = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]


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
    def build(cls, documents: Ids, terms: Ids, size: int, constants: Bm25) -> Postings:
        """Count pairs of document and term (parallel arrays, repeated pairs raise the frequency)."""
        pairs, frequencies = np.unique((terms << 24) | documents, return_counts=True)
        held, documents = pairs >> 24, pairs & 0xFFFFFF
        known, starts = np.unique(held, return_index=True)
        starts = np.append(starts, len(pairs))
        holders = np.diff(starts)
        idf = np.log1p((size - holders + 0.5) / (holders + 0.5))
        lengths = np.bincount(documents, weights=frequencies, minlength=size)
        norm = constants.k1 * (1 - constants.b + constants.b * lengths / max(lengths.mean(), 1e-9))
        saturated = frequencies * (constants.k1 + 1) / (frequencies + norm[documents])
        impacts = (np.repeat(idf, holders) * saturated).astype(np.float32)
        return cls(known, starts, documents.astype(np.int32), impacts, idf.astype(np.float32), size)

    def rows(self, terms: Ids) -> tuple[Ids, Ids]:
        """Return which of the given terms are known (positions) and their rows."""
        if not len(self.terms) or not len(terms):
            return np.empty(0, np.int64), np.empty(0, np.int64)
        rows = np.searchsorted(self.terms, terms)
        rows[rows == len(self.terms)] = 0
        known = np.nonzero(self.terms[rows] == terms)[0]
        return known, rows[known]

    def add_cover(self, terms: Ids, cover: Floats) -> None:
        """Add the idf of each term to the documents that hold it, however often."""
        _, rows = self.rows(terms)
        for row in rows.tolist():
            cover[self.documents[self.starts[row] : self.starts[row + 1]]] += self.idf[row]

    def add_scores(self, terms: Ids, weights: Floats, scores: Floats) -> float:
        """Add the weighted impacts of a query's terms to ``scores``; return the weight of the known ones.

        The weight is the sum of weight times idf: what a document that held every term once could reach.
        """
        known, rows = self.rows(terms)
        starts, ends = self.starts[rows], self.starts[rows + 1]
        for weight, start, end in zip(weights[known].tolist(), starts.tolist(), ends.tolist(), strict=True):
            scores[self.documents[start:end]] += weight * self.impacts[start:end]
        return float((weights[known] * self.idf[rows]).sum())
