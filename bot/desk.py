"""The desk: the one place where the steps meet, from a question to a reply."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.answering.answer import Answer, Excerpt, Reply, answer_entry, answer_quotes, compose, excerpt_of
from bot.answering.comparison import best_of_each, cities_of, subject_of
from bot.answering.selection import further, is_bookkeeping
from bot.confidence import Verdict, judge
from bot.fitted import CONFIDENCE
from bot.knowledge import Entry, Knowledge, Quote, Source, Topic
from bot.library import Library, Reloaded, Snapshot
from bot.match import Matched, Matcher
from bot.match.switching import switched
from bot.question import Question, understand

__all__ = ["Comparison", "Desk", "Reasoning"]

Reasoning = tuple[Question, Matched | None, Verdict | None]
_Judged = tuple[Question, Matched, Verdict]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Every article with its best excerpt about a subject, or with None where it says nothing of it."""

    articles: tuple[tuple[Source, Excerpt | None], ...]
    version: str

    @property
    def excerpts(self) -> tuple[Excerpt, ...]:
        """List what is said, in the order of the articles."""
        return tuple(excerpt for _, excerpt in self.articles if excerpt)

    def as_answer(self, subject: str) -> Answer:
        """Return what is said as an answer, to be written down and found again."""
        silent = tuple(source for source, excerpt in self.articles if excerpt is None)
        return Answer(subject, self.excerpts, 1.0, None, (), silent, False, self.version)


class Desk:
    """Answer questions from one snapshot at a time, and reload on request."""

    def __init__(self, library: Library) -> None:
        self.library = library

    @property
    def knowledge(self) -> Knowledge:
        """Return the knowledge in use."""
        return self.library.current.knowledge

    def ask(self, text: str, before: str = "") -> Reply:
        """Answer a question; ``before`` is the question before it in the thread, or ""."""
        return self.ask_of(self.library.current, text, before)

    def ask_of(self, snapshot: Snapshot, text: str, before: str = "") -> Reply:
        """Answer a question as a version of the knowledge answers it, whether that is in use or not."""
        question, matched, verdict = self.reason(text, before, snapshot)
        return compose(question, matched, verdict, snapshot.knowledge)

    def reason(self, text: str, before: str = "", snapshot: Snapshot | None = None) -> Reasoning:
        """Return all steps before the reply, for those who want to know why."""
        question = understand(text, before)
        if question.talk:
            return question, None, None
        matcher = (snapshot or self.library.current).matcher
        again = switched(question.core, question.before, matcher.reader.gazetteer) if before else ""
        if again:
            return _judged(matcher, replace(question, core=again, before=""))
        reasoned = _judged(matcher, question)
        if before and not reasoned[2].answers:  # a new topic drops the old one
            reasoned = max(reasoned, _judged(matcher, understand(text)), key=_sureness)
        return _of_the_covered(matcher, reasoned)

    def again(
        self, question: str, before: str, version: str, quotes: Sequence[Quote], snapshot: Snapshot | None = None
    ) -> Reply:
        """Return an answer as it was given; where the knowledge (``snapshot``'s, else the current) is another, ask anew."""
        used = snapshot or self.library.current
        if not quotes or version != used.knowledge.version:
            return self.ask_of(used, question, before)
        return answer_quotes(question, quotes, used.knowledge)

    def more(self, question: str, before: str, shown: Sequence[Quote]) -> Answer | None:
        """Return further excerpts for a question, none of which touches any shown so far; None where there are none."""
        snapshot = self.library.current
        _, matched, _ = self.reason(question, before, snapshot)
        quotes = further(matched, shown, snapshot.knowledge) if matched and matched.hits else []
        return answer_quotes(question, quotes, snapshot.knowledge) if quotes else None

    def compare(self, subject: str, before: str = "") -> Comparison:
        """Return what every article (where several cities are named: each of theirs) says about a subject."""
        snapshot = self.library.current
        knowledge, matcher = snapshot.knowledge, snapshot.matcher
        question, matched, verdict = self.reason(subject_of(subject, before, matcher), "", snapshot)
        best = best_of_each(question, matched, verdict, matcher) if matched and verdict else {}
        cities = cities_of(subject, matcher)
        articles = (
            (source, excerpt_of(knowledge, best[name]) if name in best else None)
            for name, source in knowledge.sources.items()
            if not cities or cities & set(source.municipalities)
        )
        return Comparison(tuple(articles), knowledge.version)

    def open_entry(self, entry_id: str) -> Answer | None:
        """Answer an entry's own question, or return None when no entry has that id any more."""
        knowledge = self.knowledge
        entry = next((e for e in knowledge.entries if e.id == entry_id), None)
        return answer_entry(entry, knowledge) if entry else None

    def topics(self) -> list[tuple[Topic, int]]:
        """List the topics with how many entries each has."""
        knowledge = self.knowledge
        return [(topic, sum(e.topic == topic.id for e in knowledge.entries)) for topic in knowledge.topics]

    def entries_of(self, topic_id: str) -> tuple[Entry, ...]:
        """List a topic's entries, those about the articles themselves (headings, dates) last."""
        knowledge = self.knowledge
        entries = (e for e in knowledge.entries if e.topic == topic_id)
        return tuple(sorted(entries, key=lambda entry: is_bookkeeping(entry, knowledge)))

    def find_topic(self, text: str) -> Topic | None:
        """Find a topic by its id or name, or by a part of its name."""
        wanted = text.strip().casefold()
        topics = self.knowledge.topics
        exact = next((t for t in topics if wanted in (t.id, t.name.casefold())), None)
        return exact or next((t for t in topics if wanted and wanted in t.name.casefold()), None)

    def reload(self) -> Reloaded:
        """Read the knowledge folder anew."""
        return self.library.reload()


def _judged(matcher: Matcher, question: Question) -> _Judged:
    """Match and judge a question, mended where that makes it surer."""
    matched = matcher.match(question)
    reasoned = question, matched, judge(question, matched)
    mended = matcher.mend(question) if reasoned[2].confidence < CONFIDENCE.exact else None
    if mended is None:
        return reasoned
    better = replace(question, core=mended.core, slips=mended.slips)
    found = matcher.match(better)
    return max(reasoned, (better, found, judge(better, found)), key=_sureness)


def _of_the_covered(matcher: Matcher, judged: _Judged) -> _Judged:
    """Where a question names covered places and others, take it for one about the covered ones."""
    question, matched, _ = judged
    foreign = matched.facets.foreign
    if not foreign or not matched.facets.places:
        return judged
    core = matcher.reader.gazetteer.without_foreign(question.core, foreign)
    found = _judged(matcher, replace(question, core=core, uncovered=tuple(sorted(foreign))))
    return found if found[2].answers else judged


def _sureness(judged: _Judged) -> float:
    return judged[2].confidence
