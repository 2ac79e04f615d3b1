"""``check`` on the command line: findings on standard output, and an exit code for scripts."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.cli import main
from tests.knowledge.folders import damage

WARNING = {"knowledge/faq/new.yaml": {"text": ""}}
ERROR = {"knowledge/faq/ome.yaml": {"replace": [["兼務も", "兼務を"]]}}


def _check(folder: Path, *more: str) -> int:
    return main(["check", "--root", str(folder), *more])


def test_a_sound_folder_ends_with_zero(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing to say is said in one line."""
    assert _check(folder) == 0
    assert capsys.readouterr().out == "問題は見つかりませんでした。\n"


def test_a_warning_ends_with_zero(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A warning would not stop a reload, and so it stops no script."""
    damage(folder, WARNING)
    assert _check(folder) == 0
    assert capsys.readouterr().out == (
        "knowledge/faq/new.yaml:1: 注意 ファイルが空です。\n"
        "  直し方: 項目を書くか、ファイルを消してください。\n"
        "エラー 0 件、注意 1 件\n"
    )


def test_an_error_ends_with_one(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """All findings come in one pass, sorted, as path:line:column, with a count."""
    damage(folder, {**WARNING, **ERROR})
    assert _check(folder) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "knowledge/faq/new.yaml:1: 注意 ファイルが空です。"
    assert lines[2].startswith("knowledge/faq/ome.yaml:10:14: エラー 原文と1文字違います")
    assert lines[3].startswith("  直し方: ")
    assert lines[4] == "エラー 1 件、注意 1 件"


def test_github_gets_annotations(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each finding is a workflow command; what GitHub would read as its own signs is escaped."""
    damage(folder, {**WARNING, **ERROR, "knowledge/faq/a,b.yaml": {"text": "- id: 100%\n"}})
    assert _check(folder, "--format", "github") == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("::error file=knowledge/faq/a%2Cb.yaml,line=1,col=3::項目に topic")
    assert lines[1].startswith("::error file=knowledge/faq/a%2Cb.yaml,line=1,col=7::id「100%25」の形が違います。")
    assert lines[2].startswith("::warning file=knowledge/faq/new.yaml,line=1,col=1::ファイルが空です。 直し方: ")
    assert lines[3].startswith("::error file=knowledge/faq/ome.yaml,line=10,col=14::原文と1文字違います:")


def test_an_unknown_format_is_wrong_use(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Wrong use ends with two."""
    with pytest.raises(SystemExit) as ended:
        _check(folder, "--format", "xml")
    assert ended.value.code == 2
    assert "xml" in capsys.readouterr().err


def test_a_folder_that_is_not_there_is_a_finding(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A wrong ``--root`` is told like everything else."""
    assert _check(tmp_path / "nowhere") == 1
    assert "knowledge フォルダーがありません" in capsys.readouterr().out
