"""The workbook: one row an entry on the sheet 「質問」, and a second sheet that explains the columns.

Every cell is text, never a formula; what a workbook cannot hold as it is (control characters, and what
looks like their escape) is escaped as `_xHHHH_`, as Excel itself does.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any

import openpyxl
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from bot.exchange.columns import COLUMNS
from bot.exchange.drafts import Draft, ExchangeError, cell_of
from bot.exchange.rows import MAX_ROWS, Row, Table, complete, positions
from bot.knowledge import Knowledge

__all__ = ["read_workbook", "workbook_bytes"]

_KEYS = tuple(key for key, *_ in COLUMNS)
_SHEET, _HELP = "質問", "列の説明"
_NOTES = (
    "行を足すと項目が増え、行を消すと項目が消えます。行の順番は取り込みません。",
    "取り込むときは、まず python -m bot import faq.xlsx で変わるところを確かめ、--apply を付けて書き込みます。",
)
_MAX_CELL = 32_767  # characters, Excel's own limit
_MAX_UNPACKED = 200_000_000  # bytes
_FORMULA_START = re.compile(r"^[=+\-@\uff1d\uff0b\uff0d\uff20'\t\r]")
_TO_ESCAPE = re.compile(r"[\x00-\x08\x0b-\x1f]|_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPED = re.compile(r"_x(?P<code>[0-9A-Fa-f]{4})_")


def workbook_bytes(drafts: Sequence[Draft], knowledge: Knowledge) -> bytes:
    """Return the workbook of the drafts; raises `ExchangeError` for a cell that Excel cannot hold."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = _SHEET
    for column, (key, width, *_) in enumerate(COLUMNS, 1):
        _put(sheet.cell(1, column), key).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = width
    for number, draft in enumerate(drafts, 2):
        for column, key in enumerate(_KEYS, 1):
            _put(sheet.cell(number, column), _fitting(draft, key))
    sheet.freeze_panes = "B2"
    topics = _explain(book.create_sheet(_HELP), knowledge)
    choice = DataValidation("list", formula1=topics, allow_blank=True, showErrorMessage=False)
    choice.add(f"B2:B{MAX_ROWS}")
    sheet.add_data_validation(choice)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _fitting(draft: Draft, key: str) -> str:
    text = cell_of(draft.value(key))
    if len(_escape(text)) > _MAX_CELL:
        raise ExchangeError(
            f"項目 {draft.id} の {key} が長すぎて、Excel の1つのセルに入りません({len(text)}字、上限は{_MAX_CELL}字)。項目を分けてください。"
        )
    return text


def _put(cell: Any, text: str) -> Any:
    """Write a text that stays a text, whatever it begins with, also after somebody edits the cell."""
    if text:
        cell.value = _escape(text)
        cell.data_type = "s"
        cell.quotePrefix = bool(_FORMULA_START.match(text))
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _explain(sheet: Any, knowledge: Knowledge) -> str:
    """Fill the second sheet; return the range of the topics' ids."""
    lines: list[tuple[str, ...]] = [("列", "内容", "書き方"), *((key, what, how) for key, _, what, how in COLUMNS)]
    lines += [(), *((note,) for note in _NOTES), (), ("話題の id", "話題")]
    first = len(lines) + 1
    lines += [(topic.id, topic.name) for topic in knowledge.topics]
    last = len(lines)
    lines += [(), ("出典の id", "記事"), *((source.id, source.title) for source in knowledge.sources.values())]
    for number, line in enumerate(lines, 1):
        for column, text in enumerate(line, 1):
            _put(sheet.cell(number, column), text).alignment = Alignment(vertical="top")
    for letter, size in zip("ABC", (24, 36, 90), strict=True):
        sheet.column_dimensions[letter].width = size
    return f"'{_HELP}'!$A${first}:$A${last}"


def read_workbook(data: bytes, name: str) -> Table:
    """Read the rows of a workbook; raises `ExchangeError` with one sentence for whatever is wrong with it."""
    _check_package(data, name)
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
        sheet = _sheet(book, name)
        rows = list(_rows(sheet, name))
    except ExchangeError:
        raise
    except Exception as error:  # openpyxl lets through whatever a broken file makes its parts raise
        raise ExchangeError(
            f"{name} を Excel のファイルとして読めません。Excel で開き、保存し直してください。"
        ) from error
    return complete("xlsx", rows, "id", name)


def _check_package(data: bytes, name: str) -> None:
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise ExchangeError(
            f"{name} は古い形式(.xls)か、パスワードの付いたファイルです。パスワードを外し、「Excel ブック(.xlsx)」で保存し直してください。"
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            unpacked = sum(part.file_size for part in package.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise ExchangeError(
            f"{name} は Excel のファイル(.xlsx)ではありません。「Excel ブック(.xlsx)」で保存し直してください。"
        ) from error
    if unpacked > _MAX_UNPACKED:
        raise ExchangeError(f"{name} が大きすぎます。画像など、関係のないものを消してください。")


def _sheet(book: Any, name: str) -> Any:
    if _SHEET not in book.sheetnames:
        there = "、".join(book.sheetnames[:5])
        raise ExchangeError(
            f"{name} に「{_SHEET}」という名前のシートがありません(今あるシート: {there})。シートの名前を戻してください。"
        )
    sheet = book[_SHEET]
    sheet.reset_dimensions()  # what other programs write there can be too small, and rows would be lost
    return sheet


def _rows(sheet: Any, name: str) -> Iterator[Row]:
    places: dict[str, int] = {}
    filled = 0
    for number, cells in enumerate(sheet.iter_rows(), 1):
        if number == 1:
            places = positions([_text(cell, name) for cell in cells], _KEYS, name)
        elif any(cell.value is not None for cell in cells):
            filled += 1
            yield Row(number, {key: _text(cells[p], name) if p < len(cells) else "" for key, p in places.items()})
        if filled > MAX_ROWS or number > MAX_ROWS * 10:
            raise ExchangeError(f"{name} の行が多すぎます(上限は {MAX_ROWS} 行)。関係のない行を消してください。")
    if not places:
        positions([], _KEYS, name)


def _text(cell: Any, name: str) -> str:
    """Return what a person sees in a cell; raises `ExchangeError` where that is not what the file holds."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        raise ExchangeError(f"{name} の {cell.coordinate} に数式があります。表示されている文字に置き換えてください。")
    if cell.data_type == "e":
        raise ExchangeError(f"{name} の {cell.coordinate} がエラー({value})になっています。書き直してください。")
    if isinstance(value, (dt.date, dt.time, dt.timedelta)):
        raise ExchangeError(
            f"{name} の {cell.coordinate} が日付や時刻になっています。セルの書式を「文字列」にして、書き直してください。"
        )
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return f"{value:.15g}"
    return _unescape(str(value))


def _escape(text: str) -> str:
    return _TO_ESCAPE.sub(lambda m: f"_x{ord(m.group()):04X}_", text)


def _unescape(text: str) -> str:
    return _ESCAPED.sub(lambda m: chr(int(m["code"], 16)), text)
