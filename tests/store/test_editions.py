"""An edition is kept whole or not at all; the current one stays, and the latest five besides it."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest

from bot.store import Edition, MemoryEditions, ReloadRecord, Store, StoreError
from tests.store import worker
from tests.store.conftest import Clock, Opened
from tests.store.records import person

FILES = {
    "knowledge/faq/a.yaml": "- 質問: 窓口は?\n",
    "seeds/記事.txt": "座談会\r\nA:はい\n",
    "empty": "",
    "odd": "\x00\ud83d",
}


def versions(store: Store) -> list[str]:
    """Return the versions that are kept, newest first."""
    return [version for version, _ in store.editions.list()]


def test_a_folder_comes_back_letter_by_letter(store: Store, clock: Clock) -> None:
    """Line ends and odd characters included."""
    store.editions.keep("v1", FILES)
    assert store.editions.get("v1") == Edition("v1", clock.now, FILES)
    assert store.editions.get("v2") is None


def test_the_current_edition_and_five_besides_it_stay(store: Store) -> None:
    """Older ones are dropped, once they are no longer in use."""
    store.editions.keep("v0", FILES)
    store.editions.make_current("v0")
    for number in range(1, 8):
        store.editions.keep(f"v{number}", FILES)
    assert versions(store) == ["v7", "v6", "v5", "v4", "v3", "v0"]
    store.editions.make_current("v7")
    store.editions.keep("v8", FILES)
    assert versions(store) == ["v8", "v7", "v6", "v5", "v4", "v3"]


def test_an_edition_kept_again_is_the_latest(store: Store, clock: Clock) -> None:
    """It is there once, with the time of the last keeping."""
    for version in ("v1", "v2"):
        store.editions.keep(version, FILES)
    clock.move(hours=1)
    store.editions.keep("v1", FILES)
    assert store.editions.list()[0] == ("v1", clock.now)
    assert versions(store) == ["v1", "v2"]


def test_nothing_is_current_until_somebody_says_so(store: Store, opened: Opened) -> None:
    """From then on it is for every process."""
    assert store.editions.current() is None
    store.editions.keep("v1", FILES)
    assert store.editions.current() is None
    store.editions.make_current("v1")
    assert opened().editions.current() == "v1"


def test_only_what_is_kept_becomes_current(store: Store) -> None:
    """Otherwise all processes would look for what nobody has."""
    store.editions.keep("v1", FILES)
    store.editions.make_current("v1")
    with pytest.raises(StoreError, match="v9"):
        store.editions.make_current("v9")
    assert store.editions.current() == "v1"


def test_processes_that_keep_the_same_edition_do_not_collide(store: Store, opened: Opened) -> None:
    """As they do when several start at once."""
    stores = [store, opened(), opened(), opened()]

    def keep(each: Store) -> None:
        for version in ("v1", "v2", "v3"):
            each.editions.keep(version, FILES)
            each.editions.make_current(version)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(keep, stores))
    assert sorted(versions(store)) == ["v1", "v2", "v3"]


def test_a_process_killed_while_keeping_leaves_whole_editions(url: str, opened: Opened) -> None:
    """Neither half of the new one, nor the old ones gone, nor a lock behind."""
    store = opened()
    for number in range(5):
        store.editions.keep(f"v{number}", FILES)
    processes = worker.start(1, "die_keeping", url)
    assert worker.finish(processes) == [("", "")]
    assert processes[0].returncode == -signal.SIGKILL
    assert versions(store) == ["v4", "v3", "v2", "v1", "v0"]
    assert all(store.editions.get(version).files == FILES for version in versions(store))
    store.editions.keep("v5", FILES)
    assert versions(store)[0] == "v5"


def record(after: str, before: str = "v0") -> ReloadRecord:
    """Return what an admin decided."""
    return ReloadRecord(datetime(2026, 4, 1, 9, 0, tzinfo=UTC), person("admin"), before, after, "applied", 0)


@contextmanager
def without_journal(store: Store) -> Iterator[None]:
    """Take the table of reloads away for a while."""
    with store.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE reloads RENAME TO away")
    yield
    with store.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE away RENAME TO reloads")


def test_publishing_keeps_chooses_and_writes_down_at_once(store: Store, opened: Opened) -> None:
    """What every process should use, and who wanted it."""
    store.editions.publish("v1", FILES, record("v1"))
    other = opened()
    assert other.editions.current() == "v1"
    assert other.editions.get("v1").files == FILES  # type: ignore[union-attr]  # it is kept
    assert other.reloads.latest(9) == (record("v1"),)


def test_publishing_is_done_as_a_whole_or_not_at_all(store: Store) -> None:
    """A journal that cannot be written leaves no version behind, nor another one in use."""
    store.editions.publish("v1", FILES, record("v1"))
    with without_journal(store), pytest.raises(StoreError):
        store.editions.publish("v2", FILES, record("v2"))
    assert versions(store) == ["v1"]
    assert store.editions.current() == "v1"


def test_what_is_published_again_is_the_latest(store: Store, clock: Clock) -> None:
    """So that the version in use before is always there to go back to."""
    for number in range(1, 7):
        store.editions.publish(f"v{number}", FILES)
    clock.move(hours=1)
    store.editions.publish("v1")
    assert store.editions.list()[0] == ("v1", clock.now)
    store.editions.publish("v7", FILES)
    assert versions(store) == ["v7", "v1", "v6", "v5", "v4", "v3"]
    with pytest.raises(StoreError, match="v2"):
        store.editions.publish("v2")
    assert store.editions.current() == "v7"


def test_every_version_that_was_ever_decided_on_is_known(store: Store) -> None:
    """Also when it is no longer kept: a start with old files is no news."""
    store.editions.publish("v1", FILES, record("v1"))
    for number in range(2, 9):
        store.editions.publish(f"v{number}", FILES)
    assert "v1" not in versions(store)
    assert {"v0", "v1", "v8"} <= store.editions.known()
    assert "v9" not in store.editions.known()


def test_memory_keeps_as_many_as_the_database(clock: Clock) -> None:
    """Where there is none."""
    editions = MemoryEditions(clock)
    assert (editions.current(), editions.list()) == (None, ())
    for number in range(1, 9):
        editions.publish(f"v{number}", FILES)
    editions.publish("v3")
    assert [version for version, _ in editions.list()] == ["v3", "v8", "v7", "v6", "v5", "v4"]
    assert editions.current() == "v3"
    assert editions.get("v4") == Edition("v4", clock.now, FILES)
    with pytest.raises(StoreError):
        editions.publish("v1")
    assert "v1" in editions.known()
