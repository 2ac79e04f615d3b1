"""The confidence without absences: a logistic regression that tells answered questions from the others.

Signs are given: likeness never speaks against an answer, and what is missing never for it.
Without that, correlated signals would share out their weight with opposite signs, and a question could become
less sure by being asked more exactly.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from bot.fitted import Confidence, Logistic, log_odds
from bot.fitted.signals import Signals
from bot.fitting.samples import Sample, known
from bot.fitting.threshold import cheapest

__all__ = ["fit_logistic", "fit_unaided"]

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


def fit_logistic(samples: Sequence[Sample]) -> Logistic:
    """Fit on questions whose best hit is right, and on those that have no answer.

    Candidates come ranked, so the first is the best hit.
    """
    values, answerable = known(samples)
    spread = np.maximum(values.std(axis=0), 1e-9)
    middle = values.mean(axis=0)
    found = _fit((values - middle) / spread, answerable.astype(np.float64))
    weights = found[1:] / spread
    bias = float(found[0] - (weights * middle).sum())
    return Logistic(round(bias, 3), Signals(*(round(float(w), 3) for w in weights)))


def fit_unaided(samples: Sequence[Sample], threshold: float) -> Logistic:
    """Fit on samples of a knowledge without absences; the bias is moved so that the given threshold is its own."""
    fitted = fit_logistic(samples)
    alone = Confidence(fitted, threshold)
    answerable = np.array([s.labelled.answerable for s in samples])
    best = cheapest(answerable, np.array([alone.probability(s.signals) for s in samples])).threshold
    return Logistic(round(fitted.bias + log_odds(threshold) - log_odds(best), 3), fitted.weights)


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
