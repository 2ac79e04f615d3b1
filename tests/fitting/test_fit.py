"""Fitting finds what separates right from wrong, and asks no question of the documents that hold it."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from bot.evaluation import Gold, Labelled
from bot.fitted import RANKING, Confidence, Logistic, Ranking
from bot.fitted import numbers as fitted
from bot.fitted.features import Features
from bot.fitted.signals import Signals
from bot.knowledge import Knowledge, load

try:
    import lightgbm as _  # noqa: F401 - it needs the system's libgomp, which a laptop may lack
except (ImportError, OSError) as error:
    if os.environ.get("CI"):
        raise
    pytest.skip(f"fitting needs the dev extras and libgomp: {error}", allow_module_level=True)

from bot.fitted.trees import Trees
from bot.fitting.boosting import fit_trees, left_out
from bot.fitting.calibration import fit_logistic
from bot.fitting.ranking import fit_ranking
from bot.fitting.samples import Sample, samples
from bot.fitting.threshold import cheapest, choices

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
    """The signal that only answerable questions have gets the largest weight, and the model parts the two."""
    known = [_confident(telling, number % 2 == 0, number) for number in range(160)]
    model = fit_logistic(known)
    assert getattr(model.weights, telling) == max(model.weights) > 0
    assert _parted(Confidence(model, 0.5), telling)


@pytest.mark.parametrize("telling", ["score", "scope"])
def test_the_trees_find_the_telling_signal(telling: str) -> None:
    """They part answerable questions from others by it, also those that they have not seen."""
    known = [_confident(telling, number % 2 == 0, number) for number in range(160)]
    trees = fit_trees(known)
    assert all(node[0] == telling for tree in trees[:5] for node in tree if len(node) > 1)
    assert _parted(Confidence(Trees.of(trees), 0.5), telling)
    probabilities = left_out(known)
    assert min(probabilities[::2]) > max(probabilities[1::2])


def test_trees_never_punish_a_better_hit() -> None:
    """Where a high score happens to go with questions that nothing answers, it still lowers no probability."""
    turned = [_confident("score", number % 2 == 0, number) for number in range(160)]
    turned = [replace(s, labelled=NOT_ASKABLE if s.labelled.answerable else ASKABLE) for s in turned]
    model = Confidence(Trees.of(fit_trees(turned)), 0.5)
    steps = [model.probability(Signals(score=step / 10)) for step in range(12)]
    assert steps == sorted(steps)


def _parted(model: Confidence, telling: str) -> bool:
    fresh = [_confident(telling, number % 2 == 0, number).signals for number in range(200, 300)]
    answered = [model.probability(signals) >= model.threshold for signals in fresh]
    return sum(answered[::2]) >= 48 and sum(answered[1::2]) <= 2


def test_the_threshold_costs_least() -> None:
    """A false answer costs three refusals, and of what costs the same the lowest is taken."""
    answerable = np.array([True] * 7 + [False] * 3)
    probabilities = np.array([0.2, 0.6, 0.7, 0.8, 0.8, 0.9, 0.9, 0.1, 0.3, 0.5])
    found = {choice.threshold: choice for choice in choices(answerable, probabilities)}
    assert found[0.4] == pytest.approx((0.4, 1 / 7, 1 / 3, 0.7 / 7 + 0.9 / 3))
    assert cheapest(answerable, probabilities) == pytest.approx((0.51, 1 / 7, 0.0, 0.7 / 7))


def test_an_opposite_signal_gets_a_negative_weight() -> None:
    """A signal that only unanswerable questions have speaks against an answer."""
    known = [_confident("unknown", number % 2 == 0, number) for number in range(160)]
    turned = [replace(s, labelled=NOT_ASKABLE if s.labelled.answerable else ASKABLE) for s in known]
    weights = fit_logistic(turned).weights._asdict()
    assert weights["unknown"] == min(weights.values()) < 0


def test_wrong_best_hits_teach_the_confidence_nothing() -> None:
    """An answerable question whose best hit is wrong changes no weight."""
    known = [_confident("score", number % 2 == 0, number) for number in range(40)]
    wrong = [replace(_confident("margin", True, n), right=np.array([False, True])) for n in range(40)]
    assert fit_logistic([*known, *wrong]) == fit_logistic(known)
    assert fit_trees([*known, *wrong]) == fit_trees(known)


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


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let the numbers be written elsewhere, beginning with those in use."""
    path = tmp_path / "numbers.yaml"
    path.write_text(fitted.PATH.read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.setattr(fitted, "PATH", path)
    monkeypatch.setattr(fitted, "TREES_PATH", tmp_path / "trees.json")
    return path


def test_written_numbers_are_read_back(files: Path) -> None:
    """Fitted numbers and their measurement go into the files; what other measurements set stays."""
    before = fitted._read()
    ranking = Ranking(Features(words=1.25))
    unaided = Logistic(-1.5, Signals(words=0.25))
    trees = [[["score", 0.5, 1, 2, 0.1], [-1.25], [1.5]], [[0.25]]]
    fitted.write(ranking, trees, unaided, "3 questions: hit@1 1.000")
    numbers = fitted._read()
    assert Features(**numbers["ranking"]) == ranking.weights
    assert Logistic(numbers["unaided"]["bias"], Signals(**numbers["unaided"]["weights"])) == unaided
    assert all(numbers[name] == before[name] for name in ("tuning", "excerpts", "confidence"))
    assert "# Set by: 3 questions: hit@1 1.000.\n" in files.read_text(encoding="utf-8")
    found = Trees.read(files.with_name("trees.json"))
    assert [found.odds(Signals(score=score)) for score in (0.0, 0.5, 1.0)] == [-1.0, -1.0, 1.75]


def test_a_new_threshold_moves_the_other_model_along(files: Path) -> None:
    """What stood at the threshold for a knowledge without absences stands at it again."""
    before = fitted._read()
    fitted.set_threshold(0.4, "7 questions")
    numbers = fitted._read()
    assert numbers["confidence"]["threshold"] == 0.4
    moved = fitted.log_odds(0.4) - fitted.log_odds(before["confidence"]["threshold"])
    assert numbers["unaided"]["bias"] == pytest.approx(before["unaided"]["bias"] + moved, abs=0.001)
    assert files.read_text(encoding="utf-8").splitlines()[2] == "# Threshold set by: 7 questions."
