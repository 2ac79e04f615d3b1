"""The store: built engines on disk, so that a process need not cut every text into words again.

A folder of ``.npy`` arrays a corpus, under a name that changes with the knowledge and with the code that built
it; one that cannot be read is as good as none.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.index.engine import MemoryEngine
from bot.index.postings import Postings

__all__ = ["IndexStore", "user_folder"]

_KEPT = 4  # folders that stay
_COMPLETE = "complete"  # written last
_FIELDS = ("words", "grams", "kana")
_ARRAYS = ("terms", "starts", "documents", "impacts", "idf")
# What the arrays depend on besides the knowledge: a change in any of these makes old files useless.
_BUILDERS = ("text.py", "words.py", "index/terms.py", "index/postings.py", "index/engine.py", "index/corpus.py")

Arrays = dict[str, npt.NDArray[Any]]


class IndexStore:
    """Keep engines by the version of the knowledge they were built from."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def load(self, version: str) -> dict[str, MemoryEngine] | None:
        """Return the engines of a version by name, or None where there are none to be had.

        Arrays stay on disk until a search touches them.
        """
        folder = self._path(version)
        try:
            arrays = {f.stem: np.load(f, mmap_mode="r", allow_pickle=False) for f in folder.glob("*.npy")}
            return _engines(arrays) if (folder / _COMPLETE).exists() else None
        except (OSError, ValueError, KeyError, EOFError):
            return None

    def save(self, version: str, engines: Mapping[str, MemoryEngine]) -> None:
        """Write engines in one step; a folder that cannot be written is no reason to fail."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            part = Path(tempfile.mkdtemp(dir=self.folder, suffix=".part"))
            for name, engine in engines.items():
                for key, array in _arrays(engine).items():
                    np.save(part / f"{name}.{key}.npy", array, allow_pickle=False)
            (part / _COMPLETE).touch()
            part.rename(self._path(version))
            self._forget_old()
        except OSError:
            return

    def _path(self, version: str) -> Path:
        return self.folder / f"{version}-{_code_version()}"

    def _forget_old(self) -> None:
        """Remove all but the latest versions, and what an interrupted write left behind long ago."""
        folders = sorted(self.folder.iterdir(), key=lambda f: f.stat().st_mtime, reverse=True)
        for folder in folders[_KEPT:]:
            shutil.rmtree(folder, ignore_errors=True)


def user_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """Return the folder for files that can be made again: ``XDG_CACHE_HOME``, else ``~/.cache``."""
    base = environment.get("XDG_CACHE_HOME") or "~/.cache"
    return Path(base).expanduser() / "jichitai-dx-bot"


def _code_version() -> str:
    here = Path(__file__).resolve().parents[1]
    digest = hashlib.sha256()
    for name in _BUILDERS:
        digest.update((here / name).read_bytes())
    return digest.hexdigest()[:8]


def _arrays(engine: MemoryEngine) -> Arrays:
    words = "\n".join(engine.vocabulary).encode("utf-8", "surrogatepass")
    arrays: Arrays = {"vocabulary": np.frombuffer(words, dtype=np.uint8), "size": np.array(engine.size)}
    for field in _FIELDS:
        postings: Postings = getattr(engine, field)
        arrays |= {f"{field}.{name}": getattr(postings, name) for name in _ARRAYS}
    return arrays


def _engines(arrays: Mapping[str, npt.NDArray[Any]]) -> dict[str, MemoryEngine]:
    names = dict.fromkeys(name.split(".", 1)[0] for name in arrays)
    return {name: _engine({k.split(".", 1)[1]: a for k, a in arrays.items() if k.startswith(f"{name}.")}) for name in names}


def _engine(arrays: Mapping[str, npt.NDArray[Any]]) -> MemoryEngine:
    size = int(arrays["size"])
    text = arrays["vocabulary"].tobytes().decode("utf-8", "surrogatepass")
    vocabulary = {word: number for number, word in enumerate(text.split("\n"))} if text else {}
    words, grams, kana = (_postings(arrays, field, size) for field in _FIELDS)
    return MemoryEngine(vocabulary, words, grams, kana, size)


def _postings(arrays: Mapping[str, npt.NDArray[Any]], field: str, size: int) -> Postings:
    terms, starts, documents, impacts, idf = (arrays[f"{field}.{name}"] for name in _ARRAYS)
    return Postings(terms, starts, documents, impacts, idf, size)
