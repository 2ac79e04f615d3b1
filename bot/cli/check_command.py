"""``check``: everything that is wrong with the knowledge folder, in one pass."""

from __future__ import annotations

import argparse

from bot.knowledge import load
from bot.problems import has_errors, render_for_github, render_for_people, summary

__all__ = ["add_arguments", "run"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "--format", choices=("people", "github"), default="people", help="出力の形(github は CI の注釈)"
    )
    parser.epilog = "例:\n  python -m bot check\n  python -m bot check --format github"


def run(options: argparse.Namespace) -> int:
    """Print the findings; 1 if any of them would keep a reload from happening."""
    loaded = load(options.root)
    render = render_for_github if options.format == "github" else render_for_people
    print(*render(loaded.problems), summary(loaded.problems), sep="\n")
    return int(has_errors(loaded.problems))
