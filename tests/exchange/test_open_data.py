"""The CSV of open data: its form to the byte, lossless guards, and one sentence for whatever is wrong."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from bot.exchange import Draft, ExchangeError
from bot.exchange.open_data import open_data_bytes, read_open_data
from bot.knowledge import Knowledge

HOSTILE: list[str] = json.loads((Path(__file__).parent / "hostile_texts.json").read_text("utf-8"))
HEADER = "ID,問い合わせ文,応答文,カテゴリ"


def _bytes(knowledge: Knowledge) -> bytes:
    return open_data_bytes([Draft.of(entry, knowledge) for entry in knowledge.entries], knowledge)


def _table(*lines: str) -> bytes:
    return "\r\n".join((HEADER, *lines, "")).encode("utf-8-sig")


def test_the_form_is_what_excel_and_the_standard_want(knowledge: Knowledge) -> None:
    """A byte order mark, four columns, and CRLF after every row."""
    data = _bytes(knowledge)
    assert data.startswith(b"\xef\xbb\xbf" + HEADER.encode() + b"\r\n")
    assert data.endswith(b"\r\n")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))
    assert {len(row) for row in rows} == {4}
    assert len(rows) == len(knowledge.entries) + 1


def test_the_answer_is_the_quotes_with_their_sources(knowledge: Knowledge) -> None:
    """A reader of the open data sees who published it, when, and where."""
    row = read_open_data(_bytes(knowledge), "faq.csv").rows[2].cells
    assert row["ID"] == "koganei-dx-leader-headcount"
    assert row["応答文"].splitlines()[:2] == [
        "「今のところ、全庁で50人くらいを考えています。」",
        "(出典: 『小金井市CIO×都CIOの座談会を実施しました!』東京都・区市町村CIOフォーラム(note)、2021年10月18日の座談会 https://note.com/tokyo_cio_forum/n/n79b22bc29bdc)",
    ]
    assert row["カテゴリ"] == "推進体制"


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_cell_is_a_formula_and_every_cell_comes_back(text: str, knowledge: Knowledge) -> None:
    """Excel sees an apostrophe where a formula would begin; reading takes exactly that one away."""
    data = open_data_bytes([Draft("a", "madoguchi", text)], knowledge)
    raw = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))[1][1]
    assert raw[0] not in "=+-@\t\r\uff1d\uff0b\uff0d\uff20"
    assert read_open_data(data, "faq.csv").rows[0].cells["問い合わせ文"] == text


def test_an_apostrophe_that_an_editor_typed_stays() -> None:
    """Only the guard that an export would have put there is taken away."""
    row = read_open_data(_table("a,'ふつうの文,答え,'=1"), "faq.csv").rows[0].cells
    assert (row["問い合わせ文"], row["カテゴリ"]) == ("'ふつうの文", "=1")


BROKEN = {
    "Shift_JIS": (f"{HEADER}\r\na,質問,答え,推進体制\r\n".encode("cp932"), "文字コードが UTF-8 ではありません"),
    "a missing column": ("ID,質問,応答文,カテゴリ\r\n".encode(), "列「問い合わせ文」がありません"),
    "nothing": (b"", "列「ID」「問い合わせ文」「応答文」「カテゴリ」がありません(今ある列: なし)"),
    "tabs": (HEADER.replace(",", "\t").encode(), "がありません"),
    "no rows": (_table(), "項目が1つもありません"),
    "too few cells": (_table("a,質問,答え"), "2行目の列の数が違います(3列、1行目は4列)"),
    "too many cells": (_table("a,質問,答え,推進体制,おまけ"), "2行目の列の数が違います(5列、1行目は4列)"),
    "an open quotation mark": (_table('a,"質問,答え,推進体制'), "faq.csv:2: CSV として読めません"),
    "an endless cell": (_table(f"a,{'あ' * 200_000},答え,推進体制"), "CSV として読めません"),
    "a workbook": (b"PK\x03\x04\0\0", "CSV のファイルではありません"),
    "a repeated id": (_table("a,質問,答え,推進体制", "a,質問,答え,推進体制"), "3行目: id「a」は2行目でも"),
    "no id": (_table(",質問,答え,推進体制"), "2行目: id がありません"),
    "an id of another form": (_table("A 1,質問,答え,推進体制"), "2行目: id「A 1」の形が違います"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_gets_one_sentence(name: str) -> None:
    """The sentence names the file and what to do."""
    data, sentence = BROKEN[name]
    with pytest.raises(ExchangeError) as refusal:
        read_open_data(data, "faq.csv")
    assert sentence in str(refusal.value)
    assert "faq.csv" in str(refusal.value)
