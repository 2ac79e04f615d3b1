"""The small base of `tests/editing`: as knowledge, and as a folder of one's own to change."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.knowledge import Knowledge, load

BASE = Path(__file__).resolve().parents[1] / "editing" / "base"


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """Return the small base, read once."""
    found = load(BASE).knowledge
    assert found is not None
    return found


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """Return a copy of the small base that a test may change."""
    folder = tmp_path / "base"
    shutil.copytree(BASE, folder)
    return folder
