"""Quotes: from the words that an editor copied to a span of the article, or to the reason why not.

A quote is never repaired: where one character differs, the finding shows both and marks the difference.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.knowledge.fields import Report
from bot.knowledge.misquotes import explain
from bot.knowledge.nodes import Scalar
from bot.knowledge.shelves import Shelf, Shelves
from bot.seeds import Kind, Passage
from bot.text import Span, strip_span

__all__ = ["locate"]

_SHORTEST = {"sentence": 12, "piece": 15}  # characters from which a quote says something
_SPOKEN = frozenset({Kind.SPEECH, Kind.QUESTION})
_WHOLE, _SENTENCES, _PIECE = 2, 1, 0


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a quote stands: its line in the article, its passage, how much of it, and how often that much of one."""

    span: Span
    line: int
    passage: Passage
    rank: int
    count: int

    @property
    def is_too_short(self) -> bool:
        """Tell whether what somebody says is cut so short that it could be anything; a whole turn is what it is."""
        enough = _SHORTEST["sentence" if self.rank == _SENTENCES else "piece"]
        return self.rank != _WHOLE and self.passage.kind in _SPOKEN and self.span.end - self.span.start < enough


def locate(quote: Scalar, source: str, shelves: Shelves, report: Report, *, phrase: bool = False) -> Span | None:
    """Return the span of a quote in its source, or None after reporting why it cannot be shown.

    A ``phrase`` (a definition) may stop inside a sentence.
    """
    shelf = shelves.by_id[source]
    wanted = quote.text.strip()
    places = shelf.places_of(wanted)
    if not places:
        report.error(quote, *explain(wanted, quote.lines, source, shelves))
        return None
    place = _best(places, shelf)
    if place is None:
        line = shelf.line_at(places[0].start)
        message = f"引用に、話者名や「―」、画像の行など、発言ではない部分があります({shelf.path} {line}行目)。"
        report.error(quote, message, "発言の文だけを写してください。")
        return None
    _report_oddities(quote, shelf, place, phrase, report)
    return place.span


def _best(spans: Sequence[Span], shelf: Shelf) -> _Place | None:
    """Choose a whole passage before whole sentences, and these before a mere piece; then the first."""
    held = [(span, passage) for span in spans if (passage := shelf.passage_of(span))]
    if not held:
        return None
    ranks = [_rank(shelf, passage, span) for span, passage in held]
    rank = max(ranks)
    span, passage = held[ranks.index(rank)]
    return _Place(span, shelf.line_at(span.start), passage, rank, ranks.count(rank))


def _rank(shelf: Shelf, passage: Passage, span: Span) -> int:
    """Tell a whole passage from whole sentences, and these from a mere piece."""
    text = shelf.article.text
    if strip_span(text, passage.span) == span:
        return _WHOLE
    return _SENTENCES if _ends_at_sentences(text, passage, span) else _PIECE


def _report_oddities(quote: Scalar, shelf: Shelf, place: _Place, phrase: bool, report: Report) -> None:
    """Report at most one thing that is odd about a quote that can be shown."""
    where = f"{shelf.path} {place.line}行目"
    if place.rank == _PIECE and 0 < report.unfinished <= quote.line + quote.lines - 1:
        hint = f"{where}の「。」まで写し、最後に改行を入れてください。"
        report.warning(quote, "ファイルが改行で終わらず、引用が文の途中で切れています。", hint)
    elif place.is_too_short:
        size = place.span.end - place.span.start
        message = f"短すぎて({size}字)、どの発言か分かりません。"
        report.warning(quote, message, "前後を含めて、1文全体を引用してください。")
    elif place.count > 1:
        message = f"同じ言葉が記事に{place.count}回出てきます({where}など)。"
        report.warning(quote, message, "前後の文を含めて、1か所に決まるようにしてください。")
    elif place.rank == _PIECE and not phrase:
        report.warning(quote, f"引用が文の途中で切れています({where})。", "文の初めから「。」まで写してください。")
    else:
        _report_blanks(quote, report)


def _report_blanks(quote: Scalar, report: Report) -> None:
    """Report white space at the ends, which only quotation marks can keep."""
    text = quote.text.rstrip("\n")
    before, after = len(text) - len(text.lstrip()), len(text) - len(text.rstrip())
    if quote.lines > 1 or not before + after:
        return
    where = "前後" if before and after else "最初" if before else "最後"
    message = f"引用の{where}の空白{before + after}個は、取り除いて照合しました。"
    report.warning(quote, message, f"{where}の空白を消してください。")


def _ends_at_sentences(text: str, passage: Passage, span: Span) -> bool:
    """Tell whether both ends are ends of sentences; marks such as ※ or a bracket may be left out."""
    begins = any(_only_marks(text, s.start, span.start) for s in passage.sentences)
    ends = any(_only_marks(text, span.end, s.end) for s in passage.sentences)
    return begins and ends


def _only_marks(text: str, start: int, end: int) -> bool:
    return start <= end and not any(c.isalnum() for c in text[start:end])
