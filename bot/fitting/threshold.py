"""The threshold: from which probability an answer is shown, by what mistakes cost.

It is set by questions of people whose other questions nothing was fitted to: who writes questions to learn from looks
for those that are near and yet not answered, far more than people ask them, and makes a model too careful.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from bot.confidence import Reason
from bot.desk import Desk
from bot.evaluation import Labelled

__all__ = ["Choice", "asked", "cheapest", "choices"]

_COST_OF_FALSE_ANSWER = 3.0  # refusals that one false answer is worth
_FLAT = 1.05  # the cost is flat around its minimum: what costs at most 5 % more is as good
_UNANSWERABLE = 0.3  # share of questions without an answer, as in the development questions (50 of 170)

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


class Choice(NamedTuple):
    """A threshold with the shares of refused and of falsely answered questions, and what they cost together."""

    threshold: float
    refused: float
    false_answers: float
    cost: float


def choices(answerable: Flags, probabilities: Floats) -> list[Choice]:
    """Return what each threshold from 0.02 to 0.98 would do."""
    known, others = probabilities[answerable], probabilities[~answerable]
    found = []
    for threshold in np.linspace(0.02, 0.98, 97).round(2).tolist():
        refused, false = float((known < threshold).mean()), float((others >= threshold).mean())
        cost = (1 - _UNANSWERABLE) * refused + _UNANSWERABLE * _COST_OF_FALSE_ANSWER * false
        found.append(Choice(threshold, refused, false, cost))
    return found


def cheapest(answerable: Flags, probabilities: Floats) -> Choice:
    """Return the lowest of the (nearly) cheapest thresholds."""
    found = choices(answerable, probabilities)
    least = min(choice.cost for choice in found)
    return min(choice for choice in found if choice.cost <= _FLAT * least)


def asked(desk: Desk, questions: Sequence[Labelled]) -> tuple[Flags, Floats]:
    """Ask the desk: which questions are answerable, and how probable it finds each (0 where it answers by rule)."""
    found: list[tuple[bool, float]] = []
    for labelled in questions:
        _, _, verdict = desk.reason(labelled.question, labelled.before)
        by_rule = verdict is None or verdict.reason not in (Reason.FOUND, Reason.WEAK)
        found.append((labelled.answerable, 0.0 if by_rule or verdict is None else verdict.confidence))
    return np.array([flag for flag, _ in found], dtype=bool), np.array([share for _, share in found])
