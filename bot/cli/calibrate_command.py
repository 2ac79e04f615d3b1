"""``calibrate``: choose the threshold by the cost of mistakes on labelled questions and write it to ``bot/fitted/numbers.yaml``."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli import UsageError
from bot.desk import Desk
from bot.evaluation import read_questions
from bot.fitted import CONFIDENCE, PATH, set_threshold
from bot.library import Library

if TYPE_CHECKING:  # numpy loads only when something is measured
    from bot.fitting.threshold import Choice

__all__ = ["add_arguments", "run"]

_SHOWN = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "files", nargs="+", type=Path, metavar="FILE", help="答えの分かっている質問(JSON Lines)。fit に使わなかったもの"
    )
    parser.epilog = "例:\n  python -m bot calibrate tests/questions/calibrate_*.jsonl"


def run(options: argparse.Namespace) -> int:
    """Ask every question, print what thresholds would do, and write the chosen one with its measurement."""
    from bot.fitting.threshold import asked, cheapest, choices

    questions = [q for path in options.files for q in read_questions(path)]
    if len({q.answerable for q in questions}) < 2:
        raise UsageError("しきい値を求めるには、答えのある質問と、答えのない質問の両方が要ります。")
    answerable, probabilities = asked(Desk(Library(options.root)), questions)
    chosen = cheapest(answerable, probabilities)
    print("threshold  refused  false answers    cost")
    _print([c for c in choices(answerable, probabilities) if c.threshold in (*_SHOWN, chosen.threshold)], chosen)
    set_threshold(
        chosen.threshold,
        f"{int(answerable.sum())} answerable and {int((~answerable).sum())} unanswerable questions of others: "
        f"refused {chosen.refused:.3f}, false answers {chosen.false_answers:.3f}",
    )
    print(f"{PATH} のしきい値を {CONFIDENCE.threshold:.2f} から {chosen.threshold:.2f} にしました。")
    return 0


def _print(rows: Sequence[Choice], chosen: Choice) -> None:
    for row in rows:
        mark = "  ←" if row == chosen else ""
        print(f"{row.threshold:9.2f} {row.refused:8.4f} {row.false_answers:14.4f} {row.cost:7.4f}{mark}")
