"""What is stored of a person can be counted, and deleted without a trace."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import MetaData, select

from bot.store import ReloadRecord, Store, Stored
from tests.store.conftest import Clock
from tests.store.records import answer, person

MINE, THEIRS = person("me"), person("somebody else")
SECRET = "わたしだけが聞いた質問"


def everything(store: Store) -> str:
    """Return all rows of all tables as one text."""
    tables = MetaData()
    tables.reflect(store.engine)
    with store.engine.connect() as connection:
        return "\n".join(str(row) for table in tables.sorted_tables for row in connection.execute(select(table)))


def _fill(store: Store, clock: Clock) -> str:
    """Let me and somebody else talk in one thread, and return the id of what they asked."""
    mine = answer(person=MINE, question=SECRET, kind="none", at=clock.now - timedelta(days=2))
    follow_up = answer(person=THEIRS, question="青梅市は?", before=SECRET, kind="none")
    elsewhere = answer(person=THEIRS, thread="2000.1", before="小金井市は?")
    for record in (mine, follow_up, elsewhere):
        store.answers.add(record)
        for who in (MINE, THEIRS):
            store.feedback.add(record.id, who, good=False, reason=SECRET if who == MINE else "")
            store.wishes.add(record.id, who, notify=True)
    store.reloads.add(ReloadRecord(clock.now, MINE, "a", "b", "applied", 0))
    return follow_up.id


def test_what_is_stored_of_a_person_is_counted(store: Store, clock: Clock) -> None:
    """Questions, feedback and wishes, and since when."""
    _fill(store, clock)
    assert store.people.stored(MINE) == Stored(1, 3, 3, clock.now - timedelta(days=2))
    assert store.people.stored(person("nobody")) == Stored(0, 0, 0, None)


def test_a_deleted_person_leaves_nothing(store: Store, clock: Clock) -> None:
    """No row holds their hash or their words, not even as context of what others asked."""
    _fill(store, clock)
    assert MINE in everything(store)
    assert SECRET in everything(store)
    assert store.people.delete(MINE) == 1 + 3 + 3
    assert MINE not in everything(store)
    assert SECRET not in everything(store)
    assert store.people.stored(MINE) == Stored(0, 0, 0, None)


def test_others_keep_what_is_theirs(store: Store, clock: Clock) -> None:
    """Their questions, feedback and wishes stay, and so does the journal of reloads."""
    follow_up = _fill(store, clock)
    store.people.delete(MINE)
    assert store.people.stored(THEIRS) == Stored(2, 2, 2, clock.now)
    assert store.answers.get(follow_up).question == "青梅市は?"
    assert [a.before for a in store.answers.of_thread("T1", "C1", "2000.1")] == ["小金井市は?"]
    assert [r.person for r in store.reloads.latest(5)] == [""]


def test_nobody_is_not_a_person(store: Store) -> None:
    """Records without a person are not deleted as one's."""
    store.answers.add(answer(person=""))
    assert store.people.delete("") == 0
    assert store.people.stored("").answers == 1


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_a_deleted_question_is_not_left_in_the_files(store: Store, clock: Clock, tmp_path: Path) -> None:
    """SQLite overwrites what it deletes, in the database and in its journal."""

    def in_files() -> bool:
        return any(SECRET.encode() in file.read_bytes() for file in tmp_path.iterdir())

    _fill(store, clock)
    assert in_files()
    store.people.delete(MINE)
    assert not in_files()
