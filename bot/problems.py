"""Problems: findings about the knowledge folder, as values with a place, a sentence and a next step."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

__all__ = ["Problem", "Severity", "has_errors", "render_for_github", "render_for_people", "summary"]


class Severity(Enum):
    """ERROR keeps the old knowledge in use; WARNING lets the new one in and tells the editor."""

    ERROR = "エラー"
    WARNING = "注意"


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding: path relative to the folder, line and column from 1 (0: the file as a whole)."""

    path: str
    line: int
    column: int
    message: str
    hint: str
    severity: Severity = Severity.ERROR

    @property
    def key(self) -> tuple[str, int, int, str]:
        """Sort by place."""
        return (self.path, self.line, self.column, self.message)

    @property
    def place(self) -> str:
        """``path:line:column``, as far as it is known."""
        return ":".join([self.path, *(str(n) for n in (self.line, self.column) if n)])


def has_errors(problems: Iterable[Problem]) -> bool:
    """Tell whether any finding forbids using the folder."""
    return any(p.severity is Severity.ERROR for p in problems)


def render_for_people(problems: Iterable[Problem], limit: int | None = None) -> list[str]:
    """Return two lines a finding, sorted by place; after ``limit`` findings the rest is only counted."""
    ordered = sorted(problems, key=lambda p: p.key)
    shown = ordered if limit is None else ordered[:limit]
    lines = [line for p in shown for line in (f"{p.place}: {p.severity.value} {p.message}", f"  直し方: {p.hint}")]
    rest = len(ordered) - len(shown)
    return [*lines, f"ほか {rest} 件"] if rest else lines


def render_for_github(problems: Iterable[Problem]) -> list[str]:
    """Return GitHub's workflow commands, which turn findings into annotations of the change."""
    return [_annotation(p) for p in sorted(problems, key=lambda p: p.key)]


def _annotation(problem: Problem) -> str:
    level = "error" if problem.severity is Severity.ERROR else "warning"
    place = f"file={_escape(problem.path, ',:')},line={max(problem.line, 1)},col={max(problem.column, 1)}"
    return f"::{level} {place}::{_escape(f'{problem.message} 直し方: {problem.hint}')}"


def _escape(text: str, also: str = "") -> str:
    for character in "%\r\n" + also:
        text = text.replace(character, f"%{ord(character):02X}")
    return text


def summary(problems: Iterable[Problem]) -> str:
    """Count errors and warnings in one line."""
    found = list(problems)
    errors = sum(p.severity is Severity.ERROR for p in found)
    if not found:
        return "問題は見つかりませんでした。"
    return f"エラー {errors} 件、注意 {len(found) - errors} 件"
