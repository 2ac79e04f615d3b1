"""A knowledge folder on disk that a case damages, and the case files that say how.

The texts in ``base/seeds`` are copies of those in the repository's ``seeds``.
"""

from __future__ import annotations

import functools
import os
import shutil
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from bot.problems import Problem

HERE = Path(__file__).parent
BASE = HERE / "base"


@dataclass(frozen=True)
class Case:
    """What is changed in the base folder, and what `load` has to say about it.

    ``given`` is the number of the case in the thirty that were given as a specification; ``count`` is the number of
    findings where not all are listed; an ``unprivileged`` case means nothing to a user who may do everything.
    """

    name: str
    change: dict[str, Any]
    verdict: str
    findings: list[dict[str, str]] = field(default_factory=list)
    given: int = 0
    count: int = 0
    unprivileged: bool = False


@dataclass(frozen=True)
class Outcome:
    """What `load` made of a case's folder."""

    case: Case
    root: Path
    loaded: bool
    problems: tuple[Problem, ...]

    @property
    def verdict(self) -> str:
        """Say what happens to the folder, in the words of the cases."""
        if not self.loaded:
            return "REFUSE"
        return "WARN" if self.problems else "ACCEPT"


@functools.cache
def read_cases() -> tuple[Case, ...]:
    """Read ``cases/*.yaml``; a finding says where it is, and parts of its message and its hint."""
    files = sorted((HERE / "cases").glob("*.yaml"))
    texts = (file.read_text(encoding="utf-8") for file in files)
    return tuple(Case(**record) for text in texts for record in yaml.load(text, yaml.CSafeLoader))


def make_base(target: Path) -> Path:
    """Copy the base folder."""
    return Path(shutil.copytree(BASE, target / "folder"))


def damage(root: Path, change: dict[str, Any]) -> None:
    """Apply a case's changes; each names a path and what happens to it, in the order of the branches below."""
    for name, what in change.items():
        path = root / name
        if what.get("remove"):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        if "copy" in what:
            shutil.copy(root / what["copy"], path)
        if "rename" in what:
            path = path.rename(root / what["rename"])
        _make_special(path, what)
        if {"text", "replace", "append", "encoding", "newline", "normalize", "cut_after"} & set(what):
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(_text(path, what).encode(what.get("encoding", "utf-8")))
        if {"bytes", "cut_after_bytes"} & set(what):
            path.write_bytes(_bytes(path.read_bytes(), what))
        if "mode" in what:
            path.chmod(what["mode"])


def _make_special(path: Path, what: dict[str, Any]) -> None:
    if "link" in what:
        if path.is_dir():
            shutil.rmtree(path)
        path.unlink(missing_ok=True)
        path.symlink_to(what["link"])
    if what.get("pipe"):
        os.mkfifo(path)


def _text(path: Path, what: dict[str, Any]) -> str:
    text = str(what["text"]) if "text" in what else path.read_text(encoding="utf-8")
    text = text * int(what.get("times", 1)) + str(what.get("append", ""))
    for old, new in what.get("replace", ()):
        assert old in text, f"{old!r} is not in {path.name}: the case is wrong"
        text = text.replace(old, new, 1)
    if "cut_after" in what:
        text = text[: text.index(what["cut_after"]) + len(what["cut_after"])]
    text = text.replace("\n", what.get("newline", "\n"))
    return unicodedata.normalize(what["normalize"], text) if "normalize" in what else text


def _bytes(data: bytes, what: dict[str, Any]) -> bytes:
    if "cut_after_bytes" in what:
        return data[: what["cut_after_bytes"]]
    place = data.index(what["after"].encode()) + len(what["after"].encode())
    return data[:place] + bytes.fromhex(what["bytes"]) + data[place:]
