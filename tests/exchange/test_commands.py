"""`export` and `import`, as an editor runs them."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from bot.cli import main
from bot.knowledge import load

ROOT = Path(__file__).resolve().parents[2]
LEADERS = "knowledge/faq/suishin-taisei.yaml"


def _run(base: Path, *arguments: object) -> int:
    verb, *others = map(str, arguments)
    return main([verb, "--root", str(base), *others])


def _edit(path: Path, cell: str, value: str) -> None:
    book = openpyxl.load_workbook(path)
    book["質問"][cell] = value
    book.save(path)


@pytest.mark.parametrize("name", ["faq.xlsx", "faq.csv"])
def test_a_round_trip_changes_nothing(
    name: str, base: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Export and import, with nothing edited in between, leave the folder alone."""
    before = {p: p.read_bytes() for p in base.rglob("*") if p.is_file()}
    assert _run(base, "export", tmp_path / name) == 0
    assert _run(base, "import", tmp_path / name, "--apply") == 0
    assert "書き込むことはありません。" in capsys.readouterr().out
    assert {p: p.read_bytes() for p in base.rglob("*") if p.is_file()} == before


@pytest.mark.parametrize("name", ["faq.xlsx", "faq.csv"])
def test_the_shipped_knowledge_makes_the_round_trip(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No entry of ours is too long for a cell or strange in any other way."""
    assert _run(ROOT, "export", tmp_path / name) == 0
    assert _run(ROOT, "import", tmp_path / name) == 0
    assert "追加 0 件、削除 0 件、変更 0 件" in capsys.readouterr().out


def test_differences_are_shown_and_nothing_is_written_without_apply(
    base: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The entry, its place, its row, and both values; then how to write it."""
    table = tmp_path / "faq.xlsx"
    _run(base, "export", table)
    _edit(table, "C4", "何人ですか?")
    before = (base / LEADERS).read_bytes()
    capsys.readouterr()
    assert _run(base, "import", table) == 0
    out = capsys.readouterr().out
    assert f"変更 koganei-dx-leader-headcount({LEADERS}:2、表の4行目)" in out
    assert "    前: 小金井市はDXリーダーを何人任命する予定ですか?\n    後: 何人ですか?" in out
    assert f"まだ書き込んでいません。書き込むには: python -m bot import {table} --apply" in out
    assert (base / LEADERS).read_bytes() == before


def test_apply_writes_and_keeps_what_was_not_edited(base: Path, tmp_path: Path) -> None:
    """One line of the file changes."""
    table = tmp_path / "faq.xlsx"
    _run(base, "export", table)
    _edit(table, "C4", "何人ですか?")
    before = (base / LEADERS).read_text("utf-8")
    assert _run(base, "import", table, "--apply") == 0
    after = (base / LEADERS).read_text("utf-8")
    assert after == before.replace("小金井市はDXリーダーを何人任命する予定ですか?", "何人ですか?")


def test_an_error_is_shown_with_its_place_and_its_row(
    base: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The exit code tells that nothing was written."""
    table = tmp_path / "faq.xlsx"
    _run(base, "export", table)
    _edit(table, "E4", "[koganei-2021] 今のところ、全庁で60人くらいを考えています。")
    capsys.readouterr()
    assert _run(base, "import", table, "--apply") == 1
    out = capsys.readouterr().out
    assert f"{LEADERS}:14:14: エラー" in out
    assert "表の4行目です。" in out
    assert "何も書き込みませんでした" in out


def test_an_export_does_not_overwrite_what_was_not_imported(
    base: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An editor's work in the table is not lost to a second export, unless forced."""
    table = tmp_path / "faq.xlsx"
    _run(base, "export", table)
    assert _run(base, "export", table) == 0
    _edit(table, "C4", "何人ですか?")
    edited = table.read_bytes()
    assert _run(base, "export", table) == 1
    assert "まだ取り込んでいない内容" in capsys.readouterr().err
    assert table.read_bytes() == edited
    assert _run(base, "export", table, "--force") == 0


def test_csv_differences_that_cannot_be_taken_over_are_listed(
    base: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Quotes are verbatim; the editor is told that the change was seen and left."""
    table = tmp_path / "faq.csv"
    _run(base, "export", table)
    text = table.read_text("utf-8-sig").replace("50人くらい", "60人くらい")
    table.write_bytes(text.encode("utf-8-sig"))
    assert _run(base, "import", table, "--apply") == 0
    out = capsys.readouterr().out
    assert "取り込まない違い:" in out
    assert "項目 koganei-dx-leader-headcount の応答文が引用と違いますが" in out
    assert load(base).knowledge is not None


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("import", "none.xlsx"), "none.xlsx がありません"),
        (("import", "faq.ods"), "名前の終わりを .xlsx(Excel)か .csv"),
        (("export", "faq"), "名前の終わりを .xlsx(Excel)か .csv"),
        (("export", "nowhere/faq.csv"), "に書き込めません"),
    ],
)
def test_a_wrong_call_gets_one_sentence(
    arguments: tuple[str, ...], sentence: str, base: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No traceback."""
    assert _run(base, *arguments) == 1
    err = capsys.readouterr().err
    assert sentence in err
    assert len(err.strip().splitlines()) == 1


@pytest.mark.parametrize("verb", ["export", "import"])
def test_a_broken_folder_is_named_first(
    verb: str, base: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A table of half of the knowledge would remove the other half."""
    table = tmp_path / "faq.csv"
    _run(base, "export", table)
    (base / LEADERS).write_text("- id: ABC\n", "utf-8")
    assert _run(base, verb, table) == 1
    assert f"{LEADERS}:1" in capsys.readouterr().err
