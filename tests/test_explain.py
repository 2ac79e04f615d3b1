"""Why a question got its answer: in words for people, complete, and the same every time."""

from __future__ import annotations

import pytest

from bot.answering.answer import Answer
from bot.answering.explain import Reasons, _words_of, explain, reasons
from bot.answering.names import CLUES, NAMES
from bot.desk import Desk
from bot.fitted import CONFIDENCE
from bot.fitted.features import Features
from bot.fitted.signals import Signals
from bot.knowledge import Quote
from bot.match import Hit
from bot.text import Span, fold

QUESTION = "小金井市のDXリーダーは何人?"
LONGEST = 300


def _reasons(desk: Desk, text: str, before: str = "") -> tuple[Reasons, tuple[Quote, ...]]:
    """Ask, and return why the answer is what it is, with the quotes that it shows."""
    reply = desk.ask(text, before)
    shown = [Quote(e.source.id, e.span) for e in reply.excerpts] if isinstance(reply, Answer) else []
    question, matched, verdict = desk.reason(text, before)
    assert matched is not None
    assert verdict is not None
    return reasons(question, matched, verdict, shown, desk.knowledge), tuple(shown)


@pytest.mark.parametrize(
    "text", [QUESTION, "小金井市と青梅市で人材育成はどう違う?", "じんざいかくほのなやみは", "クラウド"]
)
def test_every_quote_has_its_reason(desk: Desk, text: str) -> None:
    """Each quote of an answer is traced to what was matched, with its rank and points."""
    found, shown = _reasons(desk, text)
    assert len(found.quotes) == len(shown) > 0
    assert all(chosen.rank >= 1 and chosen.score > 0 for chosen in found.quotes)


def test_the_first_quote_is_of_the_best_match(desk: Desk) -> None:
    """Rank 1 with the best score belongs to the entry that answers."""
    found, _ = _reasons(desk, QUESTION)
    reply = desk.ask(QUESTION)
    assert isinstance(reply, Answer)
    assert reply.entry is not None
    first = found.quotes[0]
    assert (first.question, first.rank, first.score) == (reply.entry.question, 1, found.best_score)
    assert not first.exact


def test_an_editors_own_question_is_exact(desk: Desk) -> None:
    """Who asks what an editor wrote is told that the quotes were chosen for that."""
    for entry in desk.knowledge.entries[::40]:
        found, _ = _reasons(desk, entry.question)
        assert found.quotes[0].exact, entry.id


def test_the_runner_up_is_something_else(desk: Desk) -> None:
    """What came nearest and is not shown is neither a quote of the answer nor the question it was found by."""
    for entry in desk.knowledge.entries[::40]:
        found, shown = _reasons(desk, entry.question)
        assert found.runner_up
        assert found.runner_up_score <= found.best_score
        assert found.runner_up not in {entry.question, *(desk.knowledge.text_of(quote) for quote in shown)}


def test_words_that_are_nowhere_are_named(desk: Desk) -> None:
    """A refusal shows which words no article holds, what was nearest, and the score below the threshold."""
    found, _ = _reasons(desk, "カレーの作り方を教えて")
    assert "カレー" in found.lacking
    assert found.runner_up
    assert found.absence
    assert not found.answers
    assert found.confidence < found.threshold == CONFIDENCE.threshold


def test_words_stand_in_the_order_of_the_question(desk: Desk) -> None:
    """So that the same question is explained the same way in every process."""
    found, _ = _reasons(desk, "市民課の窓口とクラウドの標準化")
    question, _, _ = desk.reason("市民課の窓口とクラウドの標準化")
    places = [question.core.find(word) for word in found.held if word in question.core]
    assert places == sorted(places)


def test_what_is_named_has_room_in_a_message(desk: Desk) -> None:
    """However long a question, words and clues are few, and the runner-up is no longer than an excerpt."""
    long = "。".join(entry.question for entry in desk.knowledge.entries[:40])[:1_900] + "か?"
    found, _ = _reasons(desk, long, before=long)
    assert max(map(len, (found.held, found.lacking, found.clues, found.doubts))) <= 12
    assert len(found.runner_up) <= LONGEST
    assert sum(map(len, found.understood)) < 2_500


def test_a_runner_up_is_no_longer_than_an_excerpt(desk: Desk) -> None:
    """A sentence without end is named by its beginning."""
    endless = Hit(None, None, (Quote("koganei-2021", Span(0, 3_000)),), 1.0, Features(), 0)
    assert 0 < len(_words_of(endless, desk.knowledge)) <= LONGEST


def test_every_feature_is_a_clue() -> None:
    """What the ranking weighs has a name for people; a new feature gets one in ``bot/answering/names.py``."""
    assert set(Features._fields) - {"passage"} == set(CLUES)


def test_every_number_has_a_name_in_japanese() -> None:
    """Whoever looks into the numbers reads no names of the code, and none for two different things."""
    assert set(Features._fields) | set(Signals._fields) == set(NAMES)
    assert not any(name.isascii() for name in NAMES.values())
    assert len(set(NAMES.values())) == len(NAMES)


def test_the_terminal_names_entry_and_score(desk: Desk) -> None:
    """``ask --explain`` keeps the ids that an editor looks for."""
    reply = desk.ask(QUESTION)
    assert isinstance(reply, Answer)
    assert reply.entry is not None
    lines = explain(*desk.reason(QUESTION))
    assert any(reply.entry.id in line for line in lines)
    assert any(f"しきい値 {CONFIDENCE.threshold:.2f}" in line for line in lines)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("小金井市のDXリーダーは何人?", {"DXリーダー", "何人"}),
        ("お疲れさまです。ＤＸリーダーって何人いますか。窓口の者です", {"ＤＸリーダー", "何人"}),
        ("<@U0BOT> 書かない窓口はなぜ早く導入できた？", {"書かない窓口", "導入"}),
    ],
)
def test_words_that_a_quote_shares_with_the_question_are_named_as_typed(desk: Desk, text: str, words: set[str]) -> None:
    """Whole pieces, in the asker's own letters, each of them in the quote; no pieces of words, no politeness."""
    found, shown = _reasons(desk, text)
    assert words in [set(chosen.shared) for chosen in found.quotes]
    for chosen, quote in zip(found.quotes, shown, strict=True):
        assert all(fold(word) in fold(desk.knowledge.text_of(quote)) and word in text for word in chosen.shared)
        assert "窓口の者" not in chosen.shared


@pytest.mark.parametrize("text", [QUESTION, "カレーの作り方を教えて", "市の人は?", "How many DX leaders?"])
def test_no_single_letter_is_called_a_word(desk: Desk, text: str) -> None:
    """「市、dx、何」 says nothing: neighbours stand together, as they were typed."""
    found, _ = _reasons(desk, text)
    shared = [word for chosen in found.quotes for word in chosen.shared]
    assert all(len(word) > 1 and word in text for word in (*found.held, *found.lacking, *shared))
