"""How the tests are dealt out: by file, the slow files first, and files that share something dear to one process.

What comes last keeps one process busy while the others have nothing left to do; what waits for others (a browser,
a process, a timer) leaves the processor to them.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from xdist.scheduler import LoadFileScheduling

__all__ = ["ByFile", "processes", "slow_first"]

_ROOT = Path(__file__).resolve().parents[1]
# All files of more than four seconds, from the slowest on: small ones at the end keep all processes busy until then.
_SLOW = (
    "tests/test_several_processes.py",
    "tests/slack/test_reloading.py",
    "tests/playground/page/test_page.py",
    "tests/slack/test_weather.py",
    "tests/playground/page/test_pictures.py",
    "tests/playground/page/test_page_keyboard.py",
    "tests/knowledge/test_fuzz.py",
    "tests/test_library.py",
    "tests/test_records_away.py",
    "tests/slack/test_telling.py",
    "tests/slack/test_load.py",
    "tests/slack/test_serve.py",
    "tests/test_operations.py",
    "tests/test_house.py",
    "tests/cli/test_cli_ask.py",
    "tests/playground/page/test_page_robust.py",
    "tests/test_desk.py",
    "tests/knowledge/test_own_questions.py",
    "tests/test_starting.py",
    "tests/slack/test_edits.py",
    "tests/slack/test_home.py",
    "tests/cli/test_reload_command.py",
    "tests/store/test_opening.py",
    "tests/playground/page/test_page_inspector.py",
    "tests/playground/page/test_watching.py",
    "tests/fetching/test_objects.py",
    "tests/bench/test_floors.py",
    "tests/slack/test_trouble.py",
    "tests/slack/test_threads.py",
    "tests/cli/test_cli_eval.py",
    "tests/slack/test_reading.py",
    "tests/slack/test_installing.py",
    "tests/slack/test_opinions.py",
    "tests/test_hostile.py",
    "tests/knowledge/test_bad_folders.py",
    "tests/index/test_store.py",
    "tests/playground/page/test_transcript.py",
    "tests/playground/page/test_hosting.py",
    "tests/knowledge/test_many_entries.py",
    "tests/store/test_away.py",
    "tests/store/test_watching.py",
    "tests/test_preview.py",
    "tests/store/test_claims.py",
    "tests/slack/test_asking.py",
)
_PLACES = {name: place for place, name in enumerate(_SLOW)}
# Both look at the outcome of every case of a broken folder.
_WITH = {"tests/knowledge/test_findings.py": "tests/knowledge/test_bad_folders.py"}
_FEW = 4  # processors; with fewer there is one process more, as the tests wait for a part of their time


def processes() -> int | None:
    """Return how many processes to start on this machine; None leaves it to xdist."""
    if "PYTEST_XDIST_AUTO_NUM_WORKERS" in os.environ or not hasattr(os, "sched_getaffinity"):
        return None
    available = len(os.sched_getaffinity(0))
    return available + (available < _FEW)


def slow_first(items: list[pytest.Item]) -> None:
    """Move the tests of slow files to the front, and leave the order of the others as it is."""
    items.sort(key=lambda item: _PLACES.get(_unit(item.path.relative_to(_ROOT).as_posix()), len(_PLACES)))


def _unit(file: str) -> str:
    return _WITH.get(file, file)


class ByFile(LoadFileScheduling):
    """xdist's distribution by file, in the order of the tests; a file may go where another one goes."""

    def __init__(self, config: pytest.Config, log: Any = None) -> None:
        config.option.loadscopereorder = False
        super().__init__(config, log)

    def _split_scope(self, nodeid: str) -> str:
        return _unit(super()._split_scope(nodeid))
