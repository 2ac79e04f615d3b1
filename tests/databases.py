"""Databases for tests that run on SQLite and on PostgreSQL alike: each test gets an empty one of its own."""

from __future__ import annotations

from pathlib import Path

from tests.postgres import running_postgres

__all__ = ["KINDS", "empty_database"]

KINDS = ("sqlite", "postgresql")


def empty_database(kind: str, folder: Path) -> str:
    """Return the URL of a database without tables; SQLite's lies in the folder."""
    if kind == "sqlite":
        return f"sqlite:///{folder / 'records.db'}"
    return running_postgres().create()
