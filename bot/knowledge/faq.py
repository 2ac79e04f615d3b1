"""knowledge/faq/*.yaml: the curated entries, one file a topic."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from bot.knowledge.fields import Record, Report, Values, check
from bot.knowledge.forms import ENTRIES
from bot.knowledge.nodes import Mapping as MappingNode
from bot.knowledge.nodes import Node, Scalar, Sequence
from bot.knowledge.quotes import locate
from bot.knowledge.shelves import Shelves
from bot.knowledge.text_file import TextFile
from bot.text import Span, shorten

__all__ = ["Entry", "Quote", "Written", "read_entries", "read_quote"]

_FIELDS = ENTRIES.item.fields if isinstance(ENTRIES.item, Record) else ()
_SENTENCE_END = re.compile(r"[。．.!?！？」』)）\]】…]\s*$")


class Quote(NamedTuple):
    """A verbatim piece of an article: the source's id and the span of its file."""

    source: str
    span: Span

    def meets(self, other: Quote) -> bool:
        """Tell whether two quotes share a piece of an article."""
        return self.source == other.source and self.span.overlaps(other.span)


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


@dataclass(frozen=True, slots=True)
class Written:
    """An entry as it is written, sound or not: its parts with their places, and its value unless it is broken."""

    path: str
    line: int
    id: Scalar | None
    topic: Scalar | None
    questions: tuple[Scalar, ...]
    municipality: Scalar | None
    see_also: tuple[Scalar, ...]
    entry: Entry | None


def read_entries(node: Node, file: TextFile, shelves: Shelves, report: Report) -> tuple[Written, ...]:
    """Read one file; what is wrong with an entry is reported, and it has no value then."""
    node = _without_stump(node, file, report)
    return tuple(_written(values, file.path, shelves, report) for values in check(node, ENTRIES, report) or ())


def _without_stump(node: Node, file: TextFile, report: Report) -> Node:
    """Leave out a last entry that was cut off with its file, saying so: half-written is no reason to refuse.

    The signs are that the last line has no end, that the entry lacks what stands last in an entry, or that its last
    quote stops inside a sentence.
    """
    if file.is_finished or not isinstance(node, Sequence) or not node.items or not _is_stump(node.items[-1]):
        return node
    end = Scalar("", file.last_line, 0)
    message = "ファイルが改行で終わらず、最後の項目が途中で切れています。この項目は読み込みません。"
    report.warning(end, message, "続きを書き、最後に改行を入れてください。")
    return Sequence(node.items[:-1], node.line, node.column)


def _is_stump(last: Node) -> bool:
    if isinstance(last, Scalar):
        return not last.broken and any(f.key.startswith(last.text) for f in _FIELDS)
    if not isinstance(last, MappingNode):
        return False
    lacking = any(f.required and last.get(f.key) is None for f in _FIELDS)
    excerpts = last.get("excerpts")
    if not isinstance(excerpts, Sequence) or not excerpts.items:
        return lacking or (isinstance(excerpts, Scalar) and excerpts.is_empty)
    quote = excerpts.items[-1].get("quote") if isinstance(excerpts.items[-1], MappingNode) else None
    if not isinstance(quote, Scalar) or quote.is_empty:
        return True
    return lacking and not _SENTENCE_END.search(quote.text)


def _written(values: Values, path: str, shelves: Shelves, report: Report) -> Written:
    question = values.scalar("question")
    return Written(
        path=path,
        line=values.node.line,
        id=values.scalar("id"),
        topic=values.scalar("topic"),
        questions=((question,) if question else ()) + values.scalars("variants"),
        municipality=values.scalar("municipality"),
        see_also=values.scalars("see_also"),
        entry=_entry(values, path, shelves, report),
    )


def _entry(values: Values, path: str, shelves: Shelves, report: Report) -> Entry | None:
    quotes = _quotes(values, shelves, report)
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


def _quotes(values: Values, shelves: Shelves, report: Report) -> tuple[Quote, ...]:
    found: dict[Quote, Scalar | None] = {}
    for excerpt in values.records("excerpts"):
        quote, words = read_quote(excerpt, shelves, report), excerpt.scalar("quote")
        first = found.setdefault(quote, words) if quote else words
        if words and first and first is not words:
            report.warning(words, f"{first.line}行目と同じ引用です。", "どちらかを消してください。")
    return tuple(found)


def read_quote(values: Values, shelves: Shelves, report: Report, *, phrase: bool = False) -> Quote | None:
    """Return a quote that can be shown, or None after reporting why it cannot be; a ``phrase`` needs no whole sentence."""
    source, quote = values.scalar("source"), values.scalar("quote")
    if source is None or quote is None or report.is_full:
        return None
    name = source.text.strip()
    if shelves.names.lacks(name):
        message = f"出典「{shorten(name)}」は sources.yaml にありません。"
        report.error(source, message, shelves.names.suggestion(name))
    if name not in shelves.by_id:
        return None
    span = locate(quote, name, shelves, report, phrase=phrase)
    return Quote(name, span) if span else None
