"""Editions: whole knowledge folders, so that every process can have the current one, and an older one again."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Column, ColumnElement, Connection, bindparam, false, func, select

from bot.editions import KEPT, Edition, ReloadRecord, StoreError
from bot.store.database import Database
from bot.store.reloads import START
from bot.store.tables import CURRENT_EDITION, EDITIONS, KNOWN_VERSIONS, RELOADS

__all__ = ["CHANNEL", "Editions", "remember"]

CHANNEL = "dx_edition"  # of PostgreSQL's NOTIFY
_LOCK = 0x6478_0003  # the third of our advisory locks
_ONE = 1  # the number of the one row that names the current edition
_BROUGHT = KNOWN_VERSIONS.update().where(KNOWN_VERSIONS.c.version == bindparam("this")).values(brought=True)


class Editions:
    """The latest editions, and which of them is in use."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def keep(self, version: str, files: Mapping[str, str]) -> None:
        """Keep a folder as the latest edition; of the others the current one and five besides it stay.

        A version that is there already becomes the latest again.
        """
        with self._database.writing() as connection:
            self._database.wait_for_turn(connection, _LOCK)
            self._put(connection, version, _packed(files))
            _forget_old(connection)

    def publish(self, version: str, files: Mapping[str, str] | None = None, record: ReloadRecord | None = None) -> None:
        """Keep a folder, let all processes use it, and write down who wanted that: all of it or nothing.

        Without files the version is one that is kept, and becomes the latest again; raises `StoreError` if it is not.
        """
        with self._database.writing() as connection:
            self._database.wait_for_turn(connection, _LOCK)
            packed = _packed(files) if files is not None else _kept(connection, version)
            self._put(connection, version, packed)
            self._choose(connection, version)
            if record and record.person == START:
                connection.execute(_BROUGHT, {"this": version})
            if record:
                connection.execute(RELOADS.insert(), asdict(record))
            _forget_old(connection)

    def get(self, version: str) -> Edition | None:
        """Return a folder as it was kept, or None when it is no longer there."""
        with self._database.reading() as connection:
            row = connection.execute(select(EDITIONS).where(EDITIONS.c.version == version)).one_or_none()
        return Edition(row.version, row.at, _unpacked(row.files)) if row else None

    def list(self) -> tuple[tuple[str, datetime], ...]:
        """List versions and when they were kept, newest first."""
        statement = select(EDITIONS.c.version, EDITIONS.c.at).order_by(EDITIONS.c.number.desc())
        with self._database.reading() as connection:
            return tuple((row.version, row.at) for row in connection.execute(statement))

    def current(self) -> str | None:
        """Return the version that all processes should use, or None as long as nobody has said."""
        with self._database.reading() as connection:
            return connection.execute(select(CURRENT_EDITION.c.version)).scalar()

    def known(self) -> frozenset[str]:
        """Return every version that was ever kept, in use, or shown to an admin, whatever else was forgotten since."""
        seen = select(KNOWN_VERSIONS.c.version)
        statement = seen.union(select(EDITIONS.c.version), select(RELOADS.c.before), select(RELOADS.c.after))
        with self._database.reading() as connection:
            return frozenset(connection.execute(statement).scalars())

    def brought(self) -> frozenset[str]:
        """Return the versions that starts have come with; on the others somebody has decided."""
        statement = select(KNOWN_VERSIONS.c.version).where(KNOWN_VERSIONS.c.brought)
        with self._database.reading() as connection:
            return frozenset(connection.execute(statement).scalars())

    def make_current(self, version: str) -> None:
        """Let all processes use a version, and tell those that listen; raises `StoreError` unless it is kept."""
        with self._database.writing() as connection:
            self._database.wait_for_turn(connection, _LOCK)
            self._choose(connection, version)

    def _put(self, connection: Connection, version: str, packed: bytes) -> None:
        values = {"version": version, "at": self._clock(), "files": packed}
        connection.execute(EDITIONS.delete().where(EDITIONS.c.version == version))
        connection.execute(EDITIONS.insert(), values)
        known = self._database.upsert(KNOWN_VERSIONS).values(version=version, at=values["at"], brought=False)
        connection.execute(known.on_conflict_do_nothing())

    def _choose(self, connection: Connection, version: str) -> None:
        _kept(connection, version)
        chosen = self._database.upsert(CURRENT_EDITION).values(one=_ONE, version=version)
        connection.execute(chosen.on_conflict_do_update(index_elements=["one"], set_={"version": version}))
        if not self._database.is_sqlite:
            connection.execute(select(func.pg_notify(CHANNEL, version)))


def remember(
    connection: Connection, database: Database, versions: Iterable[Column[str]], where: ColumnElement[bool]
) -> None:
    """Keep versions in mind for good, with the time at which they were first seen: what a start may bring depends on it."""
    for version in versions:
        table = version.table
        seen = select(version, func.min(table.c.at), false()).where(where).group_by(version)
        statement = database.upsert(KNOWN_VERSIONS).from_select(["version", "at", "brought"], seen)
        connection.execute(statement.on_conflict_do_nothing())


def _forget_old(connection: Connection) -> None:
    """Let the current edition stay and the five latest besides it: that many one can go back to."""
    others = EDITIONS.c.version.not_in(select(CURRENT_EDITION.c.version))
    latest = select(EDITIONS.c.number).where(others).order_by(EDITIONS.c.number.desc()).limit(KEPT)
    kept = connection.execute(latest).scalars().all()
    connection.execute(EDITIONS.delete().where(others, EDITIONS.c.number.not_in(kept)))


def _kept(connection: Connection, version: str) -> bytes:
    statement = select(EDITIONS.c.files).where(EDITIONS.c.version == version)
    packed: bytes | None = connection.execute(statement).scalar()
    if packed is None:
        raise StoreError(f"版「{version}」は保存されていません(先に保存してください)。")
    return packed


def _packed(files: Mapping[str, str]) -> bytes:
    return zlib.compress(json.dumps(dict(files), ensure_ascii=False).encode("utf-8", "surrogatepass"))


def _unpacked(blob: bytes) -> dict[str, str]:
    files: dict[str, str] = json.loads(zlib.decompress(blob).decode("utf-8", "surrogatepass"))
    return files
