"""Ten thousand entries are checked in ten seconds and a gigabyte."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.knowledge.folders import BASE, make_base

ENTRIES = 10_000
VARIANTS = 15
MOST_SECONDS = 10.0  # of processor time
MOST_MEGABYTES = 1_000
FILE_BYTES = 900_000
# Measured in a process of its own, so that what other tests hold does not count.
MEASURE = """
import resource, sys, time
from pathlib import Path
from bot.knowledge import load
started = time.process_time()
loaded = load(Path(sys.argv[1]))
spent = time.process_time() - started
print(len(loaded.knowledge.entries), spent, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def _entry(number: int, source: str, quote: str) -> str:
    variants = "".join(
        f"    - 青梅市の窓口で{number}番の手続きを{n}回目に変えるには、どの課に相談すればよいですか\n"
        for n in range(VARIANTS)
    )
    before = f"  see_also: [e{number - 1}]\n" if number else ""
    return (
        f"- id: e{number}\n  topic: {('soshiki', 'jinzai')[number % 2]}\n  question: {number}番の手続きの担当はどこですか\n"
        f"  variants:\n{variants}  excerpts:\n    - source: {source}\n      quote: {quote}\n{before}"
    )


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a folder of many files, each below the limit."""
    root = make_base(tmp_path_factory.mktemp("many"))
    quotes = [line.split(": ", 1)[1] for p in sorted((BASE / "knowledge/faq").iterdir()) for line in _quotes(p)]
    sources = ["higashiyamato", "koganei", "ome-dx", "ome-dx"]
    for path in (root / "knowledge/faq").iterdir():
        path.unlink()
    pieces: list[str] = []
    for number in range(ENTRIES):
        pieces.append(_entry(number, sources[number % 4], quotes[number % 4]))
        if number == ENTRIES - 1 or sum(map(len, pieces[-1:])) * len(pieces) * 3 > FILE_BYTES:
            (root / f"knowledge/faq/f{number:05}.yaml").write_text("".join(pieces), encoding="utf-8")
            pieces = []
    return root


def _quotes(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("      quote: ")]


def test_ten_thousand_entries_are_checked_in_time(many: Path, root: Path) -> None:
    """The folder is read, parsed and compared with the articles, and none of it is skipped."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(many)], cwd=root, capture_output=True, text=True, check=True, timeout=120
    )
    entries, seconds, megabytes = map(float, done.stdout.split())
    print(f"{entries:.0f} entries, {seconds:.1f} s, {megabytes:.0f} MB")
    assert entries == ENTRIES
    assert seconds < MOST_SECONDS
    assert megabytes < MOST_MEGABYTES
