"""Sketching: what is near a question that has no good answer, for an editor to choose from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.answering.selection import distinct
from bot.knowledge import Entry, Knowledge, Quote, Topic
from bot.match import Hit, Matched

__all__ = ["Candidate", "Sketch", "sketch"]

_CANDIDATES = 8
_ENTRIES = 4
_HITS = 40  # that are looked through
_OF_ONE = 2  # quotes that one hit may bring, so that one entry does not fill the list
_SHORTEST, _LONGEST = 15, 300  # characters that say something, and that an entry may quote at a time


@dataclass(frozen=True, slots=True)
class Candidate:
    """An excerpt that could answer: where it stands, its article's title, and its words."""

    quote: Quote
    title: str
    text: str

    @property
    def place(self) -> str:
        """Return where it stands in one piece: "source:start:end"."""
        return f"{self.quote.source}:{self.quote.span.start}:{self.quote.span.end}"


@dataclass(frozen=True, slots=True)
class Sketch:
    """What an editor starts from: the question, other wordings of it, and what is near it, nearest first.

    ``version`` is the knowledge in which the candidates stand; ``topic`` is that of the nearest entry, or "".
    """

    version: str
    question: str
    others: tuple[str, ...]
    topic: str
    topics: tuple[Topic, ...]
    entries: tuple[Entry, ...]
    candidates: tuple[Candidate, ...]


def sketch(questions: Sequence[str], matched: Matched | None, knowledge: Knowledge) -> Sketch:
    """Sketch an entry for questions that are alike, the first of which was ``matched``."""
    hits = matched.hits[:_HITS] if matched else ()
    entries = tuple({hit.entry.id: hit.entry for hit in hits if hit.entry}.values())[:_ENTRIES]
    return Sketch(
        version=knowledge.version,
        question=questions[0],
        others=tuple(dict.fromkeys(q for q in questions[1:] if q != questions[0])),
        topic=entries[0].topic if entries else "",
        topics=tuple(knowledge.topics),
        entries=entries,
        candidates=tuple(_candidates(hits, knowledge)),
    )


def _candidates(hits: Sequence[Hit], knowledge: Knowledge) -> Iterator[Candidate]:
    quotes = (quote for hit in hits for quote in hit.quotes[:_OF_ONE])
    fitting = [quote for quote in quotes if _SHORTEST <= quote.span.end - quote.span.start <= _LONGEST]
    for quote in distinct(fitting)[:_CANDIDATES]:
        yield Candidate(quote, knowledge.sources[quote.source].title, knowledge.text_of(quote))
