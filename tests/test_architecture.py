"""Data flows one way: each house imports from those before it, the core is pure, and nothing grows too long."""

from __future__ import annotations

import ast
import functools
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[1]
MODULES = sorted((ROOT / "bot").rglob("*.py"))

# A house is a module or a package of bot/. Houses of one line do not import each other.
ORDER = (
    ("text", "words", "problems"),
    ("editions",),
    ("store",),
    ("seeds",),
    ("knowledge",),
    ("index",),
    ("fitted",),
    ("small_talk",),
    ("question",),
    ("match",),
    ("confidence",),
    ("answering",),
    ("additions", "unanswered", "wording"),
    ("evaluation",),
    ("library",),
    ("desk", "preview"),
    ("exchange",),
    ("clock", "drafting", "history", "overhearing"),
    ("blocks",),
    ("telemetry", "version"),
    ("fetching",),
    ("settings", "metrics"),
    ("records", "sentry"),
    ("health", "opening", "reloading"),
    ("editing", "fitting"),
    ("slack",),
    ("app",),
    ("playground",),
    ("bench",),
    ("cli",),
    ("__main__",),
)
RANK = {house: rank for rank, houses in enumerate(ORDER) for house in houses}
CORE = frozenset(house for house, rank in RANK.items() if rank <= RANK["desk"]) - {
    "editions",
    "store",
}  # write down, with times
# Slack, the clock, chance, and the network: what the same question must not depend on.
IMPURE = (
    "asyncio", "datetime", "http", "logging", "random", "requests", "secrets", "slack_bolt", "slack_sdk", "socket", "ssl",
    "structlog", "subprocess", "time", "urllib.request", "waitress", "zoneinfo",
)  # fmt: skip
LONGEST_MODULE = 300
LONGEST_FUNCTION = 40


class Import(NamedTuple):
    """One import: where it stands, in which house, and what it names."""

    place: str
    house: str
    module: str


def house_of(path: Path) -> str:
    """Return the house to which a file of bot/ belongs."""
    return path.relative_to(ROOT / "bot").parts[0].removesuffix(".py")


_STATEMENTS = ast.Import | ast.ImportFrom | ast.FunctionDef | ast.AsyncFunctionDef


@functools.cache
def statements(path: Path) -> tuple[_STATEMENTS, ...]:
    """Return the imports and functions of a file, wherever in it they stand."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return tuple(node for node in ast.walk(tree) if isinstance(node, _STATEMENTS))


def imports() -> Iterator[Import]:
    """Yield every import of every file of bot/, wherever in the file it stands."""
    for path in MODULES:
        for node in statements(path):
            place = f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}"
            if isinstance(node, ast.Import):
                yield from (Import(place, house_of(path), alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{place}: a relative import hides its house"
                named = [f"{node.module}.{alias.name}" for alias in node.names]
                yield from (Import(place, house_of(path), name) for name in named)


def test_every_house_has_its_place_in_the_order() -> None:
    """A new module or package of bot/ is put into the order before it is used, and nothing gone stays in it."""
    assert {house_of(path) for path in MODULES} - {"__init__"} == set(RANK)


def test_imports_point_upstream() -> None:
    """Each house imports from those before it, and from itself."""
    ours = [(i, i.module.split(".")[1]) for i in imports() if i.module.startswith("bot.")]
    assert len(ours) > 100
    last = len(ORDER)
    wrong = [
        f"{i.place} imports {i.module}"
        for i, used in ours
        if used != i.house and RANK.get(used, last) >= RANK.get(i.house, last)
    ]
    assert wrong == []


def test_the_core_knows_no_slack_no_clock_and_no_network() -> None:
    """From text to desk, the same question and knowledge give the same reply."""
    core = [i for i in imports() if i.house in CORE]
    assert {i.house for i in core} == CORE
    wrong = [
        f"{i.place} imports {i.module}"
        for i in core
        if i.module != "datetime.date"  # a day that is handed in, as the reader's today is, is a value
        and any(f"{i.module}.".startswith(f"{name}.") for name in IMPURE)
    ]
    assert wrong == []


def test_only_the_slack_house_and_the_app_know_slack() -> None:
    """Slack's libraries stay where they can be replaced."""
    knowing = {i.house for i in imports() if i.module.split(".")[0] in ("slack_bolt", "slack_sdk")}
    assert knowing == {"slack", "app"}


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT / "bot")))
def test_a_module_is_short(path: Path) -> None:
    """A module that outgrows its reader is divided."""
    lines = path.read_text(encoding="utf-8").count("\n")
    assert lines <= LONGEST_MODULE


def test_functions_are_short() -> None:
    """A function can be seen whole."""
    long: list[str] = []
    for path in MODULES:
        for node in statements(path):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
                lines = node.end_lineno - node.lineno + 1
                long += [f"{path.relative_to(ROOT)}:{node.lineno} {node.name}: {lines}"] * (lines > LONGEST_FUNCTION)
    assert long == []


def test_a_question_in_a_terminal_loads_neither_slack_nor_a_database() -> None:
    """They would take longer than the answer: half a second."""
    code = "import sys, bot.cli.ask_command; print([m for m in ('slack_bolt', 'sqlalchemy', 'openpyxl') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
