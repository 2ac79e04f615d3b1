"""``schema``: write the JSON Schemas of the knowledge files, which editors such as VS Code read."""

from __future__ import annotations

import argparse

from bot.editing import schemas
from bot.exchange.writing import replace_file

__all__ = ["add_arguments", "run"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options: there are none."""
    parser.epilog = "例:\n  python -m bot schema"


def run(options: argparse.Namespace) -> int:
    """Write the files that are not up to date."""
    folder = options.root / "knowledge"
    for name, text in schemas().items():
        path = folder / name
        data = text.encode("utf-8")
        if path.exists() and path.read_bytes() == data:
            print(f"knowledge/{name}: 最新です。")
            continue
        replace_file(path, data)
        print(f"knowledge/{name}: 書きました。")
    return 0
