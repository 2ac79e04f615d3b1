"""The workbook: what goes in comes out, and whatever else a file may be gets one sentence."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from bot.exchange import Draft, ExchangeError
from bot.exchange.columns import COLUMNS
from bot.exchange.drafts import Excerpt, value_of
from bot.exchange.workbook import read_workbook, workbook_bytes
from bot.knowledge import Knowledge
from bot.knowledge.forms import ENTRIES

HOSTILE: list[str] = json.loads((Path(__file__).parent / "hostile_texts.json").read_text("utf-8"))
KEYS = [key for key, *_ in COLUMNS]


def _drafts(knowledge: Knowledge) -> list[Draft]:
    return [Draft.of(entry, knowledge) for entry in knowledge.entries]


def _book(knowledge: Knowledge) -> Any:
    return openpyxl.load_workbook(io.BytesIO(workbook_bytes(_drafts(knowledge), knowledge)))


def _saved(book: Any) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_there_is_a_column_for_every_field() -> None:
    """A field that the form gains must not be lost in an export."""
    assert set(KEYS) == {field.key for field in ENTRIES.item.fields}


def test_every_entry_comes_back_as_it_was(knowledge: Knowledge) -> None:
    """Nothing is lost between a draft and the cells of its row."""
    rows = read_workbook(workbook_bytes(_drafts(knowledge), knowledge), "faq.xlsx").rows
    back = [Draft(**{key: value_of(key, row.cells[key]) for key in KEYS}) for row in rows]
    assert back == _drafts(knowledge)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_becomes_anything_else(text: str, knowledge: Knowledge) -> None:
    """A cell is a text, whatever it begins with: no formula, no number, no escape, and it comes back exactly."""
    draft = Draft("a", "madoguchi", text, (text, "次"), (Excerpt("ome-2023", text),), municipality=text)
    data = workbook_bytes([draft], knowledge)
    cells = read_workbook(data, "faq.xlsx").rows[0].cells
    assert {key: value_of(key, cells[key]) for key in KEYS} == {key: draft.value(key) for key in KEYS}
    written = openpyxl.load_workbook(io.BytesIO(data))["質問"]
    assert {cell.data_type for row in written.iter_rows() for cell in row if cell.value is not None} == {"s"}


def test_a_text_stays_a_text_when_somebody_edits_its_cell(knowledge: Knowledge) -> None:
    """Excel reads an edited cell anew unless it carries the mark of a text."""
    data = workbook_bytes([Draft("a", "madoguchi", "=1+1"), Draft("b", "madoguchi", "ふつうの文")], knowledge)
    sheet = openpyxl.load_workbook(io.BytesIO(data))["質問"]
    column = KEYS.index("question") + 1
    assert [sheet.cell(row, column).quotePrefix for row in (2, 3)] == [True, False]


def test_the_second_sheet_explains_every_column(knowledge: Knowledge) -> None:
    """An editor finds there what each column holds, and the ids of topics and sources."""
    texts = [str(cell.value) for row in _book(knowledge)["列の説明"].iter_rows() for cell in row if cell.value]
    assert set(KEYS) <= set(texts)
    assert {"madoguchi", "推進体制", "koganei-2021"} <= set(texts)


def test_an_entry_that_fits_no_cell_is_refused_not_cut(knowledge: Knowledge) -> None:
    """Excel cuts at 32,767 characters; losing variants silently would be worse than no export."""
    draft = replace(_drafts(knowledge)[0], variants=tuple(f"{n} {'あ' * 290}" for n in range(120)))
    with pytest.raises(ExchangeError, match="ome-write-free-reason の variants が長すぎて"):
        workbook_bytes([draft], knowledge)


def _set(cell: str, value: object) -> Callable[[Any], None]:
    return lambda book: book["質問"].__setitem__(cell, value)


def _rename(book: Any) -> None:
    book["質問"].title = "Sheet1"


def _empty(book: Any) -> None:
    book["質問"].delete_rows(2, 100)


BROKEN: dict[str, tuple[Callable[[Any], None], str]] = {
    "a missing column": (_set("D1", "言い方"), "列「variants」がありません"),
    "a column that is there twice": (_set("I1", "id"), "列「id」が2つあります"),
    "another sheet": (_rename, "「質問」という名前のシートがありません(今あるシート: Sheet1、列の説明)"),
    "no rows": (_empty, "項目が1つもありません"),
    "a repeated id": (_set("A3", "ome-write-free-reason"), "は2行目でも使われています"),
    "no id": (_set("A3", None), "3行目: id がありません"),
    "an id of another form": (_set("A3", "../../etc/passwd"), "3行目: id「../../etc/passwd」の形が違います"),
    "a formula": (_set("C3", "=1+1"), "C3 に数式があります"),
    "an error": (_set("C3", "#REF!"), "C3 がエラー(#REF!)"),
    "a date": (_set("C3", dt.date(2021, 10, 18)), "C3 が日付や時刻になっています"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_workbook_gets_one_sentence(name: str, knowledge: Knowledge) -> None:
    """The sentence names the file and the place."""
    spoil, sentence = BROKEN[name]
    book = _book(knowledge)
    spoil(book)
    with pytest.raises(ExchangeError) as refusal:
        read_workbook(_saved(book), "faq.xlsx")
    assert sentence in str(refusal.value)
    assert "faq.xlsx" in str(refusal.value)


def _package(**parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for part, data in parts.items():
            package.writestr(part, data)
    return stream.getvalue()


NO_WORKBOOK = {
    "empty": (lambda: b"", "Excel のファイル(.xlsx)ではありません"),
    "text": (lambda: b"id,topic\n", "Excel のファイル(.xlsx)ではありません"),
    "old or locked": (
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
        "古い形式(.xls)か、パスワードの付いた",
    ),
    "another archive": (lambda: _package(word=b"<w/>"), "Excel のファイルとして読めません"),
    "a bomb": (lambda: _package(bomb=b"\0" * 210_000_000), "大きすぎます"),
    "half a file": (lambda: b"PK\x03\x04" + b"\0" * 60, "Excel のファイル(.xlsx)ではありません"),
}


@pytest.mark.parametrize("name", NO_WORKBOOK)
def test_what_is_no_workbook_gets_one_sentence(name: str) -> None:
    """No traceback, no hang, no full memory."""
    made, sentence = NO_WORKBOOK[name]
    data = made()
    with pytest.raises(ExchangeError) as refusal:
        read_workbook(data, "faq.xlsx")
    assert sentence in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_a_workbook_cut_anywhere_gets_one_sentence(knowledge: Knowledge) -> None:
    """A download that broke off is no workbook, wherever it broke off."""
    data = workbook_bytes(_drafts(knowledge), knowledge)
    for length in range(1, len(data), 997):
        with pytest.raises(ExchangeError):
            read_workbook(data[:length], "faq.xlsx")


def test_numbers_and_truths_are_read_as_a_person_sees_them(knowledge: Knowledge) -> None:
    """Excel makes numbers of what was typed; 3 is no 3.0."""
    book = _book(knowledge)
    book["質問"]["C2"], book["質問"]["F2"], book["質問"]["G2"] = 3.0, 2040, True
    cells = read_workbook(_saved(book), "faq.xlsx").rows[0].cells
    assert (cells["question"], cells["municipality"], cells["compare"]) == ("3", "2040", "true")


def test_empty_rows_and_added_columns_do_no_harm(knowledge: Knowledge) -> None:
    """Editors leave gaps and notes of their own; row numbers stay those of the sheet."""
    book = _book(knowledge)
    book["質問"].insert_rows(3)
    book["質問"]["I1"], book["質問"]["I2"] = "メモ", "あとで確認"
    rows = read_workbook(_saved(book), "faq.xlsx").rows
    assert [row.number for row in rows][:2] == [2, 4]
    assert "メモ" not in rows[0].cells


def test_a_wrong_note_of_the_size_loses_no_row(knowledge: Knowledge) -> None:
    """Some programs write a `dimension` that is too small; the rows count, not the note."""
    data = workbook_bytes(_drafts(knowledge), knowledge)
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for part in old.infolist():
            text = old.read(part)
            if part.filename == "xl/worksheets/sheet1.xml":
                text, count = re.subn(rb'<dimension ref="[^"]*"', b'<dimension ref="A1"', text)
                assert count == 1
            new.writestr(part, text)
    assert len(read_workbook(stream.getvalue(), "faq.xlsx").rows) == len(knowledge.entries)
