"""Rows: what was read from a table, cell by cell, before anybody asks what it means."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.exchange.drafts import ExchangeError
from bot.knowledge.fields import Text
from bot.knowledge.forms import ID
from bot.text import shorten

__all__ = ["Row", "Table", "complete", "positions"]

MAX_ROWS = 20_000
_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number in the table, from 1, and its cells by column."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """All rows of a file that can be taken over; ``kind`` is "xlsx" or "csv"."""

    kind: str
    rows: tuple[Row, ...]


def positions(header: Sequence[str], wanted: Sequence[str], name: str) -> dict[str, int]:
    """Return where each wanted column is; raises `ExchangeError` where one is missing or there twice."""
    found = [text.strip() for text in header]
    missing = [column for column in wanted if column not in found]
    if missing:
        there = "、".join(shorten(text, 20) for text in found if text) or "なし"
        raise ExchangeError(
            f"{name} の1行目に、列「{'」「'.join(missing)}」がありません(今ある列: {there})。書き出したときの1行目に戻してください。"
        )
    twice = [column for column in wanted if found.count(column) > 1]
    if twice:
        raise ExchangeError(f"{name} に、列「{'」「'.join(twice)}」が2つあります。どちらかを消してください。")
    return {column: found.index(column) for column in wanted}


def complete(kind: str, rows: Iterable[Row], key: str, name: str) -> Table:
    """Return the table of the rows that hold anything; raises `ExchangeError` for ids that cannot be."""
    filled = tuple(row for row in rows if any(cell.strip() for cell in row.cells.values()))
    if not filled:
        raise ExchangeError(f"{name} に項目が1つもありません。書き出したファイルかどうか確かめてください。")
    problems = list(_broken_ids(filled, key))
    if problems:
        more = [f"ほか {len(problems) - _SHOWN} 件"] if len(problems) > _SHOWN else []
        raise ExchangeError("\n".join([f"{name} の id を直してください。", *problems[:_SHOWN], *more]))
    return Table(kind, filled)


def _broken_ids(rows: Iterable[Row], key: str) -> Iterable[str]:
    first: dict[str, int] = {}
    for row in rows:
        name = row.cells[key].strip()
        if not name:
            yield f"{row.number}行目: id がありません。"
        elif not _fits(ID, name):
            yield f"{row.number}行目: id「{shorten(name, 30)}」の形が違います。{ID.form}"
        elif first.setdefault(name, row.number) != row.number:
            yield f"{row.number}行目: id「{name}」は{first[name]}行目でも使われています。"


def _fits(shape: Text, text: str) -> bool:
    return bool(re.fullmatch(shape.pattern, text))
