"""Migrating: bring the tables up to date before anything else, one process at a time."""

from __future__ import annotations

import sqlite3
import threading
import time
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from bot.editions import AwayError
from bot.store.database import Database, run_outside
from bot.store.migrations import HEAD

__all__ = ["migrate"]

_FOLDER = Path(__file__).with_name("migrations")
_LOCK = 0x6478_0001  # "dx", and the first of our advisory locks
_PATIENCE = 30.0  # seconds that SQLite's journal may take to be switched on
# Alembic keeps the migration that it runs in a global.
_ONE_AT_A_TIME = threading.Lock()


def migrate(database: Database) -> None:
    """Run the migrations that are missing, all or none; raises `StoreError`, an `AwayError` for tables of a newer program."""
    with database.sentences():
        if database.is_sqlite:
            _keep_journal(database)
        with database.engine.connect() as connection:
            if _revision(connection) == HEAD:
                return
    with _ONE_AT_A_TIME, database.writing() as connection:
        if not database.is_sqlite:
            connection.execute(text("SET LOCAL statement_timeout = 0"))
        database.wait_for_turn(connection, _LOCK)
        _upgrade(database.name, connection)
    database.wipe()


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _upgrade(name: str, connection: Connection) -> None:
    # Alembic is slow to import, and not needed by those who find the tables as they should be.
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    try:
        command.upgrade(config, "head")
    except CommandError:
        said = f"データベース({name})の表がこのプログラムと合いません(新しい版のプログラムで作られていないかご確認ください)。"
        raise AwayError(said) from None  # until the next deployment


def _keep_journal(database: Database) -> None:
    """Switch SQLite's journal on, which the file remembers.

    That needs the file for oneself for a moment, and SQLite does not wait for it.
    """
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            run_outside(database.engine, "PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if time.monotonic() > deadline or error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
            time.sleep(0.02)
        else:
            return
