"""knowledge/absent.yaml: kinds of questions that the articles do not answer, so that the bot can say so."""

from __future__ import annotations

from dataclasses import dataclass

from bot.knowledge.fields import Report, check
from bot.knowledge.forms import ABSENCES
from bot.knowledge.nodes import Node, Scalar
from bot.text import shorten

__all__ = ["Absence", "read_absences"]


@dataclass(frozen=True, slots=True)
class Absence:
    """Something that no article says: its name in a sentence, and how people ask for it."""

    id: str
    about: str
    examples: tuple[str, ...]


def read_absences(node: Node, report: Report) -> tuple[Absence, ...]:
    """Read the list; broken and repeated absences are reported and left out."""
    found: list[Absence] = []
    ids: dict[str, Scalar] = {}
    for values in check(node, ABSENCES, report) or ():
        name = values.scalar("id")
        first = ids.setdefault(name.text.strip(), name) if name else None
        if name and first and first is not name:
            message = f"id「{shorten(name.text)}」は{first.line}行目でも使われています。"
            report.error(name, message, "別の id に変えるか、どちらかを消してください。")
        elif values.complete("id", "about", "examples"):
            examples = tuple(s.text.strip() for s in values.scalars("examples"))
            found.append(Absence(values.text("id"), values.text("about"), examples))
    return tuple(found)
