"""A thing that is asked for by its name alone is answered with what names it."""

from __future__ import annotations

import pytest

from bot.answering.answer import Answer
from bot.desk import Desk
from bot.match.subject import is_topic, subject_of
from bot.text import fold
from bot.words import words

NAMED = [
    ("デジタル茶会", "デジタル茶会"),
    ("CIO補佐官について教えてください", "cio補佐官"),
    ("「ココダッタラ」って何ですか", "ココダッタラ"),
    ("市民窓口サービス検討委員会とは何ですか", "市民窓口サービス検討委員会"),
]
MORE = ["デジタル茶会の頻度は何回", "青梅市のDX推進課は何人", "課長の名前", "なぜ"]


@pytest.mark.parametrize(("question", "subject"), NAMED)
def test_the_name_is_told_from_what_is_said_around_it(question: str, subject: str) -> None:
    """Endings that only ask what something is leave its name."""
    assert subject_of(fold(question), english=False) == subject


@pytest.mark.parametrize("question", MORE)
def test_a_question_that_asks_for_more_has_no_such_subject(question: str) -> None:
    """Whoever asks when, who or how many wants more than the name."""
    assert subject_of(fold(question), english=False) == ""


@pytest.mark.parametrize("question", [*(q for q, _ in NAMED), "東京デジタルアカデミー", "What is BPR?"])
def test_a_name_is_answered_with_a_quote_that_names_it(desk: Desk, question: str) -> None:
    """The first excerpt holds the name."""
    reply = desk.ask(question)
    assert isinstance(reply, Answer)
    named = subject_of(fold(question), english=question.isascii())
    assert named.replace(" ", "") in fold(reply.excerpts[0].text).replace(" ", "")


@pytest.mark.parametrize(
    "question",
    [
        "青梅市の書かない窓口",
        "DX推進課の取り組みについて",
        "26市の共同利用は?",
        "J-LISの研修のこと教えて",
        "digital tea party",
    ],
)
def test_a_message_may_only_name_a_subject(question: str) -> None:
    """A noun phrase, whatever stands around it."""
    assert is_topic(fold(question), words(fold(question)), english=question.isascii())


@pytest.mark.parametrize(
    "question", ["DXリーダーは何人", "書かない窓口は誰が始めたの", "業務改善は自分ごと", "who leads it", "なぜ?", ""]
)
def test_a_clause_asks_for_more_than_a_subject(question: str) -> None:
    """An asking word, or a particle of a clause."""
    assert not is_topic(fold(question), words(fold(question)), english=question.isascii() and bool(question))
