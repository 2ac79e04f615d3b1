"""Kinds of answers: a question for a time, people, a number, money or a person, and quotes that have one."""

from __future__ import annotations

import pytest

from bot.match.kinds import Kind, has, wanted
from bot.text import fold

ASKING = {
    "いつ設置されましたか": {"TIME"},
    "何年に始まった?": {"TIME"},
    "When did it start?": {"TIME"},
    "DXリーダーは何人ですか": {"PEOPLE"},
    "人数は": {"PEOPLE"},
    "いくつの課から": {"COUNT"},
    "何割の職員": {"COUNT"},
    "予算はいくら": {"MONEY"},
    "How much did it cost?": {"MONEY"},
    "誰が言ったのですか": {"PERSON"},
    "Who said so?": {"PERSON"},
    "何年に何人採用したか": {"TIME", "PEOPLE"},
    "理由は何ですか": set(),
    "どうやって導入したのか": set(),
    "whenever it is whole": set(),
    "feedback from the staff": set(),
    "料理の作り方": set(),
}


@pytest.mark.parametrize("question", ASKING)
def test_a_question_says_what_it_wants(question: str) -> None:
    """The kinds that a question asks for are told by its words, Latin ones as whole words."""
    assert {kind.name for kind in wanted(fold(question))} == ASKING[question]


@pytest.mark.parametrize(
    ("quote", "kind", "held"),
    [
        ("今のところ、全庁で50人くらいを考えています。", Kind.PEOPLE, True),
        ("DX推進課は令和5年度に設置され、現在は6名体制です。", Kind.PEOPLE, True),
        ("DX推進課は令和5年度に設置され、", Kind.TIME, True),
        ("月に1回ほど自由参加で開催している会です。", Kind.COUNT, True),
        ("とにかくお金の無駄遣いでもいいからやってみろ", Kind.MONEY, True),
        ("青梅市CIO:青梅市副市長 池田 央", Kind.PERSON, True),
        ("素晴らしい取組ですね。", Kind.PEOPLE, False),
        ("素晴らしい取組ですね。", Kind.MONEY, False),
        ("素晴らしい取組ですね。", Kind.COUNT, False),
        ("素晴らしい取組ですね。", Kind.TIME, False),
    ],
)
def test_a_quote_has_what_is_wanted_or_has_not(quote: str, kind: Kind, held: bool) -> None:
    """A time, a number of people, a price or a person is seen in the quote."""
    assert has(fold(quote), (kind,)) is held


def test_all_that_is_wanted_has_to_be_there() -> None:
    """A question for two things is met by a quote with both, and one for nothing by any."""
    assert has("令和5年度に50人", (Kind.TIME, Kind.PEOPLE))
    assert not has("全庁で50人", (Kind.TIME, Kind.PEOPLE))
    assert has("", ())
