"""Terms: a text as three bags that the index can count: words, character n-grams, kana n-grams.

Words are lemmas of content words, English ones stemmed.
N-grams are numbers: a hash of their code points, made for a whole text at once.
Kana n-grams are taken from the reading, so that 移行 and 以降, 茶会 and ちゃかい meet.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.words import Word, content, reading, words

__all__ = ["BUCKETS", "Terms", "analyse", "from_words", "press", "stem", "term_of"]

BUCKETS = 1 << 22
Ids = npt.NDArray[np.int32]
_NOTHING: Ids = np.empty(0, dtype=np.int32)
_NO_TEXT = re.compile(r"[^\w\n]+|_+")
_ENGLISH = re.compile(r"[a-z][a-z'.-]*[a-z]|[a-z]")
_ENGLISH_STOP = frozenset(
    [
        "a",
        "an",
        "and",
        "any",
        "are",
        "as",
        "at",
        "be",
        "been",
        "being",
        "by",
        "can",
        "could",
        "did",
        "do",
        "does",
        "doing",
        "for",
        "from",
        "had",
        "has",
        "have",
        "having",
        "he",
        "her",
        "his",
        "how",
        "i",
        "if",
        "in",
        "into",
        "is",
        "it",
        "its",
        "just",
        "me",
        "much",
        "my",
        "of",
        "on",
        "or",
        "our",
        "out",
        "she",
        "should",
        "so",
        "some",
        "such",
        "than",
        "that",
        "the",
        "their",
        "them",
        "then",
        "there",
        "these",
        "they",
        "this",
        "those",
        "to",
        "up",
        "us",
        "was",
        "we",
        "were",
        "what",
        "when",
        "where",
        "which",
        "who",
        "whom",
        "whose",
        "why",
        "will",
        "with",
        "would",
        "you",
        "your",
        "about",
        "tell",
        "please",
        "many",
        "more",
        "most",
        "also",
        "not",
        "no",
        "s",
        "t",
    ]
)
_LINE_END, _FACTOR, _SHIFT, _MASK = (np.uint64(n) for n in (10, 0x9E3779B97F4A7C15, 29, BUCKETS - 1))


@dataclass(frozen=True, slots=True)
class Terms:
    """The bags of one text: ``words`` with their counts, hashed n-grams of characters and of kana.

    ``pressed`` and ``spoken`` are what the n-grams were taken from: letters and digits, and their reading.
    """

    words: dict[str, float]
    grams: Ids
    kana: Ids
    pressed: str = ""
    spoken: str = ""


def analyse(folded: str) -> Terms:
    """Return the terms of a folded text (see `text.fold`); no n-gram crosses a line end.

    A document of several texts is analysed as their lines, at once.
    """
    lines = folded.split("\n")
    return from_words(folded, [words(line) for line in lines])


def from_words(folded: str, lines: list[list[Word]]) -> Terms:
    """Return the terms of a folded text whose lines have been cut into words already."""
    bag: dict[str, float] = {}
    for word in content([w for line in lines for w in line]):
        key = term_of(word)
        if key:
            bag[key] = bag.get(key, 0.0) + 1.0
    pressed = _NO_TEXT.sub("", folded)
    spoken = "\n".join(_NO_TEXT.sub("", reading(line)) for line in lines)
    return Terms(bag, _grams(pressed, (2, 3)), _grams(spoken, (3,)), pressed, spoken)


def press(folded: str) -> str:
    """Return the letters and digits of a folded text."""
    return _NO_TEXT.sub("", folded)


def term_of(word: Word) -> str:
    """Return the key under which a word is counted, or "" for an English word that tells nothing."""
    if word.lemma.isascii() and _ENGLISH.fullmatch(word.lemma):
        return "" if word.lemma in _ENGLISH_STOP else stem(word.lemma)
    return word.lemma


@cache
def _stemmer() -> Any:
    """Load the stemmer for the first English word: most questions have none."""
    import snowballstemmer

    return snowballstemmer.stemmer("english")


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """Return the stem of an English word.

    >>> stem("leaders")
    'leader'
    """
    return str(_stemmer().stemWord(word))


def _grams(text: str, sizes: tuple[int, ...]) -> Ids:
    if len(text) < min(sizes):
        return _NOTHING
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    hashed = [_hashed(points, n) for n in sizes if len(points) >= n]
    if "\n" in text:
        hashed = [ids[_within_lines(points, len(points) - len(ids) + 1)] for ids in hashed]
    return np.concatenate(hashed)


def _hashed(points: npt.NDArray[np.uint64], size: int) -> Ids:
    count = len(points) - size + 1
    mixed = np.full(count, size, dtype=np.uint64)
    for offset in range(size):
        mixed ^= points[offset : offset + count]
        mixed *= _FACTOR
        mixed ^= mixed >> _SHIFT
    return (mixed & _MASK).astype(np.int32)


def _within_lines(points: npt.NDArray[np.uint64], size: int) -> npt.NDArray[np.bool_]:
    """Tell which n-grams of a text cross no line end."""
    text = points != _LINE_END
    count = len(points) - size + 1
    return np.asarray(np.logical_and.reduce([text[offset : offset + count] for offset in range(size)]))
