"""What waits for the editors: nothing found, no help, or handed over, until it is settled."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.store import Kept, Store
from tests.store.conftest import Clock, Opened
from tests.store.records import answer, person


def waiting(store: Store) -> list[tuple[str, str]]:
    """Return id and reason of what waits."""
    return [(kept.answer_id, kept.why) for kept in store.wishes.unanswered()]


def test_questions_wait_for_one_of_three_reasons(store: Store) -> None:
    """A good answer does not, nor does small talk; handing over outweighs a 👎, that outweighs nothing found."""
    good, nothing, bad, handed = (answer(kind=kind) for kind in ("answer", "none", "answer", "none"))
    for record in (good, answer(kind="thanks"), nothing, bad, handed):
        store.answers.add(record)
    store.feedback.add(good.id, person("a"), good=True)
    store.feedback.add(bad.id, person("a"), good=False)
    store.feedback.add(handed.id, person("a"), good=False)
    store.wishes.add(handed.id, person("b"), notify=False)
    assert waiting(store) == [(handed.id, "handed"), (bad.id, "bad"), (nothing.id, "none")]


def test_a_kept_question_tells_how_many_people_and_why(store: Store, clock: Clock) -> None:
    """Who asked, disliked and handed over counts once each; the latest reason stands."""
    record = answer(person=person("a"))
    store.answers.add(record)
    for name, reason in (("b", "古い"), ("c", "別の市の話"), ("d", "")):
        store.feedback.add(record.id, person(name), good=False, reason=reason)
        clock.move(minutes=1)
    store.feedback.add(record.id, person("e"), good=True, reason="よい")
    for name in "abf":
        store.wishes.add(record.id, person(name), notify=True)
    people = frozenset(map(person, "abcdf"))
    assert store.wishes.unanswered() == (Kept(record.id, record.question, record.at, "handed", people, "別の市の話"),)


def test_the_newest_come_first_and_no_more_than_wanted(store: Store) -> None:
    """By when they were asked."""
    records = [answer(kind="none") for _ in range(4)]
    records = [answer(kind="none", at=record.at + timedelta(hours=n)) for n, record in enumerate(records)]
    for record in records:
        store.answers.add(record)
    assert [kept.answer_id for kept in store.wishes.unanswered(3)] == [r.id for r in reversed(records[1:])]


def test_what_was_handed_over_is_never_cut_off(store: Store) -> None:
    """However many newer ones nobody has handed over, a person waits for it; the limit is for the others."""
    records = [answer(kind="none") for _ in range(5)]
    records = [answer(kind="none", at=record.at + timedelta(hours=n)) for n, record in enumerate(records)]
    for record in records:
        store.answers.add(record)
    for record in records[:2]:
        store.wishes.add(record.id, person("a"), notify=False)
    found = [kept.answer_id for kept in store.wishes.unanswered(1)]
    assert found == [records[n].id for n in (4, 1, 0)]


def test_a_dislike_taken_back_waits_no_longer(store: Store) -> None:
    """The latest opinion counts."""
    record = answer()
    store.answers.add(record)
    store.feedback.add(record.id, person("a"), good=False)
    store.feedback.add(record.id, person("a"), good=True)
    assert waiting(store) == []


@pytest.mark.parametrize("how", ["answered", "dismissed"])
def test_a_settled_question_waits_no_longer(store: Store, how: str) -> None:
    """Whatever made it wait."""
    records = [answer(kind="none"), answer(), answer()]
    for record in records:
        store.answers.add(record)
    store.feedback.add(records[1].id, person("a"), good=False)
    store.wishes.add(records[2].id, person("a"), notify=False)
    store.wishes.settle([r.id for r in records[:2]], how)
    assert waiting(store) == [(records[2].id, "handed")]
    store.wishes.settle([records[2].id], how)
    assert waiting(store) == []


def test_a_question_is_settled_in_one_of_two_ways(store: Store) -> None:
    """A third is a mistake of the program."""
    with pytest.raises(ValueError, match="forgotten"):
        store.wishes.settle(["a"], "forgotten")


def test_a_new_complaint_opens_a_settled_question_again(store: Store) -> None:
    """Nobody's 👎 or wish is lost because an editor was faster; a 👍 opens nothing."""
    record = answer(kind="none")
    store.answers.add(record)
    store.wishes.settle([record.id], "answered")
    store.feedback.add(record.id, person("a"), good=True)
    assert waiting(store) == []
    store.feedback.add(record.id, person("a"), good=False)
    assert waiting(store) == [(record.id, "bad")]
    store.wishes.settle([record.id], "dismissed")
    store.wishes.add(record.id, person("b"), notify=False)
    assert waiting(store) == [(record.id, "handed")]


def test_a_person_hands_a_question_over_once(store: Store) -> None:
    """A second press only says anew whether they want to be told."""
    record = answer()
    store.answers.add(record)
    assert store.wishes.add(record.id, person("a"), notify=False)
    assert store.wishes.add(record.id, person("a"), notify=True)
    assert [(wish.person, wish.notify) for wish in store.wishes.of(record.id)] == [(person("a"), True)]


def test_a_forgotten_question_cannot_be_handed_over(store: Store) -> None:
    """The button outlives the record, and says so instead of failing."""
    assert store.wishes.add("gone", person("a"), notify=True) is False


def test_who_agreed_is_told_once(store: Store) -> None:
    """Those who did not agree are never told."""
    told, quiet, other = records = [answer(), answer(), answer()]
    for record in records:
        store.answers.add(record)
        store.wishes.add(record.id, person("a"), notify=record is not quiet)
    ids = [told.id, quiet.id]
    assert store.wishes.to_notify(ids) == (told,)
    store.wishes.told(told.id)
    assert store.wishes.to_notify(ids) == ()
    assert store.wishes.to_notify([other.id]) == (other,)


def test_unrecorded_questions_wait_only_where_somebody_complained(opened: Opened) -> None:
    """Without its text, a question for which nothing was found tells an editor nothing."""
    store = opened(recording=False)
    nothing, handed = answer(kind="none"), answer(kind="none")
    store.answers.add(nothing)
    store.answers.add(handed)
    store.wishes.add(handed.id, person("a"), notify=False)
    assert waiting(store) == [(handed.id, "handed")]


def test_a_follow_up_waits_with_the_question_before_it(store: Store) -> None:
    """「青梅市は?」 alone tells an editor nothing."""
    store.answers.add(answer(kind="none", question="青梅市は?", before="DXリーダーは何人?"))
    assert [(kept.question, kept.before) for kept in store.wishes.unanswered()] == [("青梅市は?", "DXリーダーは何人?")]


def test_a_message_that_was_looked_up_waits_only_where_somebody_says_so(store: Store) -> None:
    """What people write to each other is no question, until it is handed over, or the reply gets a 👎."""
    looked_up, handed, bad, asked = (answer(kind="none", surface=s) for s in ("shortcut",) * 3 + ("form",))
    for record in (looked_up, handed, bad, asked):
        store.answers.add(record)
    store.wishes.add(handed.id, person("a"), notify=False)
    store.feedback.add(bad.id, person("a"), good=False)
    assert waiting(store) == [(asked.id, "none"), (bad.id, "bad"), (handed.id, "handed")]


def test_a_dismissed_question_can_be_put_back(store: Store) -> None:
    """With what made it wait; a settled one is told from one that is not on record."""
    records = [answer(kind="none"), answer(kind="none")]
    for record in records:
        store.answers.add(record)
    ids = [record.id for record in records]
    assert store.wishes.settle([*ids, "gone"], "dismissed") == 2
    assert waiting(store) == []
    assert store.wishes.reopen(ids[:1]) == 1
    assert waiting(store) == [(ids[0], "none")]
    assert store.wishes.reopen(["gone"]) == 0


def test_nobody_settles_the_questions_of_another_workspace(store: Store) -> None:
    """A team that is named bounds what is dismissed and put back."""
    ours, theirs = answer(kind="none", team="T1"), answer(kind="none", team="T2")
    for record in (ours, theirs):
        store.answers.add(record)
    assert store.wishes.settle([ours.id, theirs.id], "dismissed", "T1") == 1
    assert waiting(store) == [(theirs.id, "none")]
    assert store.wishes.reopen([ours.id], "T2") == 0
    assert waiting(store) == [(theirs.id, "none")]


def test_a_promise_outlives_the_list(store: Store) -> None:
    """Who was promised news is remembered though the question was dismissed, until they have been told."""
    promised, quiet, open_ = (answer(kind="none") for _ in range(3))
    for record in (promised, quiet, open_):
        store.answers.add(record)
        store.wishes.add(record.id, person("a"), notify=record is not quiet)
    store.wishes.settle([promised.id, quiet.id], "dismissed")
    assert list(store.wishes.all_waiting()) == [promised.id, open_.id]
    store.wishes.told(promised.id)
    assert list(store.wishes.all_waiting()) == [open_.id]


@pytest.mark.parametrize("page", [1, 2, 100])
def test_all_that_waits_comes_page_by_page(store: Store, page: int) -> None:
    """Of every workspace, what was handed over first; what is settled on the way neither hides nor repeats another."""
    records = [answer(kind="none", team=f"T{n % 2}") for n in range(7)]
    for record in (*records, answer(), answer(kind="none", surface="shortcut")):
        store.answers.add(record)
    for record in (records[6], records[3]):
        store.wishes.add(record.id, person("a"), notify=False)
    found = []
    for name in store.wishes.all_waiting(page):
        found.append(name)
        store.wishes.settle([name], "answered")
    assert found == [records[n].id for n in (3, 6, 0, 1, 2, 4, 5)]
    assert list(store.wishes.all_waiting(page)) == []
