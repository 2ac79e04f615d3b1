"""What is older than the retention is forgotten: when the store opens, when asked, and once a day."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.store import ReloadRecord, Store, Stored, StoreError
from tests.store.conftest import Clock, Opened
from tests.store.records import KEY, answer, person


def _aged(store: Store, clock: Clock, days: float) -> str:
    record = answer(at=clock.now - timedelta(days=days))
    store.answers.add(record)
    store.feedback.add(record.id, person("a"), good=False)
    store.wishes.add(record.id, person("a"), notify=True)
    return record.id


def test_old_questions_go_with_all_that_hangs_on_them(opened: Opened, clock: Clock) -> None:
    """A day more than the retention is too old, a day less is not."""
    store = opened(retention_days=30)
    old, young = _aged(store, clock, 31), _aged(store, clock, 29)
    assert store.forget_old() == 1
    assert store.answers.get(old) is None
    assert store.answers.get(young) is not None
    assert store.people.stored(person("a")) == Stored(0, 1, 1, clock.now)


def test_opening_forgets(opened: Opened, clock: Clock) -> None:
    """A bot that is restarted every day forgets every day."""
    old = _aged(opened(), clock, 31)
    assert opened(retention_days=30).answers.get(old) is None


def test_a_running_store_forgets_once_a_day(opened: Opened, clock: Clock) -> None:
    """With the first question of the day."""
    store = opened(retention_days=30)
    old = _aged(store, clock, 29.5)
    clock.move(hours=23)
    store.answers.add(answer(at=clock.now))
    assert store.answers.get(old) is not None
    clock.move(hours=2)
    store.answers.add(answer(at=clock.now))
    assert store.answers.get(old) is None


def test_reloads_and_muted_threads_age_too(opened: Opened, clock: Clock) -> None:
    """They tell of people as well."""
    store = opened(retention_days=30)
    store.reloads.add(ReloadRecord(clock.now, person("a"), "a", "b", "applied", 0))
    store.threads.mute("T1", "C1", "1.1")
    clock.move(days=31)
    store.forget_old()
    assert store.reloads.latest(5) == ()
    assert not store.threads.is_muted("T1", "C1", "1.1")


def test_a_retention_of_no_days_is_a_mistake(url: str) -> None:
    """Whoever wants no texts switches recording off."""
    with pytest.raises(StoreError, match="1 以上"):
        Store.open(url, key=KEY, retention_days=0)
