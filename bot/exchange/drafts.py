"""Drafts: an entry as plain values, and each of its fields as the text of one cell.

id           koganei-dx-leader-headcount
variants     one a line
excerpts     one a line, its source in front: [koganei-2021] 今のところ、全庁で50人くらいを考えています。
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from bot.knowledge import Entry, Knowledge

__all__ = ["LISTS", "SINGLES", "CellError", "Draft", "Excerpt", "ExchangeError", "Value", "cell_of", "value_of"]

SINGLES = ("id", "topic", "question", "municipality", "compare")
LISTS = ("variants", "excerpts", "see_also")
_EXCERPT = re.compile(r"[\[\uff3b](?P<source>[^\]\uff3d\s]+)[\]\uff3d]\s*(?P<quote>\S.*)")
_LINE_END = re.compile(r"\r\n|\r|\n")


class ExchangeError(OSError):
    """A table cannot be read or taken over; the message is one sentence a finding, in Japanese."""


class CellError(ValueError):
    """A cell does not say what its column wants; the message goes on from the cell's place."""


class Excerpt(NamedTuple):
    """A quote as an editor writes it: the id of its source and its words."""

    source: str
    quote: str


Value = str | tuple[str, ...] | tuple[Excerpt, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry as an editor writes it; "" and () stand for fields that are not there, ``compare`` is "" or "true"."""

    id: str
    topic: str
    question: str
    variants: tuple[str, ...] = ()
    excerpts: tuple[Excerpt, ...] = ()
    municipality: str = ""
    compare: str = ""
    see_also: tuple[str, ...] = ()

    @classmethod
    def of(cls, entry: Entry, knowledge: Knowledge) -> Draft:
        """Take an entry of the knowledge."""
        return cls(
            id=entry.id,
            topic=entry.topic,
            question=entry.question,
            variants=entry.variants,
            excerpts=tuple(Excerpt(quote.source, knowledge.text_of(quote)) for quote in entry.quotes),
            municipality=entry.municipality,
            compare="true" if entry.compares else "",
            see_also=entry.see_also,
        )

    def value(self, key: str) -> Value:
        """Return a field by its key."""
        value: Value = getattr(self, key)
        return value


def cell_of(value: Value) -> str:
    """Return the text of a cell that holds a value."""
    return value if isinstance(value, str) else "\n".join(map(_line_of, value))


def _line_of(item: str | Excerpt) -> str:
    return f"[{item.source}] {item.quote}" if isinstance(item, Excerpt) else item


def value_of(key: str, cell: str) -> Value:
    """Return what a cell of a column says; raises `CellError` where it says nothing sensible."""
    lines = [line.strip() for line in _LINE_END.split(cell) if line.strip()]
    if key == "excerpts":
        return tuple(_excerpts(lines))
    if key in LISTS:
        return tuple(lines)
    if len(lines) > 1:
        raise CellError("に改行があります。1行で書いてください。")
    text = lines[0] if lines else ""
    return _truth(text) if key == "compare" else text


def _excerpts(lines: Iterable[str]) -> Iterable[Excerpt]:
    for number, line in enumerate(lines, 1):
        match = _EXCERPT.fullmatch(line)
        if match is None:
            raise CellError(f"の{number}行目に出典がありません。「[出典の id] 引用」の形で、1行に1つ書いてください。")
        yield Excerpt(match["source"], match["quote"])


def _truth(text: str) -> str:
    if text.lower() not in ("", "true", "false"):
        raise CellError(f"の「{text[:10]}」は使えません。true と書くか、空にしてください。")
    return "true" if text.lower() == "true" else ""
