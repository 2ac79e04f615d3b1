"""knowledge/faq/*.yaml: the curated entries, one file a topic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from bot.knowledge.fields import Report, Values, check
from bot.knowledge.folder import TextFile
from bot.knowledge.forms import ENTRIES
from bot.knowledge.nodes import Mapping as MappingNode
from bot.knowledge.nodes import Node, Scalar, Sequence
from bot.knowledge.quotes import Shelf, locate
from bot.knowledge.suggest import suggestion
from bot.text import Span, shorten

__all__ = ["Entry", "Quote", "read_entries"]


class Quote(NamedTuple):
    """A verbatim piece of an article: the source's id and the span of its file."""

    source: str
    span: Span


@dataclass(frozen=True, slots=True)
class Entry:
    """A curated answer: the question, the other ways to ask it, and the quotes that answer it, best first."""

    id: str
    topic: str
    question: str
    variants: tuple[str, ...]
    quotes: tuple[Quote, ...]
    municipality: str
    see_also: tuple[str, ...]
    compares: bool
    path: str
    line: int

    @property
    def questions(self) -> tuple[str, ...]:
        """The question and its variants."""
        return (self.question, *self.variants)


def read_entries(node: Node, file: TextFile, shelves: Mapping[str, Shelf], report: Report) -> tuple[Entry, ...]:
    """Read one file; broken entries are reported and left out."""
    node = _without_stump(node, file, report)
    found = (_entry(values, file.path, shelves, report) for values in check(node, ENTRIES, report) or ())
    return tuple(entry for entry in found if entry)


def _without_stump(node: Node, file: TextFile, report: Report) -> Node:
    """Leave out a last entry that was cut off with its file, saying so: half-written is no reason to refuse."""
    if not isinstance(node, Sequence) or not node.items or file.text.endswith(("\n", "\r")):
        return node
    last = node.items[-1]
    keys = {key.text for key, _ in last.pairs} if isinstance(last, MappingNode) else set()
    if not isinstance(last, MappingNode) or {"id", "topic", "question", "excerpts"} <= keys:
        return node
    message = "最後の項目が途中で終わっています。この項目は読み込みません。"
    report.warning(last, message, "続きを書き、ファイルの最後に改行を入れてください。")
    return Sequence(node.items[:-1], node.line, node.column)


def _entry(values: Values, path: str, shelves: Mapping[str, Shelf], report: Report) -> Entry | None:
    quotes = tuple(q for v in values.records("excerpts") if (q := _quote(v, shelves, report)))
    if not quotes or not values.complete("id", "topic", "question"):
        return None
    return Entry(
        id=values.text("id"),
        topic=values.text("topic"),
        question=values.text("question"),
        variants=tuple(s.text.strip() for s in values.scalars("variants")),
        quotes=quotes,
        municipality=values.text("municipality"),
        see_also=tuple(s.text.strip() for s in values.scalars("see_also")),
        compares=values.text("compare") == "true",
        path=path,
        line=values.node.line,
    )


def _quote(values: Values, shelves: Mapping[str, Shelf], report: Report) -> Quote | None:
    source, quote = values.scalar("source"), values.scalar("quote")
    if source is None or quote is None:
        return None
    if source.text not in shelves:
        _report_source(source, shelves, report)
        return None
    span = locate(quote, source.text, shelves, report)
    return Quote(source.text, span) if span else None


def _report_source(source: Scalar, shelves: Mapping[str, Shelf], report: Report) -> None:
    message = f"出典「{shorten(source.text)}」は sources.yaml にありません。"
    report.error(source, message, suggestion(source.text, shelves))
