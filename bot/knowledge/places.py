"""knowledge/places.yaml: the places that people name in questions, whether an article is about them or not."""

from __future__ import annotations

from dataclasses import dataclass

from bot.knowledge.fields import Report, Values, check
from bot.knowledge.forms import PLACES
from bot.knowledge.nodes import Node, Scalar
from bot.text import fold, shorten

__all__ = ["CAPITAL", "Place", "read_places"]

CAPITAL = "東京都"  # takes part in nearly every talk, as a guest and as the host who asks


@dataclass(frozen=True, slots=True)
class Place:
    """A place under its official name, and the other ways to write it."""

    name: str
    aliases: tuple[str, ...]


def read_places(node: Node, report: Report) -> tuple[Place, ...]:
    """Read the list; a name that stands for two places is reported."""
    found: list[Place] = []
    names: dict[str, Scalar] = {}
    seen: dict[str, str] = {}
    for values in check(node, PLACES, report) or ():
        name = values.scalar("name")
        if name is None:
            continue
        first = names.setdefault(fold(name.text), name)
        if first is not name:
            message = f"「{shorten(name.text)}」は{first.line}行目にもあります。"
            report.warning(name, message, "1つにまとめてください。")
            continue
        _report_shared(values, seen, report)
        found.append(Place(values.text("name"), tuple(s.text.strip() for s in values.scalars("aliases"))))
    return tuple(found)


def _report_shared(values: Values, seen: dict[str, str], report: Report) -> None:
    owner = values.text("name")
    for scalar in (values.scalar("name"), *values.scalars("aliases")):
        other = seen.setdefault(fold(scalar.text), owner) if scalar else owner
        if scalar and other != owner:
            message = f"「{shorten(scalar.text, 20)}」は「{shorten(other, 15)}」の書き方でもあります。"
            report.warning(scalar, message, "どちらか片方だけに書いてください。")
