"""``check``: everything that is wrong with the knowledge folder, and what an editor may ask about it."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from bot.cli import UsageError
from bot.knowledge import Knowledge, load
from bot.problems import has_errors, render_for_github, render_for_people, summary

__all__ = ["add_arguments", "run"]

_EPILOG = """例:
  python -m bot check
  python -m bot check --format github
  python -m bot check --coverage
  python -m bot check --collisions
  python -m bot check --glossary --questions tests/questions/train_1_answerable.jsonl"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "--format", choices=("people", "github"), default="people", help="出力の形(github は CI の注釈)"
    )
    parser.add_argument(
        "--coverage", action="store_true", help="どの項目からも引用されていない文と、引用されている割合を示します"
    )
    parser.add_argument("--collisions", action="store_true", help="区別のつかない質問の組を示します(約1分)")
    parser.add_argument(
        "--glossary", action="store_true", help="答えを変えない言い換えの組と、違う答えを招く組を示します(約1分)"
    )
    parser.add_argument(
        "--questions",
        nargs="+",
        type=Path,
        default=(),
        metavar="FILE",
        help="--glossary で、この質問も使って確かめます",
    )
    parser.epilog = _EPILOG


def run(options: argparse.Namespace) -> int:
    """Print the findings; 1 if any of them would keep a reload from happening, whatever else was asked."""
    if options.questions and not options.glossary:
        raise UsageError("--questions は --glossary と一緒に使ってください。")
    loaded = load(options.root)
    asked = options.coverage or options.collisions or options.glossary
    if asked and loaded.knowledge is not None:
        for line in _reports(options, loaded.knowledge):
            print(line)
        return 0
    render = render_for_github if options.format == "github" else render_for_people
    print(*render(loaded.problems), summary(loaded.problems), sep="\n")
    return int(has_errors(loaded.problems))


def _reports(options: argparse.Namespace, knowledge: Knowledge) -> Iterator[str]:
    """Yield the lines of what was asked for; the matcher is loaded only for this."""
    from bot.cli.check_reports import collision_lines, coverage_lines, glossary_lines
    from bot.cli.progress import on_terminal
    from bot.editing import find_collisions, measure_coverage, measure_glossary
    from bot.evaluation import read_questions
    from bot.library import Snapshot

    if options.coverage:
        yield from coverage_lines(measure_coverage(knowledge))
    if options.collisions:
        found = find_collisions(Snapshot.of(knowledge), on_terminal("質問"))
        yield from collision_lines(found)
    if options.glossary:
        labelled = [one for path in options.questions for one in read_questions(path)]
        yield from glossary_lines(measure_glossary(knowledge, labelled, on_terminal("組")), knowledge)
