"""Applying: all or nothing, checked first, and nothing lost."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.exchange import ExchangeError, Outcome, Plan, apply_plan, applying, check_plan, compare
from bot.exchange.columns import COLUMNS
from bot.exchange.drafts import Draft, cell_of
from bot.exchange.rows import Row, Table
from bot.exchange.writing import replace_file
from bot.knowledge import Loaded, load

KEYS = [key for key, *_ in COLUMNS]
ONE = "koganei-dx-leader-headcount"
LEADERS, WINDOWS = "knowledge/faq/suishin-taisei.yaml", "knowledge/faq/madoguchi.yaml"


def _plan(loaded: Loaded, changes: dict[str, dict[str, str] | None]) -> Plan:
    """Return the plan of a table with some entries changed, gone (None) or new."""
    knowledge = loaded.knowledge
    assert knowledge is not None
    cells = {e.id: {key: cell_of(Draft.of(e, knowledge).value(key)) for key in KEYS} for e in knowledge.entries}
    for name, changed in changes.items():
        if changed is None:
            del cells[name]
        else:
            cells[name] = {**cells.get(name, dict.fromkeys(KEYS, "") | {"id": name}), **changed}
    return compare(Table("xlsx", tuple(Row(n, row) for n, row in enumerate(cells.values(), 2))), knowledge)


def _tried(base: Path, changes: dict[str, dict[str, str] | None]) -> Outcome:
    loaded = load(base)
    return check_plan(_plan(loaded, changes), base, loaded)


def _bytes(base: Path) -> dict[str, bytes]:
    return {p.relative_to(base).as_posix(): p.read_bytes() for p in sorted(base.rglob("*")) if p.is_file()}


TWO_FILES: dict[str, dict[str, str] | None] = {
    ONE: {"question": "何人?", "variants": "人数\n=1+1"},
    "ome-write-free-reason": {"topic": "suishin-taisei", "compare": "true"},
}


def test_trying_writes_nothing(base: Path) -> None:
    """The differences are shown before anything happens."""
    before = _bytes(base)
    outcome = _tried(base, TWO_FILES)
    assert not outcome.refused
    assert sorted(outcome.after) == [WINDOWS, LEADERS]
    assert _bytes(base) == before


def test_applying_makes_the_knowledge_what_the_table_says(base: Path) -> None:
    """Read anew, the folder differs from the table in nothing, and other files are untouched."""
    before = _bytes(base)
    apply_plan(_tried(base, TWO_FILES))
    assert _plan(load(base), TWO_FILES).is_empty
    assert {path for path, data in _bytes(base).items() if before.get(path) != data} == {LEADERS, WINDOWS}


def test_an_entry_may_come_and_another_go(base: Path) -> None:
    """A new topic's file is made where there is none."""
    topics = base / "knowledge/topics.yaml"
    topics.write_text(topics.read_text("utf-8") + "- id: network\n  name: 網\n  about: 端末\n", "utf-8")
    quote = "[koganei-2021] 他の自治体との間で、共通プラットフォームのようなものも無いため、今後検討していきたいと考えております。"
    changes = {"koganei-dx-status": None, "shared": {"topic": "network", "question": "共通?", "excerpts": quote}}
    apply_plan(_tried(base, changes))
    found = {e.id: e.path for e in load(base).knowledge.entries}
    assert found["shared"] == "knowledge/faq/network.yaml"
    assert "koganei-dx-status" not in found


REFUSED: dict[str, tuple[dict[str, dict[str, str] | None], str, str]] = {
    "a quote that is not verbatim": (
        {ONE: {"excerpts": "[koganei-2021] 今のところ、全庁で60人くらいを考えています。"}},
        LEADERS,
        "原文",
    ),
    "an unknown source": ({ONE: {"excerpts": "[nowhere] 今のところ。"}}, LEADERS, "nowhere"),
    "no quote at all": ({ONE: {"excerpts": ""}}, LEADERS, "excerpts"),
    "no question": ({ONE: {"question": ""}}, LEADERS, "question"),
    "a reference to a removed entry": ({"ome-dx-promoters": None}, LEADERS, "ome-dx-promoters"),
    "a question that is too long": ({ONE: {"question": "長" * 301}}, LEADERS, "長すぎます"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_the_validator_refuses_is_not_written(name: str, base: Path) -> None:
    """The finding has its file and line, the row of the table where there is one, and the folder stays as it was."""
    changes, path, said = REFUSED[name]
    before = _bytes(base)
    outcome = _tried(base, changes)
    assert outcome.refused
    finding = next(f for f in outcome.findings if said in f.problem.message)
    assert (finding.problem.path, finding.problem.line > 0) == (path, True)
    assert (finding.row > 0) is (ONE in changes)
    with pytest.raises(ExchangeError):
        apply_plan(outcome)
    assert _bytes(base) == before


def test_findings_that_were_there_before_are_not_the_tables(base: Path) -> None:
    """An old warning is no news, and no reason to refuse."""
    text = (base / WINDOWS).read_text("utf-8")
    (base / WINDOWS).write_text(
        text.replace("    - 小金井 来庁 前提 サービス\n", "    - 旗振り役になったのはどの課?\n"), "utf-8"
    )
    assert load(base).problems
    assert _tried(base, {ONE: {"question": "何人?"}}).findings == ()


def test_a_file_that_changes_meanwhile_is_not_overwritten(base: Path) -> None:
    """Somebody may edit the YAML while the differences are read."""
    outcome = _tried(base, TWO_FILES)
    (base / WINDOWS).write_text((base / WINDOWS).read_text("utf-8") + "# 書き足した\n", "utf-8")
    before = _bytes(base)
    with pytest.raises(ExchangeError, match="変わりました"):
        apply_plan(outcome)
    assert _bytes(base) == before


def _failing_at(number: int) -> Callable[[Path, bytes], None]:
    calls: list[Path] = []
    write = replace_file

    def replace_or_fail(path: Path, data: bytes) -> None:
        calls.append(path)
        if len(calls) == number:
            raise OSError("disk full")
        write(path, data)

    return replace_or_fail


@pytest.mark.parametrize("number", [1, 2])
def test_a_disk_that_fails_in_the_middle_leaves_the_old_files(
    number: int, base: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All files are new, or all are old."""
    outcome = _tried(base, TWO_FILES)
    before = _bytes(base)
    monkeypatch.setattr(applying, "replace_file", _failing_at(number))
    with pytest.raises(OSError, match="disk full"):
        apply_plan(outcome)
    assert _bytes(base) == before


def test_a_result_that_is_not_what_the_table_says_is_refused(base: Path) -> None:
    """Should a rewriting ever go wrong, nothing is written and the entry is named."""
    loaded = load(base)
    plan = _plan(loaded, {ONE: {"question": "何人?"}})
    broken = replace(plan.changed[0], draft=replace(plan.changed[0].draft, question="ほかの質問"))
    with pytest.raises(ExchangeError, match=f"書き換えた結果が表と合わない.*{ONE}"):
        check_plan(replace(plan, changed=(broken,)), base, loaded)


def test_the_mode_of_a_file_stays(base: Path) -> None:
    """A file that a group may write stays one."""
    (base / WINDOWS).chmod(0o664)
    apply_plan(_tried(base, TWO_FILES))
    assert (base / WINDOWS).stat().st_mode & 0o777 == 0o664


def test_nothing_is_left_beside_the_files(base: Path) -> None:
    """No temporary file survives, neither in the folder nor elsewhere."""
    apply_plan(_tried(base, TWO_FILES))
    assert [p for p in (base / "knowledge/faq").iterdir() if p.suffix != ".yaml"] == []


def test_what_is_no_file_does_not_stop_the_copy(base: Path) -> None:
    """A link that somebody left in the folder is not followed."""
    (base / "knowledge/notes.txt").symlink_to("/nonexistent")
    assert not _tried(base, {ONE: {"question": "何人?"}}).refused
    shutil.rmtree(base)
