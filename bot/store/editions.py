"""Editions: whole knowledge folders, so that every process can have the current one, and an older one again."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from bot.store.database import Database, StoreError
from bot.store.tables import CURRENT_EDITION, EDITIONS

__all__ = ["CHANNEL", "Edition", "Editions"]

CHANNEL = "dx_edition"  # of PostgreSQL's NOTIFY
_KEPT = 5
_LOCK = 0x6478_0003  # the third of our advisory locks
_ONE = 1  # the number of the one row that names the current edition


@dataclass(frozen=True, slots=True)
class Edition:
    """The knowledge folder of one version: path → text."""

    version: str
    at: datetime
    files: Mapping[str, str]


class Editions:
    """The latest editions, and which of them is in use."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def keep(self, version: str, files: Mapping[str, str]) -> None:
        """Keep a folder as the latest edition; of the others the four latest and the current one stay.

        A version that is there already becomes the latest again.
        """
        values = {"version": version, "at": self._clock(), "files": _packed(files)}
        with self._database.writing() as connection:
            self._database.wait_for_turn(connection, _LOCK)
            connection.execute(EDITIONS.delete().where(EDITIONS.c.version == version))
            connection.execute(EDITIONS.insert(), values)
            latest = select(EDITIONS.c.number).order_by(EDITIONS.c.number.desc()).limit(_KEPT)
            stale = EDITIONS.c.number.not_in(connection.execute(latest).scalars().all())
            in_use = select(CURRENT_EDITION.c.version)
            connection.execute(EDITIONS.delete().where(stale, EDITIONS.c.version.not_in(in_use)))

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

    def make_current(self, version: str) -> None:
        """Let all processes use a version, and tell those that listen; raises `StoreError` unless it is kept."""
        chosen = self._database.upsert(CURRENT_EDITION).values(one=_ONE, version=version)
        with self._database.writing() as connection:
            self._database.wait_for_turn(connection, _LOCK)
            if not _is_kept(connection, version):
                raise StoreError(f"版「{version}」は保存されていません(先に保存してください)。")
            connection.execute(chosen.on_conflict_do_update(index_elements=["one"], set_={"version": version}))
            if not self._database.is_sqlite:
                connection.execute(select(func.pg_notify(CHANNEL, version)))


def _is_kept(connection: Connection, version: str) -> bool:
    return connection.execute(select(EDITIONS.c.number).where(EDITIONS.c.version == version)).first() is not None


def _packed(files: Mapping[str, str]) -> bytes:
    return zlib.compress(json.dumps(dict(files), ensure_ascii=False).encode("utf-8", "surrogatepass"))


def _unpacked(blob: bytes) -> dict[str, str]:
    files: dict[str, str] = json.loads(zlib.decompress(blob).decode("utf-8", "surrogatepass"))
    return files
