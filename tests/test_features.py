"""Features are filled in by place, so their order is part of what they mean."""

from __future__ import annotations

from bot.fitted.features import FACING, Features
from bot.index import Scored


def test_the_scores_of_an_entry_and_of_its_quote_follow_what_a_quote_faces() -> None:
    """An entry's scores come as the engine gives them, then those of the quote; before them nothing is a score."""
    scores = Scored._fields[1:]
    following = Features._fields[FACING:]
    assert following[: len(scores)] == scores
    assert following[len(scores) : len(scores) + 3] == tuple(f"quote_{name}" for name in scores[:3])
    assert (Features._fields[0], Features._fields[FACING - 1]) == ("place", "said_article")
