"""Preview: what another version of the knowledge would change, before anybody decides for it.

Which entries and articles come, go and change, and which questions would get another answer: the entries' own, and
those that people really asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TypeVar

from bot.answering.answer import Answer, Reply
from bot.knowledge import Entry, Knowledge, Source
from bot.library import Snapshot
from bot.question import as_read
from bot.text import shorten

__all__ = ["MOST_OWN", "Ask", "Given", "Preview", "Shift", "Side", "difference", "preview", "render_for_people"]

T = TypeVar("T")
MOST_OWN = 1_000  # entries' own questions that are asked, some ten seconds; of more a sample, with every changed entry
_SHOWN = 120  # characters of a quote or question in a terminal

Ask = Callable[[Snapshot, str], Reply]


class Side(Enum):
    """What comes of something between two versions."""

    ADDED = "追加"
    REMOVED = "削除"
    ALTERED = "変更"


@dataclass(frozen=True, slots=True)
class Given:
    """What a question got: the first excerpt's words and its article's title, or "" twice where there was no answer."""

    text: str
    title: str

    @property
    def line(self) -> str:
        """Say it on one line."""
        return f"「{shorten(self.text, _SHOWN)}」『{shorten(self.title)}』" if self.text else "(答えなし)"


@dataclass(frozen=True, slots=True)
class Shift:
    """A question that would get another first excerpt, or one instead of none; ``real``: somebody asked it."""

    question: str
    before: Given
    after: Given
    real: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """What would change from one version to another.

    ``entries`` and ``sources`` come with what happens to them, ``others`` names what else changes; ``own`` and
    ``real`` count the questions asked of both versions, ``further`` those that differ only after the first excerpt.
    ``own`` is less than ``all_own`` where there are too many to ask.
    """

    before: str
    after: str
    entries: tuple[tuple[Side, Entry], ...]
    sources: tuple[tuple[Side, Source], ...]
    others: tuple[str, ...]
    own: int
    all_own: int
    real: int
    shifts: tuple[Shift, ...]
    further: int

    def count(self, side: Side) -> int:
        """Count the entries that are added, removed or altered."""
        return sum(found is side for found, _ in self.entries)

    @property
    def summary(self) -> str:
        """Count entries in one line."""
        counts = "、".join(f"{side.value} {self.count(side)} 件" for side in Side)
        return f"項目: {counts}" if self.entries else "項目: 変わりません"

    @property
    def effect(self) -> str:
        """Count questions in one line."""
        many = f"{self.own} 問すべて" if self.own == self.all_own else f"{self.all_own} 問のうち {self.own} 問"
        asked = f"項目の質問 {many}(言い回しは除く)" + (f"と、最近の質問 {self.real} 問" if self.real else "")
        if not self.shifts and not self.further:
            return f"{asked}で確かめました。答えはどれも変わりません。"
        later = f"(ほかに、2番目以降の引用だけが変わる質問 {self.further} 問)" if self.further else ""
        real = sum(shift.real for shift in self.shifts)
        whose = f"、うち最近の質問 {real} 問" if real else ""
        return f"{asked}で確かめました。答えが変わる質問: {len(self.shifts)} 問{whose}{later}"


def preview(before: Snapshot, after: Snapshot, asked: Sequence[str], ask: Ask, most: int = MOST_OWN) -> Preview:
    """Compare two versions; ``asked`` are real questions, and ``ask`` answers one from a version."""
    old, new = before.knowledge, after.knowledge
    entries = _entries(old, new)
    all_own = _own_questions(old, new, [entry for _, entry in entries])
    own = _sample(all_own, len({entry.question for _, entry in entries}), most)
    real = [question for question in dict.fromkeys(as_read(text) for text in asked) if question and question not in own]
    shifts: list[Shift] = []
    further = 0
    for question, is_real in [*((q, True) for q in real), *((q, False) for q in own)]:
        told = [_quoted(ask(snapshot, question)) for snapshot in (before, after)]
        first, second = (given[0] if given else Given("", "") for given in told)
        if first != second:
            shifts.append(Shift(question, first, second, is_real))
        else:
            further += told[0] != told[1]
    others = tuple(_others(old, new))
    counts = len(own), len(all_own), len(real)
    return Preview(old.version, new.version, entries, _sources(old, new), others, *counts, tuple(shifts), further)


def _quoted(reply: Reply) -> list[Given]:
    return [Given(e.text, e.source.title) for e in reply.excerpts] if isinstance(reply, Answer) else []


def _entries(old: Knowledge, new: Knowledge) -> tuple[tuple[Side, Entry], ...]:
    return tuple(_changes(_by_id(old.entries), _by_id(new.entries), lambda b, a: _said(b, old) != _said(a, new)))


def _sources(old: Knowledge, new: Knowledge) -> tuple[tuple[Side, Source], ...]:
    def differ(before: Source, after: Source) -> bool:
        return before != after or old.articles[before.id].text != new.articles[after.id].text

    return tuple(_changes(old.sources, new.sources, differ))


def _changes(old: Mapping[str, T], new: Mapping[str, T], differ: Callable[[T, T], bool]) -> Iterator[tuple[Side, T]]:
    yield from ((Side.ADDED, thing) for name, thing in new.items() if name not in old)
    yield from ((Side.REMOVED, thing) for name, thing in old.items() if name not in new)
    yield from ((Side.ALTERED, thing) for name, thing in new.items() if name in old and differ(old[name], thing))


def _by_id(entries: Sequence[Entry]) -> dict[str, Entry]:
    return {entry.id: entry for entry in entries}


def _said(entry: Entry, knowledge: Knowledge) -> tuple[object, ...]:
    """Return what an editor wrote of an entry: neither its line nor where its words stand by now."""
    quotes = tuple((quote.source, knowledge.text_of(quote)) for quote in entry.quotes)
    return (entry.topic, entry.questions, quotes, entry.municipality, entry.see_also, entry.compares)


def _others(old: Knowledge, new: Knowledge) -> Iterator[str]:
    """Name what else the bot goes by, where it differs in more than the lines on which it is written."""
    names = ("話題", "言い換え", "地名", "記事にないこと")
    yield from (name for name, before, after in zip(names, _parts(old), _parts(new), strict=True) if before != after)


def _parts(knowledge: Knowledge) -> tuple[object, ...]:
    topics = [(topic.id, topic.name, topic.about) for topic in knowledge.topics]
    glossary = [(group.words, group.readings, group.english) for group in knowledge.glossary]
    return topics, glossary, knowledge.places, knowledge.absences


def _own_questions(old: Knowledge, new: Knowledge, changed: Sequence[Entry]) -> list[str]:
    """Return the entries' own questions, those of changed entries first."""
    return list(dict.fromkeys(entry.question for entry in (*changed, *new.entries, *old.entries)))


def _sample(questions: Sequence[str], first: int, most: int) -> list[str]:
    """Return no more than ``most`` questions: the first, and of the rest an even sample."""
    if len(questions) <= most:
        return list(questions)
    rest, room = questions[first:], max(0, most - first)
    return [*questions[: min(first, most)], *(rest[number * len(rest) // room] for number in range(room))]


def difference(old: Knowledge, new: Knowledge) -> str:
    """Say in a few words in what a version differs from the one before it."""
    counts = [
        f"{what}の{side.value} {number} 件"
        for what, changed in (("項目", _entries(old, new)), ("記事", _sources(old, new)))
        for side in Side
        if (number := sum(found is side for found, _ in changed))
    ]
    return "、".join([*counts, *(f"{name}の変更" for name in _others(old, new))]) or "内容は同じ"


def render_for_people(found: Preview, most: int | None = None) -> list[str]:
    """Return the lines of a preview for a terminal; after ``most`` of a kind the rest is only counted."""
    lines = [f"版 {found.before} → {found.after}", found.summary]
    lines += _some([f"  {side.value} {e.id}: {shorten(e.question, _SHOWN)}" for side, e in found.entries], most)
    if found.sources:
        lines += ["記事:", *(f"  {side.value} {s.id}: {shorten(s.title, _SHOWN)}" for side, s in found.sources)]
    if found.others:
        lines.append(f"ほかに変わるもの: {'、'.join(found.others)}")
    lines.append(found.effect)
    return [*lines, *_some([_shift(shift) for shift in found.shifts], most)]


def _shift(shift: Shift) -> str:
    whose = "最近の質問" if shift.real else "項目の質問"
    head = f"  {whose}: {shorten(shift.question, _SHOWN)}"
    return "\n".join([head, f"    今: {shift.before.line}", f"    後: {shift.after.line}"])


def _some(lines: Sequence[str], most: int | None) -> list[str]:
    shown = list(lines if most is None else lines[:most])
    rest = len(lines) - len(shown)
    return [*shown, f"  ほか {rest} 件"] if rest else shown
