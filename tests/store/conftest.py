"""What the tests of the store share: each runs on SQLite and on PostgreSQL, with a clock that stands until it is moved."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from bot.store import Store
from tests.postgres import PostgresServer, running_postgres
from tests.store.records import KEY

Opened = Callable[..., Store]


class Clock:
    """A clock that shows what it is told."""

    def __init__(self) -> None:
        self.now = datetime(2026, 4, 1, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        """Tell the time."""
        return self.now

    def move(self, **by: float) -> None:
        """Let time pass."""
        self.now += timedelta(**by)


@pytest.fixture
def clock() -> Clock:
    """Return a clock that stands."""
    return Clock()


@pytest.fixture(scope="session")
def postgres() -> PostgresServer:
    """Return the running server."""
    return running_postgres()


@pytest.fixture(scope="session")
def ready_postgresql(postgres: PostgresServer) -> str:
    """Return the URL of a database whose tables are made."""
    url = postgres.create()
    Store.open(url, key=KEY).close()
    return url


@pytest.fixture(scope="session")
def ready_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file whose tables are made."""
    path = tmp_path_factory.mktemp("ready") / "dx.sqlite3"
    Store.open(f"sqlite:///{path}", key=KEY).close()
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the URL of a database without tables."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/dx.sqlite3"
    return request.getfixturevalue("postgres").create()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the URL of a database whose tables are made and empty.

    Making a new one for each test would take longer than the tests.
    """
    if request.param == "sqlite":
        path = shutil.copy(request.getfixturevalue("ready_sqlite"), tmp_path)
        return f"sqlite:///{path}"
    url: str = request.getfixturevalue("ready_postgresql")
    with psycopg.connect(url, autocommit=True) as connection:
        names = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        for (name,) in names:
            if name != "alembic_version":
                connection.execute(f'DELETE FROM "{name}"')  # noqa: S608 - a name out of the catalogue
    return url


@pytest.fixture
def opened(url: str, clock: Clock) -> Iterator[Opened]:
    """Return a function that opens the database once more, as another process would."""
    stores: list[Store] = []

    def open_store(**options: object) -> Store:
        stores.append(Store.open(url, **{"key": KEY, "clock": clock, **options}))
        return stores[-1]

    yield open_store
    for store in stores:
        store.close()


@pytest.fixture
def store(opened: Opened) -> Store:
    """Open the database."""
    return opened()
