"""The tables, as the latest migration leaves them (`tests/store/test_migrations.py` compares)."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)
from sqlalchemy.types import TypeDecorator

__all__ = [
    "ANSWERS",
    "CLAIMS",
    "CURRENT_EDITION",
    "EDITIONS",
    "FEEDBACK",
    "KNOWN_VERSIONS",
    "METADATA",
    "MUTED_THREADS",
    "RELOADS",
    "WISHES",
]

_HASH = re.compile(r"[0-9a-f]{32}")


class TimeWithoutZoneError(ValueError):
    """A time without a zone would be taken for this machine's."""


class PersonNotHashedError(ValueError):
    """A person is stored as the hash that `Store.person` makes, and in no other form."""


class Time(TypeDecorator[datetime]):
    """A moment with its time zone: UTC on the way out, whatever the database makes of it."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn to UTC; raises `TimeWithoutZoneError`."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise TimeWithoutZoneError
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the zone back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


class Words(TypeDecorator[str]):
    """Text without what a database cannot hold: NUL, and halves of surrogate pairs."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's face
        """Drop what cannot be written."""
        if value is None or (value.isascii() and "\0" not in value):
            return value
        return value.replace("\0", "").encode("utf-8", "ignore").decode("utf-8")


class Person(TypeDecorator[str]):
    """The hash of a person, or "" for nobody."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's face
        """Raise `PersonNotHashedError` for anything else."""
        if value and not _HASH.fullmatch(value):
            raise PersonNotHashedError
        return value


METADATA = MetaData()

ANSWERS = Table(
    "answers",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("id", Words, nullable=False, unique=True),
    Column("at", Time, nullable=False),
    Column("team", Words, nullable=False),
    Column("channel", Words, nullable=False),
    Column("thread", Words, nullable=False),
    Column("question_ts", Words, nullable=False),
    Column("reply_ts", Words, nullable=False),
    Column("person", Person, nullable=False),
    Column("question", Words, nullable=False),
    Column("before", Words, nullable=False),
    Column("kind", Words, nullable=False),
    Column("entry", Words, nullable=False),
    Column("quotes", JSON, nullable=False),
    Column("version", Words, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("surface", Words, nullable=False),
    Column("settled", Words, nullable=False),
    Index("answers_of_question", "team", "channel", "question_ts"),
    Index("answers_of_thread", "team", "channel", "thread"),
    Index("answers_of_person", "person"),
    Index("answers_by_time", "at"),
    Index("answers_by_kind", "kind", "settled"),
)

FEEDBACK = Table(
    "feedback",
    METADATA,
    Column("answer_id", Words, ForeignKey("answers.id", ondelete="CASCADE"), primary_key=True),
    Column("person", Person, primary_key=True),
    Column("good", Boolean, nullable=False),
    Column("reason", Words, nullable=False),
    Column("at", Time, nullable=False),
    Index("feedback_of_person", "person"),
)

WISHES = Table(
    "wishes",
    METADATA,
    Column("answer_id", Words, ForeignKey("answers.id", ondelete="CASCADE"), primary_key=True),
    Column("person", Person, primary_key=True),
    Column("notify", Boolean, nullable=False),
    Column("at", Time, nullable=False),
    Column("told_at", Time),
    Index("wishes_of_person", "person"),
)

RELOADS = Table(
    "reloads",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("at", Time, nullable=False),
    Column("person", Person, nullable=False),
    Column("before", Words, nullable=False),
    Column("after", Words, nullable=False),
    Column("outcome", Words, nullable=False),
    Column("findings", Integer, nullable=False),
)

EDITIONS = Table(
    "editions",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("version", Words, nullable=False, unique=True),
    Column("at", Time, nullable=False),
    Column("files", LargeBinary, nullable=False),
)

CURRENT_EDITION = Table(
    "current_edition",
    METADATA,
    Column("one", Integer, primary_key=True, autoincrement=False),
    Column("version", Words, nullable=False),
)

KNOWN_VERSIONS = Table(
    "known_versions",
    METADATA,
    Column("version", Words, primary_key=True),
    Column("at", Time, nullable=False),
    Column("brought", Boolean, nullable=False),
)

CLAIMS = Table(
    "claims",
    METADATA,
    Column("key", Words, primary_key=True),
    Column("at", Time, nullable=False),
)

MUTED_THREADS = Table(
    "muted_threads",
    METADATA,
    Column("team", Words, primary_key=True),
    Column("channel", Words, primary_key=True),
    Column("thread", Words, primary_key=True),
    Column("cause", Words, primary_key=True),
    Column("at", Time, nullable=False),
    Index("muted_threads_by_cause", "team", "channel", "cause"),
)
