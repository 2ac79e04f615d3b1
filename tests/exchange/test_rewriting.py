"""Rewriting: what a table does not change stays byte for byte as it is."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from bot.exchange import ExchangeError
from bot.exchange.blocks import blocks, comments
from bot.exchange.differences import Added, Changed, FieldChange, Plan
from bot.exchange.drafts import Draft, Excerpt, Value
from bot.exchange.rewriting import rewrite
from bot.knowledge import Entry
from bot.knowledge.nodes import Mapping, Node, Scalar, Sequence, parse_yaml
from bot.knowledge.text_file import TextFile

PATH = "knowledge/faq/a.yaml"
CASES = sorted(p for p in (Path(__file__).parent / "cases").glob("*.md") if p.stem != "README")
ENDS = {"LF": "\n", "CRLF": "\r\n"}


def _entry(name: str) -> Entry:
    return Entry(name, "a", "", (), (), "", (), compares=False, path=PATH, line=1)


def _plain(node: Node | None) -> Any:
    if isinstance(node, Sequence):
        return [_plain(item) for item in node.items]
    if isinstance(node, Mapping):
        return {key.text: _plain(value) for key, value in node.pairs}
    return node.text if isinstance(node, Scalar) else None


def _read(text: str) -> dict[str, dict[str, Any]]:
    return {item["id"]: item for item in _plain(parse_yaml(TextFile(PATH, text), []))}


def _value(key: str, value: Any) -> Value:
    if key == "excerpts":
        return tuple(Excerpt(*(e.values() if isinstance(e, dict) else e)) for e in value)
    return tuple(value) if isinstance(value, list) else value


def _plan(changes: dict[str, Any], before: dict[str, dict[str, Any]]) -> Plan:
    """Make the plan of a case: the present values come from the file itself."""
    added, removed, changed = [], [], []
    for name, fields in changes.items():
        if fields == "removed":
            removed.append(_entry(name))
            continue
        values = {key: _value(key, value) for key, value in fields.items()}
        if name not in before:
            added.append(Added(Draft(name, **values), 9, PATH))
            continue
        empty: dict[str, Value] = {"variants": (), "excerpts": (), "see_also": ()}
        old = {key: _value(key, before[name].get(key, empty.get(key, ""))) for key in fields}
        entry_changes = tuple(FieldChange(key, old[key], value) for key, value in values.items())
        changed.append(Changed(_entry(name), Draft(name, "a", ""), 2, entry_changes))
    return Plan(tuple(added), tuple(removed), tuple(changed))


def _case(path: Path) -> tuple[str, dict[str, Any], str]:
    parts = re.findall(r"```(?:yaml before|json|yaml after)\n(.*?)```", path.read_text("utf-8"), re.DOTALL)
    return parts[0], json.loads(parts[1]), parts[2]


@pytest.mark.parametrize("ends", ENDS)
@pytest.mark.parametrize("path", CASES, ids=[p.stem for p in CASES])
def test_a_case_is_rewritten_as_shown(path: Path, ends: str) -> None:
    """See the first line of the case; line ends are those of the file."""
    before, changes, after = _case(path)
    found = rewrite(_plan(changes, _read(before)), {PATH: before.replace("\n", ENDS[ends])})
    assert found == {PATH: after.replace("\n", ENDS[ends])}


@pytest.mark.parametrize("path", CASES, ids=[p.stem for p in CASES])
def test_no_comment_is_lost_but_with_its_entry(path: Path) -> None:
    """Every comment of the file before is in the file after."""
    before, changes, after = _case(path)
    if "removed" not in changes.values():
        assert sorted(comments(before)) == sorted(comments(after))


def test_a_byte_order_mark_stays() -> None:
    """Some editors put it there, and some want it back."""
    before = "\ufeff- id: one\n  topic: a\n  question: 一つ目\n"
    plan = _plan({"one": {"question": "直した"}}, _read(before.removeprefix("\ufeff")))
    assert rewrite(plan, {PATH: before})[PATH] == "\ufeff- id: one\n  topic: a\n  question: 直した\n"


def test_mixed_line_ends_stay_outside_the_changed_entry() -> None:
    """A file that went through two editors is not straightened out on the way."""
    before = "- id: one\r\n  topic: a\n  question: 😀\r\n- id: two\n  topic: a\n  question: 二つ目\n"
    after = rewrite(_plan({"two": {"question": "直した"}}, _read(before)), {PATH: before})[PATH]
    assert after.startswith("- id: one\r\n  topic: a\n  question: 😀\r\n- id: two")


def test_a_file_without_a_last_line_end_gets_one() -> None:
    """The next entry would stick to the last one."""
    before = "- id: one\n  topic: a\n  question: 一つ目"
    after = rewrite(_plan({"one": {"question": "直した"}}, _read(before)), {PATH: before})[PATH]
    assert after == "- id: one\n  topic: a\n  question: 直した\n"


@pytest.mark.parametrize(
    "text",
    [
        "[{id: one, topic: a, question: 一つ目}]\n",
        "-\n  id: one\n  topic: a\n  question: 一つ目\n",
        "- # 注\n  id: one\n  topic: a\n  question: 一つ目\n",
    ],
)
def test_a_file_in_another_form_is_refused_and_named(text: str) -> None:
    """Better no change than one in the wrong place."""
    with pytest.raises(ExchangeError, match=r"knowledge/faq/a\.yaml は、項目ごとに書き換えられる形に"):
        rewrite(_plan({"one": {"question": "直した"}}, _read(text)), {PATH: text})


def test_blocks_cover_the_shipped_files() -> None:
    """Every entry of every file is a block, and no block holds two."""
    root = Path(__file__).resolve().parents[2]
    for path in sorted((root / "knowledge/faq").glob("*.yaml")):
        text = path.read_text("utf-8")
        found = blocks(text)
        assert [b.name for b in found] == re.findall(r"^- id: (\S+)", text, re.MULTILINE)
        assert all(text[b.start : b.end].count("- id:") == 1 for b in found)
