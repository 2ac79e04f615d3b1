"""Landing: what comes from outside is written into an empty folder, within limits, and nowhere else.

Only plain files of ``knowledge/``, ``knowledge/faq/`` and ``seeds/`` are written. A folder below them is only made, and
a file over the limit only given its size: the check of the knowledge says what is wrong with both.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Protocol

from bot.knowledge.disk import MAX_FILE_BYTES
from bot.knowledge.folder import MAX_FILES, MAX_TOTAL_BYTES
from bot.library import OriginError
from bot.problems import Problem
from bot.text import shorten

__all__ = ["FOLDERS", "Item", "Kind", "Supply", "fault", "land"]

FOLDERS = ("knowledge", "knowledge/faq", "seeds")
_NAME = "KNOWLEDGE_URL"
_PATIENCE = 120.0  # seconds for all files
_LARGEST = 10_000_000_000


class Kind(Enum):
    """What lies at a path."""

    FILE = "file"
    FOLDER = "folder"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Item:
    """Something at a path (with ``/``, from the top of the knowledge), and how many bytes it has.

    ``mark`` changes with the content: a digest, or a time.
    """

    path: str
    size: int
    kind: Kind
    mark: str = ""


class Supply(Protocol):
    """Where items come from."""

    def items(self) -> Iterable[Item]:
        """List what lies in the `FOLDERS`."""

    def read(self, item: Item) -> bytes:
        """Return the content of a file."""


def fault(message: str, hint: str, path: str = _NAME) -> OriginError:
    """Return the error that carries a finding."""
    return OriginError(Problem(path, 0, 0, message, hint))


def land(supply: Supply, folder: Path) -> None:
    """Write what a supply holds into an empty folder; raises `OriginError`.

    A supply that changes meanwhile is read once more, and then given up: half of two versions is none.
    """
    before = _listed(supply)
    deadline = time.monotonic() + _PATIENCE
    for attempt in ("first", "last"):
        target = folder / attempt
        _write(supply, before, target, deadline)
        after = _listed(supply)
        if after == before:
            for found in target.iterdir():
                found.rename(folder / found.name)
            return
        before = after
    hint = "コピーや同期が終わるのを待って、もう一度再読み込みしてください。今の内容はそのまま使われています。"
    raise fault("読み込みの途中でファイルが変わりました。", hint)


def _listed(supply: Supply) -> list[Item]:
    items: list[Item] = []
    total = 0
    for item in supply.items():
        _require_place(item)
        items.append(item)
        total += min(item.size, MAX_FILE_BYTES)
        if len(items) > MAX_FILES or total > MAX_TOTAL_BYTES:
            limits = f"上限は {MAX_FILES} 個、合わせて {MAX_TOTAL_BYTES // 1_000_000} MB"
            raise fault(f"ファイルが多すぎます({limits})。", "関係のないファイルを、ほかの場所に移してください。")
    return sorted(items, key=lambda item: item.path)


def _require_place(item: Item) -> None:
    """Refuse a path that leads elsewhere, and what is no file of its own."""
    shown = shorten(item.path, 80)
    parts = item.path.split("/")
    strange = any(part in ("", ".", "..") or set(part) & set("\\\0") for part in parts)
    if strange or "/".join(parts[:-1]) not in ("", *FOLDERS):
        raise fault("フォルダーの外を指す名前のファイルがあります。", "ファイルの名前を直してください。", shown)
    if item.kind is Kind.LINK:
        raise fault("リンク(ショートカット)は読み込みません。", "ファイルそのものを置いてください。", shown)


def _write(supply: Supply, items: Iterable[Item], folder: Path, deadline: float) -> None:
    folder.mkdir()
    for name in {item.path.rpartition("/")[0] for item in items} - {""}:
        (folder / name).mkdir(parents=True, exist_ok=True)
    for item in items:
        if time.monotonic() > deadline:
            raise fault("時間がかかりすぎたため、読み込みをやめました。", "少し待って、もう一度試してください。")
        path = folder / item.path
        if item.kind is Kind.FOLDER:
            path.mkdir(exist_ok=True)
        elif item.size > MAX_FILE_BYTES:
            path.touch(mode=0o600, exist_ok=False)
            os.truncate(path, min(item.size, _LARGEST))  # takes no room
        else:
            with path.open("xb") as stream:
                stream.write(supply.read(item))
