"""YAML as nodes that know their place: every scalar is the text that the editor typed.

Built from parser events, so that aliases, tags and deep nesting are refused while reading, before anything
is built from them, and so that no `yes` becomes True, no `012` ten, no duplicate key silently wins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from bot.knowledge.folder import TextFile
from bot.knowledge.yaml_errors import explain
from bot.problems import Problem
from bot.text import shorten

__all__ = ["Mapping", "Node", "Scalar", "Sequence", "parse_yaml"]

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_MAX_DEPTH = 12
_TAB = re.compile(r"^[ ]*\t", re.MULTILINE)
_WIDE_SPACE = re.compile(r"^[ ]*(?:- *)?\u3000", re.MULTILINE)
_WIDE_COLON = re.compile(r"^[ ]*(?:- +)?(?P<key>[a-z_]{2,20})\uff1a", re.MULTILINE)
_WIDE_DASH = re.compile(r"^[ ]*(?P<dash>[\uff0d\u30fc\u2010\u2015])[ \u3000]*\S", re.MULTILINE)
_CUT_OFF = re.compile(r"[ \t]+#(?P<rest>[^\r\n]*)")


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text as typed; ``lines`` counts the source lines it spans, ``quoted`` tells of quotation marks."""

    text: str
    line: int
    column: int
    lines: int = 1
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    items: tuple[Node, ...]
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys and values in the order of the file; keys are unique."""

    pairs: tuple[tuple[Scalar, Node], ...]
    line: int
    column: int

    def get(self, key: str) -> Node | None:
        """Return the value of a key, or None."""
        return next((value for name, value in self.pairs if name.text == key), None)


Node = Scalar | Sequence | Mapping


class _RefusedError(Exception):
    """Carry the one finding that ends the reading of a file."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def parse_yaml(file: TextFile, problems: list[Problem]) -> Node | None:
    """Return the document's node, or None after adding to ``problems`` why there is none (or it is empty)."""
    early = list(_slips_of_the_hand(file))
    if early:
        problems.extend(early)
        return None
    try:
        return _Reader(file, problems).document()
    except _RefusedError as refusal:
        problems.append(refusal.problem)
    except yaml.YAMLError as error:
        problems.append(explain(error, file))
    except (ValueError, RecursionError) as error:
        message = f"YAML として読めません({type(error).__name__})。"
        problems.append(Problem(file.path, 1, 0, message, "直前に変えたところを確かめてください。"))
    return None


def _slips_of_the_hand(file: TextFile) -> Iterator[Problem]:
    """Find what YAML itself reports so that nobody understands it, or does not report at all."""
    rules = (
        (_TAB, "行頭にタブ文字があります。", "タブを消して、半角スペースで字下げしてください。"),
        (_WIDE_SPACE, "行頭に全角スペースがあります。", "全角スペースを消して、半角スペースで字下げしてください。"),
        (_WIDE_DASH, "リストの「-」が全角です。", "半角の「- 」(ハイフンと半角スペース)にしてください。"),
    )
    for pattern, message, hint in rules:
        found = pattern.search(file.text)
        if found:
            yield Problem(file.path, file.line_at(found.start()), 1, message, hint)
    for found in _WIDE_COLON.finditer(file.text):
        hint = "半角の「: 」(コロンと半角スペース)にしてください。"
        column = found.start("key") - found.start() + 1
        message = f"「{found['key']}：」のコロンが全角です。"
        yield Problem(file.path, file.line_at(found.start()), column, message, hint)


class _Reader:
    def __init__(self, file: TextFile, problems: list[Problem]) -> None:
        self.file = file
        self.problems = problems
        self.events: Iterator[yaml.Event] = yaml.parse(file.text, Loader=_LOADER)

    def document(self) -> Node | None:
        root: Node | None = None
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                if root is not None:
                    raise self._refused(
                        event, "「---」で区切られた2つ目の文書があります。", "「---」の行を消してください。"
                    )
            elif isinstance(event, (yaml.ScalarEvent, yaml.CollectionStartEvent, yaml.AliasEvent)):
                root = self._node(event, 0)
        return None if isinstance(root, Scalar) and not root.text and not root.quoted else root

    def _node(self, event: yaml.Event, depth: int) -> Node:
        self._forbid(event, depth)
        line, column = _place(event)
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return Sequence(tuple(self._items(depth)), line, column)
        return Mapping(tuple(self._pairs(depth)), line, column)

    def _items(self, depth: int) -> Iterator[Node]:
        for event in self.events:
            if isinstance(event, yaml.SequenceEndEvent):
                return
            yield self._node(event, depth + 1)

    def _pairs(self, depth: int) -> Iterator[tuple[Scalar, Node]]:
        seen: dict[str, int] = {}
        for event in self.events:
            if isinstance(event, yaml.MappingEndEvent):
                return
            key = self._node(event, depth + 1)
            value = self._node(next(self.events), depth + 1)
            if not isinstance(key, Scalar):
                raise self._refused(
                    event, "項目名が文字ではありません。", "「{」「[」で始まる文は '…' で囲んでください。"
                )
            if key.text in seen:
                self._report_duplicate(key, seen[key.text])
                continue
            seen[key.text] = key.line
            yield key, value

    def _report_duplicate(self, key: Scalar, first: int) -> None:
        message = f"{shorten(key.text)} が2回書かれています(1回目は{first}行目)。"
        hint = "どちらかを消すか、質問なら片方を variants に移してください。"
        self.problems.append(Problem(self.file.path, key.line, key.column, message, hint))

    def _scalar(self, event: yaml.ScalarEvent) -> Scalar:
        start, end = _marks(event)
        plain = event.style in (None, "")
        if plain and event.value:
            self._warn_of_comment(event)
        lines = end.line - start.line + 1 if event.style not in ("|", ">") else max(2, end.line - start.line)
        return Scalar(event.value, start.line + 1, start.column + 1, lines, not plain)

    def _warn_of_comment(self, event: yaml.ScalarEvent) -> None:
        """A plain text that ` #` follows loses its rest without a word from YAML."""
        _, end = _marks(event)
        cut = _CUT_OFF.match(self.file.text, end.index)
        if cut:
            message = f"「#」から後ろ「{shorten(cut['rest'].strip(), 20)}」がコメントとして捨てられます。"
            hint = "文全体を '…' で囲んでください。コメントなら、次の行に移してください。"
            place = (end.line + 1, end.column + 2)
            self.problems.append(Problem(self.file.path, *place, message, hint))

    def _forbid(self, event: yaml.Event, depth: int) -> None:
        anchor = getattr(event, "anchor", None)
        if anchor:
            sign = "*" if isinstance(event, yaml.AliasEvent) else "&"
            hint = f"「{sign}{shorten(anchor, 20)}」を消してください。心当たりがなければ、このファイルを誰が置いたか確かめてください。"
            raise self._refused(event, f"YAML の参照({sign})は使えません。", hint)
        tag = getattr(event, "tag", None)
        if tag:
            hint = "「!」から始まる部分を消してください。文が「!」で始まるなら '…' で囲んでください。"
            raise self._refused(event, f"「{shorten(_short_tag(tag), 20)}」のようなタグは使えません。", hint)
        if depth > _MAX_DEPTH:
            raise self._refused(event, "入れ子が深すぎます。", "「[」や字下げを減らしてください。")

    def _refused(self, event: yaml.Event, message: str, hint: str) -> _RefusedError:
        return _RefusedError(Problem(self.file.path, *_place(event), message, hint))


def _marks(event: yaml.Event) -> tuple[Any, Any]:
    """Return where an event begins and ends; the parsers set both, which their types do not know."""
    return event.start_mark, event.end_mark


def _place(event: yaml.Event) -> tuple[int, int]:
    """Return line and column, from 1."""
    start, _ = _marks(event)
    return start.line + 1, start.column + 1


def _short_tag(tag: str) -> str:
    return "!!" + tag.removeprefix("tag:yaml.org,2002:").split("/")[0] if tag.startswith("tag:") else tag
