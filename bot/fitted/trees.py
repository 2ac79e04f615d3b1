"""Trees: a gradient-boosted model over `Signals`, as numbers that can be read (``trees.json``, a line a tree).

A node is ``[signal, cut, below, above, odds]``: below or at the cut the node numbered ``below`` comes next, above it
``above``; a leaf is ``[odds]``. The odds of the leaves that a question reaches add up to its log odds.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.fitted.signals import Signals

__all__ = ["Node", "Trees"]

Node = list[Any]  # [signal, cut, below, above, odds], or [odds]
Floats = npt.NDArray[np.float64]
Ids = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Trees:
    """The nodes of all trees in one row; a leaf is followed by itself.

    ``roots`` are the places of the trees' first nodes. Of each node, ``signals`` is the position of what is looked at,
    ``below`` and ``above`` are the places of the next, and ``odds_at`` the mean log odds there; ``depth`` is the most
    steps to a leaf.
    """

    roots: Ids
    signals: Ids
    cuts: Floats
    below: Ids
    above: Ids
    odds_at: Floats
    depth: int

    @classmethod
    def of(cls, trees: Sequence[Sequence[Node]]) -> Trees:
        """Put trees into one row; raises `ValueError` for a signal that there is not."""
        sizes = [len(tree) for tree in trees]
        roots = np.cumsum([0, *sizes[:-1]], dtype=np.int64)
        nodes = [
            (int(root), node if len(node) > 1 else _leaf(number, node))
            for root, tree in zip(roots, trees, strict=True)
            for number, node in enumerate(tree)
        ]
        return cls(
            roots,
            np.array([_position(node[0]) for _, node in nodes], dtype=np.int64),
            np.array([node[1] for _, node in nodes], dtype=np.float64),
            np.array([root + node[2] for root, node in nodes], dtype=np.int64),
            np.array([root + node[3] for root, node in nodes], dtype=np.int64),
            np.array([node[4] for _, node in nodes], dtype=np.float64),
            max(map(_depth, trees)),
        )

    @classmethod
    def read(cls, path: Path) -> Trees:
        """Read a file of trees."""
        return cls.of(json.loads(path.read_text(encoding="utf-8")))

    def odds(self, signals: Signals) -> float:
        """Return the log odds that the best hit answers."""
        values, at = np.array(signals), self.roots
        for _ in range(self.depth):
            at = self._next(at, values)
        return float(self.odds_at[at].sum())

    def effects(self, signals: Signals) -> Signals:
        """Return what each signal adds to the log odds: at every node, how its two sides differ from the whole."""
        values, at = np.array(signals), self.roots
        found = np.zeros(len(values))
        for _ in range(self.depth):
            after = self._next(at, values)
            np.add.at(found, self.signals[at], self.odds_at[after] - self.odds_at[at])
            at = after
        return Signals(*found.tolist())

    def _next(self, at: Ids, values: Floats) -> Ids:
        return np.where(values[self.signals[at]] <= self.cuts[at], self.below[at], self.above[at])


def _position(signal: str) -> int:
    if signal not in Signals._fields:
        raise ValueError(f"no such signal: {signal}")
    return Signals._fields.index(signal)


def _leaf(number: int, node: Node) -> Node:
    return [Signals._fields[0], 0.0, number, number, node[0]]


def _depth(tree: Sequence[Node], number: int = 0) -> int:
    node = tree[number]
    return 0 if len(node) == 1 else 1 + max(_depth(tree, node[2]), _depth(tree, node[3]))
