"""The confidence: a logistic regression that tells answered questions from the others, and its threshold.

Signs are given: likeness never speaks against an answer, and what is missing never for it.
Without that, correlated signals would share out their weight with opposite signs, and a question could become
less sure by being asked more exactly.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from bot.fitted import Confidence
from bot.fitting.samples import Sample
from bot.signals import Signals

__all__ = ["fit_confidence", "fit_unaided"]

_COST_OF_FALSE_ANSWER = 3.0  # refusals that one false answer is worth
_UNANSWERABLE = 0.3  # share of questions without an answer, as in the development questions (50 of 170)
# The cost is flat around its minimum: of what costs at most 5 % more the lowest is taken, since whoever writes
# questions to learn from looks for those that are near and yet not answered, more than people ask them.
_FLAT = 1.05
_STRENGTH = 15.0  # regularisation, in squared standardised weights; 5 and 50 measured alike on other questions

_FOR = frozenset({
    "score", "margin", "words", "grams", "kana", "covered", "fuzzy", "spoken_fuzzy", "only_best", "whole", "whole_bare",
    "whole_few", "whole_topic", "scope", "place", "kind", "alike", "english_words", "named",
})  # fmt: skip
_AGAINST = frozenset({
    "unknown", "missing", "missing_share", "nearer_words", "nearer_grams", "nearer_kana", "nearer_fuzzy",
    "only_absent", "alike_absent", "place_conflict", "person_conflict", "kind_conflict", "thing_conflict", "foreign", "english_nearer",
    "english_unknown",
})  # fmt: skip

Floats = npt.NDArray[np.float64]


def fit_confidence(samples: Sequence[Sample]) -> Confidence:
    """Fit on questions whose best hit is right, and on those that have no answer.

    Candidates come ranked, so the first is the best hit.
    Answerable questions with a wrong best hit teach nothing about either and are left out.
    The threshold is (nearly) the cheapest, a false answer costing three refusals, for the expected mixture.
    """
    used = [s for s in samples if not s.labelled.answerable or s.right[0]]
    values = np.array([s.signals for s in used], dtype=np.float64)
    answerable = np.array([s.labelled.answerable for s in used], dtype=np.float64)
    spread = np.maximum(values.std(axis=0), 1e-9)
    middle = values.mean(axis=0)
    found = _fit((values - middle) / spread, answerable)
    weights = found[1:] / spread
    bias = float(found[0] - (weights * middle).sum())
    fitted = Confidence(round(bias, 3), Signals(*(round(float(w), 3) for w in weights)), 0.5)
    return Confidence(fitted.bias, fitted.weights, _cheapest(fitted, samples))


def fit_unaided(samples: Sequence[Sample], threshold: float) -> Confidence:
    """Fit on samples of a knowledge without absences; the bias is moved so that the given threshold is its own."""
    fitted = fit_confidence(samples)
    moved = fitted.bias + _log_odds(threshold) - _log_odds(fitted.threshold)
    return Confidence(round(moved, 3), fitted.weights, threshold)


def _log_odds(probability: float) -> float:
    return math.log(probability / (1 - probability))


def _fit(values: Floats, answerable: Floats) -> Floats:
    """Return bias and weights of a logistic regression whose signs are bounded."""

    def loss(point: Floats) -> tuple[float, Floats]:
        likely = 1.0 / (1.0 + np.exp(-np.clip(point[0] + values @ point[1:], -30, 30)))
        total = -(answerable * np.log(likely + 1e-12) + (1 - answerable) * np.log(1 - likely + 1e-12)).sum()
        away = likely - answerable
        slope = np.concatenate([[away.sum()], away @ values + 2 * _STRENGTH * point[1:]])
        return float(total + _STRENGTH * (point[1:] ** 2).sum()), slope

    start = np.zeros(values.shape[1] + 1)
    return np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B", bounds=_bounds()).x)


def _bounds() -> list[tuple[float | None, float | None]]:
    signs = [(0.0, None) if n in _FOR else (None, 0.0) if n in _AGAINST else (None, None) for n in Signals._fields]
    return [(None, None), *signs]


def _cheapest(confidence: Confidence, samples: Sequence[Sample]) -> float:
    asked = np.array([confidence.probability(s.signals) for s in samples if s.labelled.answerable])
    others = np.array([confidence.probability(s.signals) for s in samples if not s.labelled.answerable])
    thresholds = np.linspace(0.02, 0.98, 97)
    costs = [
        (1 - _UNANSWERABLE) * (asked < t).mean() + _UNANSWERABLE * _COST_OF_FALSE_ANSWER * (others >= t).mean()
        for t in thresholds
    ]
    return round(float(min(t for t, cost in zip(thresholds, costs, strict=True) if cost <= _FLAT * min(costs))), 2)
