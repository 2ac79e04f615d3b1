"""The fitted numbers: weights of the ranking, the calibration, and every threshold, read from ``fitted.yaml``."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.features import Features
from bot.signals import Signals

__all__ = ["CONFIDENCE", "EXCERPTS", "PATH", "RANKING", "TUNING", "Confidence", "Excerpting", "Ranking", "Tuning"]

PATH = Path(__file__).with_name("fitted.yaml")


@dataclass(frozen=True, slots=True)
class Ranking:
    """A linear model over `Features`."""

    weights: Features

    def score(self, features: Features) -> float:
        """Return the weighted sum."""
        return sum(w * f for w, f in zip(self.weights, features, strict=True))


@dataclass(frozen=True, slots=True)
class Confidence:
    """A logistic model over `Signals`, and the probability from which an answer is shown."""

    bias: float
    weights: Signals
    threshold: float

    def probability(self, signals: Signals) -> float:
        """Return the probability that the best hit answers."""
        total = self.bias + sum(w * s for w, s in zip(self.weights, signals, strict=True))
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))


@dataclass(frozen=True, slots=True)
class Tuning:
    """How many candidates each engine gives, and what the parts of a query weigh against the question."""

    candidates: int
    glossary: float
    background: float
    before: float


@dataclass(frozen=True, slots=True)
class Excerpting:
    """How far behind the best hit another may be and still be shown beside it, and how many are shown."""

    behind: float
    fewest: int
    most: int


def _read() -> dict[str, Any]:
    return dict(yaml.safe_load(PATH.read_text(encoding="utf-8")))


_NUMBERS = _read()
RANKING = Ranking(Features(**_NUMBERS["ranking"]))
TUNING = Tuning(**_NUMBERS["tuning"])
EXCERPTS = Excerpting(**_NUMBERS["excerpts"])
CONFIDENCE = Confidence(
    _NUMBERS["confidence"]["bias"], Signals(**_NUMBERS["confidence"]["weights"]), _NUMBERS["confidence"]["threshold"]
)
