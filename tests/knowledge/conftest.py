"""What the tests of the knowledge folder share: a copy of the base, and the outcome of every case, made once."""

from __future__ import annotations

import os
import pickle
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.knowledge import load
from bot.problems import Problem
from tests.knowledge.folders import Case, Outcome, damage, make_base, read_cases

_NOBODY = 65534


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a fresh copy of the base folder."""
    return make_base(tmp_path)


@pytest.fixture(scope="session")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Outcome]]:
    """Load every case's folder once."""
    own = tmp_path_factory.mktemp("cases")
    with tempfile.TemporaryDirectory() as shared:
        Path(shared).chmod(0o755)  # Pytest's own folders are closed to the user that stands for everybody else.
        found = {}
        for number, case in enumerate(read_cases()):
            where = (Path(shared) if case.unprivileged else own) / f"{number}"
            where.mkdir()
            found[case.name] = _outcome(case, where)
        yield found


def _outcome(case: Case, where: Path) -> Outcome:
    root = make_base(where)
    damage(root, case.change)
    if case.unprivileged:
        loaded, problems = _load_as_nobody(root)
        _reopen(root)
        return Outcome(case, root, loaded, problems)
    found = load(root)
    return Outcome(case, root, found.knowledge is not None, found.problems)


def _load_as_nobody(root: Path) -> tuple[bool, tuple[Problem, ...]]:
    """Load in a child process as a user whom permissions stop, which they do not do for root."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            if os.geteuid() == 0:
                os.setgid(_NOBODY)
                os.setuid(_NOBODY)
            loaded = load(root)
            os.write(writing, pickle.dumps((loaded.knowledge is not None, loaded.problems)))
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as stream:
        found: tuple[bool, tuple[Problem, ...]] = pickle.loads(stream.read())  # noqa: S301 - from our own child
    os.waitpid(child, 0)
    return found


def _reopen(folder: Path) -> None:
    """Give the permissions back, so that the folder can be looked at and removed."""
    folder.chmod(0o755)
    for path in folder.iterdir():
        if path.is_dir():
            _reopen(path)
        else:
            path.chmod(0o644)
