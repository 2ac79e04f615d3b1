"""Labelled questions, one JSON object a line.

{"id": "ab-001", "q": "…", "style": "natural", "prev": "…",
"gold": [{"doc": "000", "quote": "…"}], "need_docs": ["000", "001"]}
{"id": "o-120", "q": "ありがとう", "style": "chat", "expect": "thanks"}
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

__all__ = ["Gold", "Labelled", "QuestionFileError", "read_questions"]


class QuestionFileError(OSError):
    """A question file cannot be used; the message says which line and why."""


class Gold(NamedTuple):
    """An acceptable answer: the first three digits of the seed's file name, and a verbatim piece of it."""

    document: str
    quote: str


@dataclass(frozen=True, slots=True)
class Labelled:
    """A question with what is known about its answer; without gold it has none."""

    id: str
    question: str
    style: str
    before: str
    gold: tuple[Gold, ...]
    needed: tuple[str, ...]
    expected: str

    @property
    def answerable(self) -> bool:
        """Tell whether the articles answer it."""
        return bool(self.gold)


def read_questions(path: Path) -> tuple[Labelled, ...]:
    """Read a file; raises `QuestionFileError` naming the first line that cannot be read."""
    found: list[Labelled] = []
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), 1):
        if not line.strip():
            continue
        try:
            found.append(_labelled(json.loads(line)))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise QuestionFileError(
                f"{path}:{number}: 質問として読めません({type(error).__name__}: {error})。"
            ) from error
    return tuple(found)


def _labelled(record: dict[str, object]) -> Labelled:
    gold = record.get("gold") or []
    needed = record.get("need_docs") or []
    if not isinstance(gold, list) or not isinstance(needed, list):
        raise TypeError("gold and need_docs are lists")
    return Labelled(
        id=str(record["id"]),
        question=str(record["q"]),
        style=str(record.get("style", "")),
        before=str(record.get("prev") or ""),
        gold=tuple(Gold(str(g["doc"]), str(g["quote"])) for g in gold),
        needed=tuple(str(n) for n in needed),
        expected=str(record.get("expect") or ""),
    )
