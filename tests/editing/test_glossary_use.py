"""Glossary use: which groups of words change an answer, and whether for the better."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.editing import Change, GlossaryUse, GroupUse, measure_glossary
from bot.evaluation import Labelled
from bot.evaluation.questions import Gold
from bot.knowledge import Group, Knowledge

ONLY_LINK, UNTOUCHED = 0, 2


@pytest.fixture(scope="module")
def use(knowledge: Knowledge) -> GlossaryUse:
    """Measure the small base once."""
    return measure_glossary(knowledge)


def test_a_group_that_is_the_only_way_to_the_answer_helps(use: GlossaryUse) -> None:
    """「大規模会合」 stands in no other question and no article: only its group leads to the entry."""
    group = use.groups[ONLY_LINK]
    assert (group.touched, group.asked, group.helped) == (1, 1, 1)
    assert group.harmful == ()


def test_a_group_that_no_question_touches_is_not_asked(use: GlossaryUse) -> None:
    """Without a question there is nothing to say about a group."""
    group = use.groups[UNTOUCHED]
    assert (group.touched, group.asked, group.changes) == (0, 0, ())


def test_a_group_that_adds_nothing_changes_nothing(knowledge: Knowledge) -> None:
    """A group whose other words stand nowhere in the knowledge leaves every answer as it is."""
    idle = Group(("DXリーダー", "ぬぬぬぬぬ"), (), (), None, 1)
    found = measure_glossary(replace(knowledge, glossary=(idle,))).groups[0]
    assert found.asked > 0
    assert found.changes == ()


def test_no_more_questions_are_asked_than_allowed(knowledge: Knowledge) -> None:
    """The cap holds for each group, and what was left out still counts as touched."""
    common = Group(("青梅", "小金井", "DX"), (), (), None, 1)
    found = measure_glossary(replace(knowledge, glossary=(common,)), most=2)
    assert found.groups[0].asked == 2
    assert found.groups[0].touched > 2
    assert found.compared == 2


def test_labelled_questions_are_asked_too(knowledge: Knowledge) -> None:
    """An answerable question of a file counts by its gold quotes; one without an answer does not count."""
    gold = Gold("004", "本制度は、青梅市にある約60の各課から1名")
    asked = Labelled("1", "大規模会合", "natural", "", (gold,), (), "")
    found = measure_glossary(knowledge, [asked, replace(asked, gold=())])
    assert found.labelled == 1
    assert found.groups[ONLY_LINK].touched == 2


def test_a_question_that_is_right_only_without_the_group_is_harm() -> None:
    """Better, worse and merely different are three things."""
    better, worse = Change("a", None, None, True, False), Change("b", None, None, False, True)
    neither = Change("c", None, None, False, False)
    group = GroupUse(Group(("a",), (), (), None, 1), 3, 3, (better, worse, neither))
    assert (group.helped, group.harmful) == (1, (worse,))


def test_measuring_twice_gives_the_same(knowledge: Knowledge, use: GlossaryUse) -> None:
    """The sample is no matter of luck."""
    assert measure_glossary(knowledge) == use
