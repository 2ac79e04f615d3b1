"""Leaning: a question that says little or points back needs the one before it; an unheard-of word opens a new topic."""

from __future__ import annotations

import pytest

from bot.desk import Desk
from bot.index.terms import analyse
from bot.match.leaning import leans, telling
from bot.question import understand

LEAN = [
    "理由は?", "では何人くらい?", "その評判は?", "何人?", "ほかには?", "青梅市では?", "それはいつですか?", "詳しく教えて",
    "その人は何と言っていますか?", "And how was it received?", "研修は?", "一方、東京都は?",
]  # fmt: skip
ALONE = [
    "カレーの作り方は?", "富士山の高さは?", "保育園の入園申込", "天気は?",
    "青梅市の書かない窓口が早く導入できたのはなぜですか?",
    "小金井市の若手職員と管理職の間にはどのような意識のギャップがありますか?",
    "How do I renew my passport?",
]  # fmt: skip


def _leans(desk: Desk, question: str) -> bool:
    core = understand(question).core
    return leans(core, analyse(core).words, desk.library.current.matcher.corpus.entry_engine)


@pytest.mark.parametrize("question", LEAN)
def test_a_question_that_says_little_leans(desk: Desk, question: str) -> None:
    """A few known words, or a word that points back, need what was asked before."""
    assert _leans(desk, question)


@pytest.mark.parametrize("question", ALONE)
def test_a_question_that_says_enough_stands_alone(desk: Desk, question: str) -> None:
    """A word that no entry holds, or many words that tell something, begin anew."""
    assert not _leans(desk, question)


def test_vague_words_tell_nothing() -> None:
    """Words that any question may have are not counted among those that tell something."""
    assert telling(analyse("その理由は何ですか").words) in ([], ["其の"])
    assert telling(["評判", "窓口", "話"]) == ["窓口"]


def test_a_leaning_question_takes_place_and_people_along(desk: Desk) -> None:
    """What a question names stays named in the one that leans on it, unless that names its own."""
    matcher = desk.library.current.matcher
    before = "青梅市の池田さんはAIチャットボットを何に使っていると言っていますか?"
    kept = matcher.match(understand("評判は?", before))
    assert (kept.facets.places, kept.facets.people, kept.follows) == ({"青梅市"}, {"池田"}, True)
    assert matcher.match(understand("小金井市では?", before)).facets.places == {"小金井市"}


def test_a_new_topic_drops_the_former_question(desk: Desk) -> None:
    """A question that stands alone is matched as if nothing had been asked before."""
    matcher = desk.library.current.matcher
    before = "青梅市のAIチャットボットは何に使われていますか?"
    for question in ("カレーの作り方は?", "小金井市の若手職員と管理職の間にはどのような意識のギャップがありますか?"):
        after, alone = matcher.match(understand(question, before)), matcher.match(understand(question))
        assert (after.follows, after.hits, after.facets) == (False, alone.hits, alone.facets)
