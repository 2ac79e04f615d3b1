"""What all tests share: the repository, its knowledge loaded once, and the command line as a person calls it."""

from __future__ import annotations

import gc
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.desk import Desk
from bot.index.corpus import Corpus
from bot.index.store import IndexStore, user_folder
from bot.knowledge import load
from bot.library import Library
from tests.distribution import ByFile, processes, slow_first

ROOT = Path(__file__).resolve().parents[1]

Run = Callable[..., "subprocess.CompletedProcess[str]"]

# Pytest would translate every file of tests anew in each process; the programs that tests start write theirs, too.
sys.dont_write_bytecode = False

# Databases and indexes are flushed to their disk again and again, and thousands of small files come and go.
_MEMORY = Path("/dev/shm")  # noqa: S108 - Linux's file system in memory; folders in it are made by tempfile and pytest
_ENOUGH = 4 << 30  # bytes; a run leaves some hundred megabytes
if "TMPDIR" not in os.environ and os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > _ENOUGH:
    os.environ["TMPDIR"] = tempfile.tempdir = str(_MEMORY)

# What importing, collecting and loading make stays to the end: looking through it for garbage finds nothing.
gc.disable()


def pytest_xdist_auto_num_workers() -> int | None:
    """Say what ``-n auto`` means here."""
    return processes()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByFile | None:
    """Deal the tests out by file in an order of our own, unless another way is asked for."""
    return ByFile(config, log) if config.getoption("dist") == "loadfile" else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long."""
    slow_first(items)


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop() -> None:
    """Collect garbage from now on, among what the tests make."""
    _spare()


def _spare() -> None:
    gc.freeze()
    gc.enable()


@pytest.fixture(scope="session")
def of_the_run(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    """Return a folder that all processes of this run share."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if hasattr(request.config, "workerinput") else own


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Keep stored indexes in a folder of the tests: neither use nor fill that of whoever runs them."""
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder))
        yield folder


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the folder of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def indexed(own_cache: Path, of_the_run: Path) -> Path:
    """Return the folder of stored indexes with that of the repository's own knowledge, built once in a run.

    It is from the future, so that the indexes of other folders do not drive it out.
    """
    folder = user_folder()
    assert folder.is_relative_to(own_cache)
    built = of_the_run / "index"
    with closing(sqlite3.connect(of_the_run / "lock", timeout=60)) as lock:
        lock.execute("BEGIN EXCLUSIVE")  # one process builds, the others wait for it
        if not built.exists():
            knowledge = load(ROOT).knowledge
            assert knowledge is not None
            Corpus.stored(knowledge, IndexStore(built))
    shutil.copytree(built, folder, dirs_exist_ok=True)
    coming = time.time() + 86_400
    for index in built.iterdir():
        os.utime(folder / index.name, (coming, coming))
    return folder


@pytest.fixture(scope="session")
def desk(indexed: Path) -> Desk:
    """Load the repository's own knowledge."""
    assert indexed.is_dir()
    found = Desk(Library(ROOT))
    _spare()
    return found


@pytest.fixture(scope="session")
def environment(own_cache: Path, indexed: Path) -> dict[str, str]:
    """Return an environment without any setting of the bot, from which ``python -m bot`` still finds the package."""
    assert indexed.is_relative_to(own_cache)
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    return {**kept, "PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": str(own_cache)}


@pytest.fixture(scope="session")
def run_bot(environment: dict[str, str]) -> Run:
    """Return a function that calls ``python -m bot`` in a process of its own, from the repository or elsewhere."""

    def run(*arguments: str, stdin: str = "", cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "bot", *arguments]
        return subprocess.run(
            command,
            input=stdin,
            cwd=cwd,
            env=environment,
            encoding="utf-8",
            capture_output=True,
            timeout=120,
            check=False,
        )

    return run
