"""Freed memory goes back to the system."""

from __future__ import annotations

import ctypes
import sys

import pytest

from bot.bench.speed import memory_mb
from bot.index.memory import give_back


@pytest.mark.skipif(
    not sys.platform.startswith("linux") or not hasattr(ctypes.CDLL(None), "malloc_trim"),
    reason="another C library than glibc",
)
def test_what_was_freed_leaves_the_process() -> None:
    """Many small pieces that were freed below one that stays are no longer resident."""
    pieces = [ctypes.create_string_buffer(2_000) for _ in range(100_000)]
    stays = ctypes.create_string_buffer(2_000)
    full = memory_mb()
    pieces.clear()
    give_back()
    assert full - memory_mb() > 100
    assert len(stays) == 2_000


def test_another_system_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no such call, nothing happens."""
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(ctypes, "CDLL", None)
    give_back()
