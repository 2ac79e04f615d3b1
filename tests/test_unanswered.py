"""Unanswered questions are grouped as an editor would group them."""

from __future__ import annotations

import itertools
import random
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from bot.store import Kept
from bot.unanswered import Group, grouped

ALIKE: dict[str, list[list[str]]] = yaml.load(
    Path(__file__).with_name("data").joinpath("alike.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader
)
AT = datetime(2026, 11, 22, tzinfo=UTC)
_numbers = itertools.count(1)


def kept(question: str, why: str = "none", reason: str = "", before: str = "", people: str = "a") -> Kept:
    """Make a question that waits; each letter of ``people`` is one of them."""
    return Kept(f"a{next(_numbers)}", question, AT, why, frozenset(people), reason, before)


def questions(groups: tuple[Group, ...]) -> list[list[str]]:
    """Return what stands in which group."""
    return [[member.question for member in group.members] for group in groups]


def pairs(groups: list[list[str]]) -> set[frozenset[str]]:
    """Return which questions are together."""
    return {frozenset(pair) for group in groups for pair in itertools.combinations(group, 2)}


@pytest.mark.parametrize(("part", "least"), [("tuned", 0.8), ("unseen", 0.6)])
@pytest.mark.parametrize("seed", range(3))
def test_what_is_one_question_to_an_editor_is_one_group(part: str, least: float, seed: int) -> None:
    """In whichever order they come, most wordings of a question meet, and hardly any two questions are mixed up."""
    wanted = pairs(ALIKE[part])
    asked = [kept(question) for group in ALIKE[part] for question in group]
    random.Random(seed).shuffle(asked)  # noqa: S311 - an order, no secret
    found = pairs(questions(grouped(asked)))
    assert len(found & wanted) / len(wanted) >= least
    assert len(found - wanted) / len(found) <= 0.04


def test_nothing_gets_lost() -> None:
    """Each question is in one group, whatever it holds."""
    texts = ["", "?", "😀", "<!channel>", "カレー", "カレー", "*", "あ" * 2_000, "DXとは"]
    asked = [kept(text) for text in texts]
    ids = [name for group in grouped(asked) for name in group.answer_ids]
    assert sorted(ids) == sorted(k.answer_id for k in asked)


def test_the_same_words_are_one_group() -> None:
    """A question that is asked in the same words is counted, not listed again."""
    (group,) = grouped([kept("カレーの作り方"), kept("<@U0BOT> カレーの作り方"), kept("カレーの作り方")])
    assert group.times == 3


def test_questions_without_text_stay_apart() -> None:
    """Where texts are not recorded, nobody can tell that two are alike."""
    assert len(grouped([kept("", "bad"), kept("", "handed")])) == 2


def test_what_was_handed_over_comes_first_then_what_is_asked_often() -> None:
    """Somebody who waits for an answer goes before what many have merely tried."""
    often, once, wish = "電子契約の導入事例", "保育園の入園選考AI", "議会のペーパーレス化"
    groups = grouped([kept(once), kept(often), kept(often), kept(wish, "handed")])
    assert [group.question for group in groups] == [wish, often, once]


def test_a_group_says_why_it_waits() -> None:
    """Reasons are counted by kind, and what people wrote is kept once each, newest first."""
    (group,) = grouped([
        kept("電子契約の導入事例", "bad", "古い"),
        kept("電子契約の導入事例", "bad", "足りない"),
        kept("電子契約の導入事例", "bad", "古い"),
        kept("電子契約の導入事例", "handed"),
    ])  # fmt: skip
    assert [group.count(why) for why in ("handed", "bad", "none")] == [1, 3, 0]
    assert group.reasons == ("古い", "足りない")


def test_a_group_is_named_by_its_newest_wording_as_people_read_it() -> None:
    """Neither the mention of the bot nor Slack's escapes are shown."""
    (group,) = grouped([kept("<@U0BOT> R&amp;Dの予算は?"), kept("R&Dの予算は")])
    assert group.question == "R&Dの予算は?"


def test_a_group_goes_by_what_a_person_handed_over() -> None:
    """Who took the trouble reads their own words there, though others have asked alike since; these are listed, too."""
    newest, other, wish = "電子契約の導入事例は?", "電子契約の導入事例を教えて", "電子契約の導入事例"
    (group,) = grouped([kept(newest), kept(other), kept(wish, "handed"), kept(newest)])
    assert group.question == wish
    assert group.wordings == (wish, newest, other)


def test_people_are_counted_once() -> None:
    """However often they ask, and in whatever role; nobody is no person."""
    asked = [kept("電子契約の導入事例", people=who) for who in ("a", "ab", "c", "")]
    (group,) = grouped(asked)
    assert (group.times, group.people) == (4, 3)
    assert grouped([kept("電子契約の導入事例", people="")])[0].people == 0


@pytest.mark.parametrize("follow_up", ["青梅市は?", "何人くらい?", "評判は?", "なぜ?"])
def test_a_follow_up_goes_with_the_question_before_it(follow_up: str) -> None:
    """It says nothing alone, and after two different questions it is two questions."""
    first, second = "<@U0BOT> 電子契約の導入事例は?", "保育園の入園選考AIは?"
    one, other = grouped([kept(follow_up, before=first), kept(follow_up, before=second)])
    assert {one.before, other.before} == {"電子契約の導入事例は?", second}
    (same,) = grouped([kept(follow_up, before=first), kept(follow_up, before=first)])
    assert same.times == 2


def test_a_question_that_stands_alone_needs_no_question_before_it() -> None:
    """In a conversation every question has one before it; most are about something else."""
    (group,) = grouped([kept("電子契約の導入事例は?", before="天気は?"), kept("電子契約の導入事例は?")])
    assert group.before == ""
