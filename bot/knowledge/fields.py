"""The form of the files, declared once: it checks what an editor wrote and makes the JSON Schema.

A shape is a `Text`, a `Listing` of one shape, or a `Record` of named fields.
`check` compares a node with a shape and returns plain values, each text still with its place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from bot.knowledge.nodes import Mapping, Node, Scalar, Sequence
from bot.knowledge.suggest import nearest
from bot.problems import Problem, Severity
from bot.text import shorten

__all__ = ["Field", "Listing", "Record", "Report", "Shape", "Text", "Values", "check"]

_MOST_OF_A_KIND = 50  # errors, and warnings, in one file; what comes after them would be read by nobody
# What "\\n" and its like make of a text in quotation marks; a file itself holds none of them.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


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
    """Where findings about one file are collected; ``unfinished`` is a last line without an end, or 0."""

    path: str
    problems: list[Problem]
    unfinished: int = 0
    errors: int = 0
    warnings: int = 0

    @property
    def is_full(self) -> bool:
        """Tell whether there are so many errors that more of them would help nobody."""
        return self.errors > _MOST_OF_A_KIND

    def error(self, node: Node, message: str, hint: str) -> None:
        """Add a finding that refuses the folder."""
        self.errors += 1
        if self.is_full:
            message, hint = "ここから先は調べていません。", "上の行を直してから、もう一度確かめてください。"
        if self.errors <= _MOST_OF_A_KIND + 1:
            self.problems.append(Problem(self.path, node.line, node.column, message, hint))

    def warning(self, node: Node, message: str, hint: str) -> None:
        """Add a finding that only tells the editor."""
        self.warnings += 1
        if self.warnings > _MOST_OF_A_KIND:
            message, hint = "注意は、この先にもあります。", "上の行を確かめてから、もう一度お試しください。"
        if self.warnings <= _MOST_OF_A_KIND + 1:
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
        hint = "文全体を '…' で囲んでください(「: 」や、文の初めの「[」「{」「- 」は、別の意味に読まれます)。"
        report.error(node, f"{name} が1つの文になっていません。", hint)
        return None
    text = node.text.strip()
    if node.broken:
        return None
    if node.is_empty or not text:
        as_nothing = f"(「{text}」は「何もない」という意味に読まれます)" if text else ""
        report.error(node, f"{name} が空です{as_nothing}。", "内容を書いてください。要らない行なら消してください。")
    elif len(text) > shape.longest:
        message = f"{name} が長すぎます({len(text)}字、上限は{shape.longest}字)。"
        report.error(node, message, "短くするか、分けてください。")
    elif shape.pattern and not re.fullmatch(shape.pattern, text):
        report.error(node, f"{name}「{shorten(text)}」の形が違います。", shape.form)
    elif "\n" in text:
        report.error(node, f"{name} が複数の行に分かれています。", "改行せずに1行で書いてください。")
    elif _CONTROL.search(text):
        report.error(node, f"{name} に、使えない制御文字が入っています。", "「\\」で始まる書き方をやめてください。")
    else:
        return node
    return None


def _check_listing(node: Node, shape: Listing, report: Report, name: str) -> tuple[Any, ...] | None:
    called = f"{name} " if name else "ファイルの内容"
    if isinstance(node, Scalar) and node.broken:
        return None
    if isinstance(node, Scalar) and node.is_empty:
        hint = "1行に1つずつ「- 」を付けて書いてください。要らない行なら消してください。"
        report.error(node, f"{called}が空です。", hint)
        return None
    if not isinstance(node, Sequence):
        report.error(node, f"{called}がリストになっていません。", _listing_hint(shape))
        return None
    if len(node.items) < shape.fewest:
        report.error(node, f"{called}が空です。", "1つ以上書いてください。")
        return None
    values = []
    for item in node.items:
        if report.is_full:
            break
        value = check(item, shape.item, report, name)
        if value is not None:
            values.append(value)
    return tuple(values)


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
    if isinstance(value, Scalar) and value.is_empty:
        return value._replace(line=key.line, column=key.column)
    return value


def _report_no_mapping(node: Node, shape: Record, report: Report) -> None:
    if isinstance(node, Scalar) and node.broken:
        return
    first = shape.fields[0].key
    hint = f"「{first}: 内容」のように、項目ごとに1行で書いてください。"
    report.error(node, f"{shape.name}の形になっていません。", hint)


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
        near = nearest(key.text, known)
        perhaps = f"「{near}」ではありませんか。" if near else ""
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
    meant = {nearest(key, [f.key for f in shape.fields]) for key in strange}
    missing = [f.key for f in shape.fields if f.required and f.key not in written and f.key not in meant]
    if missing:
        lines = "".join(f"「{key}:」" for key in missing)
        report.error(node, f"{shape.name}に {'、'.join(missing)} がありません。", f"{lines}の行を足してください。")
