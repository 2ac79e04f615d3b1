"""Features are filled in by place, so their order is part of what they mean."""

from __future__ import annotations

from bot.fitted.features import Facing, Features
from bot.index import Scored


def test_features_begin_with_what_a_quote_faces() -> None:
    """What is known of a question and a quote goes into the first places, under the same names."""
    assert Features._fields[: len(Facing._fields)] == Facing._fields


def test_the_scores_of_an_entry_and_of_its_quote_follow() -> None:
    """An entry's scores come as the engine gives them, then those of the quote."""
    scores = Scored._fields[1:]
    following = Features._fields[len(Facing._fields) :]
    assert following[: len(scores)] == scores
    assert following[len(scores) : len(scores) + 3] == tuple(f"quote_{name}" for name in scores[:3])
