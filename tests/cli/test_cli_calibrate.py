"""``calibrate`` wants questions of both kinds, and writes nothing without."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.fitted import PATH

QUESTIONS = Path(__file__).resolve().parents[1] / "questions"


@pytest.mark.parametrize("kind", ["answerable", "unanswerable"])
def test_one_kind_of_questions_tells_nothing(call, kind: str) -> None:
    """Without answerable questions, or without others, there is no cost to compare."""
    before = PATH.read_bytes()
    done = call("calibrate", str(QUESTIONS / f"calibrate_1_{kind}.jsonl"))
    assert done.code == 2
    assert "両方" in done.err
    assert PATH.read_bytes() == before
