"""The scope tells what articles say from what none says, by the wording of a question."""

from __future__ import annotations

import numpy as np
import pytest

from bot.desk import Desk
from bot.index.scope import Scope
from bot.text import fold
from bot.words import Word, words

SAID = ("書かない窓口はなぜ早く導入できた?", "DXリーダーはどんな人?", "研修は誰が受けますか")
UNSAID = ("窓口の予算はいくらですか", "DXリーダーの電話番号は?", "費用はいくら?")


def cut(*questions: str) -> list[list[Word]]:
    """Cut questions into words."""
    return [words(fold(question)) for question in questions]


@pytest.fixture(scope="module")
def scope() -> Scope:
    """Count a handful of questions."""
    return Scope.of(cut(*SAID), cut(*UNSAID))


@pytest.mark.parametrize("question", ["研修の予算はいくら?", "研修の電話番号"])
def test_what_none_says_speaks_against_an_answer(scope: Scope, question: str) -> None:
    """Although the subject itself is one of the articles'."""
    assert scope.of_question(*cut(question)) < 0 < scope.of_question(*cut("研修は誰が受けますか"))


@pytest.mark.parametrize("question", ["", "?", "zzz", "\ud800"])
def test_what_is_unheard_of_says_nothing(scope: Scope, question: str) -> None:
    """Unknown words are neither for nor against."""
    assert scope.of_question(*cut(question)) == 0.0


def test_without_questions_there_is_no_scope() -> None:
    """A knowledge without absences, or without anything, decides nothing."""
    assert Scope.of([], []).of_question(*cut("予算はいくら?")) == 0.0


def test_the_order_of_questions_does_not_matter(scope: Scope) -> None:
    """The same counts give the same odds."""
    other = Scope.of(cut(*reversed(SAID)), cut(*reversed(UNSAID)))
    assert np.array_equal(other.traits, scope.traits)
    assert np.array_equal(other.odds, scope.odds)


def test_the_shipped_knowledge_tells_money_from_leaders(desk: Desk) -> None:
    """With all entries and absences."""
    scope = desk.library.current.matcher.corpus.scope
    assert (
        scope.of_question(*cut("研修の予算はいくらですか")) < 0 < scope.of_question(*cut("DXリーダーはどんな人ですか"))
    )
