"""``eval``: measure on labelled questions, by style, with the misses; compare two runs; hold a floor."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from bot.desk import Desk
from bot.evaluation import Figures, Outcome, by_style, calibration, read_questions, score
from bot.library import Library

__all__ = ["add_arguments", "run"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="質問の JSON Lines")
    parser.add_argument("--misses", action="store_true", help="外れた質問と、代わりに出した引用を並べます")
    parser.add_argument("--save", type=Path, metavar="FILE", help="質問ごとの結果を保存します")
    parser.add_argument("--baseline", type=Path, metavar="FILE", help="保存した結果と、質問ごとに比べます")
    parser.add_argument("--floor", type=Path, metavar="FILE", help="この下限(JSON)を1つでも下回れば失敗にします")
    parser.epilog = "例:\n  python -m bot eval tests/questions/measure_7_answerable.jsonl --misses"


def run(options: argparse.Namespace) -> int:
    """Measure and print; 1 where a figure falls below the floor."""
    desk = Desk(Library(options.root))
    labelled = [q for path in options.files for q in read_questions(path)]
    outcomes = [score(q, desk.ask(q.question, q.before), desk.knowledge) for q in labelled]
    print(_table(outcomes), _calibration(outcomes), sep="\n\n")
    if options.misses:
        print(_misses(outcomes))
    if options.baseline:
        print(_comparison(outcomes, json.loads(options.baseline.read_text(encoding="utf-8"))))
    if options.save:
        options.save.write_text(json.dumps(_record(outcomes), ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    below = _below(Figures.of(outcomes), json.loads(options.floor.read_text(encoding="utf-8"))) if options.floor else []
    print(*below, sep="\n", end="\n" if below else "")
    return int(bool(below))


def _table(outcomes: Sequence[Outcome]) -> str:
    names = list(Figures.of(()).shares())
    lines = [f"{'style':<14}{'n':>5}" + "".join(f"{name:>16}" for name in names)]
    for style, figures in by_style(outcomes).items():
        cells = "".join(f"{'-' if share is None else f'{share:.3f}':>16}" for share in figures.shares().values())
        lines.append(f"{style:<14}{figures.answerable + figures.unanswerable:>5}{cells}")
    missed = Figures.of(outcomes).talk_missed
    return "\n".join([*lines, f"small talk not met with the expected reply: {missed}"])


def _calibration(outcomes: Sequence[Outcome]) -> str:
    lines = ["confidence      n    mean   right"]
    for number, (count, mean, right) in enumerate(calibration(outcomes)):
        lines.append(f"{number / 10:.1f}-{(number + 1) / 10:.1f}     {count:>5}   {mean:>5.2f}   {right:>5.2f}")
    return "\n".join(lines)


def _misses(outcomes: Sequence[Outcome]) -> str:
    return "\n".join(_miss(o) for o in outcomes if o.wrong)


def _miss(outcome: Outcome) -> str:
    asked = outcome.labelled
    wanted = asked.gold[0].quote if asked.gold else f"({asked.expected or 'none'})"
    shown = outcome.shown or "(no excerpt)"
    mark = " [in three]" if outcome.three else ""
    return f"\n{asked.id} {asked.style} {outcome.confidence:.2f}{mark} {asked.question}\n  got:  {shown[:70]}\n  want: {wanted[:70]}"


def _record(outcomes: Sequence[Outcome]) -> dict[str, list[object]]:
    return {o.labelled.id: [int(not o.wrong), round(o.confidence, 3), o.shown[:40]] for o in outcomes}


def _comparison(outcomes: Sequence[Outcome], baseline: dict[str, list[object]]) -> str:
    """List the questions that became right or wrong since the saved run."""
    lines = []
    for outcome in outcomes:
        before = baseline.get(outcome.labelled.id)
        if before is not None and bool(before[0]) == outcome.wrong:
            verdict = "lost" if outcome.wrong else "won"
            lines.append(
                f"{verdict:<5}{outcome.labelled.id} {outcome.labelled.question}\n     {before[2]} -> {outcome.shown[:40]}"
            )
    won = sum(line.startswith("won") for line in lines)
    return "\n".join([f"against the baseline: {won} won, {len(lines) - won} lost", *lines])


def _below(figures: Figures, floor: dict[str, float]) -> list[str]:
    """Name the figures beyond their floor; for the false ones the floor is a ceiling."""
    found = []
    for name, share in figures.shares().items():
        if name not in floor or share is None:
            continue
        worse = share > floor[name] if name.startswith("false") else share < floor[name]
        if worse:
            found.append(f"below the floor: {name} is {share:.3f}, the floor is {floor[name]:.3f}")
    return found
