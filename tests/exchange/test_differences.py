"""Differences: what a table would change, found without changing anything."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.exchange import ExchangeError, Plan, compare
from bot.exchange.columns import COLUMNS
from bot.exchange.drafts import Draft, cell_of
from bot.exchange.open_data import open_data_bytes, read_open_data
from bot.exchange.rows import Row, Table
from bot.exchange.workbook import read_workbook, workbook_bytes
from bot.knowledge import Knowledge

KEYS = [key for key, *_ in COLUMNS]
ONE = "koganei-dx-leader-headcount"


def _drafts(knowledge: Knowledge) -> list[Draft]:
    return [Draft.of(entry, knowledge) for entry in knowledge.entries]


def _table(knowledge: Knowledge, entry: str = "", **cells: str) -> Table:
    """Return the table of an export in which some cells of one entry were changed."""
    rows = [
        Row(n, {key: cell_of(draft.value(key)) for key in KEYS} | (cells if draft.id == entry else {}))
        for n, draft in enumerate(_drafts(knowledge), 2)
    ]
    return Table("xlsx", tuple(rows))


def _csv(knowledge: Knowledge, entry: str = "", **cells: str) -> Table:
    table = read_open_data(open_data_bytes(_drafts(knowledge), knowledge), "faq.csv")
    rows = (replace(row, cells={**row.cells, **cells}) if row.cells["ID"] == entry else row for row in table.rows)
    return replace(table, rows=tuple(rows))


def test_an_export_differs_in_nothing(knowledge: Knowledge) -> None:
    """Neither form of table brings in a change that nobody made."""
    drafts = _drafts(knowledge)
    for table in (
        read_workbook(workbook_bytes(drafts, knowledge), "faq.xlsx"),
        read_open_data(open_data_bytes(drafts, knowledge), "faq.csv"),
    ):
        assert compare(table, knowledge) == Plan(same=len(drafts))


def test_a_change_is_named_by_field_with_both_values(knowledge: Knowledge) -> None:
    """An editor sees what was there and what will be."""
    (changed,) = compare(_table(knowledge, ONE, question="何人ですか?", municipality=""), knowledge).changed
    assert [(f.key, f.before, f.after) for f in changed.fields] == [
        ("question", "小金井市はDXリーダーを何人任命する予定ですか?", "何人ですか?"),
        ("municipality", "小金井市", ""),
    ]


def test_line_ends_and_spaces_at_the_ends_are_no_change(knowledge: Knowledge) -> None:
    """Excel and people leave them behind."""
    draft = next(d for d in _drafts(knowledge) if d.id == ONE)
    variants = "\r\n \r\n".join(f" {v} " for v in draft.variants)
    assert compare(_table(knowledge, ONE, variants=variants, question=f" {draft.question} "), knowledge).is_empty


def test_order_of_rows_is_no_change(knowledge: Knowledge) -> None:
    """A sheet may be sorted."""
    table = _table(knowledge)
    assert compare(replace(table, rows=table.rows[::-1]), knowledge).is_empty


def test_a_new_row_goes_to_the_file_of_its_topic(knowledge: Knowledge) -> None:
    """Most entries of the topic are there; a topic without entries gets a file of its own."""
    new = Row(9, {**dict.fromkeys(KEYS, ""), "id": "new", "topic": "madoguchi", "question": "何?"})
    topics = (*knowledge.topics, replace(knowledge.topics[0], id="network"))
    other = replace(new, cells={**new.cells, "id": "new-two", "topic": "network"})
    table = _table(knowledge)
    plan = compare(replace(table, rows=(*table.rows, new, other)), replace(knowledge, topics=topics))
    assert [added.path for added in plan.added] == ["knowledge/faq/madoguchi.yaml", "knowledge/faq/network.yaml"]


def test_a_row_that_is_gone_removes_its_entry(knowledge: Knowledge) -> None:
    """An Excel table is the whole: what is not in it is to go."""
    table = _table(knowledge)
    plan = compare(replace(table, rows=table.rows[1:]), knowledge)
    assert [entry.id for entry in plan.removed] == [table.rows[0].cells["id"]]


@pytest.mark.parametrize(
    ("key", "cell", "sentence"),
    [
        ("topic", "suishin", "topic「suishin」は topics.yaml にありません。「suishin-taisei」ではありませんか"),
        ("topic", "", "topic がありません"),
        ("topic", "../../x", "topic「../../x」は topics.yaml にありません"),
        ("question", "1行目\n2行目", "question に改行があります"),
        ("compare", "はい", "compare の「はい」は使えません"),
        ("excerpts", "今のところ、全庁で50人くらいを考えています。", "excerpts の1行目に出典がありません"),
        ("excerpts", "[koganei-2021]", "excerpts の1行目に出典がありません"),
    ],
)
def test_a_cell_that_says_nothing_sensible_is_named(key: str, cell: str, sentence: str, knowledge: Knowledge) -> None:
    """Row and column are given, and what to write instead."""
    with pytest.raises(ExchangeError) as refusal:
        compare(_table(knowledge, ONE, **{key: cell}), knowledge)
    row = next(n for n, d in enumerate(_drafts(knowledge), 2) if d.id == ONE)
    assert f"{row}行目: {sentence}" in str(refusal.value)


def test_all_unreadable_cells_are_named_at_once(knowledge: Knowledge) -> None:
    """One pass, all findings."""
    with pytest.raises(ExchangeError) as refusal:
        compare(_table(knowledge, ONE, compare="はい", question="a\nb"), knowledge)
    assert len(str(refusal.value).splitlines()) == 3


def test_brackets_may_be_full_width(knowledge: Knowledge) -> None:
    """A Japanese keyboard gives them; they mean the same."""
    draft = next(d for d in _drafts(knowledge) if d.id == ONE)
    cell = "\n".join(f"\uff3b{e.source}\uff3d\u3000{e.quote}" for e in draft.excerpts)
    assert compare(_table(knowledge, ONE, excerpts=cell), knowledge).is_empty


def test_open_data_brings_in_questions_and_categories(knowledge: Knowledge) -> None:
    """A category is a topic's name, or its id."""
    for category in ("窓口改革", "madoguchi"):
        table = _csv(knowledge, ONE, 問い合わせ文="何人ですか?", カテゴリ=category)
        (changed,) = compare(table, knowledge).changed
        assert {f.key: f.after for f in changed.fields} == {"question": "何人ですか?", "topic": "madoguchi"}


def test_open_data_never_touches_quotes(knowledge: Knowledge) -> None:
    """Quotes are the articles' words: a difference is reported, not applied."""
    plan = compare(_csv(knowledge, ONE, 応答文="50人です。"), knowledge)
    assert plan.is_empty
    assert f"項目 {ONE} の応答文が引用と違いますが" in plan.reported[0]


def test_open_data_neither_adds_nor_removes(knowledge: Knowledge) -> None:
    """It has no quotes to add, and is too easily cut short to remove by it."""
    table = _csv(knowledge, ONE, ID="brand-new")
    plan = compare(table, knowledge)
    assert plan.is_empty
    assert any("brand-new はまだないため、取り込みません" in said for said in plan.reported)
    assert any(f"表にない項目が 1 件あります({ONE})" in said for said in plan.reported)


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"カテゴリ": "人事"}, "カテゴリ「人事」という話題は topics.yaml にありません"),
        ({"問い合わせ文": " "}, "問い合わせ文が空です"),
    ],
)
def test_open_data_that_cannot_be_understood_is_named(
    cells: dict[str, str], sentence: str, knowledge: Knowledge
) -> None:
    """An unknown category and an empty question are findings, not changes."""
    with pytest.raises(ExchangeError, match="行目: ") as refusal:
        compare(_csv(knowledge, ONE, **cells), knowledge)
    assert sentence in str(refusal.value)
