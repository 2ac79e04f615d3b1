"""Records as the tests need them: everything has a value, and a test names what it is about."""

from __future__ import annotations

import hashlib
import itertools
from dataclasses import replace
from datetime import UTC, datetime

from bot.store import AnswerRecord, QuoteRecord

KEY = b"a key of the tests, of thirty-two"
_numbers = itertools.count(1)


def person(name: str) -> str:
    """Return what a person's hash looks like."""
    return hashlib.sha256(name.encode()).hexdigest()[:32]


def answer(**values: object) -> AnswerRecord:
    """Make a record with an id of its own."""
    number = next(_numbers)
    plain = AnswerRecord(
        id=f"answer-{number}",
        at=datetime(2026, 4, 1, 9, 0, tzinfo=UTC),
        team="T1",
        channel="C1",
        thread="1000.1",
        question_ts=f"1000.{number}",
        reply_ts="",
        person=person("asker"),
        question=f"窓口の待ち時間は?({number})",
        before="",
        kind="answer",
        entry="koganei_madoguchi",
        quotes=(QuoteRecord("koganei", 120, 180), QuoteRecord("ome_dx", 7, 42)),
        version="3f9a1c",
        confidence=0.83,
        surface="mention",
    )
    return replace(plain, **values)
