"""What all tests share: the repository, its knowledge loaded once, and the command line as a person calls it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.desk import Desk
from bot.library import Library

ROOT = Path(__file__).resolve().parents[1]

Run = Callable[..., "subprocess.CompletedProcess[str]"]


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
def desk(own_cache: Path) -> Desk:
    """Load the repository's own knowledge."""
    assert own_cache.is_dir()
    return Desk(Library(ROOT))


@pytest.fixture(scope="session")
def environment(own_cache: Path) -> dict[str, str]:
    """Return an environment without any setting of the bot, from which ``python -m bot`` still finds the package."""
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
