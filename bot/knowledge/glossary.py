"""knowledge/glossary.yaml: groups of words that mean the same here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.knowledge.faq import Quote
from bot.knowledge.fields import Report, Values, check
from bot.knowledge.forms import GLOSSARY
from bot.knowledge.nodes import Mapping as MappingNode
from bot.knowledge.nodes import Node, Scalar
from bot.knowledge.quotes import Shelf, locate
from bot.knowledge.suggest import suggestion
from bot.text import fold, shorten

__all__ = ["Group", "read_glossary"]

_MOST_GROUPS_OF_A_WORD = 2


@dataclass(frozen=True, slots=True)
class Group:
    """Words that stand for each other, how they are typed in kana, their English, and where they are defined."""

    words: tuple[str, ...]
    readings: tuple[str, ...]
    english: tuple[str, ...]
    definition: Quote | None
    line: int


def read_glossary(node: Node, shelves: Mapping[str, Shelf], report: Report) -> tuple[Group, ...]:
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


def _group(values: Values, shelves: Mapping[str, Shelf], report: Report) -> Group:
    definition = values.record("definition")
    return Group(
        words=tuple(s.text.strip() for s in values.scalars("words")),
        readings=tuple(s.text.strip() for s in values.scalars("readings")),
        english=tuple(s.text.strip() for s in values.scalars("english")),
        definition=_definition(definition, shelves, report) if definition else None,
        line=values.node.line,
    )


def _definition(values: Values, shelves: Mapping[str, Shelf], report: Report) -> Quote | None:
    source, quote = values.scalar("source"), values.scalar("quote")
    if source is None or quote is None:
        return None
    if source.text not in shelves:
        message = f"出典「{shorten(source.text)}」は sources.yaml にありません。"
        report.error(source, message, suggestion(source.text, shelves))
        return None
    span = locate(quote, source.text, shelves, report)
    return Quote(source.text, span) if span else None


def _report_arrows(node: MappingNode, report: Report) -> None:
    pairs = {key.text: value.text for key, value in node.pairs if isinstance(value, Scalar)}
    for key, _ in node.pairs:
        chain = [key.text]
        while chain[-1] in pairs and pairs[chain[-1]] not in chain:
            chain.append(pairs[chain[-1]])
        if pairs.get(chain[-1]) == key.text:
            last = next(k for k, _ in reversed(node.pairs) if k.text in chain)
            message = f"言い換えが一周しています: {' → '.join(shorten(w, 12) for w in [*chain, key.text])}。"
            report.error(last, message, f"「- words: [{', '.join(chain)}]」のように1つのまとまりにしてください。")
            return
    report.error(node, "言い換えがリストになっていません。", "「- words: [言葉, 別の言葉]」の形で書いてください。")


def _report_repetition(values: Values, seen: dict[str, list[int]], report: Report) -> None:
    scalars = values.scalars("words")
    inside: set[str] = set()
    for scalar in scalars:
        word = fold(scalar.text)
        if word in inside:
            report.warning(scalar, f"「{shorten(scalar.text)}」が同じ組に2回あります。", "片方を消してください。")
            continue
        inside.add(word)
        lines = seen.setdefault(word, [])
        lines.append(values.node.line)
        if len(lines) > _MOST_GROUPS_OF_A_WORD:
            where = "、".join(f"{n}行目" for n in lines[:-1])
            message = f"「{shorten(scalar.text)}」が{len(lines)}つの組にあります({where})。"
            report.warning(scalar, message, "意味の近い組を1つにまとめるか、この言葉を外してください。")
    alone = len(inside) + len(values.scalars("english")) + len(values.scalars("readings"))
    if alone < 2:
        report.warning(
            values.node, "言い換えが1つしかないため、役に立ちません。", "同じ意味の言葉を足すか、組を消してください。"
        )
