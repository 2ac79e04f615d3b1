"""The store: built engines on disk, so that a process need not cut every text into words again.

A folder of ``.npy`` arrays a corpus, under a name that changes with the knowledge and with the code that built
it; one that cannot be read is as good as none, and is replaced.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import tokenize
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.index.documents import Asked, Built
from bot.index.engine import MemoryEngine
from bot.index.lexicon import Lexicon
from bot.index.postings import Postings
from bot.index.scope import Scope

__all__ = ["IndexStore", "user_folder"]

_KEPT = 4  # folders that stay
_COMPLETE = "complete"  # names every file with its size; written last
_ENGINES = ("entries", "absences", "sentences")
_WAYS = ("asked", "declined")
_PARTS = ("keys", "starts", "cells", "impacts", "idf", "places", "common")
# What the arrays depend on besides the knowledge: a change in any of these makes old files useless.
_BUILDERS = ("text.py", "words.py", "index/*.py", "knowledge/*.py", "seeds/*.py")

Arrays = dict[str, npt.NDArray[Any]]
# What numpy raises for arrays that were damaged; it reads their headers as Python.
_UNREADABLE = (OSError, ValueError, KeyError, TypeError, SyntaxError, tokenize.TokenError)


class IndexStore:
    """Keep engines by the version of the knowledge they were built from."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def load(self, version: str) -> Built | None:
        """Return what was built of a version, or None where it is not to be had.

        Arrays stay on disk until a search touches them.
        """
        folder = self._path(version)
        try:
            if (folder / _COMPLETE).read_text(encoding="ascii") != _listing(folder):
                return None
            return _built({f.stem: _mapped(f) for f in folder.glob("*.npy")})
        except _UNREADABLE:
            return None

    def save(self, version: str, built: Built) -> None:
        """Write it in one step; a folder that cannot be written is no reason to fail."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=self.folder, suffix=".part", ignore_cleanup_errors=True) as work:
                part = Path(work, "built")
                _write(part, built)
                self._put(part, version)
            self._forget_old()
        except OSError:
            return

    def _put(self, part: Path, version: str) -> None:
        """Move what was written to its name, in place of what cannot be read, unless another process was faster."""
        path = self._path(version)
        if self.load(version) is None:
            if path.exists():
                path.rename(part.with_name("broken"))
            part.rename(path)

    def _path(self, version: str) -> Path:
        return self.folder / f"{version}-{_code_version()}"

    def _forget_old(self) -> None:
        """Remove all but the latest versions, and what an interrupted write left behind long ago."""
        folders = sorted(self.folder.iterdir(), key=lambda f: f.stat().st_mtime, reverse=True)
        for folder in folders[_KEPT:]:
            shutil.rmtree(folder, ignore_errors=True)


def user_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """Return the folder for files that can be made again: ``XDG_CACHE_HOME``, else ``~/.cache``.

    A user without a home (a container's, by number) has one among the temporary files.
    """
    try:
        base = Path(environment.get("XDG_CACHE_HOME") or "~/.cache").expanduser()
    except RuntimeError:
        base = Path(tempfile.gettempdir())
    return base / "jichitai-dx-bot"


def _code_version() -> str:
    here = Path(__file__).resolve().parents[1]
    digest = hashlib.sha256()
    for file in sorted(f for pattern in _BUILDERS for f in here.glob(pattern)):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:8]


def _write(folder: Path, built: Built) -> None:
    folder.mkdir()
    for name, array in _arrays(built).items():
        np.save(folder / f"{name}.npy", array, allow_pickle=False)
    (folder / _COMPLETE).write_text(_listing(folder), encoding="ascii")


def _listing(folder: Path) -> str:
    return "\n".join(sorted(f"{file.name} {file.stat().st_size}" for file in folder.glob("*.npy")))


def _mapped(file: Path) -> npt.NDArray[Any]:
    return np.asarray(np.lib.format.open_memmap(file, mode="r"))


def _arrays(built: Built) -> Arrays:
    arrays: Arrays = {name: _packed(getattr(built, name)) for name in _WAYS}
    arrays["lexicon"] = _bytes("\n".join(f"{spelling}\t{sound}" for spelling, sound in built.lexicon.sounds.items()))
    arrays |= {"scope.traits": built.scope.traits, "scope.odds": built.scope.odds}
    for name in _ENGINES:
        engine: MemoryEngine = getattr(built, name)
        arrays[f"{name}.vocabulary"] = _bytes("\n".join(engine.vocabulary))
        arrays[f"{name}.size"] = np.array(engine.size)
        arrays |= {f"{name}.{part}": getattr(engine.postings, part) for part in _PARTS}
    return arrays


def _built(arrays: Arrays) -> Built:
    entries, absences, sentences = (_engine(arrays, name) for name in _ENGINES)
    asked, declined = (_unpacked(arrays[name]) for name in _WAYS)
    scope = Scope(arrays["scope.traits"], arrays["scope.odds"])
    return Built(entries, absences, sentences, asked, declined, _lexicon(arrays["lexicon"]), scope)


def _lexicon(array: npt.NDArray[Any]) -> Lexicon:
    return Lexicon(dict(line.split("\t", 1) for line in _text(array).split("\n") if line))


def _packed(ways: Sequence[Asked]) -> npt.NDArray[np.uint8]:
    """Put texts that hold neither tabs nor line ends into one: a line of pressed ways, then one of kana, by turns."""
    return _bytes("\n".join("\t".join(texts) for asked in ways for texts in asked))


def _unpacked(array: npt.NDArray[Any]) -> tuple[Asked, ...]:
    text = _text(array)
    lines = [tuple(line.split("\t")) for line in text.split("\n")] if text else []
    return tuple(Asked(pressed, kana) for pressed, kana in zip(lines[::2], lines[1::2], strict=True))


def _bytes(text: str) -> npt.NDArray[np.uint8]:
    return np.frombuffer(text.encode("utf-8", "surrogatepass"), dtype=np.uint8)


def _text(array: npt.NDArray[Any]) -> str:
    return array.tobytes().decode("utf-8", "surrogatepass")


def _engine(arrays: Arrays, name: str) -> MemoryEngine:
    size = int(arrays[f"{name}.size"])
    text = _text(arrays[f"{name}.vocabulary"])
    vocabulary = {word: number for number, word in enumerate(text.split("\n"))} if text else {}
    keys, starts, cells, impacts, idf, places, common = (arrays[f"{name}.{part}"] for part in _PARTS)
    return MemoryEngine(vocabulary, Postings(keys, starts, cells, impacts, idf, places, common, size), size)
