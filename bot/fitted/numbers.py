"""The fitted numbers: weights of the ranking, the calibration, and every threshold.

They are read from ``numbers.yaml``, but for the trees of the confidence, which have a file of their own.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from operator import mul
from pathlib import Path
from typing import Any

import yaml

from bot.fitted.features import Features
from bot.fitted.signals import Signals
from bot.fitted.trees import Node, Trees

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

PATH = Path(__file__).with_name("numbers.yaml")
TREES_PATH = Path(__file__).with_name("trees.json")


@dataclass(frozen=True, slots=True)
class Ranking:
    """A linear model over `Features`."""

    weights: Features

    def score(self, features: Features) -> float:
        """Return the weighted sum."""
        return float(sum(map(mul, self.weights, features)))


@dataclass(frozen=True, slots=True)
class Logistic:
    """A linear model of the log odds over `Signals`."""

    bias: float
    weights: Signals

    def odds(self, signals: Signals) -> float:
        """Return the log odds that the best hit answers."""
        return self.bias + sum(self.effects(signals))

    def effects(self, signals: Signals) -> Signals:
        """Return what each signal adds to the log odds."""
        return Signals(*map(mul, self.weights, signals))


@dataclass(frozen=True, slots=True)
class Confidence:
    """A model over `Signals`, and the probability from which an answer is shown.

    From a likeness of ``exact`` on, a question is one that an editor wrote: it is answered whatever the model says.
    """

    model: Logistic | Trees
    threshold: float
    exact: float = 0.97

    def probability(self, signals: Signals) -> float:
        """Return the probability that the best hit answers."""
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, self.model.odds(signals)))))


@dataclass(frozen=True, slots=True)
class Tuning:
    """How many entries, sentences and absences are weighed, and what the parts of a query weigh against the question.

    An entry's own quote is looked for among ``quoted`` sentences.
    From ``fewest_examples`` of absences on, these help to tell what no article says.
    A question of at most ``thin`` telling words leans more on its background and on the question before it.
    ``names`` is the weight of the words that name places and people.
    """

    entries: int
    sentences: int
    quoted: int
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


def write(ranking: Ranking, trees: Sequence[Sequence[Node]], unaided: Logistic, measured: str) -> None:
    """Write newly fitted numbers; what was set by other measurements stays, also the threshold (`set_threshold`).

    ``unaided`` judges where there is (nearly) no absence to compare with; it shares the threshold.
    """
    numbers = _read()
    numbers["ranking"] = ranking.weights._asdict()
    numbers["unaided"] = {"bias": unaided.bias, "weights": unaided.weights._asdict()}
    _write(
        numbers, f"# Written by `python -m bot fit`; see bot/fitted/ for what the names mean.\n# Set by: {measured}."
    )
    TREES_PATH.write_text("[\n" + ",\n".join(map(json.dumps, trees)) + "\n]\n", encoding="utf-8")


def set_threshold(threshold: float, measured: str) -> None:
    """Write another threshold and what set it; the model for a knowledge without absences is moved along."""
    numbers = _read()
    moved = log_odds(threshold) - log_odds(numbers["confidence"]["threshold"])
    numbers["confidence"]["threshold"] = threshold
    numbers["unaided"]["bias"] = round(numbers["unaided"]["bias"] + moved, 3)
    head = [line for line in PATH.read_text(encoding="utf-8").splitlines() if line.startswith("#")][:2]
    _write(numbers, "\n".join([*head, f"# Threshold set by: {measured}."]))


def log_odds(probability: float) -> float:
    """Return the logarithm of what a probability is to its opposite."""
    return math.log(probability / (1 - probability))


def _write(numbers: dict[str, Any], header: str) -> None:
    text = yaml.safe_dump(numbers, sort_keys=False, allow_unicode=True)
    PATH.write_text(f"{header}\n{text}", encoding="utf-8")


def _read() -> dict[str, Any]:
    return dict(yaml.safe_load(PATH.read_text(encoding="utf-8")))


_NUMBERS = _read()
RANKING = Ranking(Features(**_NUMBERS["ranking"]))
TUNING = Tuning(**_NUMBERS["tuning"])
EXCERPTS = Excerpting(**_NUMBERS["excerpts"])
CONFIDENCE = Confidence(Trees.read(TREES_PATH), **_NUMBERS["confidence"])
UNAIDED = Confidence(
    Logistic(_NUMBERS["unaided"]["bias"], Signals(**_NUMBERS["unaided"]["weights"])), **_NUMBERS["confidence"]
)
