"""What a parse says of each line of a file, as the cases write it down: ``speech:宮坂 学``, ``heading``, ``furniture``."""

from __future__ import annotations

import re
from typing import NamedTuple

from bot.seeds import Article
from bot.text import Span, strip_span

__all__ = ["Read", "read_lines"]

_LINE = re.compile(r"[^\r\n\u2028]+")


class Read(NamedTuple):
    """A line that is not blank, and what the parse made of it."""

    what: str
    text: str


def read_lines(article: Article) -> list[Read]:
    """Tell of each line of the article's file what it was read as; ``lost`` where nothing covers it."""
    spans = (strip_span(article.text, Span(*line.span())) for line in _LINE.finditer(article.text))
    return [Read(_what(article, span), span.of(article.text)) for span in spans if span.start < span.end]


def _what(article: Article, line: Span) -> str:
    for passage in article.passages:
        if passage.span.overlaps(line):
            speaker = f":{passage.speaker.name}" if passage.speaker else ""
            return f"{passage.kind.name.lower()}{speaker}"
    return "furniture" if any(piece.overlaps(line) for piece in article.furniture) else "lost"
