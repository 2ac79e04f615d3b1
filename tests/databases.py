"""Databases for tests that run on SQLite and on PostgreSQL alike: each test gets one of its own."""

from __future__ import annotations

import atexit
import functools
import shutil
import tempfile
from pathlib import Path

from bot.store import Store
from tests.postgres import running_postgres

__all__ = ["KINDS", "empty_database", "ready_database"]

KINDS = ("sqlite", "postgresql")
_KEY = b"of no account: what it makes is in no table yet"


def empty_database(kind: str, folder: Path) -> str:
    """Return the URL of a database without tables; SQLite's lies in the folder."""
    if kind == "sqlite":
        return f"sqlite:///{folder / 'records.db'}"
    return running_postgres().create()


def ready_database(kind: str, folder: Path) -> str:
    """Return the URL of a database whose tables are made and empty, for tests that are not about making them."""
    if kind == "sqlite":
        return f"sqlite:///{shutil.copy(_ready_sqlite(), folder / 'records.db')}"
    return running_postgres().create(_ready_postgres())


@functools.cache
def _ready_sqlite() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="dx-sqlite-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    Store.open(empty_database("sqlite", folder), key=_KEY).close()
    assert [file.name for file in folder.iterdir()] == ["records.db"]  # nothing of it is in a journal
    return folder / "records.db"


@functools.cache
def _ready_postgres() -> str:
    server = running_postgres()
    url = server.create()
    Store.open(url, key=_KEY).close()
    return url.rpartition("/")[2]
