"""``export``: the curated entries as an Excel workbook, or as the CSV of open data."""

from __future__ import annotations

import argparse
from pathlib import Path

from bot.exchange import ExchangeError, compare, read_table, table_bytes
from bot.exchange.writing import replace_file
from bot.knowledge import Knowledge, load
from bot.library import LibraryError

__all__ = ["add_arguments", "run"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "file", type=Path, metavar="FILE", help="書き出す先(.xlsx は Excel、.csv は FAQ オープンデータの4列)"
    )
    parser.add_argument("--force", action="store_true", help="取り込んでいない変更のあるファイルでも上書きします")
    parser.epilog = "例:\n  python -m bot export faq.xlsx\n  python -m bot export faq.csv"


def run(options: argparse.Namespace) -> int:
    """Write the table; a file that holds changes of its own is left alone unless forced."""
    loaded = load(options.root)
    if loaded.knowledge is None:
        raise LibraryError(loaded.problems)
    data = table_bytes(loaded.knowledge, options.file.name)
    if not options.force and options.file.exists() and _holds_changes(options.file, loaded.knowledge):
        raise ExchangeError(
            f"{options.file} には、まだ取り込んでいない内容があります。"
            f"python -m bot import {options.file} で確かめるか、上書きするなら --force を付けてください。"
        )
    try:
        replace_file(options.file, data)
    except OSError as error:
        raise ExchangeError(
            f"{options.file} に書き込めません。フォルダーがあるか、Excel で開いていないか確かめてください。"
        ) from error
    print(f"{options.file} に {len(loaded.knowledge.entries)} 項目を書き出しました。")
    return 0


def _holds_changes(path: Path, knowledge: Knowledge) -> bool:
    try:
        plan = compare(read_table(path), knowledge)
    except ExchangeError:
        return True
    return bool(not plan.is_empty or plan.reported)
