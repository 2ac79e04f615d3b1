"""A transcript: a script is played in a fresh workspace, and what was shown is written down as text.

The same script and knowledge give the same text on any day: dates, answer numbers and versions are covered.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

from bot import telemetry
from bot.desk import Desk
from bot.playground.plain import Shown, as_text
from bot.playground.script import Step, read_script
from bot.playground.serving import Playground, open_playground
from bot.playground.slack import BOT_USER, Message, Record, View
from bot.playground.steps import Stage
from bot.slack.asking import today

__all__ = ["replay", "write_transcript"]

_NUMBER = re.compile(r"回答番号\s*[::]?\s*([2-9a-hjkmnp-z]{7})\b")
_AGO = re.compile(r"\((?:約?\d+年(?:\d+か月)?前|\d+か月前|今月|今年)\)")
_KEPT_WIDTH = 4  # columns by which what was shown is indented


def write_transcript(root: Path, file: Path) -> int:
    """Play a script and print what was shown; returns the exit code. Raises `ScriptError`."""
    steps = read_script(file.read_text(encoding="utf-8"))
    telemetry.configure(logging.WARNING)
    with open_playground(root) as playground:
        for line in replay(playground, steps):
            print(line)
    return 0


def replay(playground: Playground, steps: Sequence[Step]) -> Iterator[str]:
    """Yield the lines of a transcript; raises `ScriptError` at a step that is not possible."""
    stage, cover = Stage(playground), Cover(playground.desk)
    for step in steps:
        latest = _latest(playground)
        stage.play(step)
        playground.settle()
        shown = _shown(playground, latest, step.user)
        stage.look_at(shown)
        yield f"▶ {step.written}"
        for item in shown:
            yield from _lines(item, cover)
        if not shown:
            yield "  (何も表示されません)"
        yield ""


def _latest(playground: Playground) -> int:
    return max((record.number for record in playground.workspace.records()), default=0)


def _shown(playground: Playground, after: int, user: str) -> list[Shown]:
    """List what a step brought before somebody's eyes, each thing once, as it was in the end."""
    found: dict[str, Shown] = {}
    for record in playground.workspace.records(after):
        shown = _of_record(playground, record, user)
        if shown:
            found[f"{record.kind} {record.data.get('ts') or record.data.get('id')}"] = shown
    return list(found.values())


def _of_record(playground: Playground, record: Record, user: str) -> Shown | None:
    data, workspace = record.data, playground.workspace
    if record.kind == "message" and data["author"] == BOT_USER and data["change"] != "replies":
        if data["only_for"] not in ("", user):
            return None
        everything = (*workspace.messages(data["channel"]), *workspace.deleted(data["channel"]))
        return next((m for m in everything if m.ts == data["ts"]), None)
    if record.kind == "modal" and data["user"] == user and data["change"] != "filled":
        return next((view for view in workspace.modals(user) if view.id == data["id"]), None)
    if record.kind == "home" and data["user"] == user and data["change"] != "filled":
        return workspace.home(user)
    return None


def _lines(shown: Shown, cover: Callable[[str], str]) -> Iterator[str]:
    yield f"  {_title(shown)}"
    lines = [] if isinstance(shown, Message) and shown.deleted else as_text(shown, cover)
    yield from (f"{' ' * _KEPT_WIDTH}{line}".rstrip() for line in lines)


def _title(shown: Shown) -> str:
    if isinstance(shown, View):
        return "ホーム" if shown.kind == "home" else f"窓「{shown.title}」"
    where = "スレッド" if shown.thread else "チャンネル" if shown.channel.startswith("C") else "ダイレクトメッセージ"
    how = [where, *(["あなただけに表示"] if shown.only_for else []), *(["消えました"] if shown.deleted else [])]
    return f"自治体DX({'、'.join(how)})"


class Cover:
    """Put names in place of what differs from run to run: answer numbers, the version, today, how long ago it was."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._numbers: dict[str, str] = {}

    def __call__(self, text: str) -> str:
        """Cover a text; the numbers are counted in the order in which they are first seen."""
        for found in _NUMBER.finditer(text):
            self._numbers.setdefault(found[1], f"〔回答{len(self._numbers) + 1}〕")
        for number, name in self._numbers.items():
            text = text.replace(number, name)
        version = self._desk.knowledge.version
        return _AGO.sub("(〔年数〕)", text.replace(_day(today()), "〔今日〕").replace(version, "〔版〕"))


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
