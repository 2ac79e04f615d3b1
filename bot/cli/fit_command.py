"""``fit``: fit the ranking and the confidence on labelled questions and write the numbers of ``bot/fitted/``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from bot.evaluation import Labelled, read_questions
from bot.fitted import CONFIDENCE, PATH, RANKING, TREES_PATH, write
from bot.library import Library

if TYPE_CHECKING:  # numpy's and LightGBM's friends load only when something is fitted
    from bot.fitting.boosting import Floats
    from bot.fitting.samples import Sample

__all__ = ["add_arguments", "run"]


_UNAIDED_EVERY = 3  # of the questions, one in so many is asked of a knowledge without absences


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="答えの分かっている質問(JSON Lines)")
    parser.epilog = "例:\n  python -m bot fit tests/questions/train_*.jsonl"


def run(options: argparse.Namespace) -> int:
    """Fit, say what changed, and write the numbers with the measurement that set them."""
    from bot.fitting.boosting import fit_trees, left_out
    from bot.fitting.calibration import fit_unaided
    from bot.fitting.ranking import fit_ranking
    from bot.fitting.samples import samples

    questions = [q for path in options.files for q in read_questions(path)]
    knowledge = Library(options.root).current.knowledge

    print("1/4 質問をひとつずつ除いて照合しています…", file=sys.stderr)
    before = samples(questions, knowledge)
    print("2/4 順位の重みを求めています…", file=sys.stderr)
    ranking = fit_ranking(before, RANKING)
    print("3/4 確からしさを求めています…", file=sys.stderr)
    ranked = samples(questions, knowledge, ranking)
    report = _summary(ranked, left_out(ranked), CONFIDENCE.threshold)
    print(report)
    print("4/4 記事にないことの例を除いて、もう一度…", file=sys.stderr)
    bare = samples(questions[::_UNAIDED_EVERY], replace(knowledge, absences=()), ranking)
    unaided = fit_unaided(bare, CONFIDENCE.threshold)
    write(ranking, fit_trees(ranked), unaided, f"{_described(questions)}, each left out in turn: {report}")
    print(f"{PATH} と {TREES_PATH} を書きました。次に calibrate でしきい値を求めてください。")
    return 0


def _described(questions: Sequence[Labelled]) -> str:
    answerable = sum(q.answerable for q in questions)
    return f"{answerable} answerable and {len(questions) - answerable} unanswerable questions"


def _summary(samples: Sequence[Sample], probabilities: Floats, threshold: float) -> str:
    asked = [(s, p) for s, p in zip(samples, probabilities, strict=True) if s.labelled.answerable]
    others = [p for s, p in zip(samples, probabilities, strict=True) if not s.labelled.answerable]
    first = sum(bool(s.right[0]) for s, _ in asked) / max(1, len(asked))
    refused = sum(p < threshold for _, p in asked) / max(1, len(asked))
    false = sum(p >= threshold for p in others) / max(1, len(others))
    return f"hit@1 {first:.3f}, from {threshold:.2f} on refused {refused:.3f}, false answers {false:.3f}"
