"""Trying: a draft is put into a copy of the folder and checked there, then written, or shown to be copied."""

from __future__ import annotations

import os
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.drafting.making import DraftError, Wanted, excerpts_of, plan_of
from bot.exchange import ExchangeError, Outcome, apply_plan, check_plan
from bot.knowledge import load
from bot.library import Library
from bot.problems import Problem, Severity
from bot.store import StoreError

__all__ = ["Tried", "is_writable", "tried", "write"]

_GONE = "下書きの元になった版がもう残っていません。もう一度、下書きを作ってください。"
_WRITING = threading.Lock()


@dataclass(frozen=True, slots=True)
class Tried:
    """What comes of a draft: its file, the lines that come into it, and what the check found, errors first.

    ``entry`` is the entry that grows, "" where a new one comes; ``outcome`` is what can be written.
    """

    path: str
    entry: str
    lines: str
    problems: tuple[Problem, ...]
    outcome: Outcome | None

    @property
    def refused(self) -> bool:
        """Tell whether an error forbids the draft."""
        return any(problem.severity is Severity.ERROR for problem in self.problems)


def is_writable(library: Library, fetched: bool) -> bool:
    """Tell whether drafts can be written where the knowledge lives; what is ``fetched`` from elsewhere never is.

    Nor is a disk of Heroku's (it names each process in ``DYNO``): that is thrown away every day, and what is on it.
    """
    folder = library.root / "knowledge" / "faq"
    return not fetched and "DYNO" not in os.environ and folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)


def tried(wanted: Wanted, library: Library, writable: bool) -> Tried:
    """Check a draft on a copy: of the files as they are now, or of the version in use where nothing is writable.

    Raises `DraftError` where it is not complete or does not fit, `ExchangeError` where a file cannot be changed.
    """
    shown = library.edition(wanted.version)
    if shown is None:
        raise DraftError("home", _GONE)
    excerpts = excerpts_of(wanted, shown.knowledge)
    with _folder(library, writable) as root:
        loaded = load(root)
        if loaded.knowledge is None:
            return Tried("", wanted.home, "", loaded.problems, None)
        plan = plan_of(wanted, excerpts, loaded.knowledge)
        outcome = check_plan(plan, root, loaded)
    path, after = next(iter(outcome.after.items()))
    found = sorted((f.problem for f in outcome.findings), key=lambda p: p.severity is not Severity.ERROR)
    return Tried(path, wanted.home, _come(outcome.before[path] or b"", after), tuple(found), outcome)


def write(made: Tried) -> None:
    """Move a draft into its file, whole or not at all; raises `ExchangeError`, `OSError`."""
    if made.outcome is None:
        raise ExchangeError("エラーのある内容は書き込めません。")
    with _WRITING:
        apply_plan(made.outcome)


@contextmanager
def _folder(library: Library, writable: bool) -> Iterator[Path]:
    """Give the folder itself, or one that holds the version in use."""
    if writable:
        yield library.root
        return
    try:
        edition = library.editions.get(library.current.knowledge.version)
    except StoreError:
        edition = None
    if edition is None:
        raise DraftError("home", _GONE)
    with tempfile.TemporaryDirectory(prefix="bot-draft-") as name:
        for path, text in edition.files.items():
            place = Path(name) / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(text.encode("utf-8", "surrogatepass"))
        yield Path(name)


def _come(before: bytes, after: bytes) -> str:
    """Return the lines between what both texts begin with and what both end with."""
    old, new = before.decode("utf-8").splitlines(), after.decode("utf-8").splitlines()
    least = min(len(old), len(new))
    start = next((n for n in range(least) if old[n] != new[n]), least)
    end = next((n for n in range(least - start) if old[-1 - n] != new[-1 - n]), least - start)
    return "\n".join(new[start : len(new) - end]).strip("\n")
