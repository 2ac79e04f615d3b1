"""Explanations: why a question got its answer, or none, in words that a colleague can follow."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from bot.answering.answer import excerpt_of
from bot.answering.names import CLUES, NAMES
from bot.confidence import Verdict, model_of, signals
from bot.fitted import CONFIDENCE, RANKING
from bot.index.terms import term_of
from bot.knowledge import Knowledge, Quote
from bot.match import Hit, Matched
from bot.question import Question, as_read
from bot.text import Normal, fold, fold_with_origins
from bot.words import Word, content, words

__all__ = ["Chosen", "Reasons", "explain", "reasons"]

_SHOWN = 5  # features and signals that are named, the weightiest first
_FELT = 0.5  # points from which a clue is worth naming
_SAYS = re.compile(r"[^\u3041-\u309f].|.[^\u3041-\u309f]|...")  # 市 and どう say nothing alone
_WORDS = 12  # words and clues of one kind that are named


@dataclass(frozen=True, slots=True)
class Chosen:
    """Why one quote stands in an answer.

    ``question`` is the one that an editor put it under ("": the sentence was found by itself), ``rank`` its place
    among all that matched (1 is the best; 0: not found again) with ``score`` points; ``exact`` tells that the
    editor's question is the very one that was asked. ``shared`` are words of the question that the quote holds, as
    the asker typed them.
    """

    question: str
    rank: int
    score: float
    exact: bool
    shared: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why a question got its answer, or none.

    ``understood`` names what was read into the question; ``held`` and ``lacking`` are its words, as they were typed,
    that the best match has and has not; ``clues`` and ``doubts`` are what spoke for and against it, the weightiest first.
    ``runner_up`` is the nearest of what is not shown (without an answer, the nearest of all), "" where there is
    nothing; ``absence`` is what no article says and is near.
    """

    quotes: tuple[Chosen, ...]
    understood: tuple[str, ...]
    held: tuple[str, ...]
    lacking: tuple[str, ...]
    clues: tuple[str, ...]
    doubts: tuple[str, ...]
    best_score: float
    runner_up: str
    runner_up_score: float
    absence: str
    confidence: float
    threshold: float
    answers: bool


def reasons(
    question: Question, matched: Matched, verdict: Verdict, quotes: Iterable[Quote], knowledge: Knowledge
) -> Reasons:
    """Say for people why these quotes were chosen, or why the best match was not good enough."""
    shown = tuple(quotes)
    best = next(iter(matched.hits), None)
    second = next((h for h in matched.hits if not any(h.quotes[0].meets(quote) for quote in shown)), None)
    clues, doubts = _clues(best) if best else ((), ())
    return Reasons(
        quotes=tuple(
            replace(_chosen(quote, question, matched, knowledge), shared=_shared(question, knowledge.text_of(quote)))
            for quote in shown
        ),
        understood=tuple(_understood(question, matched)),
        held=_as_asked(matched.held, question),
        lacking=_as_asked(matched.lacking, question),
        clues=clues,
        doubts=doubts,
        best_score=best.score if best else 0.0,
        runner_up=_words_of(second, knowledge) if second else "",
        runner_up_score=second.score if second else 0.0,
        absence=matched.absent.absence.about if matched.absent else "",
        confidence=verdict.confidence,
        threshold=CONFIDENCE.threshold,
        answers=verdict.answers,
    )


def _chosen(quote: Quote, question: Question, matched: Matched, knowledge: Knowledge) -> Chosen:
    asked = question.text.strip()
    for entry in knowledge.entries:
        if entry.question == asked and any(quote.meets(q) for q in entry.quotes):
            return Chosen(entry.question, 1, 0.0, exact=True)
    for rank, hit in enumerate(matched.hits, 1):
        if any(quote.meets(q) for q in hit.quotes):
            return Chosen(hit.entry.question if hit.entry else "", rank, hit.score, exact=False)
    return Chosen("", 0, 0.0, exact=False)


def _as_asked(terms: Iterable[str], question: Question) -> tuple[str, ...]:
    """Return terms as the asker typed them, in the order of the question, neighbours as one: 「DXリーダー」「何人」.

    A single letter says nothing by itself; terms that stand in the question in no form are left out.
    """
    wanted, found = set(terms), words(question.core)
    marked = zip(found, (term_of(word) in wanted for word in found), strict=True)
    runs = groupby(marked, key=lambda pair: pair[1])
    return _typed((_joined([word for word, _ in run]) for is_wanted, run in runs if is_wanted), question)


def _shared(question: Question, quote: str) -> tuple[str, ...]:
    """Return the longest pieces of a question that a quote holds, from one telling word to another, as typed."""
    said, found = fold(quote), words(question.core)
    telling = [number for number, kept in enumerate(_are_telling(found)) if kept]
    pieces: list[str] = []
    after = 0
    for start in telling:
        held = [end + 1 for end in telling if end >= start >= after and _joined(found[start : end + 1]) in said]
        if held:
            after = held[-1]
            pieces.append(_joined(found[start:after]))
    return _typed(pieces, question)


def _are_telling(found: Sequence[Word]) -> Iterator[bool]:
    """Tell of each word whether it says something about the subject."""
    return (bool(content([word])) for word in found)


def _joined(found: Sequence[Word]) -> str:
    return "".join(word.surface for word in found)


def _typed(pieces: Iterable[str], question: Question) -> tuple[str, ...]:
    """Return folded pieces of a question as they were typed, each once, without those that say nothing."""
    typed = as_read(question.text)
    folded = fold_with_origins(typed)
    found = (piece.strip() for piece in pieces)
    return tuple(dict.fromkeys(_original(piece, folded, typed) for piece in found if _SAYS.search(piece)))[:_WORDS]


def _original(piece: str, folded: Normal, typed: str) -> str:
    """Return how a piece was typed; one that was taken for mistyped stands as it was read."""
    at = folded.text.find(piece.replace(" ", ""))
    return folded.span(at, at + len(piece.replace(" ", ""))).of(typed) if at >= 0 else piece


def _words_of(hit: Hit, knowledge: Knowledge) -> str:
    return hit.entry.question if hit.entry else excerpt_of(knowledge, hit.quotes[0]).text


def _clues(hit: Hit) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what spoke for a hit and what against it, related features taken together."""
    sums: dict[str, float] = {}
    for name, value, weight in zip(hit.features._fields, hit.features, RANKING.weights, strict=True):
        if name in CLUES:
            sums[CLUES[name]] = sums.get(CLUES[name], 0.0) + value * weight
    felt = sorted((clue for clue, points in sums.items() if abs(points) >= _FELT), key=lambda c: -abs(sums[c]))
    return tuple(c for c in felt if sums[c] > 0)[:_SHOWN], tuple(c for c in felt if sums[c] < 0)[:_SHOWN]


def explain(question: Question, matched: Matched | None, verdict: Verdict | None) -> list[str]:
    """Return the lines: what was matched and how, the score against the threshold, and the runner-up."""
    if matched is None or verdict is None:
        return ["あいさつやお礼と読み取りました。"]
    lines = [f"読み取った質問: {question.core}"]
    lines.extend(_understood(question, matched))
    if not matched.hits:
        return [*lines, "近い項目も文もありません。"]
    best, *others = matched.hits
    lines.append(f"1位: {best.name}(点 {best.score:.2f})")
    for name, found in (("一致した言葉", matched.held), ("見つからない言葉", matched.lacking)):
        lines.extend([f"  {name}: {'、'.join(found)}"] if found else [])
    lines.extend(f"  {line}" for line in _weightiest(best))
    if others:
        lines.append(f"次点: {others[0].name}(点 {others[0].score:.2f})")
    if matched.absent:
        lines.append(f"近い「記事にないこと」: {matched.absent.absence.about}")
    state = "以上なので答えました" if verdict.answers else "に届かないので答えませんでした"
    lines.append(f"確からしさ {verdict.confidence:.2f}: しきい値 {CONFIDENCE.threshold:.2f} {state}")
    lines.extend(f"  {line}" for line in _telling_signals(question, matched))
    return lines


def _understood(question: Question, matched: Matched) -> list[str]:
    facets = matched.facets
    found = [
        ("打ちまちがいとみて", "、".join(f"{typed}→{meant}" for typed, meant in question.slips)),
        ("背景", question.background),
        ("前の質問", question.before if matched.follows else ""),
        ("地名", "・".join(sorted(facets.places))),
        ("記事のない地名", "・".join(sorted(facets.foreign))),
        ("人名", "・".join(sorted(facets.people))),
        ("言い換え", "、".join(_taken_for(matched))),
    ]
    return [f"{name}: {value}" for name, value in found if value]


def _taken_for(matched: Matched) -> list[str]:
    """Return the phrases that the glossary knows, each with its own word, unless that is the same but for case."""
    return [f"{phrase}→{word}" for phrase, word in matched.touched if phrase.casefold() != word.casefold()][:_WORDS]


def _weightiest(hit: Hit) -> list[str]:
    parts = zip(hit.features._fields, hit.features, RANKING.weights, strict=True)
    return _named([(name, value, value * weight) for name, value, weight in parts])


def _telling_signals(question: Question, matched: Matched) -> list[str]:
    found = signals(question, matched)
    effects = model_of(matched).model.effects(found)
    return _named(list(zip(found._fields, found, effects, strict=True)))


def _named(parts: list[tuple[str, float, float]]) -> list[str]:
    heavy = sorted((p for p in parts if p[2]), key=lambda p: -abs(p[2]))[:_SHOWN]
    return [f"{NAMES[name]} {value:.2f} → {effect:+.2f}" for name, value, effect in heavy]
