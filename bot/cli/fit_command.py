"""``fit``: fit the ranking and the confidence on labelled questions and write ``bot/fitted.yaml``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from bot.evaluation import Labelled, read_questions
from bot.fitted import CONFIDENCE, PATH, RANKING, Confidence, write
from bot.library import Library

if TYPE_CHECKING:  # numpy's and scikit-learn's friends load only when something is fitted
    from bot.fitting.samples import Sample

__all__ = ["add_arguments", "run"]


_UNAIDED_EVERY = 3  # of the questions, one in so many is asked of a knowledge without absences


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="答えの分かっている質問(JSON Lines)")
    parser.epilog = "例:\n  python -m bot fit tests/questions/train_*.jsonl"


def run(options: argparse.Namespace) -> int:
    """Fit, say what changed, and write the numbers with the measurement that set them."""
    from bot.fitting.calibration import fit_confidence, fit_unaided
    from bot.fitting.ranking import fit_ranking
    from bot.fitting.samples import samples

    questions = [q for path in options.files for q in read_questions(path)]
    knowledge = Library(options.root).current.knowledge

    print("1/4 質問をひとつずつ除いて照合しています…", file=sys.stderr)
    before = samples(questions, knowledge)
    print(f"before: {_summary(before, CONFIDENCE)}")
    print("2/4 順位の重みを求めています…", file=sys.stderr)
    ranking = fit_ranking(before, RANKING)
    print("3/4 確からしさと、しきい値を求めています…", file=sys.stderr)
    ranked = samples(questions, knowledge, ranking)
    confidence = fit_confidence(ranked)
    report = _summary(ranked, confidence)
    print(f"after:  {report}")
    print("4/4 記事にないことの例を除いて、もう一度…", file=sys.stderr)
    bare = samples(questions[::_UNAIDED_EVERY], replace(knowledge, absences=()), ranking)
    unaided = fit_unaided(bare, confidence.threshold)
    write(ranking, confidence, unaided, f"{_described(questions)}, each left out in turn: {report}")
    print(f"{PATH} を書きました。")
    return 0


def _described(questions: Sequence[Labelled]) -> str:
    answerable = sum(q.answerable for q in questions)
    return f"{answerable} answerable and {len(questions) - answerable} unanswerable questions"


def _summary(samples: Sequence[Sample], confidence: Confidence) -> str:
    asked = [s for s in samples if s.labelled.answerable]
    others = [s for s in samples if not s.labelled.answerable]
    first = sum(bool(s.right[0]) for s in asked) / max(1, len(asked))
    refused = sum(confidence.probability(s.signals) < confidence.threshold for s in asked) / max(1, len(asked))
    false = sum(confidence.probability(s.signals) >= confidence.threshold for s in others) / max(1, len(others))
    return f"hit@1 {first:.3f}, refused {refused:.3f}, false answers {false:.3f}"
