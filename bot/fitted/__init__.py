"""Fitted: what is weighed, and every number that was set by a measurement.

features, signals   what the ranking and the confidence weigh
trees               the form of the boosted model
numbers             weights, trees and thresholds, read from ``numbers.yaml`` and ``trees.json``
"""

from bot.fitted.numbers import (
    CONFIDENCE,
    EXCERPTS,
    PATH,
    RANKING,
    TREES_PATH,
    TUNING,
    UNAIDED,
    Confidence,
    Excerpting,
    Logistic,
    Ranking,
    Tuning,
    log_odds,
    set_threshold,
    write,
)

__all__ = [
    "CONFIDENCE",
    "EXCERPTS",
    "PATH",
    "RANKING",
    "TREES_PATH",
    "TUNING",
    "UNAIDED",
    "Confidence",
    "Excerpting",
    "Logistic",
    "Ranking",
    "Tuning",
    "log_odds",
    "set_threshold",
    "write",
]
