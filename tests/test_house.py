"""The house is in order: style, types and the knowledge are checked by the tools that CI and people use."""

from __future__ import annotations

import ast
import io
import re
import subprocess
import sys
import tokenize
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
CHECKS = {
    "ruff check": [str(BIN / "ruff"), "check", "."],
    "ruff format": [str(BIN / "ruff"), "format", "--check", "."],
    "mypy": [str(BIN / "mypy")],
    "bot check": [sys.executable, "-m", "bot", "check"],
}
# A finding that is silenced says why: the codes, a hyphen and a reason, or after a type's code a second comment.
SILENCED = re.compile(r"noqa|type:\s*ignore")
REASONED = re.compile(r"noqa: [A-Z0-9, ]+ - \S|type: ignore\[[a-z, -]+\](?:  #| -) \S")
# In pieces, so that this file does not hold what it looks for.
REGISTRIES = [
    ".".join(parts) for parts in (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("debian", "org"))
]
FOREIGN_PATH = re.compile(r"(?<![\w.:/-])/(?:wor" + r"k|roo" + r"t|hom" + r"e)/\w")


def _files() -> list[Path]:
    """Return the files that git has, and those that it would take."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    paths = [ROOT / line for line in listed.stdout.splitlines()]
    return [path for path in paths if path.is_file()]


FILES = _files()
SOURCES = [path for path in FILES if path.suffix == ".py"]


@pytest.mark.parametrize("name", CHECKS)
def test_a_tool_has_no_finding(name: str, environment: dict[str, str]) -> None:
    """The tool ends well; its output is shown if it does not."""
    done = subprocess.run(
        CHECKS[name], cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"


def _comments(path: Path) -> list[str]:
    tokens = tokenize.generate_tokens(io.StringIO(path.read_text(encoding="utf-8")).readline)
    return [f"{path.relative_to(ROOT)}:{t.start[0]} {t.string}" for t in tokens if t.type == tokenize.COMMENT]


def test_what_is_silenced_has_its_reason_beside_it() -> None:
    """No finding of a tool is switched off without saying why."""
    silenced = [comment for path in SOURCES for comment in _comments(path) if SILENCED.search(comment)]
    assert [comment for comment in silenced if not REASONED.search(comment)] == []


def test_every_source_says_what_it_is() -> None:
    """Each Python file that holds anything begins with a docstring."""
    assert len(SOURCES) > 50
    parsed = {path: ast.parse(path.read_text(encoding="utf-8")) for path in SOURCES}
    assert [str(p.relative_to(ROOT)) for p, tree in parsed.items() if tree.body and not ast.get_docstring(tree)] == []


def test_no_file_depends_on_one_machine() -> None:
    """No file names a package registry's host, nor a folder of the machine it was written on."""
    found: list[str] = []
    for path in FILES:
        text = path.read_bytes().decode("utf-8", "replace")
        found += [f"{path.relative_to(ROOT)}: {host}" for host in REGISTRIES if host in text]
        found += [f"{path.relative_to(ROOT)}: {match.group()}" for match in FOREIGN_PATH.finditer(text)]
    assert found == []
