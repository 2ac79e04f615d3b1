"""A verb of the command line called inside the tests' process, which is quicker than in one of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from bot.cli import main


class Called(NamedTuple):
    """What a call of the command line left behind."""

    code: int
    out: str
    err: str


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str], indexed: Path) -> Callable[..., Called]:
    """Return a function that calls the command line and tells exit code, output and messages."""
    assert indexed.is_dir()

    def called(*arguments: str) -> Called:
        capsys.readouterr()
        try:
            code = main(arguments)
        except SystemExit as ended:
            code = int(ended.code or 0)
        return Called(code, *capsys.readouterr())

    return called
