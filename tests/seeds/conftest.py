"""The five shipped articles, parsed once."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.knowledge import load
from bot.seeds import Article

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def shipped() -> dict[str, Article]:
    """Return the shipped articles by the first three digits of their files' names, as the bot reads them."""
    knowledge = load(ROOT).knowledge
    assert knowledge is not None
    return {Path(source.file).name[:3]: knowledge.articles[source.id] for source in knowledge.sources.values()}
