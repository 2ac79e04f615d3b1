"""Fields: what a document is searched by. The key of a term tells its field, so that one table holds those of all."""

from __future__ import annotations

from enum import IntEnum
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["FIELDS", "Field", "Keys", "key_of", "keys_of"]

Keys = npt.NDArray[np.int32]
_BITS = 24  # of a term's number; those of n-grams have 22 (`terms.BUCKETS`)


class Field(IntEnum):
    """The fields of `Scored`, in the order of their rows in scores.

    ``HELD`` are the words again, each worth its idf however often a document has it: what `Scored.covered` counts.
    """

    WORDS = 0
    GRAMS = 1
    KANA = 2
    HELD = 3


FIELDS = len(Field)


def key_of(field: Field, number: int) -> int:
    """Return the key of a term, given by number."""
    return number + (int(field) << _BITS)


def keys_of(field: Field, numbers: npt.NDArray[Any]) -> Keys:
    """Return the keys of terms, given by number: sorted by field, then by number."""
    return (numbers + key_of(field, 0)).astype(np.int32, copy=False)
