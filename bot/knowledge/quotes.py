"""Quotes: from the words that an editor copied to a span of the article, or to the reason why not.

A quote is never repaired: where one character differs, the finding shows both and marks the difference.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from rapidfuzz import fuzz

from bot.knowledge.fields import Report
from bot.knowledge.nodes import Scalar
from bot.seeds import Article, Kind, Passage
from bot.text import Normal, Span, fold_with_origins, shorten, strip_span

__all__ = ["Shelf", "locate"]

_SHORTEST = 15
_NEAR = 70.0  # rapidfuzz partial ratio from which a place of the article is shown as the nearest
_SPOKEN = frozenset({Kind.SPEECH, Kind.QUESTION})


@dataclass(frozen=True, slots=True)
class Shelf:
    """An article under its source id and path, with its folded form for the search of near places."""

    path: str
    article: Article
    folded: Normal

    @classmethod
    def of(cls, path: str, article: Article) -> Shelf:
        """Put an article on the shelf."""
        return cls(path, article, fold_with_origins(article.text))

    def line_at(self, offset: int) -> int:
        """Return the line, from 1, of an offset."""
        return len(re.findall(r"\r\n|\r|\n", self.article.text[:offset])) + 1


def locate(quote: Scalar, source: str, shelves: Mapping[str, Shelf], report: Report) -> Span | None:
    """Return the span of a quote in its source, or None after reporting why it cannot be shown."""
    shelf = shelves[source]
    wanted = _trimmed(quote, report)
    text = shelf.article.text
    start = text.find(wanted)
    if start < 0:
        wanted = unicodedata.normalize("NFC", wanted)
        start = text.find(wanted)
    if start < 0:
        _report_difference(quote, wanted, source, shelves, report)
        return None
    span = _quotable_occurrence(shelf.article, wanted, start)
    if span is None:
        _report_unquotable(quote, shelf, Span(start, start + len(wanted)), report)
        return None
    _report_oddities(quote, shelf, span, report)
    return span


def _trimmed(quote: Scalar, report: Report) -> str:
    wanted = quote.text.strip()
    extra = len(quote.text) - len(wanted)
    if extra and quote.lines == 1:
        message = f"引用の端の空白{extra}個は、取り除いて照合しました。"
        report.warning(quote, message, "引用の前後の空白を消してください。")
    return wanted


def _quotable_occurrence(article: Article, wanted: str, start: int) -> Span | None:
    """Return the first occurrence that lies inside one passage."""
    while start >= 0:
        span = Span(start, start + len(wanted))
        if any(p.span.contains(span) for p in article.passages):
            return span
        start = article.text.find(wanted, start + 1)
    return None


def _report_unquotable(quote: Scalar, shelf: Shelf, span: Span, report: Report) -> None:
    line = shelf.line_at(span.start)
    if any(f.overlaps(span) for f in shelf.article.furniture) or shelf.article.passage_at(span.start) is None:
        message = f"引用に、話者名や画像などページの部品が入っています({shelf.path} {line}行目)。"
        report.error(quote, message, "発言の文だけを写してください。")
    else:
        message = f"引用が段落をまたいでいます({shelf.path} {line}行目から)。"
        report.error(quote, message, "段落ごとに、別の excerpts に分けてください。")


def _report_oddities(quote: Scalar, shelf: Shelf, span: Span, report: Report) -> None:
    article = shelf.article
    passage = next(p for p in article.passages if p.span.contains(span))
    count = article.text.count(span.of(article.text))
    whole = strip_span(article.text, passage.span) == span
    size = span.end - span.start
    if size < _SHORTEST and not whole and passage.kind in _SPOKEN:
        message = f"短すぎて({size}字)、どの発言か分かりません。"
        report.warning(quote, message, "前後を含めて、1文全体を引用してください。")
    elif count > 1 and not whole:
        message = f"同じ言葉が記事に{count}回出てきます。"
        report.warning(quote, message, "前後の文を含めて、1か所に決まるようにしてください。")
    elif not _ends_at_sentences(article.text, passage, span):
        message = f"引用が文の途中で切れています({shelf.path} {shelf.line_at(span.start)}行目)。"
        report.warning(quote, message, "文の初めから「。」まで写してください。")


def _ends_at_sentences(text: str, passage: Passage, span: Span) -> bool:
    """Tell whether both ends are ends of sentences; marks such as ※ or a bracket may be left out."""
    begins = any(_only_marks(text, s.start, span.start) for s in passage.sentences)
    ends = any(_only_marks(text, span.end, s.end) for s in passage.sentences)
    return begins and ends


def _only_marks(text: str, start: int, end: int) -> bool:
    return start <= end and not any(c.isalnum() for c in text[start:end])


def _report_difference(quote: Scalar, wanted: str, source: str, shelves: Mapping[str, Shelf], report: Report) -> None:
    shelf = shelves[source]
    pressed = fold_with_origins(wanted).text
    if not pressed:
        report.error(quote, "引用に文字がありません。", "原文から写し直してください。")
        return
    place = shelf.folded.text.find(pressed)
    if place >= 0:
        original = shelf.folded.span(place, place + len(pressed)).of(shelf.article.text)
        _report_same_letters(quote, wanted, original, shelf, place, report)
        return
    elsewhere = next((i for i, s in shelves.items() if i != source and wanted in s.article.text), None)
    if elsewhere:
        message = f"この文は出典「{source}」ではなく「{elsewhere}」にあります。"
        report.error(quote, message, f"source を {elsewhere} に直してください。")
        return
    _report_nearest(quote, wanted, shelf, report)


def _report_same_letters(quote: Scalar, wanted: str, original: str, shelf: Shelf, place: int, report: Report) -> None:
    """The letters agree and something around them does not: line breaks, spaces or widths."""
    line = shelf.line_at(shelf.folded.origins[place].start)
    joined = re.sub(r"\s+", "", original)
    if "\n" in original or "\r" in original:
        message, hint = "引用が段落をまたいでいます", "段落ごとに、別の excerpts に分けてください。"
    elif quote.lines > 1 and re.sub(r"\s+", "", wanted) == joined:
        gap = re.search(r"\s", wanted)
        before = shorten(wanted[max(0, gap.start() - 8) : gap.start()]) if gap else ""
        message = f"引用が{quote.lines}行に分かれているため、「{before}」の後に空白が入ります"
        hint = "引用は改行せずに1行で書いてください。"
    elif re.sub(r"\s+", "", wanted) == joined:
        message, hint = "引用の中の空白が原文と違います", "空白も原文のまま写してください。"
    else:
        ours, theirs = _marked(wanted, original)
        message = f"文字の種類(全角・半角など)が原文と違います:「{ours}」→ 原文「{theirs}」"
        hint = "原文から写し直してください。"
    report.error(quote, f"{message}({shelf.path} {line}行目)。", hint)


def _report_nearest(quote: Scalar, wanted: str, shelf: Shelf, report: Report) -> None:
    pressed = fold_with_origins(wanted).text
    near = fuzz.partial_ratio_alignment(pressed, shelf.folded.text, score_cutoff=_NEAR)
    if near is None or near.dest_end <= near.dest_start or len(pressed) < 6:
        message = f"引用「{shorten(wanted, 30)}」は {shelf.path} にありません。"
        report.error(quote, message, "出典(source)を確かめ、原文から写し直してください。")
        return
    start, end = _fitted(pressed, shelf.folded.text, near.dest_start, near.dest_end)
    original = shelf.folded.span(start, end).of(shelf.article.text)
    line = shelf.line_at(shelf.folded.origins[start].start)
    ours, theirs = _marked(wanted, original)
    count = _differing(wanted, original)
    message = f"原文と{count}文字違います:「{ours}」→ 原文「{theirs}」({shelf.path} {line}行目)。"
    report.error(quote, message, "原文から写し直してください(誤字も原文のまま)。")


def _fitted(pressed: str, text: str, start: int, end: int) -> tuple[int, int]:
    """Move the ends of the nearest place so that they agree with the quote's own first and last letters."""
    slack = max(4, len(pressed) // 10)
    first, last = pressed[:3], pressed[-3:]
    near_start = text.find(first, max(0, start - slack), start + slack + len(first))
    near_end = text.rfind(last, max(0, end - slack - len(last)), end + slack)
    return (near_start if near_start >= 0 else start, near_end + len(last) if near_end >= 0 else end)


def _marked(ours: str, theirs: str) -> tuple[str, str]:
    """Show the surroundings of the first difference in both, the difference in 【】."""
    for tag, a, b, c, d in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if tag != "equal":
            return _around(ours, a, b), _around(theirs, c, d)
    return shorten(ours), shorten(theirs)


def _around(text: str, start: int, end: int) -> str:
    piece = shorten(text[start:end], 20) if text[start:end].strip() else text[start:end]
    return f"{text[max(0, start - 6) : start]}【{piece}】{text[end : end + 6]}"


def _differing(ours: str, theirs: str) -> int:
    codes = SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes()
    return sum(max(b - a, d - c) for tag, a, b, c, d in codes if tag != "equal")
