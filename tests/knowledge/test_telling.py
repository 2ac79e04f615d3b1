"""What tells something of a subject is told from what only frames it."""

from __future__ import annotations

import pytest

from bot.desk import Desk
from bot.knowledge import Knowledge, Quote
from bot.knowledge.telling import asks, is_said, tells
from bot.text import Span

TELLING = [
    ("koganei-2021", "今のところ、全庁で50人くらいを考えています。"),
    ("kodomo-2023", "私自身もともとデジタルには疎いんです。"),
    ("ome-2023", "DX推進課は令和5年度に設置され、現在は兼務も含めて6名体制となっています。"),
]
FRAMING = [
    ("koganei-2021", "先発隊として大体何人くらいのDXリーダーを任命想定でしょうか。"),  # the host of the talk asks
    ("kodomo-2023", "子供政策連携室では、「デジタル茶会」を開催していると聞きました。"),  # the interviewer
    ("koganei-2021", "職員の意識改革について"),  # a heading
    ("koganei-2021", "小金井市CIO(副市長):住野 英進"),  # a list of people
]


def _quote(knowledge: Knowledge, source: str, words: str) -> Quote:
    start = knowledge.articles[source].text.index(words)
    return Quote(source, Span(start, start + len(words)))


@pytest.mark.parametrize(("source", "words"), TELLING)
def test_what_a_city_says_tells(desk: Desk, source: str, words: str) -> None:
    """A turn of a talk, an answer of an interview."""
    quote = _quote(desk.knowledge, source, words)
    assert is_said(quote, desk.knowledge)
    assert tells(quote, desk.knowledge)


@pytest.mark.parametrize(("source", "words"), FRAMING)
def test_what_frames_a_subject_does_not(desk: Desk, source: str, words: str) -> None:
    """The host's and the interviewer's questions, headings, lists."""
    assert not tells(_quote(desk.knowledge, source, words), desk.knowledge)


def test_a_question_is_one_whoever_asks_it(desk: Desk) -> None:
    """Its ending tells."""
    assert asks(_quote(desk.knowledge, *FRAMING[0]), desk.knowledge)
    assert not asks(_quote(desk.knowledge, *TELLING[0]), desk.knowledge)
