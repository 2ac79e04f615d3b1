"""Where the database is: the spellings of its URL, the options of its driver, and a name that can be shown."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from bot.editions import StoreError

__all__ = ["connect_arguments", "parse", "shown"]

_EXPECTED = "DATABASE_URL は sqlite:///ファイル名 または postgresql://ユーザー:パスワード@ホスト/データベース名 の形にしてください"
# Seconds, and milliseconds for the rest; how long all of it may take together, `bot.store.waiting` says.
_SQLITE_ARGUMENTS = {"timeout": 0.25}
_POSTGRESQL_ARGUMENTS = {
    "connect_timeout": 5,
    "tcp_user_timeout": 10_000,
    "application_name": "jichitai-dx-bot",
    # Statements prepared on the server get lost behind a pooler that shares connections by transaction.
    "prepare_threshold": None,
}


def parse(text: str) -> URL:
    """Return the URL with the driver that we use; raises `StoreError`, which does not repeat it.

    Heroku says ``postgres://``, others ``postgresql://`` or name a driver: all become psycopg 3.
    """
    try:
        url = make_url(text.strip())
    except (ArgumentError, ValueError):
        raise StoreError(f"データベースの URL を読み取れません({_EXPECTED})。") from None
    match url.drivername.partition("+")[0]:
        case "postgres" | "postgresql":
            return url.set(drivername="postgresql+psycopg")
        case "sqlite":
            return _sqlite(url)
    raise StoreError(f"データベースの種類が SQLite でも PostgreSQL でもありません({_EXPECTED})。")


def _sqlite(url: URL) -> URL:
    if not url.database or ":memory:" in url.database or url.query.get("mode") == "memory":
        raise StoreError("SQLite のファイル名がありません(sqlite:///data/dx.sqlite3 のように指定してください)。")
    return url.set(drivername="sqlite")


def connect_arguments(url: URL) -> Mapping[str, Any]:
    """Return what the driver is told besides the URL; what the URL says itself goes first."""
    ours = _SQLITE_ARGUMENTS if url.drivername == "sqlite" else _POSTGRESQL_ARGUMENTS
    return {name: value for name, value in ours.items() if name not in url.query}


def shown(url: URL) -> str:
    """Return the name of a database for a message: neither user nor password.

    >>> shown(parse("postgres://dx:secret@db.example:5432/answers?sslmode=require"))
    'PostgreSQL db.example:5432/answers'
    """
    if url.drivername == "sqlite":
        return f"SQLite {Path(url.database or '')}"
    host = url.host or url.query.get("host") or "localhost"
    port = f":{url.port}" if url.port else ""
    return f"PostgreSQL {host}{port}/{url.database or ''}"
