"""The form of the files, declared once: it checks what an editor wrote and makes the JSON Schema.

A shape is a `Text`, a `Listing` of one shape, or a `Record` of named fields.
`check` compares a node with a shape and returns plain values, each text still with its place.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, field
from typing import Any

from bot.knowledge.nodes import Mapping, Node, Scalar, Sequence
from bot.problems import Problem, Severity
from bot.text import shorten

__all__ = ["Field", "Listing", "Record", "Report", "Shape", "Text", "Values", "check"]


@dataclass(frozen=True, slots=True)
class Text:
    """A text of at most ``longest`` characters; ``pattern`` must match the whole, ``form`` says it in words."""

    about: str = ""
    pattern: str = ""
    form: str = ""
    longest: int = 400


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of one shape."""

    item: Shape
    about: str = ""
    fewest: int = 0


@dataclass(frozen=True, slots=True)
class Field:
    """A key of a record."""

    key: str
    shape: Shape
    required: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """A mapping with known keys; ``name`` is what a message calls it."""

    name: str
    fields: tuple[Field, ...]
    about: str = ""

    def field(self, key: str) -> Field | None:
        """Return the field of a key."""
        return next((f for f in self.fields if f.key == key), None)


Shape = Text | Listing | Record


@dataclass(slots=True)
class Report:
    """Where findings about one file are collected."""

    path: str
    problems: list[Problem]

    def error(self, node: Node, message: str, hint: str) -> None:
        """Add a finding that refuses the folder."""
        self.problems.append(Problem(self.path, node.line, node.column, message, hint))

    def warning(self, node: Node, message: str, hint: str) -> None:
        """Add a finding that only tells the editor."""
        self.problems.append(Problem(self.path, node.line, node.column, message, hint, Severity.WARNING))


@dataclass(slots=True)
class Values:
    """A record as read: texts as scalars, listings as tuples, missing or broken fields left out."""

    node: Mapping
    by_key: dict[str, Any] = field(default_factory=dict)

    def scalar(self, key: str) -> Scalar | None:
        """Return a text with its place."""
        value = self.by_key.get(key)
        return value if isinstance(value, Scalar) else None

    def text(self, key: str) -> str:
        """Return a text, or "" where there is none."""
        found = self.scalar(key)
        return found.text.strip() if found else ""

    def scalars(self, key: str) -> tuple[Scalar, ...]:
        """Return the texts of a listing."""
        return tuple(v for v in self.by_key.get(key, ()) if isinstance(v, Scalar))

    def records(self, key: str) -> tuple[Values, ...]:
        """Return the records of a listing."""
        return tuple(v for v in self.by_key.get(key, ()) if isinstance(v, Values))

    def record(self, key: str) -> Values | None:
        """Return a nested record."""
        value = self.by_key.get(key)
        return value if isinstance(value, Values) else None

    def complete(self, *keys: str) -> bool:
        """Tell whether all these keys were read."""
        return all(key in self.by_key for key in keys)


def check(node: Node, shape: Shape, report: Report, name: str = "") -> Any:
    """Return the value of a node of this shape, or None after reporting why there is none."""
    if isinstance(shape, Text):
        return _check_text(node, shape, report, name)
    if isinstance(shape, Listing):
        return _check_listing(node, shape, report, name)
    return _check_record(node, shape, report)


def _check_text(node: Node, shape: Text, report: Report, name: str) -> Scalar | None:
    if not isinstance(node, Scalar):
        report.error(node, f"{name} は1つの文で書いてください。", f"「{name}: 内容」の形にしてください。")
        return None
    text = node.text.strip()
    if not text:
        report.error(node, f"{name} が空です。", "内容を書くか、この行を消してください。")
    elif len(text) > shape.longest:
        report.error(
            node, f"{name} が長すぎます({len(text)}字、上限は{shape.longest}字)。", "短くするか、分けてください。"
        )
    elif shape.pattern and not re.fullmatch(shape.pattern, text):
        report.error(node, f"{name}「{shorten(text)}」の形が違います。", shape.form)
    elif node.lines > 1 and "\n" in text:
        report.error(node, f"{name} が複数の行に分かれています。", "改行せずに1行で書いてください。")
    else:
        return node
    return None


def _check_listing(node: Node, shape: Listing, report: Report, name: str) -> tuple[Any, ...] | None:
    if not isinstance(node, Sequence):
        report.error(node, f"{name or 'ファイルの内容'} がリストになっていません。", _listing_hint(shape))
        return None
    if len(node.items) < shape.fewest:
        report.error(node, f"{name} が空です。", "1つ以上書いてください。")
        return None
    values = [check(item, shape.item, report, name) for item in node.items]
    return tuple(v for v in values if v is not None)


def _listing_hint(shape: Listing) -> str:
    if isinstance(shape.item, Record):
        first = shape.item.fields[0].key
        return f"「{first}:」の前に「- 」を付けてください。"
    return "1行に1つずつ「- 」を付けて書いてください(「、」では区切れません)。"


def _check_record(node: Node, shape: Record, report: Report) -> Values | None:
    if not isinstance(node, Mapping):
        _report_no_mapping(node, shape, report)
        return None
    values = Values(node)
    misplaced = _report_unknown_keys(node, shape, report)
    for key, value in node.pairs:
        known = shape.field(key.text)
        if known is None or key.text in misplaced:
            continue
        read = check(_place_of_empty(key, value), known.shape, report, key.text)
        if read is not None:
            values.by_key[key.text] = read
    _report_missing(node, shape, report)
    return values


def _place_of_empty(key: Scalar, value: Node) -> Node:
    """An empty value has no place of its own worth naming: take its key's."""
    if isinstance(value, Scalar) and not value.text and not value.quoted:
        return Scalar("", key.line, key.column)
    return value


def _report_no_mapping(node: Node, shape: Record, report: Report) -> None:
    keys = "|".join(f.key for f in shape.fields)
    text = node.text if isinstance(node, Scalar) else ""
    glued = re.search(rf"(?:^|\s)(?P<key>{keys})[:\uff1a](?P<rest>\S)", text)
    if glued and text[glued.end("key")] == ":":
        hint = "コロンの後に半角スペースを入れてください。"
        report.error(node, f"「{glued['key']}:」の後に半角スペースがありません。", hint)
    elif glued:
        report.error(
            node, f"「{glued['key']}：」のコロンが全角です。", "半角の「: 」(コロンと半角スペース)にしてください。"
        )
    else:
        first = shape.fields[0].key
        report.error(
            node, f"{shape.name}の形になっていません。", f"「{first}: 内容」のように、項目ごとに1行で書いてください。"
        )


def _report_unknown_keys(node: Mapping, shape: Record, report: Report) -> set[str]:
    """Report keys that the record does not have; return the fields whose content stands one level too high."""
    misplaced: set[str] = set()
    known = [f.key for f in shape.fields]
    for key, _ in node.pairs:
        if key.text in known:
            continue
        owner = next((f.key for f in shape.fields if key.text in _inner_keys(f.shape)), None)
        if owner:
            misplaced.add(owner)
            hint = f"{owner} の中の行と同じ深さになるよう、半角スペースで字下げしてください。"
            report.error(key, f"{key.text} が {owner} の外にあります。", hint)
            continue
        near = difflib.get_close_matches(key.text, known, n=1, cutoff=0.6)
        perhaps = f"「{near[0]}」ではありませんか。" if near else ""
        hint = f"{perhaps}使える項目: {', '.join(known)}"
        report.error(key, f"「{shorten(key.text, 20)}」という項目はありません。", hint)
    return misplaced


def _inner_keys(shape: Shape) -> tuple[str, ...]:
    item = shape.item if isinstance(shape, Listing) else shape
    return tuple(f.key for f in item.fields) if isinstance(item, Record) else ()


def _report_missing(node: Mapping, shape: Record, report: Report) -> None:
    """Name what is missing, unless a key that is there looks like a slip for it."""
    written = [key.text for key, _ in node.pairs]
    strange = [key for key in written if shape.field(key) is None]
    missing = [
        f.key
        for f in shape.fields
        if f.required and f.key not in written and not difflib.get_close_matches(f.key, strange, n=1, cutoff=0.6)
    ]
    if missing:
        keys = "、".join(missing)
        report.error(node, f"{shape.name}に {keys} がありません。", f"「{missing[0]}: 内容」の行を足してください。")
