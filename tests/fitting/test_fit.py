"""Fitting finds what separates right from wrong, and asks no question of the documents that hold it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from bot import fitted
from bot.evaluation import Gold, Labelled
from bot.features import Features
from bot.fitted import CONFIDENCE, RANKING, Confidence, Ranking
from bot.knowledge import Knowledge, load
from bot.signals import Signals

pytest.importorskip("scipy", reason="fitting needs the dev extras")

from bot.fitting.calibration import fit_confidence
from bot.fitting.ranking import fit_ranking
from bot.fitting.samples import Sample, samples

BASE = Path(__file__).resolve().parents[1] / "knowledge" / "base"
GOLD = Gold("kog", "今のところ、全庁で50人くらいを考えています。")
ASKABLE = Labelled("a", "DXリーダーの人数", "keyword", "", (GOLD,), (), "")
NOT_ASKABLE = Labelled("u", "水道料金", "near", "", (), (), "")


def _sample(labelled: Labelled, signals: Signals, right: tuple[bool, ...] = (True, False)) -> Sample:
    return Sample(labelled, np.zeros((len(right), len(Features._fields))), np.array(right), signals)


def _candidates(telling: str, seed: int) -> Sample:
    """Make four candidates of noise; only the right one has the telling feature."""
    chance = np.random.default_rng(seed)
    values = chance.random((4, len(Features._fields)))
    right = np.arange(4) == chance.integers(4)
    values[:, Features._fields.index(telling)] = right
    return Sample(ASKABLE, values, right, Signals())


@pytest.mark.parametrize("telling", ["words", "place", "passage_kana"])
def test_the_ranking_finds_the_telling_feature(telling: str) -> None:
    """From weights of nothing, the feature that only right candidates have gets the largest weight by far."""
    nothing = Ranking(Features())
    weights = fit_ranking([_candidates(telling, seed) for seed in range(40)], nothing).weights._asdict()
    others = [abs(weight) for name, weight in weights.items() if name != telling]
    assert weights[telling] > 2 * max(others)


def test_the_fitted_ranking_puts_the_right_ones_first() -> None:
    """What was learned on some questions holds on others of the same making."""
    ranking = fit_ranking([_candidates("fuzzy", seed) for seed in range(40)], Ranking(Features()))
    for sample in (_candidates("fuzzy", seed) for seed in range(100, 120)):
        scores = [ranking.score(Features(*row)) for row in sample.candidates]
        assert sample.right[int(np.argmax(scores))]


def test_without_evidence_the_weights_stay() -> None:
    """Questions of which all candidates are right, or none, teach nothing."""
    mute = [replace(_candidates("words", seed), right=np.full(4, value)) for seed, value in enumerate((True, False))]
    assert fit_ranking(mute, RANKING) == RANKING


def _confident(telling: str, answerable: bool, seed: int) -> Sample:
    chance = np.random.default_rng(seed)
    signals = Signals(*chance.random(len(Signals._fields)) / 4)._replace(**{telling: float(answerable)})
    return _sample(ASKABLE if answerable else NOT_ASKABLE, signals)


@pytest.mark.parametrize("telling", ["score", "covered"])
def test_the_confidence_finds_the_telling_signal(telling: str) -> None:
    """The signal that only answerable questions have gets the largest weight, and the threshold parts the two."""
    known = [_confident(telling, number % 2 == 0, number) for number in range(160)]
    fitted_ = fit_confidence(known)
    weights = fitted_.weights._asdict()
    assert weights[telling] == max(weights.values()) > 0
    answered = [
        fitted_.probability(_confident(telling, number % 2 == 0, number).signals) >= fitted_.threshold
        for number in range(100, 200)
    ]
    assert sum(answered[::2]) >= 48
    assert sum(answered[1::2]) <= 2


def test_an_opposite_signal_gets_a_negative_weight() -> None:
    """A signal that only unanswerable questions have speaks against an answer."""
    known = [_confident("unknown", number % 2 == 0, number) for number in range(160)]
    turned = [replace(s, labelled=NOT_ASKABLE if s.labelled.answerable else ASKABLE) for s in known]
    weights = fit_confidence(turned).weights._asdict()
    assert weights["unknown"] == min(weights.values()) < 0


def test_wrong_best_hits_teach_the_confidence_nothing() -> None:
    """An answerable question whose best hit is wrong changes no weight."""
    known = [_confident("score", number % 2 == 0, number) for number in range(40)]
    wrong = [replace(_confident("margin", True, n), right=np.array([False, True])) for n in range(40)]
    with_wrong = fit_confidence([*known, *wrong])
    assert with_wrong.weights == fit_confidence(known).weights


@pytest.fixture(scope="module")
def small() -> Knowledge:
    """Return the small knowledge of the knowledge's own tests."""
    knowledge = load(BASE).knowledge
    assert knowledge is not None
    return knowledge


def test_every_question_is_a_sample_with_its_candidates(small: Knowledge) -> None:
    """A sample has a row of features for each hit, tells the right ones, and has the signals; small talk has none."""
    chat = Labelled("t", "こんにちは", "chat", "", (), (), "help")
    found = {s.labelled.id: s for s in samples([ASKABLE, NOT_ASKABLE, chat], small)}
    assert found.keys() == {"a", "u"}
    assert found["a"].candidates.shape == (len(found["a"].right), len(Features._fields))
    assert found["a"].right.any()
    assert not found["u"].right.any()
    assert found["a"].signals.score > found["u"].signals.score


def test_a_question_is_not_asked_of_itself(small: Knowledge) -> None:
    """What the knowledge holds word for word is asked of a knowledge without it."""
    (sample,) = samples([ASKABLE], small)
    fuzzy = sample.candidates[:, Features._fields.index("fuzzy")]
    assert ASKABLE.question in {q for entry in small.entries for q in entry.questions}
    assert 0.0 < fuzzy.max() < 1.0


def test_written_numbers_are_read_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fitted numbers and their measurement go into the file; what other measurements set stays."""
    path = tmp_path / "fitted.yaml"
    path.write_text(fitted.PATH.read_text(encoding="utf-8"), encoding="utf-8")
    before = fitted._read()
    monkeypatch.setattr(fitted, "PATH", path)
    ranking = Ranking(Features(words=1.25))
    confidence = Confidence(-0.5, Signals(score=0.75), 0.4)
    unaided = Confidence(-1.5, Signals(words=0.25), 0.4)
    fitted.write(ranking, confidence, unaided, "3 questions: hit@1 1.000")
    numbers = fitted._read()
    assert Features(**numbers["ranking"]) == ranking.weights
    assert Signals(**numbers["confidence"]["weights"]) == confidence.weights
    assert (numbers["confidence"]["bias"], numbers["confidence"]["threshold"]) == (-0.5, 0.4)
    assert numbers["unaided"]["bias"] == -1.5
    assert Signals(**numbers["unaided"]["weights"]) == unaided.weights
    assert (numbers["tuning"], numbers["excerpts"]) == (before["tuning"], before["excerpts"])
    assert "# Set by: 3 questions: hit@1 1.000.\n" in path.read_text(encoding="utf-8")
    assert CONFIDENCE.weights != confidence.weights
