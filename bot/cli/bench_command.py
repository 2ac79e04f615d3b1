"""``bench``: print figures beside a baseline in the same run."""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

from bot.desk import Desk
from bot.evaluation import read_questions
from bot.library import Library

__all__ = ["add_arguments", "run"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    what = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    jsquad = what.add_parser("jsquad", help="JSQuAD の検証データで、段落を見つける正答率と時間を bm25s と比べます")
    jsquad.add_argument("file", type=Path, help="valid-v1.3.json など")
    speed = what.add_parser("speed", help="1回の回答にかかる時間を測ります")
    speed.add_argument("--questions", type=Path, help="質問の JSON Lines(既定: 項目の質問)")
    speed.add_argument("--passages", type=int, default=0, metavar="N", help="この数の文を足して測ります(例: 100000)")
    slack = what.add_parser("slack", help="大勢が同時に質問したときの、Slack への受領と回答の時間を測ります")
    slack.add_argument("--people", type=int, default=50, metavar="N", help="同時に質問する人数(既定: 50)")
    parser.epilog = "例:\n  python -m bot bench speed --passages 100000"


def run(options: argparse.Namespace) -> int:
    """Run a benchmark."""
    return {"jsquad": _jsquad, "slack": _slack, "speed": _speed}[options.what](options)


def _jsquad(options: argparse.Namespace) -> int:
    from bot.bench.jsquad import Jsquad, measure

    data = Jsquad.read(options.file)
    print(f"{len(data.questions)} questions, {len(data.paragraphs)} paragraphs")
    print(f"{'':<36}{'Recall@1':>10}{'MRR@10':>10}{'ms/query':>10}")
    for row in measure(data):
        print(f"{row.name:<36}{row.recall:>10.4f}{row.mrr:>10.4f}{row.milliseconds:>10.3f}")
    return 0


def _slack(options: argparse.Namespace) -> int:
    from bot.bench.slack import SURFACES, Crowd, crowd, one_by_one, served
    from bot.bench.speed import Timing

    def show(name: str, found: Crowd) -> None:
        acks, answers = Timing("", found.acks), Timing("", found.answers)
        figures = "".join(f"{t.percentile(0.5):9.0f}{max(t.calls):9.0f}" for t in (acks, answers))
        print(f"{name:<38}{len(found.acks):>9}{figures}{found.wrong:>9}", flush=True)

    questions = [entry.question for entry in Library(options.root).current.knowledge.entries]
    print(f"{'milliseconds':<38}{'receipts':>9}{'median':>9}{'max':>9}{'answers':>9}{'max':>9}{'wrong':>9}")
    wrong = 0
    for over in ("socket", "http"):
        with served(options.root.resolve(), over) as workspace:
            show(f"{over}, one after the other", one_by_one(workspace, questions[:20]))
            for surface in SURFACES:
                found = crowd(workspace, questions, options.people, surface)
                show(f"{over}, {options.people} at once, {surface}", found)
                wrong += found.wrong
    return 1 if wrong else 0


def _speed(options: argparse.Namespace) -> int:
    from bot.bench.speed import Timing, answers, baseline, grown, memory_mb
    from bot.cli.progress import on_terminal
    from bot.index.store import IndexStore

    def show(timing: Timing) -> None:
        median, slowest = timing.percentile(0.5), timing.percentile(0.99)
        print(f"{timing.name:<40} median {median:7.2f} ms   99th percentile {slowest:7.2f} ms")

    library = Library(options.root)
    desk = Desk(library)
    knowledge = library.current.knowledge
    asked = [q.question for q in read_questions(options.questions)] if options.questions else None
    questions = asked or [entry.question for entry in knowledge.entries]
    show(answers(desk, questions, f"answer, {len(knowledge.entries)} entries"))
    show(baseline(knowledge, questions))
    if options.passages:
        with tempfile.TemporaryDirectory() as folder:
            watch = on_terminal("索引に入れた文")
            snapshot, seconds = grown(library, options.passages, IndexStore(Path(folder)), watch)
            print(f"built in {seconds:.1f} s, {memory_mb():.0f} MB resident")
            del snapshot  # what is loaded next stands alone
            start = time.perf_counter()
            snapshot, seconds = grown(library, options.passages, IndexStore(Path(folder)))
            print(f"loaded from its cache in {seconds:.2f} s ({time.perf_counter() - start:.1f} s with the texts)")
            library.use(snapshot)
            show(answers(desk, questions, f"answer, {options.passages} further passages"))
            print(f"{memory_mb():.0f} MB resident")
    return 0
