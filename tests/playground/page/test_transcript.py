"""A script becomes a transcript, the same one each time; a script that cannot be read or played says where."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.cli import main
from bot.desk import Desk
from bot.playground.script import ScriptError, read_script
from bot.playground.serving import open_playground
from bot.playground.transcript import replay
from tests.conftest import ROOT, Run

SCRIPT = """
# 窓口を調べる
@U1 #dx-soudan: @自治体DX 書かない窓口はなぜ早く導入できた?
press: 前後を読む
close
good
@U2 dm: 横浜市の窓口改革は?
edit: 書かない窓口はなぜ早く導入できた?
delete
@U1 /dx-topics 研修
home
fill: 自治体DXについて調べる = 書かない窓口はなぜ早く導入できた?
press: 調べる
close
shortcut: DX事例を調べる
submit
@U9ADMIN /dx-reload
"""


def _played(desk: Desk, script: str) -> str:
    with open_playground(ROOT, desk) as playground:
        return "\n".join(replay(playground, read_script(script)))


def test_a_script_is_played_and_what_was_shown_is_written_down(desk: Desk) -> None:
    """Every kind of step brings what a person would see: quotes, buttons, windows, Home, what is private or gone."""
    steps = [part for part in _played(desk, SCRIPT).split("▶ ") if part]
    shown = {part.split("\n", 1)[0]: part.split("\n", 1)[1] for part in steps}
    answer = shown["@U1 #dx-soudan: @自治体DX 書かない窓口はなぜ早く導入できた?"]
    assert "自治体DX(スレッド)" in answer
    assert "    > サポート自体はDX推進担当もしておりましたが、" in answer
    assert "[前後を読む] [引用をコピー]" in answer
    assert "<https://digital-gyosei.com/" in answer
    assert "窓「前後を読む」" in shown["press: 前後を読む"]
    assert "あなただけに表示" in shown["good"]
    assert "横浜市についての記事はありません" in shown["@U2 dm: 横浜市の窓口改革は?"]
    assert "1年も経たずに" in shown["edit: 書かない窓口はなぜ早く導入できた?"]
    assert "消えました" in shown["delete"]
    assert "研修・育成" in shown["@U1 /dx-topics 研修"]
    assert "ホーム" in shown["home"]
    assert "1年も経たずに" in shown["press: 調べる"]
    assert "窓「DX事例を調べる」" in shown["shortcut: DX事例を調べる"]
    assert "〔版〕" in shown["@U9ADMIN /dx-reload"]


def test_the_same_script_gives_the_same_transcript(desk: Desk) -> None:
    """Nothing in it tells when it was played: no time, no answer number, no version."""
    script = "@U1 dm: 書かない窓口はなぜ早く導入できた?\nbad\nsubmit\nhome\n"
    first = _played(desk, script)
    assert first == _played(desk, script)
    assert desk.knowledge.version not in first
    assert "回答番号 〔回答1〕" in first
    assert re.search(r"\d{1,2}:\d{2}", first) is None


def test_the_words_of_a_quote_are_never_covered(desk: Desk) -> None:
    """Dates within an article stay as they were printed; only the bot's own lines are covered."""
    played = _played(desk, "dm: 書かない窓口はなぜ早く導入できた?")
    quotes = [line.removeprefix("    > ") for line in played.split("\n") if line.startswith("    > ")]
    texts = "\n".join(article.text for article in desk.knowledge.articles.values())
    assert quotes
    assert all(quote in texts for quote in quotes)


@pytest.mark.parametrize(
    "line",
    ["なにか", "press", "press 0: 前後を読む", "submit: x", "fill: ラベル", "#dx-soudan", "@U1", "jump: 高く", "dm:"],
)
def test_a_line_that_means_nothing_is_named(line: str) -> None:
    """All such lines are told at once, with their numbers and where the form is explained."""
    with pytest.raises(ScriptError) as wrong:
        read_script(f"# 始め\ndm: 質問\n{line}\n\nくりかえし\n")
    assert f"台本の 3 行目を読み取れません: {line}" in str(wrong.value)
    assert "台本の 5 行目" in str(wrong.value)
    assert "--help" in str(wrong.value)


@pytest.mark.parametrize(
    "line", ["press: 前後を読む", "#nowhere: x", "/nothing", "submit", "good", "edit: x", "choose: a = b"]
)
def test_a_step_that_is_not_possible_is_named(desk: Desk, line: str) -> None:
    """The line is told, as it is written, and why it cannot be done."""
    with open_playground(ROOT, desk) as playground, pytest.raises(ScriptError, match="台本の 1 行目「"):
        list(replay(playground, read_script(line)))


def test_the_command_line_writes_it(run_bot: Run, tmp_path: Path) -> None:
    """``playground --transcript FILE`` prints the transcript and nothing else."""
    script = tmp_path / "台本.txt"
    script.write_text("dm: 横浜市の窓口改革は?\n", encoding="utf-8")
    done = run_bot("playground", "--transcript", str(script))
    assert (done.returncode, done.stderr) == (0, "")
    head = "▶ dm: 横浜市の窓口改革は?\n  自治体DX(ダイレクトメッセージ)\n    横浜市についての記事はありません。"
    assert done.stdout.startswith(head)


def test_the_command_line_names_what_it_cannot_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A bad script ends with code 2 and the lines that are meant."""
    script = tmp_path / "台本.txt"
    script.write_text("なにか\n", encoding="utf-8")
    assert main(["playground", "--transcript", str(script)]) == 2
    assert "台本の 1 行目を読み取れません: なにか" in capsys.readouterr().err
