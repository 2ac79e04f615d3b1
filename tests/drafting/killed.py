"""Write one draft again and again, each time in a process that dies at another line of the writing.

``python -m tests.drafting.killed FOLDER POINTS`` prints, as JSON, how many lines there are and, for each point, the
signal and what the curated files look like after it ("old", "new", or "broken").
"""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import Any

from bot.drafting import Tried, Wanted, tried, write
from bot.knowledge import load
from bot.library import Library

QUOTE = "[ome-dx] DX推進課は令和5年度に設置され、現在は兼務も含めて6名体制となっています。"


def killing(count: int) -> Any:
    """Return a trace function that kills the process before this many further lines of the writing have run."""
    left = count

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal left
        if "/exchange/" not in frame.f_code.co_filename and "/shutil" not in frame.f_code.co_filename:
            return None
        if event == "line":
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
        return trace

    return trace


def run(made: Tried, count: int) -> int:
    """Write in a child that dies after ``count`` lines; returns the signal, 0 where it came to its end."""
    child = os.fork()
    if child == 0:
        sys.settrace(killing(count))
        write(made)
        os._exit(0)
    return os.WTERMSIG(os.waitpid(child, 0)[1])


def lines_of(made: Tried, path: Path, old: bytes) -> int:
    """Count the lines of a whole writing, and take it back."""
    count = 1
    while run(made, count * 2):
        path.write_bytes(old)
        count *= 2
    low, high = count, count * 2
    while low + 1 < high:
        path.write_bytes(old)
        middle = (low + high) // 2
        low, high = (middle, high) if run(made, middle) else (low, middle)
    path.write_bytes(old)
    return low


def main(folder: Path, points: int) -> None:
    """Try as many points as asked for."""
    library = Library(folder)
    version = library.current.knowledge.version
    wanted = Wanted(version, "", "庁舎の電気代はいくらですか", "", "soshiki", (), QUOTE)
    made = tried(wanted, library, writable=True)
    path = folder / made.path
    old = path.read_bytes()
    assert made.outcome is not None
    new = made.outcome.after[made.path]
    lines = lines_of(made, path, old)
    states = []
    for point in range(points):
        died = run(made, 1 + point * (lines - 1) // (points - 1))
        found = path.read_bytes()
        sound = load(folder).knowledge is not None
        states.append((died, {old: "old", new: "new"}.get(found, "broken") if sound else "broken"))
        path.write_bytes(old)
    print(json.dumps({"lines": lines, "states": states}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
