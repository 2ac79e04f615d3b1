"""Watching: how a caller follows work that takes a while, without the work knowing of terminals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

__all__ = ["Watch", "unwatched"]

T = TypeVar("T")


class Watch(Protocol):
    """Hand the items on, one by one, and note how far the work has come."""

    def __call__(self, items: Sequence[T], /) -> Iterable[T]:
        """Return the items, to be taken one by one."""


def unwatched(items: Sequence[T], /) -> Iterable[T]:
    """Hand the items on and note nothing."""
    return items
