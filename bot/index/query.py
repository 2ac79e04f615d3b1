"""The query: a question put together from its parts, as any number of engines take it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from bot.index.fields import Field, Keys, key_of, keys_of
from bot.index.terms import Terms

__all__ = ["UNKNOWN", "Bag", "Part", "Query"]

Floats = npt.NDArray[np.float32]
Ids = npt.NDArray[np.int64]
UNKNOWN = -1  # the key of a term that no document holds
_KANA = key_of(Field.KANA, 0)
_IN_A_BAG = np.array([Field.WORDS, Field.HELD, Field.GRAMS, Field.KANA])


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
    """Terms by key (see `fields`), each with its field, what it weighs, and what as an expected one.

    The words come first, then those of the core as `Field.HELD`: their keys are each engine's own.
    """

    keys: Keys
    fields: Ids
    weights: Floats
    expected: Floats


@dataclass(frozen=True, slots=True)
class Query:
    """A question put together from its parts, ready for any number of engines.

    ``words`` have what each weighs, and what as an expected one; ``core`` are those whose coverage counts.
    """

    words: Mapping[str, tuple[float, float]]
    core: tuple[str, ...]
    bag: Bag

    @classmethod
    def of(cls, parts: Sequence[Part]) -> Query:
        """Add the parts up."""
        words: dict[str, tuple[float, float]] = {}
        for part in parts:
            for word, count in part.terms.words.items():
                weight, expected = words.get(word, (0.0, 0.0))
                added = count * part.weight
                words[word] = (weight + added, expected + (added if part.expected else 0.0))
        core = tuple(dict.fromkeys(word for part in parts if part.core for word in part.terms.words))
        return cls(words, core, _bag(parts, [*words.values(), *((1.0, 1.0) for _ in core)], len(words)))


def _bag(parts: Sequence[Part], worded: Sequence[tuple[float, float]], words: int) -> Bag:
    """Put the words' weights, of which the first ``words`` are for `Field.WORDS`, before the n-grams of all parts."""
    keys, weights = _added_up(parts)
    kana = int(keys.searchsorted(_KANA))
    sizes = (words, len(worded) - words, kana, len(keys) - kana)
    whole = np.concatenate([np.array(worded, dtype=np.float32).reshape(-1, 2), weights])
    unknown = np.full(len(worded), UNKNOWN, dtype=np.int32)
    return Bag(np.concatenate([unknown, keys]), _IN_A_BAG.repeat(sizes), whole[:, 0].copy(), whole[:, 1].copy())


def _added_up(parts: Sequence[Part]) -> tuple[Keys, Floats]:
    """Return the keys of the parts' n-grams, each once and sorted, with what they weigh, and what as expected ones."""
    fields = ((Field.GRAMS, [p.terms.grams for p in parts]), (Field.KANA, [p.terms.kana for p in parts]))
    keys = np.concatenate([keys_of(field, np.concatenate(ids)) for field, ids in fields])
    order = keys.argsort(kind="stable")
    keys = keys[order]
    firsts = np.diff(keys, prepend=UNKNOWN).nonzero()[0]
    if not len(firsts):
        return keys, np.empty((0, 2), dtype=np.float32)
    by_part = [(part.weight, part.weight if part.expected else 0.0) for part in parts]
    counts = [len(ids) for _, pieces in fields for ids in pieces]
    weights = np.array([*by_part, *by_part], dtype=np.float32).repeat(counts, axis=0)
    return keys[firsts], np.add.reduceat(weights[order], firsts)
