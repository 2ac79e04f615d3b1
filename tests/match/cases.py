"""Cases of ``tests/cases``: what is asked, after what, and what the reply has to show.

``python -m tests.match.cases`` lists the cases that fail today, in the form of ``known-failures.yaml``.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.answering.answer import Answer, Help, NoAnswer, Reply
from bot.desk import Desk
from bot.knowledge import Knowledge
from bot.text import Span

__all__ = ["FILES", "Case", "failures", "known_failures", "read"]

ROOT = Path(__file__).resolve().parents[2]
FILES = ("must_answer", "must_not_answer", "follow_ups", "comparisons")
_SHOWN = 3  # excerpts among which the wanted one has to be


@dataclass(frozen=True, slots=True)
class Case:
    """A message, the one before it in its thread, and what is expected; empty fields expect nothing.

    ``says`` is a verbatim piece, ``first`` the article of the first excerpt, ``sources`` are articles that have an
    excerpt, ``place`` is a municipality that a reply without an answer names; ``group`` is the style or the thread.
    """

    file: str
    question: str
    before: str
    group: str
    kind: str
    says: str
    first: str
    sources: tuple[str, ...]
    place: str

    @property
    def name(self) -> str:
        """Tell the case from all others."""
        return f"{self.group}: {self.question}"


def read(file: str) -> list[Case]:
    """Read one of the files; a thread gives a case for each of its messages."""
    records = yaml.load((ROOT / "tests" / "cases" / f"{file}.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)
    found: list[Case] = []
    for record in records:
        before = ""
        for message in record.get("thread", [record]):
            group = record.get("style") or record.get("about") or record.get("name", "")
            found.append(_case(file, message, before, group))
            before = message["q"]
    return found


def _case(file: str, message: dict[str, Any], before: str, group: str) -> Case:
    return Case(
        file=file,
        question=message["q"],
        before=before,
        group=group,
        kind=message.get("kind", "answer"),
        says=message.get("says", ""),
        first=message.get("first", ""),
        sources=tuple(message.get("sources", ())),
        place=message.get("place", ""),
    )


def known_failures() -> dict[tuple[str, str], str]:
    """Return what is known to fail, by file and name of the case, with what is seen instead."""
    records = (
        yaml.load((ROOT / "tests" / "cases" / "known-failures.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)
        or []
    )
    return {(record["file"], record["case"]): record["seen"] for record in records}


def failures(case: Case, desk: Desk) -> list[str]:
    """Ask a case's question and say what is wrong with the reply."""
    reply = desk.ask(case.question, case.before)
    kind = _kind(reply)
    if kind != case.kind:
        confidence = "" if isinstance(reply, Help) else f" at {reply.confidence:.2f}"
        return [f"the reply is {kind}{confidence}, not {case.kind}"]
    wrong = _wrong_excerpts(case, reply, desk.knowledge) if isinstance(reply, Answer) else []
    if case.place and not (isinstance(reply, NoAnswer) and case.place in reply.foreign):
        wrong.append(f"{case.place} is not named")
    return wrong


def _kind(reply: Reply) -> str:
    if isinstance(reply, Help):
        return reply.talk.value
    return "answer" if isinstance(reply, Answer) else "none"


def _wrong_excerpts(case: Case, reply: Answer, knowledge: Knowledge) -> list[str]:
    wrong = []
    places = places_of(case.says, knowledge)
    if case.says and not any(
        e.span.overlaps(s) for e in reply.excerpts[:_SHOWN] for a, s in places if a == e.source.id
    ):
        wrong.append(f"not among the first {_SHOWN}: {case.says}")
    if case.first and reply.excerpts[0].source.id != case.first:
        wrong.append(f"{reply.excerpts[0].source.id} comes first, not {case.first}")
    silent = set(case.sources) - {e.source.id for e in reply.excerpts}
    return [*wrong, *(f"nothing of {source}" for source in sorted(silent))]


def places_of(piece: str, knowledge: Knowledge) -> list[tuple[str, Span]]:
    """Return where a verbatim piece stands, by article."""
    found: list[tuple[str, Span]] = []
    for source, article in knowledge.articles.items():
        start = article.text.find(piece) if piece else -1
        while start >= 0:
            found.append((source, Span(start, start + len(piece))))
            start = article.text.find(piece, start + 1)
    return found


if __name__ == "__main__":
    from bot.library import Library

    opened = Desk(Library(ROOT))
    failing = [(case, wrong) for file in FILES for case in read(file) if (wrong := failures(case, opened))]
    records = [{"file": case.file, "case": case.name, "seen": "; ".join(wrong)} for case, wrong in failing]
    print(yaml.safe_dump(records, allow_unicode=True, sort_keys=False, width=1_000), end="")
