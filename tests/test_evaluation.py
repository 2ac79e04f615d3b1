"""Scores follow the rules of the evaluation, and figures count what was scored."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.answering.answer import Answer, Excerpt
from bot.desk import Desk
from bot.evaluation import Figures, Gold, Labelled, Outcome, by_style, calibration, read_questions, score
from bot.text import Span

ASKED = "小金井市のDXリーダーは何人ですか?"
QUOTE = "今のところ、全庁で50人くらいを考えています。"


def _labelled(*gold: Gold, style: str = "natural", needed: tuple[str, ...] = (), expected: str = "") -> Labelled:
    return Labelled("x", ASKED, style, "", gold, needed, expected)


def _moved(excerpt: Excerpt, text: str, start: int, end: int) -> Excerpt:
    return replace(excerpt, span=Span(start, end), text=text[start:end])


@pytest.fixture(scope="module")
def answer(desk: Desk) -> Answer:
    """Return an answer whose first excerpt is the gold."""
    reply = desk.ask(ASKED)
    assert isinstance(reply, Answer)
    assert reply.excerpts[0].text == QUOTE
    return reply


@pytest.mark.parametrize(
    ("before", "behind", "met"),
    [
        (0, 0, True),
        (0, -10, True),
        (12, 0, False),
        (-40, 60, True),
        (len(QUOTE) // 2, 0, True),
        (len(QUOTE) // 2 + 1, 1, False),
    ],
)
def test_half_of_the_shorter_of_the_two_meets(desk: Desk, answer: Answer, before: int, behind: int, met: bool) -> None:
    """An excerpt that shares half of itself, or of the gold, with the gold meets it."""
    first = answer.excerpts[0]
    text = desk.knowledge.articles[first.source.id].text
    moved = _moved(first, text, first.span.start + before, first.span.end + (before if before > 0 else 0) + behind)
    outcome = score(_labelled(Gold("000", QUOTE)), replace(answer, excerpts=(moved,)), desk.knowledge)
    assert outcome.first is met


def test_a_gold_of_another_file_is_not_met(desk: Desk, answer: Answer) -> None:
    """The same words in another article are another answer."""
    assert not score(_labelled(Gold("001", QUOTE)), answer, desk.knowledge).first


def test_one_of_the_first_three_counts_for_three(desk: Desk, answer: Answer) -> None:
    """hit@3 looks at three excerpts and not at four."""
    first = answer.excerpts[0]
    text = desk.knowledge.articles[first.source.id].text
    other = _moved(first, text, 0, 10)
    third = score(_labelled(Gold("000", QUOTE)), replace(answer, excerpts=(other, other, first)), desk.knowledge)
    fourth = score(
        _labelled(Gold("000", QUOTE)), replace(answer, excerpts=(other, other, other, first)), desk.knowledge
    )
    assert (third.first, third.three, fourth.three) == (False, True, False)


def test_a_comparison_needs_every_article(desk: Desk, answer: Answer) -> None:
    """For a question across articles, each of those needed has to be quoted."""
    gold = Gold("000", QUOTE)
    assert score(_labelled(gold, style="cross", needed=("000",)), answer, desk.knowledge).three
    assert not score(_labelled(gold, style="cross", needed=("000", "002")), answer, desk.knowledge).three


def test_a_changed_letter_is_no_quote(desk: Desk, answer: Answer) -> None:
    """What is not the file's piece from start to end is not verbatim."""
    first = answer.excerpts[0]
    changed = replace(answer, excerpts=(replace(first, text=first.text.replace("50", "60")),))
    assert score(_labelled(), changed, desk.knowledge).verbatim == 0


@pytest.mark.parametrize(("expected", "met"), [("thanks", True), ("help", False), ("", True)])
def test_small_talk_has_its_expected_reply(desk: Desk, expected: str, met: bool) -> None:
    """Thanks where a hint is expected is not what a person wants."""
    assert score(_labelled(style="chat", expected=expected), desk.ask("ありがとう"), desk.knowledge).talk_met is met


def _outcome(*, answerable: bool, first: bool, answered: bool, confidence: float, style: str = "natural") -> Outcome:
    gold = (Gold("000", QUOTE),) if answerable else ()
    return Outcome(
        _labelled(*gold, style=style), answered, first, first, True, confidence, int(answered), int(answered), ""
    )


OUTCOMES = [
    _outcome(answerable=True, first=True, answered=True, confidence=0.95),
    _outcome(answerable=True, first=False, answered=True, confidence=0.91),
    _outcome(answerable=True, first=False, answered=False, confidence=0.2, style="typo"),
    _outcome(answerable=False, first=False, answered=True, confidence=1.0, style="near"),
    _outcome(answerable=False, first=False, answered=False, confidence=0.0, style="near"),
]


def test_figures_are_shares_of_what_counts_for_them() -> None:
    """Answerable and unanswerable questions are counted apart."""
    assert Figures.of(OUTCOMES).shares() == {
        "hit@1": 1 / 3,
        "hit@3": 1 / 3,
        "false refusals": 1 / 3,
        "false answers": 1 / 2,
        "verbatim": 1.0,
    }


def test_what_nothing_counts_for_has_no_figure() -> None:
    """No question, no share."""
    assert set(Figures.of([]).shares().values()) == {None}


def test_styles_are_counted_apart_and_together() -> None:
    """Each style in the order in which it comes, then all."""
    assert list(by_style(OUTCOMES)) == ["natural", "typo", "near", "all"]
    assert by_style(OUTCOMES)["all"] == Figures.of(OUTCOMES)


def test_the_confidence_is_held_against_what_was_right() -> None:
    """Each tenth has its number of questions, their mean confidence and the share that was right; 1.0 is in the last."""
    bins = calibration(OUTCOMES)
    assert [n for n, _, _ in bins] == [1, 0, 1, 0, 0, 0, 0, 0, 0, 3]
    assert bins[9][1:] == (pytest.approx((0.95 + 0.91 + 1.0) / 3), pytest.approx(1 / 3))


def test_blank_lines_and_byte_order_marks_are_no_questions(tmp_path: Path) -> None:
    """A question file may come from any editor."""
    path = tmp_path / "q.jsonl"
    path.write_bytes('\ufeff{"id": 1, "q": "DXとは", "prev": null}\r\n\r\n{"id": 2, "q": "?"}\r\n'.encode())
    assert [(q.id, q.before, q.answerable) for q in read_questions(path)] == [("1", "", False), ("2", "", False)]
