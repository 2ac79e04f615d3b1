"""The journal: every reload in the database, in the log, and as a number."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.library import Library
from bot.metrics import NOT_RECORDED, RELOADS
from bot.problems import Problem
from bot.records import Records
from bot.store import MemoryEditions, ReloadRecord, StoreError
from bot.telemetry import log

__all__ = ["SHOWN", "changed", "record_of", "write_down"]

SHOWN = "shown"  # the outcome of what is no reload yet


def record_of(person: str, before: str, after: str, outcome: str, problems: tuple[Problem, ...]) -> ReloadRecord:
    """Return what the journal says of a reload now."""
    return ReloadRecord(datetime.now(UTC), person, before, after, outcome, len(problems))


def write_down(records: Records, record: ReloadRecord) -> None:
    """Write down what changes nothing; that may be lost."""
    try:
        if records.store:
            records.store.reloads.add(record)
    except StoreError as error:
        NOT_RECORDED.labels("reload").inc()
        log.warning("not recorded", what="reload", reason=str(error))
    _tell(record)


def changed(library: Library, records: Records, record: ReloadRecord) -> None:
    """See that a change is in the journal; editions in the database have put it there with the change itself."""
    if isinstance(library.editions, MemoryEditions):
        write_down(records, record)
    else:
        _tell(record)


def _tell(record: ReloadRecord) -> None:
    if record.outcome != SHOWN:
        RELOADS.labels(record.outcome).inc()
    log.info("reload", outcome=record.outcome, before=record.before, version=record.after, findings=record.findings)
