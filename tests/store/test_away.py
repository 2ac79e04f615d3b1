"""A database that is away is waited for by nobody who asks, and is used again as soon as it is there."""

from __future__ import annotations

import os
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from sqlalchemy import text

from bot.store import AwayError, ReloadRecord, Store, StoreError
from bot.store.reloads import START
from tests.postgres import PASSWORD, PostgresServer
from tests.store.conftest import Clock, Opened
from tests.store.records import KEY, answer, person

SECRETS = ("U777SECRET", "秘密の質問", "090-1234-5678")
FILES = {"knowledge/topics.yaml": ""}


@contextmanager
def hung(url: str, postgres: PostgresServer) -> Iterator[None]:
    """Let nobody write: another writer holds the file, or the server's processes are stopped."""
    if url.startswith("sqlite"):
        holder = sqlite3.connect(urlsplit(url).path.removeprefix("/"), isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        yield
        holder.execute("COMMIT")
        holder.close()
        return
    processes = family(postgres)
    try:
        for process in processes:
            os.kill(process, signal.SIGSTOP)
        yield
    finally:
        for process in processes:
            os.kill(process, signal.SIGCONT)


def family(postgres: PostgresServer) -> list[int]:
    """Return the server's processes."""
    first = int((postgres._folder / "data" / "postmaster.pid").read_text().split()[0])
    numbers = (int(folder.name) for folder in Path("/proc").iterdir() if folder.name.isdigit())
    return [first, *(number for number in numbers if parent(number) == first)]


def parent(process: int) -> int:
    """Return the process that started another, 0 for one that is gone."""
    try:
        return int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[1])
    except (OSError, IndexError):
        return 0


def until(condition: Callable[[], object], seconds: float = 15) -> bool:
    """Wait for something; tell whether it came."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.05)
    return False


# What takes too long.


def test_what_hangs_is_given_up_in_time(store: Store, url: str, postgres: PostgresServer) -> None:
    """Whoever waits says for how long; afterwards the database serves as before."""
    store.claims.claim("before")
    with hung(url, postgres):
        for key in ("used connection", "new connection"):
            begun = time.monotonic()
            with pytest.raises(AwayError), store.within(0.4):
                store.claims.claim(key)
            assert time.monotonic() - begun < 1.2
    assert until(lambda: _works(store))


def _works(store: Store) -> bool:
    try:
        store.probe()
    except StoreError:
        return False
    return True


def test_a_server_that_comes_back_is_used_again(postgres: PostgresServer, caplog: pytest.LogCaptureFixture) -> None:
    """With new connections, and nothing but our own lines about it in the log."""
    with Store.open(postgres.create(), key=KEY) as store:
        store.editions.publish("v1", FILES)
        stop = store.watch(lambda _: None)
        time.sleep(0.3)
        postgres.stop()
        with pytest.raises(AwayError):
            store.claims.claim("while it is away")
        postgres.start()
        assert until(lambda: _works(store))
        stop()
    assert [record.name for record in caplog.records if record.levelname == "ERROR"] == []


# One that is away when it is to be opened.


def test_a_server_that_is_away_is_opened_when_it_is_there(postgres: PostgresServer) -> None:
    """Until then every request fails at once; people have the same hashes before and after."""
    url = postgres.create()
    postgres.stop()
    try:
        with pytest.raises(AwayError):
            Store.open(url, key=KEY)
        store = Store.open(url, key=KEY, patient=True)
        before = store.person("U1", "T1")
        begun = time.monotonic()
        with pytest.raises(AwayError):
            store.claims.claim("event")
        assert not store.is_open
        assert time.monotonic() - begun < 0.5
    finally:
        postgres.start()
    assert until(lambda: store.is_open)
    assert store.claims.claim("event")
    assert store.person("U1", "T1") == before
    store.close()


def test_what_is_wrong_is_not_waited_for(postgres: PostgresServer, tmp_path: Path) -> None:
    """A password, a name, a kind of database, a file that is none: somebody has to mend the setting."""
    (tmp_path / "text").write_text("no database" * 100)
    for url in (
        postgres.url("postgres").replace(PASSWORD, "wrong"),
        postgres.url("nowhere"),
        "mysql://h/d",
        f"sqlite:///{tmp_path}/text",
    ):
        with pytest.raises(StoreError) as caught:
            Store.open(url, key=KEY, patient=True)
        assert not isinstance(caught.value, AwayError), url


# What is written down of claims and versions.


def everything(store: Store, url: str) -> bytes:
    """Return all that the database holds, and on SQLite all that stands in its files."""
    with store.engine.connect() as connection:
        if url.startswith("sqlite"):
            path = Path(f"/{urlsplit(url).path.lstrip('/')}")
            return b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*"))
        tables = connection.execute(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).scalars()
        rows = (connection.execute(text(f'SELECT t::text FROM "{name}" t')).scalars() for name in tables.all())  # noqa: S608 - out of the catalogue
        return "\n".join(row for found in rows for row in found).encode()


def test_a_claim_tells_nothing_of_what_is_claimed(opened: Opened, url: str) -> None:
    """Neither who asked nor what: keys are hashed with our key, so that nobody can try them out."""
    store = opened(recording=False)
    key = " ".join(("command 1.1.780f /dx", *SECRETS))
    assert store.claims.claim(key, f"message {SECRETS[0]}")
    store.answers.add(answer(question=SECRETS[1], before=SECRETS[1], person=person("a")))
    held = everything(store, url)
    assert person("a").encode() in held
    assert [secret for secret in SECRETS if secret.encode() in held] == []
    with store.engine.connect() as connection:
        first = set(connection.execute(text("SELECT key FROM claims")).scalars())
    assert not opened(recording=False).claims.claim(key)
    store.claims.release(key, f"message {SECRETS[0]}")
    other = opened(key=b"another key, of another deployment")
    assert other.claims.claim(key)
    with store.engine.connect() as connection:
        assert first.isdisjoint(connection.execute(text("SELECT key FROM claims")).scalars())


def test_claims_of_before_are_thrown_away(empty: str) -> None:
    """Those that an older program wrote down in plain, from the file as well."""
    with Store.open(empty, key=KEY) as store, store.engine.begin() as connection:
        connection.execute(
            text("INSERT INTO claims (key, at) VALUES (:key, :at)"), {"key": SECRETS[0], "at": "2099-01-01"}
        )
        connection.execute(text("DROP TABLE known_versions"))
        connection.execute(text("UPDATE alembic_version SET version_num = '0002'"))
    with Store.open(empty, key=KEY) as store:
        assert SECRETS[0].encode() not in everything(store, empty)


def test_expired_claims_go_though_nobody_asks(store: Store, clock: Clock) -> None:
    """The thread that watches for editions sees to it."""
    store.claims.claim("event")
    clock.move(minutes=61)
    stop = store.watch(lambda _: None, "")
    assert until(lambda: _count(store, "claims") == 0)
    stop()


def _count(store: Store, table: str) -> int:
    with store.engine.connect() as connection:
        return int(connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())  # noqa: S608 - ours


def test_a_version_is_known_for_longer_than_the_journal(opened: Opened, clock: Clock) -> None:
    """What was in use, or shown to an admin, is no news after the retention; who decided is forgotten."""
    store = opened(retention_days=30)
    for number in range(9):
        store.editions.publish(
            f"v{number}", FILES, ReloadRecord(clock.now, person("a"), "", f"v{number}", "applied", 0)
        )
    store.reloads.add(ReloadRecord(clock.now, person("a"), "v8", "shown", "shown", 0))
    clock.move(days=40)
    store.forget_old()
    assert store.reloads.latest(9) == ()
    assert {*(f"v{number}" for number in range(9)), "shown"} <= store.editions.known()


def test_what_a_start_has_brought_is_told_from_decisions(store: Store, clock: Clock) -> None:
    """A deployment knows nothing of what editors apply."""
    store.editions.publish("deployed", FILES, ReloadRecord(clock.now, START, "", "deployed", "applied", 0))
    store.editions.publish("edited", FILES, ReloadRecord(clock.now, person("a"), "deployed", "edited", "applied", 0))
    assert store.editions.brought() == {"deployed"}
