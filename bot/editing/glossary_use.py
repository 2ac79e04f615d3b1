"""Glossary use: does a group of words ever change the first answer, and for the better?

Asked are the entries' own questions, each in an index that does not hold it (an editor's words find their own
entry anyway: measured, 3 of 649 groups changed anything), and the answerable questions of any files given.
For this, each entry's questions are dealt into two halves, and each half asks an index of the other.
Only questions that touch a group are asked without it, at most `MOST` a group from each of the two kinds.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import NamedTuple

from bot.editing.watch import Watch, unwatched
from bot.evaluation import Labelled
from bot.index.corpus import Corpus
from bot.knowledge import Group, Knowledge, Quote
from bot.match import Matcher
from bot.match.expansion import Expander
from bot.question import Question, understand
from bot.text import Span
from bot.words import Word, words

__all__ = ["MOST", "Change", "GlossaryUse", "GroupUse", "measure_glossary"]

MOST = 8  # questions of one kind that are asked without a group: it keeps the whole under a minute on one core


class Change(NamedTuple):
    """A question whose first answer is another one without the group; whether each of the two is right."""

    question: str
    with_group: Quote | None
    without: Quote | None
    right_with: bool
    right_without: bool


@dataclass(frozen=True, slots=True)
class GroupUse:
    """One group: how many questions touch it, how many were asked without it, and which changed."""

    group: Group
    touched: int
    asked: int
    changes: tuple[Change, ...]

    @property
    def helped(self) -> int:
        """Count the questions that only the group answers rightly."""
        return sum(c.right_with and not c.right_without for c in self.changes)

    @property
    def harmful(self) -> tuple[Change, ...]:
        """Return the questions that the group answers wrongly and its absence rightly."""
        return tuple(c for c in self.changes if c.right_without and not c.right_with)


@dataclass(frozen=True, slots=True)
class GlossaryUse:
    """All groups in the order of the file, and what was measured.

    ``own`` and ``labelled`` count the questions there were, ``most`` those of each kind that a group was asked
    at most, ``compared`` the comparisons that were made.
    """

    groups: tuple[GroupUse, ...]
    own: int
    labelled: int
    most: int
    compared: int


@dataclass(slots=True)
class _Probe:
    """A question with the quotes that answer it, the matcher to ask, and the first answer once it is known."""

    question: Question
    wanted: tuple[Quote, ...]
    matcher: _DeafMatcher
    touched: tuple[int, ...]
    first: Quote | None = None
    asked: bool = False


class _Deaf(Expander):
    """An expander that does not hear one group; what a question touches is found out once."""

    def __init__(self, whole: Expander) -> None:
        self.groups = whole.groups
        self.whole = whole
        self.deaf_to = -1
        self._known: dict[str, dict[int, str]] = {}

    def touched(self, folded: str, words: list[Word]) -> dict[int, str]:
        known = self._known.get(folded)
        if known is None:
            known = self._known.setdefault(folded, self.whole.touched(folded, words))
        return {number: phrase for number, phrase in known.items() if number != self.deaf_to}


class _DeafMatcher:
    """A matcher that can be asked as if one group were not in the glossary."""

    def __init__(self, corpus: Corpus) -> None:
        self._matcher = Matcher(corpus)
        self._expander = _Deaf(self._matcher.reader.expander)
        self._matcher.reader.expander = self._expander

    def touched(self, question: Question) -> tuple[int, ...]:
        return tuple(self._expander.touched(question.core, words(question.core)))

    def first(self, question: Question, without: int = -1) -> Quote | None:
        """Return the first quote that a question would be shown."""
        self._expander.deaf_to = without
        hits = self._matcher.match(question).hits
        return hits[0].quotes[0] if hits else None


def measure_glossary(
    knowledge: Knowledge, labelled: Sequence[Labelled] = (), watch: Watch = unwatched, most: int = MOST
) -> GlossaryUse:
    """Ask what each group changes; ``labelled`` are questions of files, of which the answerable ones count."""
    own = list(_own_probes(knowledge))
    others = list(_labelled_probes(knowledge, labelled))
    chosen = _chosen(knowledge, own, others, most)
    groups = tuple(
        _measure(group, number, *chosen[number]) for number, group in watch(list(enumerate(knowledge.glossary)))
    )
    return GlossaryUse(groups, len(own), len(others), most, sum(g.asked for g in groups))


def _own_probes(knowledge: Knowledge) -> Iterator[_Probe]:
    for half in (0, 1):
        held_out = frozenset(q for entry in knowledge.entries for q in entry.questions[half::2])
        matcher = _DeafMatcher(Corpus.of(knowledge, held_out))
        for entry in knowledge.entries:
            for text in entry.questions[half::2]:
                yield from _probe(matcher, understand(text), entry.quotes)


def _labelled_probes(knowledge: Knowledge, labelled: Sequence[Labelled]) -> Iterator[_Probe]:
    answerable = [one for one in labelled if one.answerable]
    if answerable:
        matcher = _DeafMatcher(Corpus.of(knowledge))
        for one in answerable:
            yield from _probe(matcher, understand(one.question, one.before), _gold(one, knowledge))


def _probe(matcher: _DeafMatcher, question: Question, wanted: tuple[Quote, ...]) -> Iterator[_Probe]:
    if not question.talk:
        yield _Probe(question, wanted, matcher, matcher.touched(question))


def _gold(labelled: Labelled, knowledge: Knowledge) -> tuple[Quote, ...]:
    """Find the places of the acceptable answers; a document is named by the first letters of its file."""
    found: list[Quote] = []
    for source in knowledge.sources.values():
        text = knowledge.articles[source.id].text
        for gold in labelled.gold:
            start = text.find(gold.quote) if PurePosixPath(source.file).name.startswith(gold.document) else -1
            if start >= 0:
                found.append(Quote(source.id, Span(start, start + len(gold.quote))))
    return tuple(found)


def _chosen(
    knowledge: Knowledge, own: Sequence[_Probe], others: Sequence[_Probe], most: int
) -> list[tuple[int, list[_Probe]]]:
    """Return for each group how many questions touch it, and those that are asked without it."""
    counts = [0] * len(knowledge.glossary)
    chosen: list[list[_Probe]] = [[] for _ in knowledge.glossary]
    for probes, limit in ((own, most), (others, most * 2)):
        for probe in sorted(probes, key=_shuffled):
            for number in probe.touched:
                counts[number] += 1
                if len(chosen[number]) < limit:
                    chosen[number].append(probe)
    return list(zip(counts, chosen, strict=True))


def _shuffled(probe: _Probe) -> int:
    """Order questions by chance, but always the same way for all groups: they share what was asked already."""
    return zlib.crc32(probe.question.text.encode("utf-8", "surrogatepass"))


def _measure(group: Group, number: int, touched: int, probes: Sequence[_Probe]) -> GroupUse:
    changes = [change for probe in probes if (change := _compare(probe, number))]
    return GroupUse(group, touched, len(probes), tuple(changes))


def _compare(probe: _Probe, number: int) -> Change | None:
    if not probe.asked:
        probe.first, probe.asked = probe.matcher.first(probe.question), True
    without = probe.matcher.first(probe.question, number)
    if without == probe.first:
        return None
    return Change(probe.question.text, probe.first, without, _is_right(probe, probe.first), _is_right(probe, without))


def _is_right(probe: _Probe, shown: Quote | None) -> bool:
    return shown is not None and any(w.source == shown.source and w.span.overlaps(shown.span) for w in probe.wanted)
