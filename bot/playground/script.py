"""A script of what people write and press, one doing a line; every line that cannot be read is told at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

__all__ = ["FORM", "ScriptError", "Step", "read_script"]

FORM = """台本の書き方(1行に1つ。空行と、「# 」で始まる行は読み飛ばします):
  @U1 #dx-soudan: @自治体DX 質問   チャンネルに書く(@U1 は人。省くと、前の行と同じ人)
  thread: 何人くらい?              いまのスレッドに書く
  dm: 質問                         ボットにダイレクトメッセージを書く
  /dx-topics 研修                  コマンドを打つ
  home                             アプリのホームを開く
  press: 前後を読む                ボタンを押す(press 2: は同じ名前の2つ目)
  choose: 項目名 = 選択肢          メニューから選ぶ
  fill: 項目名 = 文                開いている窓に書き込む
  submit                           窓を送る
  close                            窓を閉じる
  good / bad                       最後の回答に 👍 / 👎
  react: shushing_face             最後の自分の発言にリアクションを付ける
  edit: 直した文                   最後の自分の発言を書き直す
  delete                           最後の自分の発言を消す
  shortcut: DX事例を調べる         ⚡ のメニューから選ぶ
  message: この発言をDX事例で調べる
                                   最後の自分の発言のメニューから選ぶ
結果は標準出力に出ます。日付・回答番号・版は伏せるので、版を変えて比べられます。
"""

_LINE = re.compile(r"(?:@(?P<user>[UW]\w+)\s+)?(?P<rest>\S.*)")
_CHANNEL = re.compile(r"#(?P<channel>[^\s:]+):\s*(?P<text>.+)")
_COMMAND = re.compile(r"/[\w-]+.*")
_DOING = re.compile(r"(?P<verb>[a-z]+)(?:\s+(?P<number>[1-9]\d?))?\s*(?::\s*(?P<text>.+))?")
_WITH_TEXT = frozenset({"thread", "dm", "press", "choose", "fill", "react", "edit", "message", "shortcut"})
_ALONE = frozenset({"home", "submit", "close", "good", "bad", "delete"})
_ASSIGNED = frozenset({"choose", "fill"})


class ScriptError(Exception):
    """A script cannot be read or played; one sentence a line, each with its place."""


class Step(NamedTuple):
    """One doing: ``name`` is the channel or the label, ``number`` the n-th of that name."""

    line: int
    written: str
    user: str
    verb: str
    text: str = ""
    name: str = ""
    number: int = 1


def read_script(text: str) -> tuple[Step, ...]:
    """Read a script; raises `ScriptError` with all lines that it does not understand."""
    steps: list[Step] = []
    wrong: list[str] = []
    user = "U1"
    for number, line in enumerate(text.splitlines(), 1):
        found = _LINE.fullmatch(line.strip())
        if not found or found["rest"].startswith("# ") or line.strip() == "#":
            continue
        user = found["user"] or user
        step = _step(number, line.strip(), user, found["rest"])
        if step:
            steps.append(step)
        else:
            wrong.append(f"台本の {number} 行目を読み取れません: {line.strip()}")
    if wrong:
        raise ScriptError("\n".join([*wrong, "書き方は python -m bot playground --help にあります。"]))
    return tuple(steps)


def _step(number: int, written: str, user: str, rest: str) -> Step | None:
    start = Step(number, written, user, "")
    said = _CHANNEL.fullmatch(rest)
    if said:
        return start._replace(verb="say", name=said["channel"], text=said["text"])
    if _COMMAND.fullmatch(rest):
        return start._replace(verb="command", text=rest)
    return next(_doings(start, rest), None)


def _doings(start: Step, rest: str) -> Iterator[Step]:
    found = _DOING.fullmatch(rest)
    if not found:
        return
    verb, text = found["verb"], found["text"] or ""
    step = start._replace(verb=verb, text=text, number=int(found["number"] or 1))
    if verb in _ASSIGNED and "=" in text:
        name, _, value = text.partition("=")
        yield step._replace(name=name.strip(), text=value.strip())
    elif (verb in _WITH_TEXT - _ASSIGNED and text) or (verb in _ALONE and not text):
        yield step
