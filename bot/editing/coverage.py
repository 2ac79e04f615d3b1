"""Coverage: which sentences of the articles no entry quotes.

A sentence is quoted if every letter and digit of it lies in some entry's quote, or if the same words are
quoted elsewhere in the article (a quote always means its first occurrence).
A quoted sentence is content, whatever it looks like; of the others, those with a `Reason` are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import takewhile
from typing import NamedTuple

from bot.editing.reasons import Reason, reason_to_leave_out
from bot.knowledge import Entry, Knowledge, Source
from bot.knowledge.text_file import TextFile
from bot.seeds import Article, Kind, Passage
from bot.text import Span

__all__ = ["ArticleCoverage", "Unquoted", "measure_coverage"]


class Unquoted(NamedTuple):
    """A sentence that no entry quotes: its line (from 1), its words, and whether a part of it is quoted."""

    line: int
    text: str
    in_part: bool
    reason: Reason | None


@dataclass(frozen=True, slots=True)
class ArticleCoverage:
    """One article: how many sentences are quoted, which content is not, and what is left out for a reason."""

    source: Source
    quoted: int
    missing: tuple[Unquoted, ...]
    left_out: tuple[Unquoted, ...]

    @property
    def content(self) -> int:
        """Count the sentences that want an entry."""
        return self.quoted + len(self.missing)

    @property
    def share(self) -> float:
        """Return the share of content that is quoted, from 0 to 1; an article without content is covered."""
        return self.quoted / self.content if self.content else 1.0


class _Sentence(NamedTuple):
    passage: Passage
    span: Span
    quoted: bool


def measure_coverage(knowledge: Knowledge) -> tuple[ArticleCoverage, ...]:
    """Measure every article, in the order of ``sources.yaml``."""
    return tuple(_measure(knowledge, source) for source in knowledge.sources.values())


def _measure(knowledge: Knowledge, source: Source) -> ArticleCoverage:
    article = knowledge.articles[source.id]
    quoted = _quoted_offsets(knowledge.entries, source.id)
    sentences = _sentences(article, quoted)
    file = TextFile(source.file, article.text)
    unquoted = [
        Unquoted(
            file.line_at(s.span.start),
            s.span.of(article.text),
            any(offset in quoted for offset in range(*s.span)),
            _reason(article, sentences, number),
        )
        for number, s in enumerate(sentences)
        if not s.quoted
    ]
    missing = tuple(u for u in unquoted if u.reason is None)
    return ArticleCoverage(
        source, len(sentences) - len(unquoted), missing, tuple(u for u in unquoted if u.reason is not None)
    )


def _quoted_offsets(entries: Iterable[Entry], source: str) -> frozenset[int]:
    spans = {quote.span for entry in entries for quote in entry.quotes if quote.source == source}
    return frozenset(offset for span in spans for offset in range(*span))


def _sentences(article: Article, quoted: frozenset[int]) -> list[_Sentence]:
    """List the sentences that hold a letter, each with whether it is quoted, here or in the same words."""
    text = article.text
    spans = [(p, s) for p in article.passages for s in p.sentences if any(map(str.isalnum, s.of(text)))]
    held = [all(offset in quoted for offset in _letters(text, span)) for _, span in spans]
    words = {span.of(text) for (_, span), is_quoted in zip(spans, held, strict=True) if is_quoted}
    return [_Sentence(passage, span, span.of(text) in words) for passage, span in spans]


def _letters(text: str, span: Span) -> Iterator[int]:
    return (offset for offset in range(*span) if text[offset].isalnum())


def _reason(article: Article, sentences: list[_Sentence], number: int) -> Reason | None:
    sentence = sentences[number]
    if sentence.passage.kind is not Kind.HEADING:
        return reason_to_leave_out(article, sentence.passage, sentence.span)
    below = takewhile(lambda s: sentence.span in s.passage.headings, sentences[number + 1 :])
    return Reason.HEADING if any(s.quoted and s.passage.kind is not Kind.HEADING for s in below) else None
