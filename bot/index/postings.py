"""Postings: for each term the documents that hold it, with their BM25 impact, in flat arrays.

The impact of a term in a document is known when the index is built (Robertson and Zaragoza, 2009):
idf * tf * (k1 + 1) / (tf + k1 * (1 - b + b * length / average)); a search only adds impacts up.
Of a small corpus the commonest terms, which make up nearly all of what a search reads, are also kept as rows of a
matrix: a product adds them up several times as fast (measured: 31 µs for 85 in the largest field).
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from bot.index.fields import FIELDS, Field, Keys, keys_of

__all__ = ["Bm25", "Pairs", "Postings"]

Ids = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float32]


_DOCUMENT_BITS = 24
_DOCUMENT_MASK = (1 << _DOCUMENT_BITS) - 1
_READ_AT_MOST = 1_000_000  # postings that a search reads (with 100,000 passages the best 40 are 98 % of those of all)
_LONG = 400  # mean length of a posting from which slices are faster than one gathered index
_SMALL = 4_096  # documents up to which common terms are kept as a matrix
_COMMON = 16  # one of so many documents holds a common term
_CELLS = 8_000_000  # of the matrix, at most


@dataclass(frozen=True, slots=True)
class Bm25:
    """The two constants of BM25: saturation of repetition, and weight of document length."""

    k1: float
    b: float


class Pairs(NamedTuple):
    """Document and term of each occurrence in a field, parallel; repeated ones raise the frequency."""

    documents: Numbers
    terms: Numbers


class _Rows(NamedTuple):
    """The postings of one field: of each term how many documents hold it and its idf; then these, term by term."""

    terms: Ids
    holders: Ids
    idf: Floats
    documents: Numbers
    impacts: Floats


@dataclass(frozen=True, slots=True)
class Postings:
    """Compressed sparse rows: ``cells[starts[r]:starts[r + 1]]`` are the cells of row ``r``, with ``impacts``.

    ``keys`` are the sorted keys of the terms that occur (see `fields`), and a term's place there is its row; the row
    after them is empty and stands for every term that does not occur. A cell is field * size + document.
    ``places`` are the rows' places in the matrix ``common`` (terms by documents), or -1.
    """

    keys: Keys
    starts: Ids
    cells: Numbers
    impacts: Floats
    idf: Floats
    places: Numbers
    common: Floats
    size: int

    @classmethod
    def build(cls, fields: Sequence[Pairs], size: int, constants: Bm25) -> Postings:
        """Count what each field but the last holds, in their order; the words serve for `Field.HELD` too."""
        rows = [_rows(pairs, size, constants) for pairs in fields]
        words = rows[Field.WORDS]
        rows.append(words._replace(impacts=words.idf.repeat(words.holders)))
        cells = np.concatenate([r.documents + np.int32(f * size) for f, r in enumerate(rows)])
        impacts = np.concatenate([r.impacts for r in rows])
        holders = np.concatenate([r.holders for r in rows])
        starts = np.concatenate([[0], holders.cumsum(), [len(cells)]]).astype(np.int64)
        places, common = _common(starts, holders, cells, impacts, size)
        keys = np.concatenate([keys_of(field, r.terms) for field, r in zip(Field, rows, strict=True)])
        idf = np.concatenate([*(r.idf for r in rows), [math.log1p(size + 0.5)]]).astype(np.float32)
        return cls(keys, starts, cells, impacts, idf, places, common, size)

    def rows(self, keys: Keys) -> Ids:
        """Return the rows of terms."""
        if not len(self.keys):
            return np.zeros(len(keys), dtype=np.int64)
        rows = self.keys.searchsorted(keys)
        return np.where(self.keys.take(rows, mode="clip") == keys, rows, len(self.keys))

    def has(self, row: int, document: int) -> bool:
        """Tell whether a document holds the word of a row."""
        end = int(self.starts[row + 1])
        place = bisect_left(self.cells, document, int(self.starts[row]), end)
        return place < end and int(self.cells[place]) == document

    def scores(self, rows: Ids, fields: Ids, weights: Floats) -> Floats:
        """Return for each field (a row) and document the sum of its impacts in the given rows, each times its weight.

        ``fields`` are those of the rows. When all postings together would take too long to read, the commonest terms
        are left out: in a small corpus that never happens, in a large one they tell least.
        """
        places = self.places[rows]
        kept = places >= 0
        common = kept.nonzero()[0]
        parted = np.zeros((FIELDS, len(common)), dtype=np.float32)
        parted[fields[common], np.arange(len(common))] = weights[common]
        scores: Floats = parted @ self.common[places[common]]
        rest = (~kept).nonzero()[0]
        self._add(scores.reshape(-1), rows[rest], fields[rest], weights[rest])
        return scores

    def _add(self, scores: Floats, rows: Ids, fields: Ids, weights: Floats) -> None:
        starts = self.starts[rows]
        lengths = self.starts[rows + 1] - starts
        if lengths.sum() > _READ_AT_MOST:
            kept = _rarest(lengths, fields)
            starts, lengths, weights = starts[kept], lengths[kept], weights[kept]
        if lengths.sum() > _LONG * np.count_nonzero(lengths):
            self._add_by_slices(scores, starts, lengths, weights)
            return
        places = _ranges(starts, lengths)
        impacts = self.impacts[places]
        impacts *= weights.repeat(lengths)
        np.add.at(scores, self.cells[places], impacts)

    def _add_by_slices(self, scores: Floats, starts: Ids, lengths: Ids, weights: Floats) -> None:
        """Add long postings slice by slice: no index array of their joint length is made."""
        for start, length, weight in zip(starts.tolist(), lengths.tolist(), weights.tolist(), strict=True):
            piece = slice(start, start + length)
            np.add.at(scores, self.cells[piece], np.float32(weight) * self.impacts[piece])


def _rows(pairs: Pairs, size: int, constants: Bm25) -> _Rows:
    counted, frequencies = _counted((pairs.terms.astype(np.int64) << _DOCUMENT_BITS) | pairs.documents)
    held, documents = counted >> _DOCUMENT_BITS, (counted & _DOCUMENT_MASK).astype(np.int32)
    firsts = np.flatnonzero(np.diff(held, prepend=-1))
    holders = np.diff(np.append(firsts, len(held)))
    idf = np.log1p((size - holders + 0.5) / (holders + 0.5)).astype(np.float32)
    lengths = np.bincount(documents, weights=frequencies, minlength=size).astype(np.float32)
    mean = float(lengths.mean()) if size else 1.0
    norm = constants.k1 * (1 - constants.b + constants.b * lengths / max(mean, 1e-9))
    impacts = frequencies * np.float32(constants.k1 + 1) / (frequencies + norm[documents])
    impacts *= idf.repeat(holders)
    return _Rows(held[firsts], holders, idf, documents, impacts.astype(np.float32, copy=False))


def _common(starts: Ids, holders: Ids, cells: Numbers, impacts: Floats, size: int) -> tuple[Numbers, Floats]:
    """Return the rows' places in the matrix of common terms, and the matrix; the commonest, if not all have room."""
    enough = np.flatnonzero(holders * _COMMON >= size) if size <= _SMALL else np.empty(0, dtype=np.int64)
    rows = enough[(-holders[enough]).argsort(kind="stable")][: _CELLS // max(1, size)]
    places = np.full(len(holders) + 1, -1, dtype=np.int32)
    places[rows] = np.arange(len(rows))
    matrix = np.zeros((len(rows), size), dtype=np.float32)
    held = _ranges(starts[rows], holders[rows])
    matrix[np.arange(len(rows)).repeat(holders[rows]), cells[held] % max(1, size)] = impacts[held]
    return places, matrix


def _rarest(lengths: Ids, fields: Ids) -> Ids:
    """Return the places of the shortest postings that together may be read; which words are held is always read."""
    read = np.where(fields == Field.HELD, 0, lengths)
    order = np.argsort(read, kind="stable")
    return np.asarray(order[np.cumsum(read[order]) <= _READ_AT_MOST])


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
