"""The confidence: a logistic regression that tells answered questions from the others, and its threshold."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from bot.fitted import Confidence
from bot.fitting.samples import Sample
from bot.signals import Signals

__all__ = ["fit_confidence"]

_COST_OF_FALSE_ANSWER = 3.0  # refusals that one false answer is worth
_UNANSWERABLE = 0.3  # share of questions without an answer, as in the development questions (50 of 170)
_STRENGTH = 0.03  # regularisation: measured on other questions, 0.03 generalises best of 0.03, 0.3 and 3


def fit_confidence(samples: Sequence[Sample]) -> Confidence:
    """Fit on questions whose best hit is right, and on those that have no answer.

    Candidates come ranked, so the first is the best hit.
    Answerable questions with a wrong best hit teach nothing about either and are left out.
    The threshold is the cheapest, a false answer costing three refusals, for the mixture that is expected.
    """
    used = [s for s in samples if not s.labelled.answerable or s.right[0]]
    values = np.array([s.signals for s in used], dtype=np.float64)
    answerable = np.array([s.labelled.answerable for s in used], dtype=bool)
    scaler = StandardScaler().fit(values)
    model = LogisticRegression(C=_STRENGTH, max_iter=5_000).fit(scaler.transform(values), answerable)
    weights = model.coef_[0] / scaler.scale_
    bias = float(model.intercept_[0] - (weights * scaler.mean_).sum())
    fitted = Confidence(round(bias, 3), Signals(*(round(float(w), 3) for w in weights)), 0.5)
    return Confidence(fitted.bias, fitted.weights, _cheapest(fitted, samples))


def _cheapest(confidence: Confidence, samples: Sequence[Sample]) -> float:
    asked = np.array([confidence.probability(s.signals) for s in samples if s.labelled.answerable])
    others = np.array([confidence.probability(s.signals) for s in samples if not s.labelled.answerable])
    thresholds = np.linspace(0.02, 0.98, 97)
    costs = [
        (1 - _UNANSWERABLE) * (asked < t).mean() + _UNANSWERABLE * _COST_OF_FALSE_ANSWER * (others >= t).mean()
        for t in thresholds
    ]
    return round(float(thresholds[int(np.argmin(costs))]), 2)
