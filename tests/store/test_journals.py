"""Reloads are listed from the latest; a muted thread stays muted."""

from __future__ import annotations

from datetime import timedelta

from bot.store import ReloadRecord, Store
from bot.store.reloads import START, TERMINAL
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
    assert store.reloads.latest(9, ("rolled back", "refused")) == (records[3], records[0])


def test_a_version_came_into_use_when_it_first_did(store: Store, clock: Clock) -> None:
    """Going back to it makes it the latest again, but no younger; what was only shown was not in use."""
    steps = [(START, "", "a", "applied"), (person("x"), "a", "b", "shown"), (person("x"), "a", "b", "applied")]
    steps += [(TERMINAL, "b", "a", "rolled back"), (TERMINAL, "a", "b", "rolled back"), ("", "b", "b", "unchanged")]
    records = [
        ReloadRecord(clock.now + timedelta(hours=n), who, before, after, outcome, 0)
        for n, (who, before, after, outcome) in enumerate(steps)
    ]
    for record in records:
        store.reloads.add(record)
    assert store.reloads.first_uses() == {"a": records[0], "b": records[2]}


def test_a_muted_thread_is_muted_for_every_process(store: Store, opened: Opened) -> None:
    """That thread alone; muting it twice is muting it once."""
    store.threads.mute("T1", "C1", "1.1", "message 1.2")
    store.threads.mute("T1", "C1", "1.1", "message 1.2")
    other = opened()
    assert other.threads.is_muted("T1", "C1", "1.1")
    elsewhere = (("T2", "C1", "1.1"), ("T1", "C2", "1.1"), ("T1", "C1", "1.2"))
    assert not any(other.threads.is_muted(*place) for place in elsewhere)


def test_a_thread_is_quiet_for_as_long_as_anything_asks_for_it(store: Store, opened: Opened) -> None:
    """Each cause is taken back by itself, once, by any process; what was never asked for is nobody's thread."""
    for cause in ("message 1.2", "reaction a"):
        store.threads.mute("T1", "C1", "1.1", cause)
    other = opened()
    assert other.threads.lift("T1", "C1", "message 1.3") == ""
    assert other.threads.lift("T2", "C1", "message 1.2") == ""
    assert other.threads.lift("T1", "C1", "message 1.2") == "1.1"
    assert store.threads.is_muted("T1", "C1", "1.1")
    assert store.threads.lift("T1", "C1", "reaction a") == "1.1"
    assert not other.threads.is_muted("T1", "C1", "1.1")
    assert store.threads.lift("T1", "C1", "reaction a") == ""
