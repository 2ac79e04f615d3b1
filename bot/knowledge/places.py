"""knowledge/places.yaml: the places that people name in questions, whether an article is about them or not."""

from __future__ import annotations

from dataclasses import dataclass

from bot.knowledge.fields import Report, check
from bot.knowledge.forms import PLACES
from bot.knowledge.nodes import Node
from bot.text import fold, shorten

__all__ = ["Place", "read_places"]


@dataclass(frozen=True, slots=True)
class Place:
    """A place under its official name, and the other ways to write it."""

    name: str
    aliases: tuple[str, ...]


def read_places(node: Node, report: Report) -> tuple[Place, ...]:
    """Read the list; a name that stands for two places is reported."""
    found: list[Place] = []
    seen: dict[str, str] = {}
    for values in check(node, PLACES, report) or ():
        if not values.complete("name"):
            continue
        place = Place(values.text("name"), tuple(s.text.strip() for s in values.scalars("aliases")))
        for scalar in (values.scalar("name"), *values.scalars("aliases")):
            if scalar is None:
                continue
            other = seen.setdefault(fold(scalar.text), place.name)
            if other != place.name:
                message = f"「{shorten(scalar.text)}」は {other} の書き方でもあります。"
                report.warning(scalar, message, "どちらか片方だけに書いてください。")
        found.append(place)
    return tuple(found)
