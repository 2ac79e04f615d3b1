"""One opinion a person and answer, the latest."""

from __future__ import annotations

from bot.store import Feedback, Store
from tests.store.conftest import Clock
from tests.store.records import answer, person


def test_the_latest_opinion_of_a_person_counts(store: Store, clock: Clock) -> None:
    """Who changes their mind has one row."""
    record = answer()
    store.answers.add(record)
    assert store.feedback.add(record.id, person("a"), good=True)
    clock.move(minutes=5)
    assert store.feedback.add(record.id, person("a"), good=False, reason="古い")
    assert store.feedback.of(record.id) == (Feedback(record.id, person("a"), False, "古い", clock.now),)


def test_opinions_of_several_people_are_listed_in_their_order(store: Store, clock: Clock) -> None:
    """Oldest first."""
    record = answer()
    store.answers.add(record)
    for name in "cab":
        store.feedback.add(record.id, person(name), good=True)
        clock.move(seconds=1)
    assert [f.person for f in store.feedback.of(record.id)] == [person(name) for name in "cab"]


def test_a_reason_is_masked(store: Store) -> None:
    """People leave their telephone number."""
    record = answer()
    store.answers.add(record)
    store.feedback.add(record.id, person("a"), good=False, reason="090-1234-5678 に電話を")
    assert store.feedback.of(record.id)[0].reason == "[電話番号] に電話を"


def test_an_opinion_on_a_forgotten_answer_is_not_kept(store: Store) -> None:
    """The button outlives the record, and says so instead of failing."""
    assert store.feedback.add("gone", person("a"), good=False) is False
    assert store.feedback.of("gone") == ()
