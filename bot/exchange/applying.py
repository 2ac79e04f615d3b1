"""Applying: a plan is tried on a copy of the folder, checked there, and only then moved into place.

Nothing is written unless the copy has no error and holds exactly the entries that the plan promises.
"""

from __future__ import annotations

import re
import shutil
import tempfile
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.exchange.differences import Plan
from bot.exchange.drafts import Draft, Excerpt, ExchangeError
from bot.exchange.rewriting import paths_of, rewrite
from bot.exchange.writing import replace_file
from bot.knowledge import Knowledge, Loaded, load
from bot.problems import Problem, Severity

__all__ = ["Outcome", "apply_plan", "check_plan"]

_ID_LINE = re.compile(r"^\s*(?:-\s+)?id:\s*['\"]?(?P<id>[a-z][a-z0-9-]*)")


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem that the plan would bring in, and the row of the table that it comes from (0: unknown)."""

    problem: Problem
    row: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a plan would do: the new bytes of the files, the present ones (None: no file yet), new findings."""

    root: Path
    after: Mapping[str, bytes]
    before: Mapping[str, bytes | None]
    findings: tuple[Finding, ...]

    @property
    def refused(self) -> bool:
        """Tell whether any finding forbids writing."""
        return any(f.problem.severity is Severity.ERROR for f in self.findings)


def check_plan(plan: Plan, root: Path, loaded: Loaded) -> Outcome:
    """Try a plan on a copy of the folder; ``loaded`` is what the folder gave when the plan was made.

    Raises `ExchangeError` where a file cannot be changed, or where the copy does not hold what the plan promises.
    """
    before = {path: _bytes(root / path) for path in paths_of(plan)}
    texts = {path: (data or b"").decode("utf-8") for path, data in before.items()}
    after = {path: text.encode("utf-8") for path, text in rewrite(plan, texts).items()}
    with tempfile.TemporaryDirectory(prefix="bot-import-") as name:
        copy = Path(name)
        _copy(root, copy)
        for path, data in after.items():
            (copy / path).parent.mkdir(parents=True, exist_ok=True)
            (copy / path).write_bytes(data)
        tried = load(copy)
    findings = _findings(plan, loaded, tried, after)
    outcome = Outcome(root, after, before, findings)
    if tried.knowledge is not None and loaded.knowledge is not None:
        _check_promise(plan, loaded.knowledge, tried.knowledge)
    return outcome


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _copy(root: Path, copy: Path) -> None:
    """Copy both folders without what is no file: links and the like are not read anyway."""
    for name in ("knowledge", "seeds"):
        shutil.copytree(root / name, copy / name, ignore=_no_files)


def _no_files(folder: str, names: list[str]) -> list[str]:
    paths = {name: Path(folder) / name for name in names}
    return [n for n, path in paths.items() if path.is_symlink() or not (path.is_file() or path.is_dir())]


def _findings(plan: Plan, loaded: Loaded, tried: Loaded, after: Mapping[str, bytes]) -> tuple[Finding, ...]:
    """Return the errors, and the warnings that were not there before, each with its row."""
    known = {(p.path, p.message) for p in loaded.problems}
    rows = {c.draft.id: c.row for c in plan.changed} | {a.draft.id: a.row for a in plan.added}
    fresh = [p for p in tried.problems if p.severity is Severity.ERROR or (p.path, p.message) not in known]
    return tuple(Finding(p, rows.get(_entry_at(p, after), 0)) for p in fresh)


def _entry_at(problem: Problem, after: Mapping[str, bytes]) -> str:
    """Return the id of the entry in which a problem is, or ""."""
    lines = after.get(problem.path, b"").decode("utf-8").splitlines()
    above = (_ID_LINE.match(line) for line in reversed(lines[: problem.line]))
    return next((match["id"] for match in above if match), "")


def _check_promise(plan: Plan, before: Knowledge, after: Knowledge) -> None:
    """Compare what the copy holds with what the plan says: no entry lost, none changed by accident."""
    wanted = {entry.id: Draft.of(entry, before) for entry in before.entries}
    for entry in plan.removed:
        del wanted[entry.id]
    wanted |= {c.draft.id: c.draft for c in plan.changed} | {a.draft.id: a.draft for a in plan.added}
    found = {entry.id: Draft.of(entry, after) for entry in after.entries}
    broken = sorted(i for i in wanted.keys() | found.keys() if not _agree(wanted.get(i), found.get(i)))
    if broken:
        raise ExchangeError(
            f"書き換えた結果が表と合わないため、何も書き込みませんでした(項目 {'、'.join(broken[:5])})。この項目は手で直してください。"
        )


def _agree(one: Draft | None, other: Draft | None) -> bool:
    if one is None or other is None:
        return one is other
    same = all(one.value(k) == other.value(k) for k in Draft.__slots__ if k != "excerpts")
    return same and [*map(_composed, one.excerpts)] == [*map(_composed, other.excerpts)]


def _composed(excerpt: Excerpt) -> tuple[str, str]:
    return excerpt.source, unicodedata.normalize("NFC", excerpt.quote)


def apply_plan(outcome: Outcome) -> None:
    """Move the new files into place, all or none; raises `ExchangeError` where they changed in the meantime."""
    if outcome.refused:
        raise ExchangeError("エラーのある内容は書き込めません。")
    if any(_bytes(outcome.root / path) != data for path, data in outcome.before.items()):
        raise ExchangeError("確かめている間に knowledge のファイルが変わりました。もう一度実行してください。")
    done: list[str] = []
    try:
        for path, data in outcome.after.items():
            (outcome.root / path).parent.mkdir(parents=True, exist_ok=True)
            replace_file(outcome.root / path, data)
            done.append(path)
    except OSError:
        for path in done:
            _restore(outcome.root / path, outcome.before[path])
        raise


def _restore(path: Path, data: bytes | None) -> None:
    if data is None:
        path.unlink(missing_ok=True)
    else:
        replace_file(path, data)
