"""The ranking's weights: a softmax over the candidates of each question, its right ones together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from bot.fitted import Ranking
from bot.fitted.features import Features
from bot.fitting.samples import Sample

__all__ = ["fit_ranking"]

_PRIOR = 1.0  # strength of the pull towards the weights in use, in questions

Floats = npt.NDArray[np.float64]


def fit_ranking(samples: Sequence[Sample], before: Ranking) -> Ranking:
    """Return the weights that make the right candidates most likely, drawn a little towards those in use."""
    telling = [(s.candidates, s.right) for s in samples if s.right.any() and not s.right.all()]
    start = np.array(before.weights, dtype=np.float64)

    def loss(weights: Floats) -> tuple[float, Floats]:
        total, slope = 0.0, np.zeros_like(weights)
        for candidates, right in telling:
            likely = _softmax(candidates @ weights)
            hit = likely[right].sum()
            total -= np.log(hit + 1e-12)
            slope += (likely - np.where(right, likely / hit, 0.0)) @ candidates
        away = weights - start
        return float(total + _PRIOR * away @ away), slope + 2 * _PRIOR * away

    found = minimize(loss, start, jac=True, method="L-BFGS-B")
    return Ranking(Features(*(round(float(w), 3) for w in found.x)))


def _softmax(scores: Floats) -> Floats:
    raised = np.exp(scores - scores.max())
    return np.asarray(raised / raised.sum())
