"""What an editor can do wrong, and what is said about it: the cases are in ``cases/``."""

from __future__ import annotations

import pytest

from bot.problems import Problem
from tests.knowledge.folders import Case, Outcome, read_cases

CASES = read_cases()
GIVEN = set(range(1, 61, 2)) - {13}  # 13 needs a folder that moves: it is in test_reload.py


def _at(problem: Problem) -> str:
    return f"{problem.path}:{problem.line}" if problem.line else problem.path


def test_every_given_case_is_here_and_as_many_of_our_own() -> None:
    """The odd numbers of the specification are all tried, and at least forty more; no name is used twice."""
    assert {case.given for case in CASES} - {0} == GIVEN
    assert sum(case.given == 0 for case in CASES) >= 40
    assert len({case.name for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.name)
def test_a_case_gets_its_verdict(case: Case, outcomes: dict[str, Outcome]) -> None:
    """REFUSE keeps the old knowledge, WARN lets the new one in and says something, ACCEPT is silent."""
    outcome = outcomes[case.name]
    assert outcome.verdict == case.verdict, outcome.problems


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.name)
def test_one_cause_gives_one_finding_in_its_place(case: Case, outcomes: dict[str, Outcome]) -> None:
    """As many findings as causes, each at the file and line that the editor has to change."""
    places = [_at(problem) for problem in outcomes[case.name].problems]
    if case.count:
        assert len(places) == case.count
    assert places[: len(case.findings) if case.count else None] == [finding["at"] for finding in case.findings]


@pytest.mark.parametrize("case", [c for c in CASES if c.findings], ids=lambda c: c.name)
def test_a_finding_says_what_is_wrong_and_what_to_do(case: Case, outcomes: dict[str, Outcome]) -> None:
    """The message names the cause and the hint the next step."""
    for problem, finding in zip(outcomes[case.name].problems, case.findings, strict=False):
        assert finding["says"] in problem.message
        assert finding["hint"] in problem.hint
