"""The list of questions that wait, as an admin reads it and clears it: in Home, in its window, as a message."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.blocks.unanswered import render_unanswered
from bot.playground.slack.channels import Message
from bot.playground.slack.views import View
from bot.playground.slack.workspace import Workspace
from bot.records import Records
from bot.store import NEWEST, Kept, Store
from bot.unanswered import grouped
from tests.slack.running import ADMIN

UNKNOWN = "カレーの作り方を教えて"
OTHER = "庁舎の電気代はいくらですか"
DISMISS, UNDO = "対応しない", "元に戻す"
NOTHING = "答えられなかった質問はありません"
OFF, BACK = "を一覧から外しました", "を一覧に戻しました"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Open a database of its own for the test."""
    with Store.open(f"sqlite:///{tmp_path / 'records.db'}", key=b"k" * 32) as opened:
        yield opened


@pytest.fixture
def records(store: Store) -> Records:
    """Let the bots of these tests write down what they hear."""
    return Records(store)


@pytest.fixture(params=["bot", "http_bot"])
def either(request: pytest.FixtureRequest) -> None:
    """Connect a bot over Socket Mode, then one over signed HTTP."""
    request.getfixturevalue(request.param)


def ask(workspace: Workspace, *questions: str) -> None:
    """Ask in a channel, and wait for all replies."""
    before = len(workspace.replies("C1"))
    for question in questions:
        workspace.mention(question)
    workspace.wait_for_replies("C1", before + len(questions))


def listed(workspace: Workspace) -> Message:
    """Return what the command lists for the admin."""
    before = len(workspace.replies("C1"))
    workspace.command("/dx-unanswered", user=ADMIN)
    return workspace.wait_for_replies("C1", before + 1)[-1]


def in_home(workspace: Workspace, words: str) -> View:
    """Open Home as an admin and wait for these words."""
    workspace.open_home(ADMIN)
    return workspace.wait_for_home(ADMIN, words)


# What stands on the list.


@pytest.mark.usefixtures("bot")
def test_a_question_that_was_handed_over_reads_as_it_was_typed(workspace: Workspace) -> None:
    """It comes first and names its group, though it was asked otherwise since."""
    workspace.command("/dx", "電子契約の導入事例")
    reply = workspace.wait_for_replies("C1")[0]
    workspace.press(reply.button("この質問を担当へ"), reply)
    workspace.wait_for_modal()
    workspace.submit()
    workspace.wait_for_modal("U1", "担当へ届けました")
    ask(workspace, UNKNOWN, UNKNOWN, "電子契約の導入事例を教えてください")
    words = listed(workspace).words
    assert "1. 電子契約の導入事例\n2回・1人(担当へ 1、見つからず 1)" in words
    assert "ほかの言い方: 「電子契約の導入事例を教えてください」" in words


@pytest.mark.usefixtures("bot")
def test_people_are_told_from_times(workspace: Workspace) -> None:
    """Two who hand the same answer over are two, besides who asked; one who asks once is not mentioned."""
    ask(workspace, UNKNOWN)
    assert "1回(見つからず 1)" in listed(workspace).words
    reply = workspace.replies("C1")[0]
    for user in ("U2", "U3"):
        workspace.press(reply.button("この質問を担当へ"), reply, user)
        workspace.wait_for_modal(user)
        workspace.submit(user)
        workspace.wait_for_modal(user, "担当へ届けました")
    assert "1回・3人(担当へ 1)" in listed(workspace).words


@pytest.mark.usefixtures("bot")
def test_a_follow_up_stands_there_with_the_question_before_it(workspace: Workspace) -> None:
    """An editor learns what 「大阪市は?」 was about."""
    asked = workspace.mention("小金井市のDXリーダーは何人?")
    workspace.wait_for_replies("C1")
    workspace.mention("大阪市は?", thread_ts=asked.ts)
    workspace.wait_for_replies("C1", 2)
    assert "1. 大阪市は? (前の質問: 小金井市のDXリーダーは何人?)\n" in listed(workspace).words


@pytest.mark.usefixtures("bot")
def test_what_colleagues_say_is_not_listed_because_it_was_looked_up(workspace: Workspace) -> None:
    """Only once somebody hands it over, it is a question."""
    said = workspace.say("今日のランチどうします?")
    workspace.message_shortcut("search_message", said)
    shown = workspace.wait_for_modal("U1", "見つかりませんでした")
    assert NOTHING in listed(workspace).words
    workspace.press(shown.button("この質問を担当へ"), shown)
    workspace.wait_for_modal("U1", "この質問を担当へ")
    workspace.submit()
    workspace.wait_for_modal("U1", "担当へ届けました")
    assert "今日のランチどうします?" in listed(workspace).words


@pytest.mark.usefixtures("bot")
def test_what_is_typed_into_the_form_is_a_question(workspace: Workspace) -> None:
    """The form opens from the same menu as the look-up of a message, but there people ask."""
    workspace.global_shortcut("search_cases")
    workspace.wait_for_modal()
    workspace.submit(values={"質問": UNKNOWN})
    workspace.wait_until(lambda: "見つかりませんでした" in getattr(workspace.modal(), "words", ""), "the no")
    assert f"1. {UNKNOWN}" in listed(workspace).words


@pytest.mark.parametrize(("others", "is_said"), [(NEWEST - 1, False), (NEWEST, True)])
def test_a_list_that_is_cut_off_says_so(others: int, is_said: bool) -> None:
    """What was handed over is there in full; of the rest only so many, which nobody takes for all."""
    at = datetime(2026, 11, 22, tzinfo=UTC)
    kept = [Kept(f"a{n}", UNKNOWN, at, "none", frozenset(), "") for n in range(others)]
    wished = [Kept(f"b{n}", OTHER, at, "handed", frozenset(), "") for n in range(5)]
    assert (f"新しい順に{NEWEST}回分まで" in render_unanswered(grouped([*wished, *kept])).text) is is_said


# What is taken off it.


@pytest.mark.usefixtures("either")
def test_a_message_lists_anew_without_what_was_dismissed(workspace: Workspace, store: Store) -> None:
    """All wordings of it go; the way back stands where the list was, and leads back."""
    ask(workspace, "電子契約の導入事例を教えてください", "電子契約の導入事例は?")
    shown = listed(workspace)
    workspace.press(shown.button(DISMISS), shown, ADMIN)
    workspace.wait_until(lambda: OFF in workspace.latest(shown).words, "the list without it")
    assert "同じ質問がまた届くと" in workspace.latest(shown).words
    assert NOTHING in workspace.latest(shown).words
    assert store.wishes.unanswered() == ()
    shown = workspace.latest(shown)
    workspace.press(shown.button(UNDO), shown, ADMIN)
    workspace.wait_until(lambda: BACK in workspace.latest(shown).words, "the list with it")
    assert len(store.wishes.unanswered()) == 2


@pytest.mark.usefixtures("either")
def test_home_lists_anew_without_what_was_dismissed(workspace: Workspace) -> None:
    """There, too, with the way back."""
    ask(workspace, UNKNOWN)
    view = in_home(workspace, UNKNOWN)
    workspace.press(view.button(DISMISS), view, ADMIN)
    view = workspace.wait_for_home(ADMIN, OFF)
    assert NOTHING in view.words
    workspace.press(view.button(UNDO), view, ADMIN)
    assert f"1. {UNKNOWN}" in workspace.wait_for_home(ADMIN, BACK).words


@pytest.mark.usefixtures("bot")
def test_the_window_lists_anew_without_what_was_dismissed(workspace: Workspace) -> None:
    """In the same modal; other questions stay."""
    ask(workspace, OTHER)
    ask(workspace, UNKNOWN)  # the newest stands first
    view = in_home(workspace, "2件(2回)あります")
    workspace.press(view.button("一覧を見る"), view, ADMIN)
    shown = workspace.wait_for_modal(ADMIN, "答えられなかった質問")
    workspace.press(shown.button(DISMISS), shown, ADMIN)
    workspace.wait_until(lambda: OFF in getattr(workspace.modal(ADMIN), "words", ""), "the list without it")
    left = workspace.modal(ADMIN)
    assert left is not None
    assert left.id == shown.id
    assert f"「{UNKNOWN}」{OFF}" in left.words
    assert f"1. {OTHER}" in left.words


@pytest.mark.usefixtures("bot")
def test_what_is_asked_again_is_on_the_list_again(workspace: Workspace) -> None:
    """That is what the sentence says: the next time counts from one."""
    ask(workspace, UNKNOWN, UNKNOWN)
    shown = listed(workspace)
    workspace.press(shown.button(DISMISS), shown, ADMIN)
    workspace.wait_until(lambda: OFF in workspace.latest(shown).words, "the list without it")
    ask(workspace, UNKNOWN)
    assert "1回(見つからず 1)" in listed(workspace).words


@pytest.mark.usefixtures("bot")
def test_nobody_but_admins_clears_the_list(workspace: Workspace, store: Store) -> None:
    """A forged press in Home brings a friendly no."""
    ask(workspace, UNKNOWN)
    (kept,) = store.wishes.unanswered()
    workspace.open_home()
    view = workspace.wait_for_home("U1")
    forged = {**view.button("調べる"), "action_id": "dismiss_questions:0", "value": kept.answer_id}
    workspace.press(forged, view)
    workspace.wait_until(lambda: "管理者だけ" in getattr(workspace.modal(), "words", ""), "the no")
    assert len(store.wishes.unanswered()) == 1


@pytest.mark.usefixtures("bot")
def test_a_list_that_cannot_be_changed_says_so(workspace: Workspace, store: Store) -> None:
    """Nobody is told that something is off the list which is not."""
    ask(workspace, UNKNOWN)
    shown = listed(workspace)
    with store.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE answers RENAME TO gone")
    workspace.press(shown.button(DISMISS), shown, ADMIN)
    workspace.wait_until(lambda: "一覧を変えられませんでした" in workspace.latest(shown).words, "the truth")
