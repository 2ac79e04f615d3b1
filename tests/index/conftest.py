"""A small knowledge (three articles, four entries, no absences), indexed once."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.index.corpus import Corpus
from bot.knowledge import Knowledge, load

BASE = Path(__file__).resolve().parents[1] / "knowledge" / "base"


@pytest.fixture(scope="session")
def small() -> Knowledge:
    """Return the small knowledge."""
    knowledge = load(BASE).knowledge
    assert knowledge is not None
    return knowledge


@pytest.fixture(scope="session")
def small_corpus(small: Knowledge) -> Corpus:
    """Return the small knowledge with its engines."""
    return Corpus.of(small)
