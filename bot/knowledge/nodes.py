"""YAML as nodes that know their place: every scalar is the text that the editor typed.

Built from parser events, so that aliases, tags and deep nesting are refused while reading, before anything
is built from them, and so that no `yes` becomes True, no `012` ten, no duplicate key silently wins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import yaml

from bot.knowledge.text_file import TextFile
from bot.knowledge.yaml_errors import CLOSE_BRACKET, CLOSE_QUOTATION, explain
from bot.problems import Problem
from bot.text import shorten

__all__ = ["Mapping", "Node", "Scalar", "Sequence", "parse_yaml"]

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_MAX_DEPTH = 12
_MAX_NODES = 200_000
_MOST_COMMENTS = 50  # findings of one kind in one file; more of them would be read by nobody
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_LINE_END = re.compile(r"\r\n|\r|\n")
_CUT_OFF = re.compile(r"[ \t]+#(?P<rest>[^\r\n]*)")


class Scalar(NamedTuple):
    """A text as typed; ``lines`` counts the source lines it spans, ``quoted`` tells of quotation marks.

    ``broken`` tells that a finding about this text has been made, so that nobody adds a second one.
    """

    text: str
    line: int
    column: int
    lines: int = 1
    quoted: bool = False
    broken: bool = False

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing stands here, or what YAML takes for nothing (``~``, ``null``)."""
        return not self.quoted and self.text in _NULLS


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
    reader = _Reader(file, problems)
    try:
        return reader.document()
    except _RefusedError as refusal:
        problems.append(refusal.problem)
    except yaml.YAMLError as error:
        problems.extend(reader.stumbled(error))
    except (ValueError, RecursionError):
        problems.append(Problem(file.path, 1, 0, "YAML として読めません。", "直前に変えたところを確かめてください。"))
    return None


class _Reader:
    def __init__(self, file: TextFile, problems: list[Problem]) -> None:
        self.file = file
        self.problems = problems
        # PyYAML's types know neither the loader's methods nor the places of its events.
        self.loader: Any = _LOADER(file.text)
        self.count = 0
        # When the parser stumbles, the line to change is where a bracket was left open, or where quotation marks
        # were opened that end on another line, and not the line where it stumbled.
        self.open_brackets: list[Any] = []
        self.closed_in_comment = False
        self.comments = 0
        self.last: Any = None

    def _next(self) -> Any:
        """Return the parser's next event, and remember it; None when all is read."""
        self.last = self.loader.get_event() or self.last
        return self.last

    def document(self) -> Node | None:
        """Read the whole file; None where nothing stands in it."""
        root: Node | None = None
        while not isinstance(event := self._next(), yaml.StreamEndEvent):
            if isinstance(event, yaml.DocumentStartEvent) and root is not None:
                message = "「---」で区切られた2つ目の内容があります。"
                raise self._refused(event, message, "「---」の行を消してください。")
            if isinstance(event, yaml.NodeEvent):
                root = self._node(event, 0)
        return None if isinstance(root, Scalar) and root.is_empty and not root.broken else root

    def stumbled(self, error: yaml.YAMLError) -> list[Problem]:
        """Explain a parser's error, at the line where its cause is, unless that has been reported."""
        last, mark = self.last, getattr(error, "problem_mark", None)
        if last and _is_quoted(last) and _lines(last) > 1:
            message = "引用符(' または \")が、同じ行で閉じていません。"
            return [Problem(self.file.path, *_place(last), message, CLOSE_QUOTATION)]
        if self.open_brackets:
            message = "「[」または「{」が閉じていません。"
            found = Problem(self.file.path, *_place(self.open_brackets[0]), message, CLOSE_BRACKET)
            return [] if self.closed_in_comment else [found]
        if last and mark and _is_closed(last) and last.end_mark.line == mark.line:
            message = "閉じた引用符や括弧の後に、文字が続いています。"
            hint = "文全体を '…' で囲んでください。余分な括弧なら消してください。"
            return [Problem(self.file.path, mark.line + 1, mark.column + 1, message, hint)]
        return [explain(error, self.file)]

    def _node(self, event: Any, depth: int) -> Node:
        self.count += 1
        if event.anchor or getattr(event, "tag", None) or depth > _MAX_DEPTH or self.count > _MAX_NODES:
            raise self._forbidden(event, depth)
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event)
        if event.flow_style:
            self.open_brackets.append(event)
        line, column = _place(event)
        if isinstance(event, yaml.SequenceStartEvent):
            node: Node = Sequence(tuple(self._items(depth)), line, column)
        else:
            node = Mapping(tuple(self._pairs(depth)), line, column)
        if event.flow_style:
            self.open_brackets.pop()
        return node

    def _items(self, depth: int) -> Iterator[Node]:
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            yield self._node(event, depth + 1)

    def _pairs(self, depth: int) -> Iterator[tuple[Scalar, Node]]:
        seen: dict[str, int] = {}
        again: list[Scalar] = []
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            key = self._node(event, depth + 1)
            value = self._node(self._next(), depth + 1)
            if not isinstance(key, Scalar):
                hint = "「{」「[」で始まる文は '…' で囲んでください。"
                raise self._refused(event, "項目名が文字ではありません。", hint)
            if key.text in seen:
                again.append(key)
                continue
            seen[key.text] = key.line
            yield key, value
        if again:
            self._report_repeated(again, seen)

    def _report_repeated(self, again: list[Scalar], seen: dict[str, int]) -> None:
        """Report keys that come twice: one is a slip, several are two records in one."""
        key = again[0]
        message = f"{shorten(key.text, 20)} が2回書かれています(1回目は{seen[key.text]}行目)。"
        hint = "どちらかを消してください。"
        if key.text == "question":
            hint += "質問の言い換えなら、variants に移してください。"
        if len(again) > 1:
            message = f"{shorten(key.text, 20)} など{len(again)}つが2回書かれています(1回目は{seen[key.text]}行目)。"
            hint = "2つの項目がつながっています。2つ目の最初の行を「- 」で始めてください。"
        self.problems.append(Problem(self.file.path, key.line, key.column, message, hint))

    def _scalar(self, event: Any) -> Scalar:
        lines = _lines(event)
        plain = not event.style
        broken = plain and (self._is_cut_off(event) or (lines > 1 and self._swallows_items(event)))
        return Scalar(event.value, *_place(event), lines, not plain, broken)

    def _is_cut_off(self, event: Any) -> bool:
        """Report a plain text that ` #` follows: its rest is lost without a word from YAML."""
        end = event.end_mark
        behind = self.file.text[end.index : end.index + 1]
        cut = _CUT_OFF.match(self.file.text, end.index) if behind in (" ", "\t") else None
        self.comments += cut is not None
        if cut and self.comments <= _MOST_COMMENTS:
            message = f"「#」から後ろ「{shorten(cut['rest'].strip(), 20)}」がコメントとして捨てられます。"
            hint = "文全体を '…' で囲んでください。コメントなら、次の行に移してください。"
            self.problems.append(Problem(self.file.path, end.line + 1, end.column + 2, message, hint))
            self.closed_in_comment |= bool(self.open_brackets)
        return cut is not None

    def _swallows_items(self, event: Any) -> bool:
        """Report a list's item that became the second line of a text: one of the two lines begins wrongly."""
        start, end = event.start_mark, event.end_mark
        below = _LINE_END.split(self.file.text[start.index : end.index])[1:]
        item = next((n for n, line in enumerate(below) if line.lstrip().startswith("- ")), None)
        if item is None:
            return False
        line, column = start.line + 2 + item, len(below[item]) - len(below[item].lstrip()) + 1
        message = "「- 」の位置がずれているため、上の行の続きと読まれます。"
        hint = "この行の字下げ(半角スペースの数)を、すぐ上の行にそろえてください。"
        if not self.file.text[start.index - start.column : start.index].strip():
            line, column = _place(event)
            message, hint = "リストの行に「- 」がありません。", "行頭に「- 」(ハイフンと半角スペース)を付けてください。"
        self.problems.append(Problem(self.file.path, line, column, message, hint))
        return True

    def _forbidden(self, event: Any, depth: int) -> _RefusedError:
        """Return why an event ends the reading."""
        if event.anchor:
            sign = "*" if isinstance(event, yaml.AliasEvent) else "&"
            hint = (
                f"文が「{sign}」で始まるなら '…' で囲んでください。"
                "心当たりがなければ、このファイルを誰が置いたか確かめてください。"
            )
            return self._refused(event, f"YAML の参照(「{sign}{shorten(event.anchor, 20)}」)は使えません。", hint)
        if getattr(event, "tag", None):
            hint = "「!」から始まる部分を消してください。文が「!」で始まるなら '…' で囲んでください。"
            return self._refused(event, f"「{shorten(_short_tag(event.tag), 20)}」のようなタグは使えません。", hint)
        if depth > _MAX_DEPTH:
            return self._refused(event, "入れ子が深すぎます。", "「[」や字下げを減らしてください。")
        return self._refused(event, "1つのファイルに書かれている項目が多すぎます。", "ファイルを分けてください。")

    def _refused(self, event: Any, message: str, hint: str) -> _RefusedError:
        return _RefusedError(Problem(self.file.path, *_place(event), message, hint))


def _is_quoted(event: Any) -> bool:
    return isinstance(event, yaml.ScalarEvent) and event.style in ("'", '"')


def _is_closed(event: Any) -> bool:
    """Tell whether the event ends with a sign: quotation marks or a bracket; the end of a block has no width."""
    has_width = event.end_mark.index > event.start_mark.index
    return _is_quoted(event) or (has_width and isinstance(event, yaml.CollectionEndEvent))


def _lines(event: Any) -> int:
    """Count the lines that a text spans; a block (``|``, ``>``) begins on the line below its sign."""
    below = int(event.end_mark.line - event.start_mark.line)
    return max(1, below - 1) if event.style in ("|", ">") else below + 1


def _place(event: Any) -> tuple[int, int]:
    """Return line and column, from 1."""
    start = event.start_mark
    return start.line + 1, start.column + 1


def _short_tag(tag: str) -> str:
    return "!!" + tag.removeprefix("tag:yaml.org,2002:").split("/")[0] if tag.startswith("tag:") else tag
