"""Scoring: one question and the reply it got."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from bot.answering.answer import Answer, Excerpt, Help, Reply
from bot.evaluation.questions import Gold, Labelled
from bot.knowledge import Knowledge, Quote
from bot.text import Span

__all__ = ["Outcome", "is_met", "score"]

_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a question: the marks that count for it, and what was shown first."""

    labelled: Labelled
    answered: bool
    first: bool
    three: bool
    talk_met: bool
    confidence: float
    excerpts: int
    verbatim: int
    shown: str

    @property
    def wrong(self) -> bool:
        """Tell whether a person would be unhappy: a miss, a refusal, a false answer, or the wrong small talk."""
        if self.labelled.answerable:
            return not self.first
        return self.answered or not self.talk_met


def score(labelled: Labelled, reply: Reply, knowledge: Knowledge) -> Outcome:
    """Score a reply by the rules of the evaluation."""
    excerpts = reply.excerpts if isinstance(reply, Answer) else ()
    gold = _spans(labelled.gold, knowledge)
    met = [_meets(e, gold) for e in excerpts]
    three = any(met[:3])
    if labelled.style == "cross" and labelled.needed:
        three = set(labelled.needed) <= {d for e in excerpts for d in _documents_met(e, gold)}
    talk = reply.talk.value if isinstance(reply, Help) else ""
    return Outcome(
        labelled=labelled,
        answered=bool(excerpts),
        first=bool(met) and met[0],
        three=three,
        talk_met=not labelled.expected or talk == labelled.expected,
        confidence=reply.confidence if not isinstance(reply, Help) else 0.0,
        excerpts=len(excerpts),
        verbatim=sum(_is_verbatim(e, knowledge) for e in excerpts),
        shown=excerpts[0].text if excerpts else "",
    )


def is_met(quote: Quote, gold: Sequence[Gold], knowledge: Knowledge) -> bool:
    """Tell whether a quote meets one of the acceptable answers."""
    document = PurePosixPath(knowledge.sources[quote.source].file).name[:3]
    return any(_half(quote.span, span) for span in _spans(gold, knowledge).get(document, ()))


def _spans(gold: Sequence[Gold], knowledge: Knowledge) -> Mapping[str, list[Span]]:
    """Find the places of the acceptable answers, by document."""
    spans: dict[str, list[Span]] = {}
    for source in knowledge.sources.values():
        document = PurePosixPath(source.file).name[:3]
        text = knowledge.articles[source.id].text
        for wanted in gold:
            start = text.find(wanted.quote) if wanted.document == document else -1
            while start >= 0:
                spans.setdefault(document, []).append(Span(start, start + len(wanted.quote)))
                start = text.find(wanted.quote, start + 1)
    return spans


def _meets(excerpt: Excerpt, gold: Mapping[str, list[Span]]) -> bool:
    return bool(_documents_met(excerpt, gold))


def _documents_met(excerpt: Excerpt, gold: Mapping[str, list[Span]]) -> set[str]:
    document = PurePosixPath(excerpt.source.file).name[:3]
    return {document} if any(_half(excerpt.span, span) for span in gold.get(document, ())) else set()


def _half(one: Span, other: Span) -> bool:
    overlap = min(one.end, other.end) - max(one.start, other.start)
    return overlap * 2 >= min(one.end - one.start, other.end - other.start)


def _is_verbatim(excerpt: Excerpt, knowledge: Knowledge) -> bool:
    text = knowledge.articles[excerpt.source.id].text
    return excerpt.span.of(text) == excerpt.text and 0 < len(excerpt.text) <= _LONGEST
