"""Of all threads and processes that see an event, one deals with it."""

from __future__ import annotations

import json
from collections import Counter

from bot.store import Store
from tests.store import worker
from tests.store.conftest import Clock, Opened

THREADS, KEYS = 10, 50


def test_a_key_is_taken_once(store: Store, opened: Opened) -> None:
    """By whoever is first, in whichever process."""
    assert store.claims.claim("event")
    assert not store.claims.claim("event")
    assert not opened().claims.claim("event")
    assert store.claims.claim("another")


def test_all_keys_are_taken_or_none(store: Store) -> None:
    """One text that arrives as two events is one; the loser takes nothing away."""
    assert store.claims.claim("event-1", "message")
    assert not store.claims.claim("event-2", "message")
    assert store.claims.claim("event-2")


def test_naming_a_key_twice_is_naming_it_once(store: Store) -> None:
    """An event may have the same key for two reasons."""
    assert store.claims.claim("event", "event")
    assert store.claims.claim()


def test_a_released_key_can_be_taken_again(store: Store) -> None:
    """After a failure the retry has its chance."""
    store.claims.claim("event", "message")
    store.claims.release("event")
    assert store.claims.claim("event")
    assert not store.claims.claim("message")


def test_a_claim_ends_after_an_hour(store: Store, clock: Clock) -> None:
    """Slack's last retry comes long before."""
    store.claims.claim("event")
    clock.move(minutes=59)
    assert not store.claims.claim("event")
    clock.move(minutes=2)
    assert store.claims.claim("event")
    assert not store.claims.claim("event")


def test_twenty_threads_in_two_processes_have_one_winner(url: str) -> None:
    """For each key, and nobody fails meanwhile."""
    results = worker.finish(worker.start(2, "claim", url, str(THREADS), str(KEYS)))
    assert [errors for _, errors in results] == ["", ""]
    won = [json.loads(output) for output, _ in results]
    assert Counter(won[0] + won[1]) == {f"event-{number}": 1 for number in range(KEYS)}
