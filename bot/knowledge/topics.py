"""knowledge/topics.yaml: the topics that a clerk would look for, in the order in which they are listed."""

from __future__ import annotations

from dataclasses import dataclass

from bot.knowledge.fields import Report, check
from bot.knowledge.forms import TOPICS
from bot.knowledge.nodes import Node

__all__ = ["Topic", "read_topics"]


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic: its id, its name, and one line that says what is in it."""

    id: str
    name: str
    about: str


def read_topics(node: Node, report: Report) -> tuple[Topic, ...]:
    """Read the list; broken and repeated topics are reported and left out."""
    found: list[Topic] = []
    lines: dict[str, int] = {}
    for values in check(node, TOPICS, report) or ():
        name = values.scalar("id")
        if name is None or not values.complete("name", "about"):
            continue
        if name.text in lines:
            message = f"id「{name.text}」は{lines[name.text]}行目でも使われています。"
            report.error(name, message, "別の id に変えるか、どちらかを消してください。")
            continue
        lines[name.text] = name.line
        found.append(Topic(name.text, values.text("name"), values.text("about")))
    return tuple(found)
