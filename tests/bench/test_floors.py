"""The figures of the measured questions do not fall below their floors (``tests/floors.json``)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.desk import Desk
from bot.evaluation import Figures, read_questions, score

TESTS = Path(__file__).resolve().parents[1]
FLOORS = json.loads((TESTS / "floors.json").read_text(encoding="utf-8"))
LIMITS = {name: limit for name, limit in FLOORS.items() if name != "comment"}


@pytest.fixture(scope="module")
def figures(desk: Desk) -> dict[str, float | None]:
    """Measure all questions that are kept for measuring."""
    files = [f for kind in ("calibrate", "measure") for f in sorted((TESTS / "questions").glob(f"{kind}_*.jsonl"))]
    questions = [q for path in files for q in read_questions(path)]
    assert len(questions) >= 400
    return Figures.of(score(q, desk.ask(q.question, q.before), desk.knowledge) for q in questions).shares()


@pytest.mark.parametrize("name", LIMITS)
def test_a_figure_keeps_its_floor(figures: dict[str, float | None], name: str) -> None:
    """Hits and verbatim quotes reach their floor; false refusals and false answers stay under their ceiling."""
    share = figures[name]
    assert share is not None
    assert share <= LIMITS[name] if name.startswith("false") else share >= LIMITS[name]


def test_every_figure_has_a_floor(figures: dict[str, float | None]) -> None:
    """No figure of the evaluation goes unwatched, and every quote is verbatim without exception."""
    assert LIMITS.keys() == figures.keys()
    assert LIMITS["verbatim"] == 1.0


def test_the_floors_are_near_the_figures(figures: dict[str, float | None]) -> None:
    """A floor far below what is reached would not notice a loss: after a gain, raise it."""
    far = {name: share for name, share in figures.items() if share is not None and abs(share - LIMITS[name]) > 0.05}
    assert far == {}
