"""knowledge/topics.yaml: the topics that a clerk would look for, in the order in which they are listed."""

from __future__ import annotations

from dataclasses import dataclass

from bot.knowledge.fields import Report, check
from bot.knowledge.forms import TOPICS
from bot.knowledge.nodes import Node, Scalar
from bot.text import fold, shorten

__all__ = ["Topic", "read_topics"]


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic: its id, its name, and one line that says what is in it."""

    id: str
    name: str
    about: str
    line: int = 0


def read_topics(node: Node, report: Report) -> tuple[Topic, ...]:
    """Read the list; broken and repeated topics are reported and left out."""
    found: list[Topic] = []
    ids: dict[str, Scalar] = {}
    names: dict[str, Scalar] = {}
    for values in check(node, TOPICS, report) or ():
        name, shown = values.scalar("id"), values.scalar("name")
        first = ids.setdefault(name.text.strip(), name) if name else None
        if name and first and first is not name:
            message = f"id「{shorten(name.text)}」は{first.line}行目でも使われています。"
            report.error(name, message, "別の id に変えるか、どちらかを消してください。")
            continue
        alike = names.setdefault(fold(shown.text), shown) if shown else None
        if shown and alike and alike is not shown:
            message = f"話題の名前「{shorten(shown.text)}」は{alike.line}行目と同じです。"
            report.warning(shown, message, "見分けの付く名前にしてください。")
        if values.complete("id", "name", "about"):
            found.append(Topic(values.text("id"), values.text("name"), values.text("about"), values.node.line))
    return tuple(found)
