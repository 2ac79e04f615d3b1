"""The database: one engine, transactions for reading and for writing, and errors as sentences."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, Table, create_engine, event, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError, StatementError

from bot.store.address import StoreError, connect_arguments, parse, shown

__all__ = ["Database", "StoreError", "Upsert"]

Upsert = postgresql.Insert | sqlite.Insert

_READING = "dx_reading"
# The journal lets readers read while one writes; a commit survives the end of the process, and with NORMAL the
# database stays whole when the power fails, if perhaps without its last second; deleted text is overwritten.
_SQLITE_SETTINGS = ("synchronous = NORMAL", "foreign_keys = ON", "secure_delete = ON")
_POSTGRESQL_SETTINGS = ("statement_timeout = '10s'", "idle_in_transaction_session_timeout = '60s'")
# What codes mean that an admin can do something about; the others are shown as they are.
_CODES = {
    "SQLITE_BUSY": "ほかの処理が使用中です",
    "SQLITE_CANTOPEN": "ファイルを開けません",
    "SQLITE_FULL": "ディスクに空きがありません",
    "SQLITE_NOTADB": "SQLite のファイルではありません",
    "SQLITE_READONLY": "書き込みが許可されていません",
    "53100": "ディスクに空きがありません",
    "53300": "接続が多すぎます",
    "57014": "時間がかかりすぎました",
    "57P01": "サーバーが停止しました",
}
# What libpq says when it cannot connect, for which there is no code, and what that means.
_REASONS = {
    "password authentication failed": "ユーザー名かパスワードが違います",
    "no password supplied": "パスワードがありません",
    "does not exist": "データベースかユーザーがありません",
    "could not translate host name": "ホスト名が見つかりません",
    "failed to resolve host": "ホスト名が見つかりません",
    "connection refused": "サーバーが応答しません",
    "connection timeout expired": "サーバーが応答しません",
    "too many clients": "接続が多すぎます",
    "remaining connection slots": "接続が多すぎます",
}


class Database:
    """One database, shared by all threads of a process."""

    def __init__(self, url: URL) -> None:
        self.name = shown(url)
        self.is_sqlite = url.drivername == "sqlite"
        self.engine = _engine(url)
        self._readers = self.engine.execution_options(**{_READING: True})
        # Waiting threads of one process take turns at once; SQLite would let them sleep and try again.
        self._turn = threading.Lock() if self.is_sqlite else nullcontext()

    @classmethod
    def at(cls, url: str) -> Database:
        """Take the URL of a setting; a SQLite file is made, readable for its owner only, if there is none."""
        parsed = parse(url)
        try:
            database = cls(parsed)
            if database.is_sqlite:
                _make_file(Path(parsed.database or ""))
        except (SQLAlchemyError, OSError) as error:
            raise StoreError(f"データベース({shown(parsed)})を開けません({_cause(error)})。") from None
        return database

    @property
    def driver_error(self) -> type[Exception]:
        """Return the class of what the driver itself raises."""
        error: type[Exception] = self.engine.dialect.loaded_dbapi.Error
        return error

    def close(self) -> None:
        """Close the connections that are not in use."""
        self.engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a transaction that writes nothing; raises `StoreError`."""
        with self.sentences(), self._readers.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Open a transaction that is committed as a whole or not at all; raises `StoreError`."""
        with self.sentences(), self._turn, self.engine.begin() as connection:
            yield connection

    @contextmanager
    def sentences(self) -> Iterator[None]:
        """Turn what the driver raises into a `StoreError`.

        Not even as its cause is the original kept: PostgreSQL repeats whole rows in what it says.
        """
        try:
            yield
        except (SQLAlchemyError, self.driver_error, UnicodeError) as error:
            said = f"データベース({self.name})の読み書きができません({_cause(error)})。"
            raise StoreError(said) from None

    @contextmanager
    def apart(self) -> Iterator[Any]:
        """Lend a connection of the driver, outside of the pool and of transactions, to listen with."""
        raw = self.engine.raw_connection()
        connection: Any = raw.driver_connection
        raw.detach()
        try:
            connection.rollback()
            connection.autocommit = True
            yield connection
        finally:
            raw.close()

    def upsert(self, table: Table) -> Upsert:
        """Return an INSERT that has ON CONFLICT, which SQLAlchemy gives per dialect."""
        return sqlite.insert(table) if self.is_sqlite else postgresql.insert(table)

    def wait_for_turn(self, connection: Connection, lock: int) -> None:
        """Let one process after the other pass until the transaction ends; on SQLite every writer waits anyway."""
        if not self.is_sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": lock})

    def wipe(self) -> None:
        """Let no deleted text stay in SQLite's journal, unless somebody is reading there just now."""
        if self.is_sqlite:
            with self.sentences():
                run_outside(self.engine, "PRAGMA wal_checkpoint(TRUNCATE)")


def run_outside(engine: Engine, statement: str) -> Any:
    """Run one of SQLite's statements that no transaction may hold, and return the first value of its result."""
    raw = engine.raw_connection()
    try:
        cursor = raw.cursor()
        cursor.execute(statement)
        row = cursor.fetchone()
        return row[0] if row else None
    finally:
        raw.close()


def _engine(url: URL) -> Engine:
    engine = create_engine(
        url,
        connect_args=dict(connect_arguments(url)),
        hide_parameters=True,
        pool_size=5,
        max_overflow=10,
        pool_timeout=10,
        pool_pre_ping=url.drivername != "sqlite",
    )
    if url.drivername == "sqlite":
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "connect", _set_up_postgresql)
    return engine


def _set_up_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # we begin transactions ourselves
    for setting in _SQLITE_SETTINGS:
        connection.execute(f"PRAGMA {setting}")


def _begin_sqlite(connection: Connection) -> None:
    """Begin with the right to write, unless told otherwise: a reader that turns writer would not wait but fail."""
    reading = connection.get_execution_options().get(_READING, False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def _set_up_postgresql(connection: Any, _record: object) -> None:
    for setting in _POSTGRESQL_SETTINGS:
        connection.execute(f"SET {setting}")
    connection.commit()


def _make_file(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))


def _cause(error: Exception) -> str:
    """Return a reason that holds nothing of the statement: the driver's code, else a phrase, else a class name."""
    original = (isinstance(error, StatementError) and error.orig) or error
    if isinstance(original, OSError):
        return original.strerror or type(original).__name__
    code = getattr(original, "sqlite_errorname", None) or getattr(original, "sqlstate", None)
    if code:
        return _CODES.get(code, str(code))
    said = str(original).casefold()
    return next((reason for pattern, reason in _REASONS.items() if pattern in said), type(original).__name__)
