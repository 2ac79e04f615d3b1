"""Watching the editors' files: at each save what `check` finds and what would change, as ``/dx-reload`` shows it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from watchfiles import Change, watch

from bot import reloading
from bot.desk import Desk
from bot.playground.slack import ADMIN, TEAM
from bot.preview import Given, Preview, Shift, Side
from bot.problems import Problem, has_errors, summary
from bot.records import Records
from bot.reloading import Admin, Applied, Outcome, Proposal
from bot.telemetry import log

__all__ = ["Watching"]

Payload = dict[str, Any]
_FOLDERS = ("knowledge", "seeds")
_FILES = (".yaml", ".yml", ".txt")
_STEP, _QUIET = 100, 500  # milliseconds between two looks, and without a change until a save counts as finished
_LOOK = 1_000  # milliseconds after which a reload by somebody else is noticed
_MOST = 50  # findings, entries of each kind of change, and changed answers that are listed
_PATIENCE = 5.0  # seconds


class Watching:
    """Look after the folder of a library, in a thread of its own; ``tell`` hears of each change of the state.

    The state is ``same``, ``checking``, ``refused`` (errors forbid to use the files) or ``ready`` (to be applied).
    """

    def __init__(self, desk: Desk, records: Records, tell: Callable[[Payload], None]) -> None:
        self._desk, self._records, self._tell = desk, records, tell
        self._admin = Admin(records.person(ADMIN, TEAM), TEAM)
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._known = self._version
        self._state = self._described("same", desk.library.problems)
        self._thread = threading.Thread(target=self._watch, daemon=True, name="watching")

    def start(self) -> None:
        """Begin to watch."""
        self._thread.start()

    def close(self) -> None:
        """End it."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(_PATIENCE)

    @property
    def state(self) -> Payload:
        """Return what was told last."""
        return self._state

    def look(self) -> Payload:
        """Read the folder as it is now, and tell."""
        with self._lock:
            self._say(self._described("checking"))
            return self._say(self._outcome(reloading.propose(self._desk, self._records, self._admin)))

    def apply(self, version: str) -> bool:
        """Use what was shown under this version; returns False where the files hold something else by now."""
        with self._lock:
            outcome = reloading.apply(self._desk, self._records, self._admin, version)
            self._say(self._outcome(outcome))
            return isinstance(outcome, Applied)

    @property
    def _version(self) -> str:
        return self._desk.knowledge.version

    def _watch(self) -> None:
        root = self._desk.library.root
        for changed in watch(
            *(root / name for name in _FOLDERS if (root / name).is_dir()),
            watch_filter=_is_text,
            step=_STEP,
            debounce=_QUIET,
            rust_timeout=_LOOK,
            yield_on_timeout=True,
            stop_event=self._stop,
            raise_interrupt=False,
        ):
            if changed or self._version != self._known:
                self._look_safely()

    def _look_safely(self) -> None:
        """Go on watching, whatever state a half-written folder is in."""
        try:
            self.look()
        except OSError as error:
            log.warning("folder not read", kind=type(error).__name__)
            self._say(self._described("same"))

    def _say(self, state: Payload) -> Payload:
        self._known, self._state = self._version, state
        self._tell(state)
        return state

    def _outcome(self, outcome: Outcome) -> Payload:
        problems = getattr(outcome, "problems", ())
        if isinstance(outcome, Proposal):
            return {**self._described("ready", problems), **_changes(outcome.preview)}
        return self._described("refused" if has_errors(problems) else "same", problems)

    def _described(self, state: str, problems: tuple[Problem, ...] = ()) -> Payload:
        found = sorted(problems, key=lambda p: p.key)[:_MOST]
        return {
            "state": state,
            "version": self._version,
            "entries": len(self._desk.knowledge.entries),
            "summary": summary(problems),
            "problems": [_finding(problem) for problem in found],
        }


def _changes(preview: Preview) -> Payload:
    """Return what would change: entries, articles and answers, each list with how many there are in all."""
    entries = {side.name.lower(): [e.question for found, e in preview.entries if found is side] for side in Side}
    articles = [f"{side.value} {source.title}" for side, source in preview.sources]
    return {
        "next": preview.after,
        "changes": {name: {"count": len(all_), "questions": all_[:_MOST]} for name, all_ in entries.items()},
        "others": [*articles, *preview.others],
        "effect": preview.effect,
        "shifts": [_shift(shift) for shift in preview.shifts[:_MOST]],
    }


def _shift(shift: Shift) -> Payload:
    return {"question": shift.question, "before": _given(shift.before), "after": _given(shift.after)}


def _given(given: Given) -> Payload:
    return {"text": given.text, "title": given.title}


def _finding(problem: Problem) -> Payload:
    severity = problem.severity.name.lower()
    return {"place": problem.place, "severity": severity, "message": problem.message, "hint": problem.hint}


def _is_text(change: Change, path: str) -> bool:
    """Leave out what editors and sync programs put beside a file while they write it."""
    del change
    return Path(path).suffix in _FILES and not Path(path).name.startswith(".")
