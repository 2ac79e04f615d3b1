"""Text and its places: spans, the folded form used for comparing, and the way back to the original.

Everything is compared in its folded form and quoted in its original form.
The folded form of ``ＤＸって㈱？`` is ``dxって(株)?``; each of its characters remembers where it came from.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import NamedTuple

__all__ = ["Normal", "Span", "fold", "fold_with_origins", "narrow", "shorten", "strip_span"]

# One base character with the marks that belong to it (voiced sound marks, variation selectors, accents).
_CLUSTER = re.compile(r".[\u0300-\u036f\u3099\u309a\uff9e\uff9f\ufe00-\ufe0f]{0,8}", re.DOTALL)
# Control, format (zero-width, bidirectional) and surrogate characters carry nothing to compare.
_DROPPED_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_UNIFIED = str.maketrans({"〜": "~", "～": "~", "‐": "-", "‑": "-", "–": "-", "−": "-", "“": '"', "”": '"', "’": "'"})
# Full-width ASCII and its half-width twin, one code point each: spans stay what they are.
_NARROW = {0xFF01 + i: 0x21 + i for i in range(94)} | {0x3000: 0x20}
# What str.strip() takes, and the byte order mark, which is a code point of the file.
_BLANK = " \t\r\n\v\f\u00a0\u3000\u2000\u2001\u2002\u2003\u2009\u200b\ufeff"
_SPACES = re.compile(r"\s+")


class Span(NamedTuple):
    """A half-open range ``[start, end)`` of Unicode code points of one file."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the verbatim piece of ``text``."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Tell whether both ranges share a code point."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Tell whether ``other`` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Normal:
    """A folded text and, for each of its characters, where the cluster that it came from begins and ends."""

    text: str
    origins: tuple[Span, ...]

    def span(self, start: int, end: int) -> Span:
        """Translate a range of the folded text into a span of the original."""
        first = self.origins[start].start
        return Span(first, self.origins[end - 1].end if end > start else first)


def fold(text: str) -> str:
    r"""Return the form in which texts are compared: NFKC, casefolded, no invisible characters, single spaces.

    >>> fold("ＤＸ推進課　ﾃﾞｼﾞﾀﾙ\u200b!")
    'dx推進課 デジタル!'
    """
    spaced = _SPACES.sub(" ", text)
    visible = spaced if spaced.isprintable() else "".join(filter(_is_visible, spaced))
    compatible = unicodedata.normalize("NFKC", visible).casefold().translate(_UNIFIED)
    return _SPACES.sub(" ", compatible).strip()


def fold_with_origins(text: str) -> Normal:
    """Fold cluster by cluster, so that every character keeps the offset of the cluster it came from.

    White space is dropped altogether: this form serves to find a misquoted sentence.

    >>> [tuple(origin) for origin in fold_with_origins("㈱ A").origins]
    [(0, 1), (0, 1), (0, 1), (2, 3)]
    """
    characters: list[str] = []
    origins: list[Span] = []
    for cluster in _CLUSTER.finditer(text):
        for character in fold(cluster.group()):
            characters.append(character)
            origins.append(Span(*cluster.span()))
    return Normal("".join(characters), tuple(origins))


def narrow(text: str) -> str:
    """Return the text with full-width ASCII made half-width; every offset stays the same.

    >>> narrow("\uff23\uff29\uff2f\uff1a住野")
    'CIO:住野'
    """
    return text.translate(_NARROW)


def strip_span(text: str, span: Span) -> Span:
    r"""Narrow a span by the white space (U+00A0 and U+3000 too) at its ends.

    >>> strip_span(" a b\u00a0", Span(0, 5))
    Span(start=1, end=4)
    """
    piece = span.of(text)
    start = span.start + len(piece) - len(piece.lstrip(_BLANK))
    return Span(start, max(start, span.end - (len(piece) - len(piece.rstrip(_BLANK)))))


def shorten(text: str, limit: int = 40) -> str:
    """Cut content for a message to ``limit`` characters, on one line and without invisible characters.

    >>> shorten("青梅市のDX推進課", 5)
    '青梅市の…'
    """
    line = "".join(c if _is_visible(c) else " " for c in text).strip()
    return line if len(line) <= limit else line[: limit - 1] + "…"


def _is_visible(character: str) -> bool:
    return unicodedata.category(character) not in _DROPPED_CATEGORIES
