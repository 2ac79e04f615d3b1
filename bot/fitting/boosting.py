"""Boosting: the trees of the confidence, found by LightGBM and written as plain numbers.

Compared on 8,600 questions of training authors, each left out in turn, and on 1,541 of others (2026-11-22): at 2 % false
answers a logistic regression over the same signals refused 1.5 % of the others' questions, these trees 0.5 %.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import lightgbm
import numpy as np
import numpy.typing as npt

from bot.fitted.signals import Signals
from bot.fitted.trees import Node, Trees
from bot.fitting.samples import Sample, known

__all__ = ["fit_trees", "left_out"]

_TREES, _LEAVES, _STEP = 250, 6, 0.1
_FOLDS = 5
# What must never lower, or raise, the odds, all else equal; the other signals may do either.
_FOR = frozenset({
    "score", "margin", "words", "grams", "kana", "covered", "fuzzy", "spoken_fuzzy", "only_best", "alike",
})  # fmt: skip
_AGAINST = frozenset({
    "unknown", "missing", "missing_share", "only_absent", "foreign", "place_conflict", "kind_conflict", "nearer_fuzzy",
})  # fmt: skip

Floats = npt.NDArray[np.float64]


def fit_trees(samples: Sequence[Sample]) -> list[list[Node]]:
    """Fit on questions whose best hit is right, and on those that have no answer; see `bot.fitted.trees` for the form."""
    values, answerable = known(samples)
    settings = {
        "objective": "binary",
        "num_leaves": _LEAVES,
        "learning_rate": _STEP,
        "lambda_l2": 5.0,
        "min_data_in_leaf": 20,
        "monotone_constraints": [(name in _FOR) - (name in _AGAINST) for name in Signals._fields],
        "deterministic": True,
        "force_row_wise": True,
        "num_threads": 1,
        "seed": 0,
        "verbosity": -1,
    }
    found = lightgbm.train(settings, lightgbm.Dataset(values, answerable), _TREES).dump_model()
    return [_nodes(tree["tree_structure"]) for tree in found["tree_info"]]


def left_out(samples: Sequence[Sample]) -> Floats:
    """Return for each sample the probability by trees that were fitted without it; trees know by heart what they saw."""
    odds = np.zeros(len(samples))
    for fold in range(_FOLDS):
        trees = Trees.of(fit_trees([s for n, s in enumerate(samples) if n % _FOLDS != fold]))
        for number in range(fold, len(samples), _FOLDS):
            odds[number] = trees.odds(samples[number].signals)
    return np.asarray(1.0 / (1.0 + np.exp(-odds)), dtype=np.float64)


def _nodes(root: Mapping[str, Any]) -> list[Node]:
    """Number a tree's nodes, the root first."""
    order = list(_walked(root))
    places = {id(node): number for number, node in enumerate(order)}
    return [
        [round(float(node["leaf_value"]), 4)]
        if "leaf_value" in node
        else [
            Signals._fields[node["split_feature"]],
            round(float(node["threshold"]), 4),
            places[id(node["left_child"])],
            places[id(node["right_child"])],
            round(float(node["internal_value"]), 4),
        ]
        for node in order
    ]


def _walked(node: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield node
    if "leaf_value" not in node:
        yield from _walked(node["left_child"])
        yield from _walked(node["right_child"])
