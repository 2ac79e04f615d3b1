"""Trees add up leaves, and say what each signal did."""

from __future__ import annotations

import pytest

from bot.fitted import CONFIDENCE
from bot.fitted.signals import Signals
from bot.fitted.trees import Trees

TREES = [
    [["score", 5.0, 1, 4, 0.5], ["words", 0.5, 2, 3, 0.25], [-1.0], [1.0], [2.0]],
    [["words", 0.25, 1, 2, 0.0], [-0.5], [0.5]],
    [[0.125]],
]


@pytest.mark.parametrize(
    ("signals", "odds"),
    [
        (Signals(score=5.0, words=0.25), -1.0 - 0.5 + 0.125),
        (Signals(score=5.0, words=0.75), 1.0 + 0.5 + 0.125),
        (Signals(score=6.0, words=0.0), 2.0 - 0.5 + 0.125),
    ],
)
def test_the_leaves_that_are_reached_add_up(signals: Signals, odds: float) -> None:
    """At a cut one goes below, and trees of different depth stand side by side."""
    assert Trees.of(TREES).odds(signals) == odds


def test_effects_are_named_by_signal() -> None:
    """What was decided by a signal counts for it: the steps from the mean of a node to that of the next."""
    effects = Trees.of(TREES).effects(Signals(score=5.0, words=0.75))
    assert (effects.score, effects.words) == (0.25 - 0.5, (1.0 - 0.25) + 0.5)
    assert sum(effects) == effects.score + effects.words


def test_effects_and_roots_are_the_odds() -> None:
    """Nothing of the fitted trees' odds is left unexplained."""
    trees = CONFIDENCE.model
    assert isinstance(trees, Trees)
    signals = Signals(score=20.0, words=0.5, scope=1.0)
    assert float(trees.odds_at[trees.roots].sum()) + sum(trees.effects(signals)) == pytest.approx(trees.odds(signals))


def test_an_unknown_signal_is_refused() -> None:
    """A file of other code's trees is no model."""
    with pytest.raises(ValueError, match="no-such-signal"):
        Trees.of([[["no-such-signal", 0.0, 1, 2, 0.0], [0.0], [0.0]]])
