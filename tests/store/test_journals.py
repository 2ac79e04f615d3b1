"""Reloads are listed from the latest; a muted thread stays muted."""

from __future__ import annotations

from datetime import timedelta

from bot.store import ReloadRecord, Store
from tests.store.conftest import Clock, Opened
from tests.store.records import person


def test_the_latest_reloads_come_first(store: Store, clock: Clock) -> None:
    """As they were written, and no more than wanted."""
    outcomes = ("applied", "refused", "rolled back", "unchanged")
    records = [
        ReloadRecord(clock.now + timedelta(hours=n), person("a"), "old", "new", outcome, n)
        for n, outcome in enumerate(outcomes)
    ]
    for record in records:
        store.reloads.add(record)
    assert store.reloads.latest(3) == tuple(reversed(records[1:]))


def test_a_muted_thread_is_muted_for_every_process(store: Store, opened: Opened) -> None:
    """That thread alone; muting it twice is muting it once."""
    store.threads.mute("T1", "C1", "1.1")
    store.threads.mute("T1", "C1", "1.1")
    other = opened()
    assert other.threads.is_muted("T1", "C1", "1.1")
    elsewhere = (("T2", "C1", "1.1"), ("T1", "C2", "1.1"), ("T1", "C1", "1.2"))
    assert not any(other.threads.is_muted(*place) for place in elsewhere)
