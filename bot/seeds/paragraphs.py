"""The layout of last resort: a title, then one passage a paragraph, with no speaker."""

from __future__ import annotations

from collections.abc import Sequence

from bot.seeds.article import Article, Kind
from bot.seeds.builder import Builder
from bot.seeds.lines import Line, is_furniture, looks_like_heading

__all__ = ["read", "recognises"]


def recognises(lines: Sequence[Line]) -> bool:
    """Take any file."""
    del lines
    return True


def read(text: str, lines: Sequence[Line], municipalities: Sequence[str] = ()) -> Article:
    """Parse a file of no known layout: nothing is attributed to anybody."""
    del municipalities
    build = Builder(text)
    for line in lines:
        if line.blank:
            continue
        if is_furniture(line):
            build.discard(line.span)
        elif build.title.end == 0:
            build.entitle(line)
        elif line.after_blank and looks_like_heading(line):
            build.head(line)
        else:
            build.state(Kind.PARAGRAPH, line.span)
    return build.article("paragraphs", [])
