"""Progress of work that takes a while, on standard error where that is a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import TypeVar

from bot.editing import Watch, unwatched

__all__ = ["on_terminal"]

T = TypeVar("T")
_STEPS = 200  # how often the line is drawn anew


def on_terminal(unit: str) -> Watch:
    """Return a watch that counts on one line of standard error, or one that says nothing."""
    return _Counter(unit) if sys.stderr.isatty() else unwatched


class _Counter:
    def __init__(self, unit: str) -> None:
        self.unit = unit

    def __call__(self, items: Sequence[T], /) -> Iterable[T]:
        step = max(1, len(items) // _STEPS)
        for number, item in enumerate(items):
            if number % step == 0:
                print(f"\r{self.unit} {number} / {len(items)}", end="", file=sys.stderr, flush=True)
            yield item
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)
