"""Files: which table a file is, by the ending of its name.

openpyxl loads when a table is wanted: it is eight megabytes that the bot in Slack does not need.
"""

from __future__ import annotations

from pathlib import Path

from bot.exchange.drafts import Draft, ExchangeError
from bot.exchange.open_data import open_data_bytes, read_open_data
from bot.exchange.rows import Table
from bot.knowledge import Knowledge

__all__ = ["read_table", "table_bytes"]

_MAX_BYTES = 64_000_000


def table_bytes(knowledge: Knowledge, name: str) -> bytes:
    """Return all entries as the table that the file's name asks for, in the order of the files."""
    from bot.exchange.workbook import workbook_bytes

    drafts = [Draft.of(entry, knowledge) for entry in knowledge.entries]
    make = {".xlsx": workbook_bytes, ".csv": open_data_bytes}[_ending(name)]
    return make(drafts, knowledge)


def read_table(path: Path) -> Table:
    """Read a table; raises `ExchangeError`."""
    from bot.exchange.workbook import read_workbook

    read = {".xlsx": read_workbook, ".csv": read_open_data}[_ending(path.name)]
    return read(_bytes(path), path.name)


def _bytes(path: Path) -> bytes:
    if not path.exists():
        raise ExchangeError(f"{path} がありません。ファイルの場所と名前を確かめてください。")
    if not path.is_file():
        raise ExchangeError(f"{path} はファイルではありません。表のファイルを指定してください。")
    if path.stat().st_size > _MAX_BYTES:
        raise ExchangeError(f"{path.name} が大きすぎます(上限は {_MAX_BYTES // 1_000_000} MB)。")
    try:
        return path.read_bytes()
    except OSError as error:
        raise ExchangeError(
            f"{path.name} を開けません。Excel で開いていれば閉じて、読み取りの権限を確かめてください。"
        ) from error


def _ending(name: str) -> str:
    ending = Path(name).suffix.lower()
    if ending not in (".xlsx", ".csv"):
        raise ExchangeError(f"{name}: 名前の終わりを .xlsx(Excel)か .csv(オープンデータ)にしてください。")
    return ending
