"""The way from a seed text to an article: the first layout that recognises it reads it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from bot.seeds import labelled, paragraphs, roundtable
from bot.seeds.article import Article
from bot.seeds.lines import Line, split_lines

__all__ = ["parse"]


class _Layout(Protocol):
    def recognises(self, lines: Sequence[Line]) -> bool: ...

    def read(self, text: str, lines: Sequence[Line], municipalities: Sequence[str] = ()) -> Article: ...


_LAYOUTS: tuple[_Layout, ...] = (roundtable, labelled, paragraphs)


def parse(text: str, municipalities: Sequence[str] = ()) -> Article:
    """Parse a seed file.

    ``municipalities`` are those that the source's description names; they say where a speaker works whose
    label does not.
    A file of no known layout becomes paragraphs (``layout == "paragraphs"``).
    """
    lines = split_lines(text)
    layout = next(one for one in _LAYOUTS if one.recognises(lines))
    return layout.read(text, lines, municipalities)
