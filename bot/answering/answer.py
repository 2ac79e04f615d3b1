"""Answers: what a reader is given, made of verbatim quotes and nothing else.

Answer      excerpts with speaker, date and a link to the exact place
NoAnswer    an honest no, with the nearest topics (which are no answer)
Help        small talk: a friendly hint, or thanks
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.answering.links import exact_place
from bot.answering.selection import chosen, distinct, related
from bot.confidence import Reason, Verdict
from bot.fitted import EXCERPTS
from bot.knowledge import Entry, Knowledge, Quote, Source, Topic
from bot.match import Matched
from bot.question import Question
from bot.seeds import Kind, Passage
from bot.small_talk import Talk
from bot.text import Span

__all__ = ["Answer", "Excerpt", "Help", "NoAnswer", "Reply", "answer_entry", "answer_quotes", "compose", "excerpt_of"]

_LONGEST = 300
_TOPICS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A verbatim piece of an article with everything that a citation needs.

    ``text`` is ``article[span.start:span.end]``, always; ``speaker`` is "" where nobody speaks, and then
    ``part`` says what the piece is (参加者欄, 導入文 …).
    """

    source: Source
    span: Span
    text: str
    speaker: str
    role: str
    place: str
    part: str
    url: str

    @property
    def said_by(self) -> str:
        """Say whose words these are, in one piece."""
        described = "・".join(filter(None, (self.place if self.place not in self.role else "", self.role)))
        return f"{self.speaker}({described})" if self.speaker and described else self.speaker or f"記事の{self.part}"

    @property
    def when(self) -> str:
        """Say when the talk was, and what kind of talk."""
        return f"{self.source.when}の{self.source.kind}"


@dataclass(frozen=True, slots=True)
class Answer:
    """Excerpts that answer, best first; ``silent`` are articles that a comparison found nothing in.

    ``slips`` are words of the question that were mistyped, each with what it was taken for; ``uncovered`` are places
    that it names beside others, and that no article is about.
    """

    question: str
    excerpts: tuple[Excerpt, ...]
    confidence: float
    entry: Entry | None
    related: tuple[Entry, ...]
    silent: tuple[Source, ...]
    english: bool
    version: str
    slips: tuple[tuple[str, str], ...] = ()
    uncovered: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """Nothing was found: why, the nearest topics, and which municipalities the articles are about.

    ``foreign`` and ``named`` are the places that were asked for: without an article, and with one.

    ``about`` names what is asked where an editor has written down that no article says it, else "".
    """

    question: str
    confidence: float
    reason: Reason
    topics: tuple[Topic, ...]
    places: tuple[str, ...]
    foreign: tuple[str, ...]
    named: tuple[str, ...]
    english: bool
    version: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Help:
    """Small talk; ``topics`` serve as examples of what can be asked."""

    talk: Talk
    topics: tuple[Topic, ...]
    english: bool
    version: str


Reply = Answer | NoAnswer | Help


def compose(question: Question, matched: Matched | None, verdict: Verdict | None, knowledge: Knowledge) -> Reply:
    """Make the reply to a question; ``matched`` and ``verdict`` are None for small talk only."""
    if question.talk or matched is None or verdict is None:
        talk = question.talk or Talk.HELP
        return Help(talk, knowledge.topics, question.english, knowledge.version)
    if not verdict.answers:
        return _no_answer(question, matched, verdict, knowledge)
    best = matched.hits[0].entry
    quotes = chosen(matched, knowledge)
    return Answer(
        question=question.text,
        excerpts=tuple(excerpt_of(knowledge, q) for q in quotes),
        confidence=verdict.confidence,
        entry=best,
        related=related(matched.hits, knowledge),
        silent=_silent(best, quotes, knowledge, matched.facets.named_cities),
        english=question.english,
        version=knowledge.version,
        slips=question.slips,
        uncovered=question.uncovered,
    )


def answer_entry(entry: Entry, knowledge: Knowledge) -> Answer:
    """Make the reply to an entry's own question, as a click on it asks for."""
    referred = tuple(e for i in entry.see_also for e in knowledge.entries if e.id == i)
    excerpts = tuple(excerpt_of(knowledge, q) for q in distinct(entry.quotes))
    silent = _silent(entry, entry.quotes, knowledge)
    return Answer(entry.question, excerpts[: EXCERPTS.most], 1.0, entry, referred, silent, False, knowledge.version)


def answer_quotes(question: str, quotes: Iterable[Quote], knowledge: Knowledge) -> Answer:
    """Make an answer of given quotes, as those who saw them or ask for further ones get it."""
    excerpts = tuple(excerpt_of(knowledge, q) for q in quotes)
    return Answer(question, excerpts, 1.0, None, (), (), False, knowledge.version)


def _no_answer(question: Question, matched: Matched, verdict: Verdict, knowledge: Knowledge) -> NoAnswer:
    wanted = [h.entry.topic for h in matched.hits if h.entry]
    topics = [t for name in dict.fromkeys(wanted) for t in knowledge.topics if t.id == name]
    places = tuple(dict.fromkeys(m for s in knowledge.sources.values() for m in s.municipalities))
    return NoAnswer(
        question=question.text,
        confidence=verdict.confidence,
        reason=verdict.reason,
        topics=tuple(topics[:_TOPICS_SHOWN]),
        places=places,
        foreign=tuple(sorted(matched.facets.foreign)),
        named=tuple(sorted(matched.facets.named_cities)),
        english=question.english,
        version=knowledge.version,
        about=matched.absent.absence.about if matched.absent and matched.absent.is_meant else "",
    )


def excerpt_of(knowledge: Knowledge, quote: Quote) -> Excerpt:
    """Return a quote with everything that a citation needs."""
    source, article = knowledge.sources[quote.source], knowledge.articles[quote.source]
    span = _within_limit(quote.span, article.passage_at(quote.span.start))
    said = span.of(article.text)
    passage = article.passage_at(span.start)
    speaker = passage.speaker if passage else None
    return Excerpt(
        source=source,
        span=span,
        text=said,
        speaker=speaker.name if speaker else "",
        role=speaker.role if speaker else "",
        place=speaker.place if speaker else "",
        part=passage.kind.value if passage else Kind.PARAGRAPH.value,
        url=exact_place(source.url, article.text, said),
    )


def _within_limit(span: Span, passage: Passage | None) -> Span:
    """Shorten a span to the sentences that fit; a single longer sentence ends at the limit."""
    if span.end - span.start <= _LONGEST:
        return span
    ends: Iterator[int] = (s.end for s in passage.sentences if s.end > span.start) if passage else iter(())
    fitting = [end for end in ends if end - span.start <= _LONGEST and end <= span.end]
    return Span(span.start, fitting[-1] if fitting else span.start + _LONGEST)


def _silent(
    entry: Entry | None, shown: Iterable[Quote], knowledge: Knowledge, cities: frozenset[str] = frozenset()
) -> tuple[Source, ...]:
    """List the articles in which a comparison found nothing; where cities are named, theirs alone."""
    if entry is None or not entry.compares:
        return ()
    heard = {q.source for q in (*entry.quotes, *shown)}
    asked = (s for s in knowledge.sources.values() if not cities or cities & set(s.municipalities))
    return tuple(source for source in asked if source.id not in heard)
