"""`check` with its reports, as an editor sees them."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from bot.cli import main
from bot.editing import measure_coverage
from bot.knowledge import load

ROOT = Path(__file__).resolve().parents[2]


def _check(base: Path, *options: str) -> int:
    return main(["check", "--root", str(base), *options])


def test_coverage_names_each_sentence_by_its_place_and_gives_the_share(
    base: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An editor can go from the line of the report to the line of the article."""
    assert _check(base, "--coverage") == 0
    out = capsys.readouterr().out
    assert "seeds/004_178832c7c828285b.txt:2: 東京都青梅市のお話を聞く全2回のインタビュー。" in out
    assert "seeds/000_ebf2922aa5d5d200.txt:22: 本日はよろしくお願いします。 — あいさつ・お礼" in out
    assert "合計: 85 文のうち 6 文(7.1 %)" in out


def test_collisions_name_both_entries_the_count_and_an_example(base: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Both places are given, so that either entry can be mended."""
    path = base / "knowledge/faq/madoguchi.yaml"
    text = path.read_text("utf-8").replace("    - 小金井 来庁 前提 サービス\n", "    - 旗振り役になったのはどの課?\n")
    path.write_text(text, "utf-8")
    assert _check(base, "--collisions") == 0
    out = capsys.readouterr().out
    assert "の質問 1 問で" in out
    assert "  例: 旗振り役になったのはどの課?" in out
    assert "knowledge/faq/madoguchi.yaml:" in out


def test_the_glossary_report_says_what_was_measured(base: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Idle and untouched groups are named by their line, and the method stands below."""
    assert _check(base, "--glossary") == 0
    out = capsys.readouterr().out
    assert "■ どの質問にも出てこない組: 2 組" in out
    assert "knowledge/glossary.yaml:4: どこにも出ない言葉・出番のない言葉" in out
    assert "測り方: 項目の質問と言い方 16 問のうち" in out


def test_the_glossary_report_takes_question_files(
    base: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The questions of a file are asked beside the entries' own."""
    file = tmp_path / "q.jsonl"
    file.write_text('{"id": "1", "q": "大規模会合", "gold": [{"doc": "004", "quote": "本制度は"}]}\n', "utf-8")
    assert _check(base, "--glossary", "--questions", str(file)) == 0
    assert "質問ファイルの答えのある 1 問" in capsys.readouterr().out


def test_questions_alone_are_a_wrong_call(base: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An option that would do nothing is refused, with what to do."""
    assert _check(base, "--questions", "q.jsonl") == 2
    assert "--glossary と一緒に" in capsys.readouterr().err


@pytest.mark.parametrize("report", ["--coverage", "--collisions", "--glossary"])
def test_a_broken_folder_gets_its_findings_instead_of_a_report(
    report: str, base: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A report about half of the knowledge would mislead."""
    (base / "knowledge/topics.yaml").write_text("- id: ABC\n", "utf-8")
    assert _check(base, report) == 1
    assert "knowledge/topics.yaml:1" in capsys.readouterr().out


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_goes_to_a_terminal_and_leaves_nothing_behind(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The counting line is wiped at the end."""
    terminal = _Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    _check(base, "--collisions")
    assert "質問 0 / 16" in terminal.getvalue()
    assert terminal.getvalue().endswith("\r\x1b[K")


def test_no_progress_goes_into_a_pipe(base: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is not a terminal gets the report only."""
    _check(base, "--collisions")
    assert capsys.readouterr().err == ""


def test_the_shipped_articles_are_covered() -> None:
    """At least 98 % of the content sentences are quoted, article by article; the rest has its reason."""
    knowledge = load(ROOT).knowledge
    assert knowledge is not None
    for article in measure_coverage(knowledge):
        assert article.share >= 0.98, article.missing
        assert all(sentence.reason for sentence in article.left_out)
