"""Every process hears, within seconds, which edition all should use."""

from __future__ import annotations

import queue
import threading
import time

import pytest

from bot.store import Store, StoreError
from tests.postgres import PostgresServer
from tests.store.conftest import Opened

PATIENCE = 5.0
NO_MORE = 0.3  # much longer than the pause of those in a hurry


@pytest.fixture
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look and end more often than once a second."""
    monkeypatch.setattr("bot.store.watching._PAUSE", 0.05)
    monkeypatch.setattr("bot.store.watching._NOD", 0.05)


def heard(calls: queue.Queue[str]) -> str:
    """Wait for the next version."""
    return calls.get(timeout=PATIENCE)


def choose(store: Store, version: str) -> None:
    """Keep an edition and make it current."""
    store.editions.keep(version, {"a": "b"})
    store.editions.make_current(version)


def watchers() -> list[threading.Thread]:
    """Return the watching threads of this process."""
    return [thread for thread in threading.enumerate() if thread.name == "store-watch"]


def test_a_second_store_hears_of_a_new_edition(store: Store, opened: Opened) -> None:
    """At the pace of everyday, and not of the one that it starts with."""
    choose(store, "v1")
    calls: queue.Queue[str] = queue.Queue()
    opened().watch(calls.put)
    choose(store, "v2")
    assert heard(calls) == "v2"


@pytest.mark.usefixtures("hurry")
def test_the_same_edition_is_not_called_out_twice(store: Store, opened: Opened) -> None:
    """Nor the one that was current when the watch began."""
    choose(store, "v1")
    calls: queue.Queue[str] = queue.Queue()
    opened().watch(calls.put)
    choose(store, "v1")
    choose(store, "v2")
    choose(store, "v2")
    assert heard(calls) == "v2"
    with pytest.raises(queue.Empty):
        calls.get(timeout=NO_MORE)


@pytest.mark.usefixtures("hurry")
def test_what_changed_before_the_watch_began_is_heard_too(store: Store) -> None:
    """Who says which version it uses misses none."""
    choose(store, "v2")
    calls: queue.Queue[str] = queue.Queue()
    store.watch(calls.put, seen="v1")
    assert heard(calls) == "v2"


@pytest.mark.usefixtures("hurry")
def test_who_goes_on_alone_is_called_back_to_the_version_of_before(store: Store) -> None:
    """One process takes v2 and then decides on v3 by itself; before it looks again, another one decides on v2.

    Also when that happens once more.
    """
    choose(store, "v2")
    calls: queue.Queue[str] = queue.Queue()
    uses = ["v1"]
    store.watch(lambda version: (uses.append(version), calls.put(version))[1], in_use=lambda: uses[-1])
    assert heard(calls) == "v2"
    for _ in range(2):
        uses.append("v3")
        choose(store, "v2")
        assert heard(calls) == "v2"
        assert uses[-1] == "v2"


@pytest.mark.usefixtures("hurry")
def test_a_version_that_cannot_be_used_is_tried_once(store: Store) -> None:
    """Until something else is decided."""
    choose(store, "v2")
    calls: queue.Queue[str] = queue.Queue()
    store.watch(calls.put, in_use=lambda: "v1")
    assert heard(calls) == "v2"
    with pytest.raises(queue.Empty):
        calls.get(timeout=NO_MORE)
    choose(store, "v4")
    assert heard(calls) == "v4"


@pytest.mark.usefixtures("hurry")
def test_a_stopped_watch_is_over(store: Store) -> None:
    """Its thread ends, at once or with the store, and it hears nothing more."""
    calls: queue.Queue[str] = queue.Queue()
    stop = store.watch(calls.put)
    store.watch(calls.put)
    assert len(watchers()) == 2
    stop()
    assert len(watchers()) == 1
    store.close()
    assert watchers() == []
    choose(store, "v1")
    assert calls.empty()


@pytest.mark.usefixtures("hurry")
def test_a_failing_callback_does_not_end_the_watch(store: Store) -> None:
    """A version that cannot be used is passed over; one that could not be read is tried again."""
    calls: queue.Queue[str] = queue.Queue()
    failures = {"v1": [ValueError()], "v2": [StoreError()]}

    def callback(version: str) -> None:
        calls.put(version)
        for failure in failures.pop(version, []):
            raise failure

    store.watch(callback)
    for version, times in (("v1", 1), ("v2", 2), ("v3", 1)):
        choose(store, version)
        assert [heard(calls) for _ in range(times)] == [version] * times
    assert calls.empty()


@pytest.mark.usefixtures("hurry")
@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
def test_a_watch_outlives_the_server(store: Store, opened: Opened, postgres: PostgresServer) -> None:
    """While it is stopped every method says so; once it runs again all work as before, who slept through it too."""
    calls: queue.Queue[str] = queue.Queue()
    other, sleeper = opened(), opened()
    other.watch(calls.put)
    choose(store, "v1")
    assert heard(calls) == "v1"
    postgres.stop()
    try:
        for method in (store.editions.current, lambda: store.claims.claim("event"), store.forget_old):
            with pytest.raises(StoreError, match="サーバー"):
                method()
    finally:
        postgres.start()
    assert sleeper.claims.claim("event")
    assert not store.claims.claim("event")
    choose(store, "v2")
    assert heard(calls) == "v2"


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
def test_postgresql_tells_at_once(store: Store, opened: Opened) -> None:
    """Faster than anybody who asks every second."""
    moments: queue.Queue[float] = queue.Queue()
    opened().watch(lambda _: moments.put(time.monotonic()))
    time.sleep(0.5)  # it listens by now
    delays = []
    for number in range(4):
        started = time.monotonic()
        choose(store, f"v{number}")
        delays.append(moments.get(timeout=PATIENCE) - started)
    assert max(delays) < 0.8
