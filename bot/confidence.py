"""Confidence: how likely the best hit answers the question, and whether that is enough to show it.

The probability comes from boosted trees over `Signals` (``fitted/trees.json``); the threshold, with the measurement
that set it, is in ``fitted/numbers.yaml``. Where an editor has written down what no article says, nearness to that tells most;
a knowledge without it (a new folder) is judged by a model of its own, a logistic regression.
"""

from __future__ import annotations

import math
from enum import Enum
from typing import NamedTuple

from bot.fitted import CONFIDENCE, UNAIDED, Confidence
from bot.fitted.signals import Signals
from bot.knowledge import Absence
from bot.match import Absent, Hit, Matched
from bot.question import Question

__all__ = ["Reason", "Verdict", "judge", "model_of", "signals"]


_HIGHEST = 28.0  # scores beyond it say no more
_FULL = 1.5  # shares of a field beyond it say no more
_SOFTENED = 0.1
_WIDEST = 12.0  # odds of the scope beyond it say no more
_ALIKE = 0.65  # likeness from which two questions are probably the same
_NO_ABSENCE = Absent(Absence("", "", ()), 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)


class Reason(Enum):
    """Why there is an answer, or why there is none."""

    FOUND = "found"
    NOTHING = "nothing"
    FOREIGN_PLACE = "foreign place"
    OTHER_PLACE = "other place"
    WEAK = "weak"
    TOO_LONG = "too long"


class Verdict(NamedTuple):
    """Whether to answer, the probability that the best hit is right, and the reason."""

    answers: bool
    confidence: float
    reason: Reason


def judge(question: Question, matched: Matched) -> Verdict:
    """Decide on the ranked hits of a question."""
    if question.too_long:
        return Verdict(False, 0.0, Reason.TOO_LONG)
    if not matched.hits:
        return Verdict(False, 0.0, Reason.NOTHING)
    probability = model_of(matched).probability(signals(question, matched))
    if matched.hits[0].is_an_editors:
        probability = max(probability, CONFIDENCE.exact)
    if _only_elsewhere(matched):
        return Verdict(False, min(probability, CONFIDENCE.threshold / 2), Reason.FOREIGN_PLACE)
    if _of_another_city(matched):
        return Verdict(False, min(probability, CONFIDENCE.threshold / 2), Reason.OTHER_PLACE)
    enough = probability >= CONFIDENCE.threshold
    return Verdict(enough, round(probability, 4), Reason.FOUND if enough else Reason.WEAK)


def model_of(matched: Matched) -> Confidence:
    """Return the model that judges: a knowledge without absences is judged by what the question and the best hit share."""
    return CONFIDENCE if matched.aided else UNAIDED


def _only_elsewhere(matched: Matched) -> bool:
    """Tell whether the question is about a place that neither an article nor the best hit speaks of."""
    facets = matched.facets
    return bool(facets.foreign) and not facets.places and matched.hits[0].features.place == 0


def _of_another_city(matched: Matched) -> bool:
    """Tell whether a city is named and the best hit is another one's words: they are never passed off as its own.

    Measured: of 4,400 answerable questions none had its right answer so.
    """
    facets = matched.facets
    best = matched.hits[0].features
    return bool(facets.named_cities) and not facets.several and best.place_conflict > 0 and best.place == 0


def signals(question: Question, matched: Matched) -> Signals:
    """Return what the confidence is computed from."""
    best = matched.hits[0]
    features = best.features
    words = features.words + features.passage_words + features.spoken_words
    grams = features.grams + features.passage_grams + features.spoken_grams
    kana = features.kana + features.passage_kana + features.spoken_kana
    absent = matched.absent or _NO_ABSENCE
    found = _of_the_question(question, matched)._replace(
        score=min(best.score, _HIGHEST),
        margin=best.score - _rival(matched.hits),
        words=min(words, _FULL),
        grams=min(grams, _FULL),
        kana=min(kana, _FULL),
        covered=features.covered,
        fuzzy=features.fuzzy,
        spoken_fuzzy=features.spoken_fuzzy,
        compares=float(best.entry is not None and best.entry.compares),
        compares_one=features.compares_one,
        nearer_words=_nearer(absent.words, words),
        nearer_grams=_nearer(absent.grams, grams),
        nearer_kana=_nearer(absent.kana, kana),
        nearer_fuzzy=_nearer(absent.fuzzy, features.fuzzy),
        only_absent=absent.only_it,
        only_best=absent.only_best,
        alike=max(0.0, features.fuzzy - _ALIKE) + max(0.0, features.spoken_fuzzy - _ALIKE),
        alike_absent=max(0.0, absent.fuzzy - _ALIKE),
        place=features.place,
        place_conflict=features.place_conflict,
        person_conflict=features.person_conflict,
        kind=features.kind,
        kind_conflict=features.kind_conflict,
        thing_conflict=features.thing_conflict,
        named=features.named,
        passage=features.passage,
    )
    return _with_english(found) if question.english else found


def _with_english(found: Signals) -> Signals:
    return found._replace(
        english_words=found.words + found.covered,
        english_missing=found.missing_share,
        english_nearer=found.nearer_words,
        english_only_absent=found.only_absent,
        english_unknown=found.unknown,
    )


def _of_the_question(question: Question, matched: Matched) -> Signals:
    """Return the signals that are the question's own, and how much of it is held."""
    whole = float(not matched.in_kana and not matched.lacking and not (matched.absent and matched.absent.only_it))
    few = 1.0 / max(1, matched.size)
    return Signals(
        spoken=float(matched.in_kana),
        bare=float(matched.bare),
        several=float(matched.facets.several),
        unknown=matched.unknown,
        missing=matched.missing[0],
        missing_share=matched.missing[1],
        whole=whole,
        few=few,
        whole_bare=whole * matched.bare,
        whole_few=whole * few,
        topic=float(matched.topic),
        whole_topic=whole * matched.topic,
        size=min(matched.size, 12) / 12,
        log_size=math.log1p(matched.size),
        foreign=float(bool(matched.facets.foreign)),
        english=float(question.english),
        before=float(matched.follows),
        scope=max(-_WIDEST, min(_WIDEST, matched.scope)),
    )


def _nearer(absent: float, best: float) -> float:
    """Return how much nearer an absence is than the best hit: the logarithm of their ratio, within one."""
    return max(-1.0, min(1.0, math.log((absent + _SOFTENED) / (best + _SOFTENED))))


def _rival(hits: tuple[Hit, ...]) -> float:
    """Return the score of the best hit that would show something else first."""
    first = hits[0].quotes[0]
    others = (h for h in hits[1:] if h.quotes[0].source != first.source or not h.quotes[0].span.overlaps(first.span))
    return next((h.score for h in others), 0.0)
