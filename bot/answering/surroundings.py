"""Surroundings: an article around one of its quotes, page by page, with everybody named and the quote marked.

The page that opens holds the quote with what leads there and what follows; the others go on from it to both ends.
Every word is the article's: a piece is ``article[start:end]``, always.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, groupby
from typing import NamedTuple

from bot.answering.answer import excerpt_of
from bot.knowledge import Knowledge, Quote, Source
from bot.seeds import Article, Kind, Passage
from bot.text import Span

__all__ = ["Piece", "Surroundings", "Turn", "surroundings"]

_ROOM = 1_000  # characters of one page: some two screens of a phone
_LEAD = 250  # characters before the quote's paragraph, from which no more are put there: it is seen without scrolling
_MOST = 20  # paragraphs of one page, however short they are
_HEADINGS = 3  # that stay together with what stands below them
_TITLES = frozenset({Kind.TITLE, Kind.HEADING})


class Piece(NamedTuple):
    """Verbatim words, and whether they are those of the quote."""

    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Turn:
    """What somebody says in one go, or what stands in a part of the article where nobody speaks.

    ``said_by`` says whose words these are, as answers do, and is "" over a heading; ``goes_on`` tells that the turn
    begins on the page before. Each of ``paragraphs`` is whole but for where a page ends.
    """

    said_by: str
    paragraphs: tuple[tuple[Piece, ...], ...]
    is_heading: bool = False
    goes_on: bool = False

    @property
    def is_quoted(self) -> bool:
        """Tell whether the quote, or a part of it, is in here."""
        return any(piece.marked for paragraph in self.paragraphs for piece in paragraph)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """One page of an article: ``page`` of ``pages``, counted from 0; the quote opens on page ``home``.

    ``headings`` are those in force where the page begins, the theme before the sub-heading.
    """

    source: Source
    headings: tuple[str, ...]
    turns: tuple[Turn, ...]
    page: int
    pages: int
    home: int


class _Part(NamedTuple):
    """A passage, or as much of it as fits on a page."""

    passage: Passage
    span: Span


_Unit = tuple[_Part, ...]


def surroundings(knowledge: Knowledge, quote: Quote, page: int | None = None) -> Surroundings | None:
    """Return a page of the article around a quote, its own unless another is wanted; None where it is not to be found.

    A page that is not there is taken for the nearest that is.
    """
    article = knowledge.articles.get(quote.source)
    units = _units(_parts(article)) if article else []
    held = [n for n, unit in enumerate(units) if any(part.span.overlaps(quote.span) for part in unit)]
    if article is None or not held:
        return None
    pages, home = _pages(units, held[0], held[-1] + 1)
    shown = home if page is None else min(max(page, 0), len(pages) - 1)
    start, stop = pages[shown]
    before, here = (tuple(chain.from_iterable(u)) for u in (units[:start], units[start:stop]))
    return Surroundings(
        source=knowledge.sources[quote.source],
        headings=tuple(h.of(article.text) for h in _over(here[0])),
        turns=tuple(_turns(knowledge, quote, before[-1:], here)),
        page=shown,
        pages=len(pages),
        home=home,
    )


def _parts(article: Article) -> Iterator[_Part]:
    """Cut an article into passages, and a passage without room on a page where a sentence ends."""
    for passage in article.passages:
        start, fits = passage.span.start, passage.span.start
        for end in _ends(passage):
            if end - start > _ROOM:
                yield _Part(passage, Span(start, fits))
                start = fits
            fits = end
        yield _Part(passage, Span(start, passage.span.end))


def _ends(passage: Passage) -> Iterator[int]:
    """Yield where a passage may be cut: before each sentence, and within one that fits on no page."""
    starts = [s.start for s in passage.sentences if s.start > passage.span.start]
    place = passage.span.start
    for end in (*starts, passage.span.end):
        while end - place > _ROOM:
            place += _ROOM
            yield place
        place = end
        yield end


def _units(parts: Iterable[_Part]) -> list[_Unit]:
    """Keep headings with what they stand over, so that none is the last line of a page."""
    units: list[_Unit] = []
    headings: _Unit = ()
    for part in parts:
        if part.passage.kind in _TITLES and len(headings) < _HEADINGS:
            headings = (*headings, part)
        else:
            units.append((*headings, part))
            headings = ()
    return [*units, headings] if headings else units


def _size(units: Iterable[_Unit]) -> int:
    return sum(part.span.end - part.span.start for unit in units for part in unit)


def _pages(units: Sequence[_Unit], first: int, end: int) -> tuple[list[tuple[int, int]], int]:
    """Return the ranges of all pages, and the number of the one that holds the quote."""
    first, end = _around(units, first, end)
    before = [(first - stop, first - start) for start, stop in _filled(units[:first][::-1])]
    after = [(end + start, end + stop) for start, stop in _filled(units[end:])]
    return [*reversed(before), (first, end), *after], len(before)


def _around(units: Sequence[_Unit], first: int, end: int) -> tuple[int, int]:
    """Widen a range as far as a page has room: before it by what leads there, after it by what follows."""
    quoted = first
    while first > 0 and _size(units[first:quoted]) < _LEAD and _fits(units[first - 1 : end]):
        first -= 1
    while end < len(units) and _fits(units[first : end + 1]):
        end += 1
    return first, end


def _filled(units: Sequence[_Unit]) -> Iterator[tuple[int, int]]:
    """Fill pages one after the other; yields the range of each."""
    start = 0
    for number in range(1, len(units)):
        if not _fits(units[start : number + 1]):
            yield start, number
            start = number
    if units:
        yield start, len(units)


def _fits(units: Sequence[_Unit]) -> bool:
    return len(units) <= _MOST and _size(units) <= _ROOM


def _over(part: _Part) -> tuple[Span, ...]:
    """Return the headings over the first part of a page; one that stands there itself is not said twice."""
    return tuple(h for h in part.passage.headings if h != part.passage.span)


def _turns(knowledge: Knowledge, quote: Quote, before: Sequence[_Part], parts: Sequence[_Part]) -> Iterator[Turn]:
    """Put the parts of a page together to turns; ``before`` is the last part of the page before, if there is one."""
    text = knowledge.articles[quote.source].text
    goes_on = any(_whose(part) == _whose(parts[0]) for part in before)
    for _, group in groupby(parts, _whose):
        said = list(group)
        is_heading = said[0].passage.kind in _TITLES
        whose = "" if is_heading else excerpt_of(knowledge, Quote(quote.source, said[0].span)).said_by
        yield Turn(whose, tuple(_paragraphs(text, said, quote.span)), is_heading, goes_on)
        goes_on = False


def _whose(part: _Part) -> tuple[object, ...]:
    """Return what the parts of one turn have in common; a heading is alone."""
    passage = part.passage
    if passage.kind in _TITLES:
        return (passage.span,)
    return (passage.turn,) if passage.turn else (passage.kind, passage.headings)


def _paragraphs(text: str, parts: Iterable[_Part], quote: Span) -> Iterator[tuple[Piece, ...]]:
    """Yield the paragraphs of a turn, each cut where the quote begins and ends."""
    for _, group in groupby(parts, lambda part: part.passage.span):
        spans = [part.span for part in group]
        first, last = spans[0].start, spans[-1].end
        start, end = (max(first, min(edge, last)) for edge in quote)
        cut = (Span(first, start), Span(start, end), Span(end, last))
        yield tuple(Piece(span.of(text), number == 1) for number, span in enumerate(cut) if span.start < span.end)
