"""A reply is found again by its id, its message and its thread, as it was written down."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import text

from bot.store import Store, StoreError
from tests.store.conftest import Opened
from tests.store.records import answer, person

TOKYO = timezone(timedelta(hours=9))


def test_a_record_comes_back_as_it_was_written(store: Store) -> None:
    """Every field, quotes in their order, the time in UTC."""
    record = answer(before="青梅市は?", at=datetime(2026, 4, 1, 23, 59, 59, 123456, tzinfo=TOKYO))
    store.answers.add(record)
    found = store.answers.get(record.id)
    assert found == record
    assert found.at.utcoffset() == timedelta(0)


def test_an_unknown_id_finds_nothing(store: Store) -> None:
    """A button may outlive its record."""
    assert store.answers.get("gone") is None


def test_where_the_reply_landed_is_noted(store: Store) -> None:
    """The reply's message is known only after it was sent."""
    record = answer()
    store.answers.add(record)
    store.answers.replied(record.id, "2000.5")
    assert store.answers.get(record.id) == replace(record, reply_ts="2000.5")


def test_an_edited_message_finds_its_replies(store: Store) -> None:
    """By team, channel and message together, since two channels may share a time stamp."""
    mine, other_channel, other_team = (
        answer(question_ts="7.1"),
        answer(question_ts="7.1", channel="C2"),
        answer(question_ts="7.1", team="T2"),
    )
    for record in (mine, other_channel, other_team):
        store.answers.add(record)
    assert store.answers.of_question("T1", "C1", "7.1") == (mine,)
    assert store.answers.of_question("T1", "C1", "7.2") == ()


def test_a_thread_is_listed_from_its_beginning(store: Store) -> None:
    """By time, whatever the order of writing, and in that order where times are equal."""
    first = answer()
    then = [answer(at=first.at + timedelta(seconds=1)) for _ in range(3)]
    for record in (*then, first, answer(thread="9.9")):
        store.answers.add(record)
    assert store.answers.of_thread("T1", "C1", "1000.1") == (first, *then)


def test_texts_are_masked_on_the_way_in(store: Store) -> None:
    """Neither question nor the question before keeps a telephone number."""
    record = answer(question="03-1234-5678は窓口?", before="taro@example.jp は?")
    store.answers.add(record)
    found = store.answers.get(record.id)
    assert (found.question, found.before) == ("[電話番号]は窓口?", "[メールアドレス] は?")


def test_without_recording_no_text_is_written(opened: Opened) -> None:
    """What the buttons need stays: ids, quotes, entry, version."""
    store = opened(recording=False)
    record = answer(before="青梅市は?")
    store.answers.add(record)
    assert store.answers.get(record.id) == replace(record, question="", before="")


def test_the_latest_real_questions_are_distinct_and_newest_first(store: Store) -> None:
    """Small talk, pressed buttons and unrecorded texts are not among them; a question asked again moves up."""
    for question in ("一", "二", "三", "一"):
        store.answers.add(answer(question=question, kind="none" if question == "二" else "answer"))
    for other in (answer(kind="thanks"), answer(kind="help"), answer(surface="button"), answer(question="")):
        store.answers.add(other)
    assert store.answers.latest_questions(10) == ("一", "三", "二")
    assert store.answers.latest_questions(2) == ("一", "三")


def test_what_a_database_cannot_hold_is_left_out(store: Store) -> None:
    """NUL and half a surrogate pair do not lose the record."""
    record = answer(question="窓口\x00は\ud83d?😀")
    store.answers.add(record)
    assert store.answers.get(record.id).question == "窓口は?😀"
    assert store.answers.get(record.id + "\x00") is not None


def test_a_person_gets_in_only_as_a_hash(store: Store) -> None:
    """A user id in its place is refused, by name of the mistake."""
    with pytest.raises(StoreError, match="PersonNotHashedError"):
        store.answers.add(answer(person="U012ABCDEF"))
    store.answers.add(answer(person=store.person("U012ABCDEF", "T1")))


def test_a_time_without_a_zone_is_refused(store: Store) -> None:
    """It would be taken for this machine's time."""
    with pytest.raises(StoreError, match="TimeWithoutZoneError"):
        store.answers.add(answer(at=datetime(2026, 4, 1)))  # noqa: DTZ001 - the mistake itself


def test_a_hash_depends_on_key_team_and_person(store: Store, opened: Opened) -> None:
    """The same person is the same everywhere, and nobody without the key can tell who."""
    mine = store.person("U1", "T1")
    assert len(mine) == 32
    assert mine == opened().person("U1", "T1")
    others = {
        store.person("U2", "T1"),
        store.person("U1", "T2"),
        store.person("U1"),
        opened(key=b"other").person("U1", "T1"),
    }
    assert len(others | {mine}) == 5


def test_writing_a_record_is_no_delay(store: Store) -> None:
    """Some milliseconds at most, half of the times: a reply waits for it."""
    store.answers.add(answer())
    taken = []
    for number in range(40):
        started = time.perf_counter()
        store.claims.claim(f"event-{number}", f"message-{number}")
        store.answers.add(answer(person=person("asker")))
        taken.append(time.perf_counter() - started)
    assert sorted(taken)[20] < 0.02


def test_records_are_written_as_values_never_as_sql(store: Store) -> None:
    """A question may look like a statement."""
    record = answer(question="'; DROP TABLE answers; --", channel="C1' OR '1'='1")
    store.answers.add(record)
    assert store.answers.of_question("T1", record.channel, record.question_ts) == (record,)
    with store.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM answers")).scalar() == 1


def test_a_withdrawn_reply_stands_nowhere(store: Store) -> None:
    """Neither its message nor its thread has it, and no later question has its question before it; its id finds it."""
    gone = answer(question="市民の声は?", question_ts="7.1", reply_ts="7.2")
    after, elsewhere = answer(before="市民の声は?"), answer(before="市民の声は?", thread="9.9")
    for record in (gone, after, elsewhere):
        store.answers.add(record)
    store.answers.withdrawn(gone.id)
    assert store.answers.of_question("T1", "C1", "7.1") == ()
    assert store.answers.of_thread("T1", "C1", "1000.1") == (replace(after, before=""),)
    assert store.answers.get(gone.id) == replace(gone, thread="", question_ts="", reply_ts="")
    assert store.answers.get(elsewhere.id) == elsewhere


def test_what_one_person_was_told_since_a_moment_is_found(store: Store) -> None:
    """Oldest first, and nothing of others."""
    mine = [answer(person=person("me"), at=datetime(2026, 4, 1, hour, tzinfo=UTC)) for hour in (7, 9, 8)]
    for record in (*mine, answer(person=person("you"))):
        store.answers.add(record)
    assert store.answers.of_person(person("me"), mine[2].at) == (mine[2], mine[1])
