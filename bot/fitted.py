"""The fitted numbers: weights of the ranking, the calibration, and every threshold, read from ``fitted.yaml``."""

from __future__ import annotations

import math
from dataclasses import dataclass
from operator import mul
from pathlib import Path
from typing import Any

import yaml

from bot.features import Features
from bot.signals import Signals

__all__ = [
    "CONFIDENCE",
    "EXCERPTS",
    "PATH",
    "RANKING",
    "TUNING",
    "UNAIDED",
    "Confidence",
    "Excerpting",
    "Ranking",
    "Tuning",
    "write",
]

PATH = Path(__file__).with_name("fitted.yaml")


@dataclass(frozen=True, slots=True)
class Ranking:
    """A linear model over `Features`."""

    weights: Features

    def score(self, features: Features) -> float:
        """Return the weighted sum."""
        return float(sum(map(mul, self.weights, features)))


@dataclass(frozen=True, slots=True)
class Confidence:
    """A logistic model over `Signals`, and the probability from which an answer is shown.

    From a likeness of ``exact`` on, a question is one that an editor wrote: it is answered whatever the model says.
    """

    bias: float
    weights: Signals
    threshold: float
    exact: float = 0.97

    def probability(self, signals: Signals) -> float:
        """Return the probability that the best hit answers."""
        total = self.bias + sum(w * s for w, s in zip(self.weights, signals, strict=True))
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))


@dataclass(frozen=True, slots=True)
class Tuning:
    """How many entries, sentences and absences are weighed, and what the parts of a query weigh against the question.

    From ``fewest_examples`` of absences on, these help to tell what no article says.
    A question of at most ``thin`` telling words leans more on its background and on the question before it.
    ``names`` is the weight of the words that name places and people.
    """

    entries: int
    sentences: int
    absences: int
    fewest_examples: int
    names: float
    thin: int
    glossary: float
    glossary_of_kana: float
    background: float
    background_of_thin: float
    before: float
    before_thin: float


@dataclass(frozen=True, slots=True)
class Excerpting:
    """How far behind the best hit another may be and still be shown beside it, and how many are shown.

    Where no place is named, the best of another article may be as far behind as ``elsewhere``.
    Neighbours become one excerpt of ``joined`` characters at most; in a comparison, each further excerpt of an article
    must be ``again`` better than the first of another.
    """

    behind: float
    elsewhere: float
    fewest: int
    most: int
    joined: int
    again: float


def write(ranking: Ranking, confidence: Confidence, unaided: Confidence, measured: str) -> None:
    """Write newly fitted numbers; what was set by other measurements stays.

    ``unaided`` judges where there is (nearly) no absence to compare with; it shares the threshold.
    """
    numbers = _read()
    numbers["ranking"] = ranking.weights._asdict()
    numbers["confidence"] = {
        "threshold": confidence.threshold,
        "exact": confidence.exact,
        "bias": confidence.bias,
        "weights": confidence.weights._asdict(),
    }
    numbers["unaided"] = {"bias": unaided.bias, "weights": unaided.weights._asdict()}
    header = f"# Written by `python -m bot fit`; see bot/fitted.py for what the names mean.\n# Set by: {measured}.\n"
    PATH.write_text(header + yaml.safe_dump(numbers, sort_keys=False, allow_unicode=True), encoding="utf-8")


def _read() -> dict[str, Any]:
    return dict(yaml.safe_load(PATH.read_text(encoding="utf-8")))


_NUMBERS = _read()
RANKING = Ranking(Features(**_NUMBERS["ranking"]))
TUNING = Tuning(**_NUMBERS["tuning"])
EXCERPTS = Excerpting(**_NUMBERS["excerpts"])
_CONFIDENCE, _UNAIDED = _NUMBERS["confidence"], _NUMBERS["unaided"]
CONFIDENCE = Confidence(
    _CONFIDENCE["bias"], Signals(**_CONFIDENCE["weights"]), _CONFIDENCE["threshold"], _CONFIDENCE.get("exact", 0.97)
)
UNAIDED = Confidence(_UNAIDED["bias"], Signals(**_UNAIDED["weights"]), CONFIDENCE.threshold, CONFIDENCE.exact)
