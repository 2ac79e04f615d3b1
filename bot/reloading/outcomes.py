"""What comes of a reload, and who wanted it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from bot.preview import Preview
from bot.problems import Problem
from bot.store.reloads import TERMINAL

__all__ = ["Admin", "Applied", "Outcome", "Proposal", "Refused", "Unchanged", "Undone", "UnknownVersion"]


class Admin(NamedTuple):
    """Who decides: a hash and a workspace, whose questions they may see; by default whoever sits at a terminal, and all."""

    person: str = TERMINAL
    team: str | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """A version that could be applied, and what it would change; ``moved``: the files are not what was shown before."""

    preview: Preview
    problems: tuple[Problem, ...]
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """Errors forbid to use the files; ``version`` is in use as before."""

    version: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The version that is wanted is in use already."""

    version: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Applied:
    """Another version is in use; ``back``: one that was in use before."""

    before: str
    after: str
    problems: tuple[Problem, ...]
    back: bool = False


@dataclass(frozen=True, slots=True)
class Undone:
    """Nothing has changed, since the database did not take it; ``reason`` is one sentence."""

    version: str
    reason: str


@dataclass(frozen=True, slots=True)
class UnknownVersion:
    """No version that is kept is meant, or one that this program can no longer use."""

    wanted: str


Outcome = Proposal | Refused | Unchanged | Applied | Undone | UnknownVersion
