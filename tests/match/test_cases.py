"""Questions written for the tests get what they should, and the known failures are still failures."""

from __future__ import annotations

from collections import Counter

import pytest

from bot.desk import Desk
from tests.match.cases import FILES, Case, failures, known_failures, places_of, read

KNOWN = known_failures()
CASES = {file: read(file) for file in FILES}
STYLES = {"natural", "keyword", "colloquial", "polite_long", "paraphrase", "typo", "kana", "english"}


def _param(case: Case) -> object:
    reason = KNOWN.get((case.file, case.name))
    marks = [pytest.mark.xfail(reason=reason, strict=True)] if reason else []
    return pytest.param(case, id=case.name, marks=marks)


@pytest.mark.parametrize("case", [_param(case) for case in CASES["must_answer"]])
def test_what_the_articles_say_is_shown(desk: Desk, case: Case) -> None:
    """One of the first three excerpts overlaps the answer, and the first is from the right article."""
    assert failures(case, desk) == []


@pytest.mark.parametrize("case", [_param(case) for case in CASES["must_not_answer"]])
def test_what_no_article_says_is_declined(desk: Desk, case: Case) -> None:
    """There is no excerpt but an honest no, which names a foreign municipality; small talk gets a hint or thanks."""
    assert failures(case, desk) == []


@pytest.mark.parametrize("case", [_param(case) for case in CASES["follow_ups"]])
def test_a_thread_is_followed(desk: Desk, case: Case) -> None:
    """A question that leans on the one before it is understood with it, and a new topic without it."""
    assert failures(case, desk) == []


@pytest.mark.parametrize("case", [_param(case) for case in CASES["comparisons"]])
def test_a_comparison_lets_each_city_speak(desk: Desk, case: Case) -> None:
    """A question across cities shows an excerpt of every article that has something to say."""
    assert failures(case, desk) == []


def test_the_cases_are_many_and_of_every_style() -> None:
    """The files hold what they are meant to: all styles, all reasons to decline, threads and comparisons."""
    answers, declines = CASES["must_answer"], CASES["must_not_answer"]
    assert len(answers) >= 60
    assert {style for style, count in Counter(case.group for case in answers).items() if count >= 8} == STYLES
    assert len(declines) >= 60
    assert {case.group for case in declines} == {"near", "office", "elsewhere", "general", "english", "talk"}
    assert all(case.place for case in declines if case.group == "elsewhere")
    assert len({case.group for case in CASES["follow_ups"]}) >= 15
    assert len(CASES["comparisons"]) >= 12


def test_every_case_expects_something_that_exists(desk: Desk) -> None:
    """Pieces stand in an article word for word, and in the one that is to come first; articles and names exist."""
    sources = desk.knowledge.sources
    for case in (case for cases in CASES.values() for case in cases):
        standing = {source for source, _ in places_of(case.says, desk.knowledge)}
        assert bool(standing) == bool(case.says), case.name
        assert not (standing and case.first) or case.first in standing, case.name
        assert {*case.sources, *filter(None, [case.first])} <= sources.keys(), case.name
        assert case.says or case.first or case.sources or case.kind != "answer", case.name


def test_no_case_is_there_twice() -> None:
    """Every case has a name of its own, and every known failure is one of them."""
    names = Counter((case.file, case.name) for cases in CASES.values() for case in cases)
    assert max(names.values()) == 1
    assert KNOWN.keys() <= names.keys()


def test_few_cases_are_known_to_fail() -> None:
    """At least nine in ten of the cases hold."""
    assert len(KNOWN) <= sum(map(len, CASES.values())) / 10


def test_no_case_is_a_question_of_the_knowledge(desk: Desk) -> None:
    """What the editors wrote down as a way to ask would be found in any case, and proves little."""
    asked = {question for entry in desk.knowledge.entries for question in entry.questions}
    asked |= {example for absence in desk.knowledge.absences for example in absence.examples}
    cases = [case for file in ("must_answer", "must_not_answer", "comparisons") for case in CASES[file]]
    taken = [case.question for case in cases if case.question in asked and case.group not in ("talk",)]
    assert len(taken) <= len(cases) / 10
