"""A follow-up of a name alone asks the question before it again, of another city or person."""

from __future__ import annotations

import pytest

from bot.answering.answer import Answer, NoAnswer
from bot.desk import Desk
from bot.match.switching import switched
from bot.text import fold

LEADERS = "小金井市のDXリーダーは何人?"


@pytest.mark.parametrize(
    ("before", "question", "again"),
    [
        (LEADERS, "青梅市は?", "青梅市のDXリーダーは何人?"),
        (LEADERS, "じゃあ、青梅の場合は?", "青梅のDXリーダーは何人?"),
        ("DXリーダーは何人?", "青梅市では?", "青梅市のDXリーダーは何人?"),
        ("How many DX leaders does Koganei have?", "What about Ome?", "How many DX leaders does Ome have?"),
        ("小泉さんはいつ入庁した?", "相澤さんは?", "相澤さんはいつ入庁した?"),
    ],
)
def test_a_name_alone_takes_the_place_of_the_other(desk: Desk, before: str, question: str, again: str) -> None:
    """Whatever particles stand around it."""
    gazetteer = desk.library.current.matcher.reader.gazetteer
    assert switched(fold(question), fold(before), gazetteer) == fold(again)


@pytest.mark.parametrize(
    "question", ["青梅市の研修は?", "理由は?", "青梅市と東大和市は?", "宮坂さんの感想は?", "書かない窓口は?", ""]
)
def test_what_asks_something_of_its_own_is_left_alone(desk: Desk, question: str) -> None:
    """Another attribute, several names, no name."""
    assert switched(fold(question), fold(LEADERS), desk.library.current.matcher.reader.gazetteer) == ""


def test_the_other_city_answers_with_its_own_words(desk: Desk) -> None:
    """Or says that its articles have none."""
    reply = desk.ask("青梅市は?", LEADERS)
    assert isinstance(reply, Answer)
    assert {excerpt.source.municipalities[0] for excerpt in reply.excerpts} == {"青梅市"}
    assert isinstance(desk.ask("東大和市は?", LEADERS), NoAnswer)
    assert isinstance(desk.ask("横浜市は?", LEADERS), NoAnswer)


def test_the_covered_city_answers_beside_one_that_is_not(desk: Desk) -> None:
    """And the other one is named."""
    reply = desk.ask("横浜市と青梅市の書かない窓口")
    assert isinstance(reply, Answer)
    assert reply.uncovered == ("横浜市",)
    assert all("青梅市" in excerpt.source.municipalities for excerpt in reply.excerpts)
