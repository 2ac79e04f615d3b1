"""The confidence is a probability that grows with the score, and its numbers are those of ``fitted/numbers.yaml``."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
import yaml

from bot.answering.answer import Answer, NoAnswer
from bot.confidence import Reason, Verdict, judge, signals
from bot.desk import Desk
from bot.fitted import CONFIDENCE, EXCERPTS, PATH, RANKING, TUNING, UNAIDED, Confidence, Excerpting, Logistic, Tuning
from bot.fitted.features import Features
from bot.fitted.signals import Signals
from bot.library import Library
from bot.match import Matched
from bot.question import Question, understand
from tests.knowledge.folders import make_base
from tests.match.cases import FILES, read

ASKED = "小金井市のDXリーダーは何人ですか?"
FITTED = yaml.safe_load(PATH.read_text(encoding="utf-8"))
EXTREME = [0.0, -1e9, 1e9, 1e300, -1e300]


def _matched(desk: Desk, question: str, before: str = "") -> Matched:
    return desk.library.current.matcher.match(understand(question, before))


@pytest.fixture(scope="module")
def reasoned(desk: Desk) -> list[tuple[Question, Matched, Verdict]]:
    """Return every case that is no small talk, with what was found and what was decided."""
    found = [desk.reason(case.question, case.before) for file in FILES for case in read(file)]
    return [(question, matched, verdict) for question, matched, verdict in found if matched and verdict]


def test_every_confidence_is_a_probability(reasoned: list[tuple[Question, Matched, Verdict]]) -> None:
    """Whatever is asked, all signals are finite numbers and the confidence lies between 0 and 1."""
    assert len(reasoned) > 150
    for question, matched, verdict in reasoned:
        assert 0.0 <= verdict.confidence <= 1.0, question.text
        assert all(map(math.isfinite, signals(question, matched))), question.text


@pytest.mark.parametrize("value", EXTREME)
def test_extreme_signals_give_a_probability(value: float) -> None:
    """No number overflows."""
    for name in Signals._fields:
        assert 0.0 <= CONFIDENCE.probability(Signals(**{name: value})) <= 1.0


FOR = ("score", "margin", "words", "grams", "kana", "covered", "fuzzy", "spoken_fuzzy", "only_best")
AGAINST = ("unknown", "missing", "missing_share", "only_absent", "foreign", "place_conflict", "kind_conflict")


def _steps(name: str) -> list[float]:
    return [CONFIDENCE.probability(Signals(**{name: step / 4})) for step in range(20)]


@pytest.mark.parametrize("name", FOR)
def test_a_better_hit_is_never_less_certain(name: str) -> None:
    """With all else equal, the probability does not fall when the score, its lead or any likeness grows."""
    assert all(one <= other for one, other in pairwise(_steps(name)))


@pytest.mark.parametrize("name", AGAINST)
def test_more_doubt_is_never_more_certain(name: str) -> None:
    """With all else equal, the probability does not rise with what is missing, unheard of or in conflict."""
    assert all(one >= other for one, other in pairwise(_steps(name)))


def test_the_confidence_heeds_both_sides() -> None:
    """Something speaks for an answer, and something against it."""
    assert any(_steps(name)[0] < _steps(name)[-1] for name in FOR)
    assert any(_steps(name)[0] > _steps(name)[-1] for name in AGAINST)


def test_a_question_nearer_to_an_editors_is_more_certain(desk: Desk) -> None:
    """The same best hit is shown with more confidence the more the question is like one that an editor wrote."""
    question, matched = understand(ASKED), _matched(desk, ASKED)
    best, *others = matched.hits
    verdicts = [
        judge(question, replace(matched, hits=(best._replace(features=best.features._replace(fuzzy=near)), *others)))
        for near in (0.0, 0.3, 0.6, 0.8, 0.96)
    ]
    confidences = [verdict.confidence for verdict in verdicts]
    assert confidences == sorted(confidences)
    assert confidences[0] < confidences[-1]


def test_the_threshold_decides(reasoned: list[tuple[Question, Matched, Verdict]]) -> None:
    """An answer is shown from the fitted threshold on, and not below it."""
    assert CONFIDENCE.threshold == FITTED["confidence"]["threshold"]
    decided = [verdict for _, _, verdict in reasoned if verdict.reason in (Reason.FOUND, Reason.WEAK)]
    assert {verdict.answers for verdict in decided} == {True, False}
    assert all(verdict.answers == (verdict.confidence >= CONFIDENCE.threshold) for verdict in decided)


def test_nothing_found_is_no_answer() -> None:
    """Without a hit there is no confidence."""
    nothing = Matched((), frozenset(), 1.0, 0)  # type: ignore[arg-type]  # no facets are looked at
    assert judge(understand(ASKED), nothing) == (False, 0.0, Reason.NOTHING)


def test_too_long_a_message_is_no_question(desk: Desk) -> None:
    """What is longer than a question can be is declined for its length."""
    verdict = desk.reason(ASKED + "あ" * 3_000)[2]
    assert verdict is not None
    assert (verdict.answers, verdict.reason) == (False, Reason.TOO_LONG)


def test_a_foreign_place_is_the_reason(desk: Desk) -> None:
    """However well the rest fits, another municipality's name forbids the answer and is the reason given."""
    verdict = desk.reason(ASKED.replace("小金井市", "横浜市"))[2]
    assert verdict is not None
    assert (verdict.answers, verdict.reason) == (False, Reason.FOREIGN_PLACE)
    assert verdict.confidence < CONFIDENCE.threshold


def test_a_place_that_an_article_mentions_is_not_foreign_there(desk: Desk) -> None:
    """立川市 has no article, but the talk with 小金井市 speaks of it."""
    verdict = desk.reason("立川市・三鷹市・日野市が進めている次期システムの共同利用について")[2]
    assert verdict is not None
    assert verdict.reason is not Reason.FOREIGN_PLACE


@pytest.mark.parametrize(
    ("given", "names"),
    [
        (FITTED["ranking"], Features._fields),
        (FITTED["unaided"]["weights"], Signals._fields),
        (FITTED["tuning"], Tuning.__dataclass_fields__),
        (FITTED["excerpts"], Excerpting.__dataclass_fields__),
    ],
    ids=["ranking", "unaided", "tuning", "excerpts"],
)
def test_every_fitted_number_is_one_and_has_a_name(given: dict[str, object], names: tuple[str, ...]) -> None:
    """The names in the file are those of the code, and stand for finite numbers."""
    assert given
    assert given.keys() <= set(names)
    assert all(isinstance(n, int | float) and not isinstance(n, bool) and math.isfinite(n) for n in given.values())


def test_the_file_is_what_is_in_use() -> None:
    """Ranking, confidence and tuning are read from the file, and the threshold is a probability."""
    assert Features(**FITTED["ranking"]) == RANKING.weights
    assert Logistic(FITTED["unaided"]["bias"], Signals(**FITTED["unaided"]["weights"])) == UNAIDED.model
    assert CONFIDENCE.threshold == UNAIDED.threshold == FITTED["confidence"]["threshold"]
    assert {name: getattr(TUNING, name) for name in FITTED["tuning"]} == FITTED["tuning"]
    assert {name: getattr(EXCERPTS, name) for name in FITTED["excerpts"]} == FITTED["excerpts"]
    assert 0.0 < CONFIDENCE.threshold < 1.0


def test_the_file_says_what_set_its_numbers() -> None:
    """The measurements that fitted the numbers and chose the threshold stand above them."""
    head = PATH.read_text(encoding="utf-8").splitlines()[:3]
    assert head[0].startswith("# Written by `python -m bot fit`")
    assert "hit@1" in head[1]
    assert head[2].startswith("# Threshold set by: ")


def test_a_logistic_model_is_a_logistic_model() -> None:
    """Bias and weights give the probability that the textbook gives."""
    model = Confidence(Logistic(-1.0, Signals(score=0.5)), 0.5)
    assert model.probability(Signals(score=4.0)) == pytest.approx(1 / (1 + math.exp(-1.0)))
    assert model.probability(Signals()) == pytest.approx(1 / (1 + math.e))


def test_a_folder_without_absences_declines_what_it_does_not_hold(tmp_path: Path) -> None:
    """A new folder has nothing written down that no article says: then what a question shares with the best hit tells."""
    desk = Desk(Library(make_base(tmp_path)))
    assert not desk.library.current.matcher.aided
    replies = [desk.ask(question) for question in ("庁舎の電気代はいくらですか", "青梅市の人口は?", "カレーの作り方")]
    assert [type(reply) for reply in replies] == [NoAnswer] * 3
    assert isinstance(desk.ask("DXリーダーは何人?"), Answer)


def test_an_example_that_asks_a_detail_more_does_not_decline_the_subject(desk: Desk) -> None:
    """「青梅市の書かない窓口の費用」 is answered by no article; 「青梅市の書かない窓口」 is."""
    absent = _matched(desk, "青梅市の書かない窓口").absent
    assert absent is not None
    assert absent.fuzzy < 0.8
    assert not absent.is_meant
    more = _matched(desk, "青梅市の書かない窓口の導入費用").absent
    assert more is not None
    assert more.fuzzy > 0.9
