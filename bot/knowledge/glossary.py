"""knowledge/glossary.yaml: groups of words that mean the same here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.knowledge.faq import Quote, read_quote
from bot.knowledge.fields import Record, Report, Values, check
from bot.knowledge.forms import GLOSSARY
from bot.knowledge.nodes import Mapping as MappingNode
from bot.knowledge.nodes import Node, Scalar, Sequence
from bot.knowledge.shelves import Shelves
from bot.text import fold, shorten

__all__ = ["Group", "read_glossary"]

_MOST_GROUPS_OF_A_WORD = 2
_SHOWN_LINES = 5
_SHOWN_WORDS = 4
_WIDE_COMMA = re.compile("[、\uff0c]")


@dataclass(frozen=True, slots=True)
class Group:
    """Words that stand for each other, how they are typed in kana, their English, and where they are defined."""

    words: tuple[str, ...]
    readings: tuple[str, ...]
    english: tuple[str, ...]
    definition: Quote | None
    line: int


def read_glossary(node: Node, shelves: Shelves, report: Report) -> tuple[Group, ...]:
    """Read the groups; equals need no direction, so that no chain of them can go round in a circle."""
    if isinstance(node, MappingNode):
        _report_arrows(node, report)
        return ()
    groups: list[Group] = []
    seen: dict[str, list[int]] = {}
    for values in check(node, GLOSSARY, report) or ():
        if values.complete("words"):
            _report_repetition(values, seen, report)
            groups.append(_group(values, shelves, report))
    return tuple(groups)


def _group(values: Values, shelves: Shelves, report: Report) -> Group:
    definition = values.record("definition")
    return Group(
        words=tuple(s.text.strip() for s in values.scalars("words")),
        readings=tuple(s.text.strip() for s in values.scalars("readings")),
        english=tuple(s.text.strip() for s in values.scalars("english")),
        definition=read_quote(definition, shelves, report, phrase=True) if definition else None,
        line=values.node.line,
    )


def _report_arrows(node: MappingNode, report: Report) -> None:
    """Explain a mapping (``職員: 人材``) where a list of groups is wanted, and name the circle if there is one."""
    if any(GLOSSARY.item.field(key.text) for key, _ in node.pairs if isinstance(GLOSSARY.item, Record)):
        report.error(node, "言い換えの組がリストになっていません。", "「words:」の前に「- 」を付けてください。")
        return
    circle = _circle({key.text: value.text for key, value in node.pairs if isinstance(value, Scalar)})
    if not circle:
        hint = "「- words: [言葉, 別の言葉]」の形で書いてください。"
        report.error(node, "言い換えがリストになっていません。", hint)
        return
    last = next(key for key, _ in reversed(node.pairs) if key.text in circle)
    shown = [shorten(word, 8) for word in circle[:_SHOWN_WORDS]] + ["…"] * (len(circle) > _SHOWN_WORDS)
    message = f"言い換えが一周しています: {' → '.join([*shown, shown[0]])}。"
    hint = f"どれか1行を消すか、「- words: [{', '.join(shown)}]」のように1つの組にしてください。"
    if len(circle) == 1:
        hint = "この行を消してください。"
    report.error(last, message, hint)


def _circle(pairs: Mapping[str, str]) -> list[str]:
    """Return the first chain of words that comes back to its beginning, or nothing; each word is visited once."""
    visited: set[str] = set()
    for start in pairs:
        chain: dict[str, None] = {}
        word = start
        while word in pairs and word not in visited:
            visited.add(word)
            chain[word] = None
            word = pairs[word]
        if word in chain:
            words = list(chain)
            return words[words.index(word) :]
    return []


def _report_repetition(values: Values, seen: dict[str, list[int]], report: Report) -> None:
    words = values.scalars("words")
    first: dict[str, Scalar] = {}
    repeated = [scalar for scalar in words if first.setdefault(fold(scalar.text), scalar) is not scalar]
    for scalar in repeated:
        report.warning(scalar, f"「{shorten(scalar.text)}」が同じ組に2回あります。", "片方を消してください。")
    for word, scalar in first.items():
        lines = seen.setdefault(word, [])
        lines.append(values.node.line)
        if len(lines) > _MOST_GROUPS_OF_A_WORD:
            _report_crowd(scalar, lines, report)
    if len(words) == 1 and _WIDE_COMMA.search(words[0].text):
        hint = "半角の「, 」(カンマと半角スペース)で区切ってください。"
        report.warning(words[0], f"「{shorten(words[0].text)}」は、まとめて1つの言葉と読まれます。", hint)
    elif len(words) + len(values.scalars("english")) + len(values.scalars("readings")) < 2 and not _has_broken(values):
        hint = "同じ意味の言葉を足すか、組を消してください。"
        report.warning(values.node, "言い換えが1つしかないため、役に立ちません。", hint)


def _has_broken(values: Values) -> bool:
    """Tell whether some of the words were reported and left out."""
    written = values.node.get("words")
    return isinstance(written, Sequence) and len(written.items) > len(values.scalars("words"))


def _report_crowd(scalar: Scalar, lines: list[int], report: Report) -> None:
    shown = "、".join(f"{n}行目" for n in lines[:-1][:_SHOWN_LINES])
    more = "など" if len(lines) - 1 > _SHOWN_LINES else ""
    message = f"「{shorten(scalar.text)}」が{len(lines)}つの組にあります({shown}{more})。"
    report.warning(scalar, message, "意味の近い組を1つにまとめるか、この言葉を外してください。")
