"""The database: one engine, transactions for reading and for writing, and errors as sentences."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, Table, create_engine, event, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError

from bot.editions import AwayError, StoreError
from bot.store.address import connect_arguments, parse, shown
from bot.store.causes import cause, may_pass
from bot.store.waiting import Lines, Patience

__all__ = ["Database", "Upsert"]

Upsert = postgresql.Insert | sqlite.Insert

_READING = "dx_reading"
# The journal lets readers read while one writes; a commit survives the end of the process, and with NORMAL the
# database stays whole when the power fails, if perhaps without its last second; deleted text is overwritten.
_SQLITE_SETTINGS = ("synchronous = NORMAL", "foreign_keys = ON", "secure_delete = ON")
_POSTGRESQL_SETTINGS = ("statement_timeout = '10s'", "idle_in_transaction_session_timeout = '60s'")
_PATIENCE = 10.0  # seconds, where nobody waits for an answer
_OPENING_FILE, _OPENING_SERVER = 10.0, 600.0  # seconds
_QUEUE = 1.0  # seconds that a connection may take to be free
_WIPING = 5.0  # seconds that others may go on reading what is deleted


class Database:
    """One database, shared by all threads of a process."""

    def __init__(self, url: URL) -> None:
        self.name = shown(url)
        self.is_sqlite = url.drivername == "sqlite"
        self.patience = Patience(_usual_patience(url))
        self.engine = _engine(url)
        self._readers = self.engine.execution_options(**{_READING: True})
        self._lines = None if self.is_sqlite else Lines(self.engine, self.patience)
        if self.is_sqlite:
            event.listen(self.engine, "begin", self._begin)
        # Waiting threads of one process take turns at once; SQLite would let them sleep and try again.
        self._turn = threading.Lock()
        self._opener: int | None = None

    @classmethod
    def at(cls, url: str) -> Database:
        """Take the URL of a setting; a SQLite file is made, readable for its owner only, if there is none."""
        parsed = parse(url)
        try:
            database = cls(parsed)
            if database.is_sqlite:
                _make_file(Path(parsed.database or ""))
        except (SQLAlchemyError, OSError) as error:
            raise StoreError(f"データベース({shown(parsed)})を開けません({cause(error)})。") from None
        return database

    @property
    def driver_error(self) -> type[Exception]:
        """Return the class of what the driver itself raises."""
        error: type[Exception] = self.engine.dialect.loaded_dbapi.Error
        return error

    def close(self) -> None:
        """Close the connections that are not in use."""
        self.engine.dispose()
        if self._lines:
            self._lines.close()

    @property
    def is_open(self) -> bool:
        """Tell whether it has been opened, and its tables are as they should be."""
        return self._opener is None

    @contextmanager
    def opening(self) -> Iterator[None]:
        """Let this thread alone use the database until it is open; where that fails, nobody can.

        Tables may have to be made anew, which takes a server its time; a file that is in use is no reason to wait long.
        """
        self._opener = threading.get_ident()
        try:
            with self.patience.of(_OPENING_FILE if self.is_sqlite else _OPENING_SERVER, is_short=False):
                yield
        except BaseException:
            self._opener = -1
            raise
        self._opener = None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a transaction that writes nothing; raises `StoreError`."""
        self._require_open()
        with self.sentences(), self.patience.as_usual(), self._readers.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Open a transaction that is committed as a whole or not at all; raises `StoreError`."""
        self._require_open()
        with self.sentences(), self.patience.as_usual(), self._one_at_a_time(), self.engine.begin() as connection:
            yield connection

    def _require_open(self) -> None:
        if self._opener not in (None, threading.get_ident()):
            raise AwayError(f"データベース({self.name})をまだ開けていません。")

    @contextmanager
    def _one_at_a_time(self) -> Iterator[None]:
        if not self.is_sqlite:
            yield
            return
        if not self._turn.acquire(timeout=self.patience.left()):
            raise AwayError(f"データベース({self.name})の書き込みの順番が回ってきません。")
        try:
            yield
        finally:
            self._turn.release()

    def _begin(self, connection: Connection) -> None:
        """Begin with the right to write, unless told otherwise: a reader that turns writer would not wait but fail.

        The driver tries for a moment; how often it may do that is a matter of patience.
        """
        reading = connection.get_execution_options().get(_READING, False)
        driver: Any = connection.connection.driver_connection
        end = time.monotonic() + self.patience.left()
        while True:
            try:
                driver.execute("BEGIN" if reading else "BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                if time.monotonic() >= end or error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                    raise
            else:
                return

    @contextmanager
    def sentences(self) -> Iterator[None]:
        """Turn what the driver raises into a `StoreError`.

        Not even as its cause is the original kept: PostgreSQL repeats whole rows in what it says.
        """
        try:
            yield
        except (SQLAlchemyError, self.driver_error, UnicodeError) as error:
            said = f"データベース({self.name})の読み書きができません({cause(error)})。"
            raise (AwayError if may_pass(error) else StoreError)(said) from None

    @contextmanager
    def apart(self) -> Iterator[Any]:
        """Lend a connection of the driver, outside of the pool and of transactions, to listen with."""
        dialect = self.engine.dialect
        arguments, options = dialect.create_connect_args(self.engine.url)
        connection: Any = dialect.connect(*arguments, **{**options, **connect_arguments(self.engine.url)})
        try:
            connection.autocommit = True
            yield connection
        finally:
            connection.close()

    def upsert(self, table: Table) -> Upsert:
        """Return an INSERT that has ON CONFLICT, which SQLAlchemy gives per dialect."""
        return sqlite.insert(table) if self.is_sqlite else postgresql.insert(table)

    def wait_for_turn(self, connection: Connection, lock: int) -> None:
        """Let one process after the other pass until the transaction ends; on SQLite every writer waits anyway."""
        if not self.is_sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": lock})

    def wipe(self) -> None:
        """Let no deleted text stay in SQLite's journal, unless somebody is reading there just now."""
        if not self.is_sqlite:
            return
        end = time.monotonic() + _WIPING
        with self.sentences():
            while run_outside(self.engine, "PRAGMA wal_checkpoint(TRUNCATE)") and time.monotonic() < end:
                time.sleep(0.02)


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
    if url.drivername == "sqlite":
        url = url.difference_update_query(["timeout"])  # that is `Patience`
    engine = create_engine(
        url,
        connect_args=dict(connect_arguments(url)),
        hide_parameters=True,
        pool_size=5,
        max_overflow=10,
        pool_timeout=_QUEUE,
    )
    event.listen(engine, "connect", _set_up_sqlite if url.drivername == "sqlite" else _set_up_postgresql)
    return engine


def _usual_patience(url: URL) -> float:
    """Return what SQLite's URL says of it, in seconds."""
    said = url.query.get("timeout", "") if url.drivername == "sqlite" else ""
    try:
        return float(str(said))
    except ValueError:
        return _PATIENCE


def _set_up_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # we begin transactions ourselves
    for setting in _SQLITE_SETTINGS:
        connection.execute(f"PRAGMA {setting}")


def _set_up_postgresql(connection: Any, _record: object) -> None:
    for setting in _POSTGRESQL_SETTINGS:
        connection.execute(f"SET {setting}")
    connection.commit()


def _make_file(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
