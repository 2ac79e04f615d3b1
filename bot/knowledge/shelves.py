"""Shelves: the articles as quotes are looked up in them."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from bot.knowledge.names import Names
from bot.seeds import Article, Passage
from bot.text import Normal, Span, fold_with_origins

__all__ = ["Shelf", "Shelves"]

_LINE_END = re.compile(r"\r\n|\r|\n")
_MOST_PLACES = 50  # of one piece of text in an article
# One base character with the marks that belong to it: what normalisation composes, it composes inside of one.
_CLUSTER = re.compile(r".[\u0300-\u036f\u3099\u309a]*", re.DOTALL)


@dataclass(frozen=True)
class Shelf:
    """An article under its path, with what makes it quick to look something up."""

    path: str
    article: Article

    @cached_property
    def folded(self) -> Normal:
        """The folded form without white space, for the search of near places; made when it is first needed."""
        return fold_with_origins(self.article.text)

    @cached_property
    def _line_ends(self) -> list[int]:
        return [found.end() for found in _LINE_END.finditer(self.article.text)]

    @cached_property
    def _passages(self) -> tuple[list[int], list[Passage]]:
        ordered = sorted(self.article.passages, key=lambda p: p.span.start)
        return [p.span.start for p in ordered], ordered

    @cached_property
    def _composed(self) -> Normal:
        """The text in NFC, each character with its place in the file."""
        characters: list[str] = []
        origins: list[Span] = []
        for cluster in _CLUSTER.finditer(self.article.text):
            for character in unicodedata.normalize("NFC", cluster.group()):
                characters.append(character)
                origins.append(Span(*cluster.span()))
        return Normal("".join(characters), tuple(origins))

    def line_at(self, offset: int) -> int:
        """Return the line, from 1, of an offset."""
        return bisect_right(self._line_ends, offset) + 1

    def passage_of(self, span: Span) -> Passage | None:
        """Return the passage that holds the whole span."""
        starts, passages = self._passages
        place = bisect_right(starts, span.start) - 1
        return passages[place] if place >= 0 and passages[place].span.contains(span) else None

    def places_of(self, wanted: str) -> list[Span]:
        """Return where a piece of text stands, as it is or, failing that, both composed (NFC)."""
        found = list(islice(_places(self.article.text, wanted), _MOST_PLACES))
        if found or (wanted.isascii() and self.article.text.isascii()):
            return found
        composed = unicodedata.normalize("NFC", wanted)
        if unicodedata.is_normalized("NFC", self.article.text):
            return list(islice(_places(self.article.text, composed), _MOST_PLACES)) if composed != wanted else []
        places = islice(_places(self._composed.text, composed), _MOST_PLACES)
        return [self._composed.span(*place) for place in places]


def _places(text: str, wanted: str) -> Iterator[Span]:
    start = text.find(wanted)
    while start >= 0:
        yield Span(start, start + len(wanted))
        start = text.find(wanted, start + 1)


@dataclass(frozen=True, slots=True)
class Shelves:
    """The readable articles by source id, and the ids that sources.yaml declares, readable or not."""

    by_id: Mapping[str, Shelf]
    names: Names
