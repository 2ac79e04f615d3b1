"""``ask``: answer a question in the terminal, as JSON, or a whole file of questions."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from bot.answering.answer import Reply
from bot.answering.explain import explain
from bot.answering.face import as_record
from bot.cli import UsageError
from bot.cli.terminal import render_reply
from bot.desk import Desk
from bot.library import Library

__all__ = ["add_arguments", "run"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("question", nargs="?", help="質問")
    parser.add_argument("--previous", default="", metavar="質問", help="スレッドの前の質問")
    parser.add_argument("--json", action="store_true", help="JSON で1行に出します")
    parser.add_argument("--explain", action="store_true", help="なぜその答えかも出します")
    parser.add_argument("--batch", metavar="FILE", help="JSON Lines の質問をまとめて答えます(- は標準入力)")
    parser.epilog = (
        '例:\n  python -m bot ask "書かない窓口はなぜ早く導入できた?"\n'
        '  python -m bot ask --previous "青梅市のDX推進課とは?" "何人体制?"\n  python -m bot ask --batch questions.jsonl'
    )


def run(options: argparse.Namespace) -> int:
    """Answer; 0 also where the honest answer is a no."""
    if bool(options.batch) == bool(options.question):
        raise UsageError('質問を1つ書くか、--batch FILE を付けてください(例: python -m bot ask "DX推進課は何人?")。')
    desk = Desk(Library(options.root))
    if options.batch:
        return _answer_file(desk, options.batch)
    reply = desk.ask(options.question, options.previous)
    if options.explain:
        print(*explain(*desk.reason(options.question, options.previous)), "", sep="\n")
    print(_json(as_record(reply)) if options.json else render_reply(options.question, reply))
    return 0


def _answer_file(desk: Desk, name: str) -> int:
    """Answer each line of a file; a broken line is named and the rest still answered."""
    broken = 0
    for number, line in enumerate(_lines(name), 1):
        if not line.strip():
            continue
        try:
            asked = json.loads(line)
            reply: Reply = desk.ask(str(asked["q"]), str(asked.get("prev") or ""))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            broken += 1
            message = f"{name}:{number}: 読めません({type(error).__name__})。"
            print(message + '{"id": "1", "q": "質問"} の形で、1行に1つ書いてください。', file=sys.stderr)
            continue
        print(_json({"id": asked.get("id"), **as_record(reply)}), flush=name == "-")
    return 1 if broken else 0


def _lines(name: str) -> Iterator[str]:
    stream: IO[str]
    if name == "-":
        reconfigure = getattr(sys.stdin, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8")
        yield from sys.stdin
        return
    with Path(name).open(encoding="utf-8-sig") as stream:
        yield from stream


def _json(record: dict[str, object]) -> str:
    return json.dumps(record, ensure_ascii=False).encode("utf-8", "replace").decode("utf-8")
