"""Opinions on an answer, and questions for the editors, as people give them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from slack_sdk.models.blocks import Block

from bot.blocks import View
from bot.blocks.opinions import (
    render_hand_over,
    render_handed_over,
    render_no_hand_over,
    render_thanks,
    render_thanks_for_reason,
    render_why_bad,
)
from bot.desk import Desk
from bot.playground.slack.limits import refusal_of_message, refusal_of_view
from bot.playground.slack.views import View as Window
from bot.playground.slack.workspace import Answer, Message, Workspace
from bot.records import Records
from bot.store import AnswerRecord, Store, Wish
from tests.slack.conftest import Connect
from tests.slack.running import Bot

QUESTION = "小金井市のDXリーダーは何人?"
UNKNOWN = "カレーの作り方を教えて"
HAND_OVER = "この質問を担当へ"
HOSTILE = "<!channel> <@U1> *太字* _斜体_ `code` &lt;b&gt; & :smile: 😀\n> 引用"
TEAM = "T1"


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


def answer(workspace: Workspace, question: str = QUESTION) -> Message:
    """Ask in a channel, and return the reply."""
    workspace.mention(question)
    return workspace.wait_for_replies("C1")[0]


def number(reply: Message) -> str:
    """Return an answer's number, which stands under it."""
    return reply.words.rpartition("回答番号 ")[2]


def next_window(workspace: Workspace, former: Window, user: str = "U1") -> Window:
    """Wait for what follows a form in the same modal."""
    return workspace.wait_until(
        lambda: (now := workspace.modal(user)) and now.title != former.title and now, "another window"
    )  # type: ignore[return-value]  # wait_until returns what is true


# 👍


@pytest.mark.usefixtures("either")
def test_a_thumb_up_is_thanked_where_only_the_presser_sees_it(workspace: Workspace, store: Store) -> None:
    """The opinion is on record, and the thanks stand in the thread of the answer, for nobody else's eyes."""
    reply = answer(workspace)
    workspace.give_feedback(reply, user="U2")
    thanks = workspace.wait_for_replies("C1", 2)[-1]
    assert "ありがとうございます" in thanks.words
    assert (thanks.only_for, thanks.thread) == ("U2", reply.thread)
    (opinion,) = store.feedback.of(number(reply))
    assert (opinion.good, opinion.person) == (True, store.person("U2", TEAM))


@pytest.mark.usefixtures("bot")
def test_in_a_direct_message_thanks_pass(workspace: Workspace) -> None:
    """Thanks are a passing remark, in direct messages, too."""
    workspace.direct_message(QUESTION)
    reply = workspace.wait_for_replies("D1")[0]
    workspace.give_feedback(reply)
    assert workspace.wait_for_replies("D1", 2)[-1].only_for == "U1"


def test_a_press_that_comes_twice_is_thanked_once(workspace: Workspace, bot: Bot) -> None:
    """Slack delivers a press again when a connection breaks."""
    reply = answer(workspace)
    workspace.redeliver(workspace.give_feedback(reply))
    workspace.wait_for_replies("C1", 2)
    bot.finish()
    assert len(workspace.replies("C1")) == 2


@pytest.mark.usefixtures("bot")
def test_where_the_bot_is_no_member_the_thanks_still_arrive(workspace: Workspace) -> None:
    """After the bot has been removed, a press is answered through its response URL."""
    reply = answer(workspace)
    workspace.remove_bot("C1")
    workspace.give_feedback(reply)
    thanks = workspace.wait_for_replies("C1", 2)[-1]
    assert "ありがとうございます" in thanks.words
    assert thanks.only_for == "U1"


# 👎


@pytest.mark.usefixtures("either")
def test_a_thumb_down_asks_why_and_writes_the_reason_down(workspace: Workspace, store: Store) -> None:
    """One of four reasons and words of one's own are kept together, telephone numbers masked."""
    reply = answer(workspace)
    workspace.give_feedback(reply, good=False)
    form = workspace.wait_for_modal("U1", "どこが違いましたか?")
    kinds, words = form.inputs
    assert len(kinds.element["options"]) == 4
    workspace.submit("U1", {kinds.label: "内容が古くて使えない", words.label: "今は03-1234-5678が窓口です"})
    assert "ありがとうございました" in next_window(workspace, form).words
    (opinion,) = store.feedback.of(number(reply))
    assert not opinion.good
    assert opinion.reason == "内容が古くて使えない: 今は[電話番号]が窓口です"


@pytest.mark.usefixtures("bot")
def test_a_thumb_down_counts_though_nobody_says_why(workspace: Workspace, store: Store) -> None:
    """Who closes the form has still said that the answer was of no use."""
    reply = answer(workspace)
    workspace.give_feedback(reply, good=False)
    workspace.wait_for_modal()
    workspace.close_modal()
    (opinion,) = store.feedback.of(number(reply))
    assert (opinion.good, opinion.reason) == (False, "")


@pytest.mark.usefixtures("bot")
def test_a_form_that_is_sent_empty_is_thanked_for(workspace: Workspace, store: Store) -> None:
    """Nothing has to be filled in."""
    reply = answer(workspace)
    workspace.give_feedback(reply, good=False)
    form = workspace.wait_for_modal()
    workspace.submit()
    assert "ありがとうございました" in next_window(workspace, form).words
    assert [opinion.reason for opinion in store.feedback.of(number(reply))] == [""]


def test_a_press_that_comes_late_does_not_wipe_the_reason_out(workspace: Workspace, store: Store, bot: Bot) -> None:
    """Slack delivers again minutes later, when the reason has long been given."""
    reply = answer(workspace)
    pressed = workspace.give_feedback(reply, good=False)
    form = workspace.wait_for_modal()
    workspace.submit("U1", {form.inputs[0].label: "内容が古くて使えない"})
    next_window(workspace, form)
    workspace.redeliver(pressed)
    workspace.wait_for_acks()
    bot.finish()
    assert [opinion.reason for opinion in store.feedback.of(number(reply))] == ["内容が古くて使えない"]


@pytest.mark.usefixtures("bot")
def test_the_last_opinion_counts(workspace: Workspace, store: Store) -> None:
    """Who changes their mind has one opinion, the latest."""
    reply = answer(workspace)
    workspace.give_feedback(reply, good=False)
    workspace.wait_for_modal()
    workspace.close_modal()
    workspace.give_feedback(reply)
    workspace.wait_for_replies("C1", 2)
    assert [opinion.good for opinion in store.feedback.of(number(reply))] == [True]


@pytest.mark.usefixtures("bot")
def test_finding_nothing_can_be_judged_too(workspace: Workspace, store: Store) -> None:
    """The reasons offered are about what was not found, and the question is on the editors' list with them."""
    reply = answer(workspace, UNKNOWN)
    workspace.give_feedback(reply, good=False)
    form = workspace.wait_for_modal()
    workspace.submit("U1", {form.inputs[0].label: "記事に書いてあるはず"})
    next_window(workspace, form)
    (kept,) = store.wishes.unanswered()
    assert (kept.answer_id, kept.why, kept.reason) == (number(reply), "bad", "記事に書いてあるはず")


@pytest.mark.usefixtures("bot")
def test_the_longest_reason_is_taken(workspace: Workspace, store: Store) -> None:
    """What fits into the field fits into everything behind it, whatever it holds."""
    reply = answer(workspace)
    workspace.give_feedback(reply, good=False)
    form = workspace.wait_for_modal()
    words = (HOSTILE * 10)[: form.inputs[1].element["max_length"]].strip()
    workspace.submit("U1", {form.inputs[1].label: words})
    next_window(workspace, form)
    assert [opinion.reason for opinion in store.feedback.of(number(reply))] == [store.mask(words)]


@pytest.mark.usefixtures("bot")
def test_a_form_that_slack_does_not_open_costs_no_opinion(workspace: Workspace, store: Store) -> None:
    """The 👎 is on record, and the presser is told that something went wrong."""
    reply = answer(workspace)
    workspace.fail_next("views.open", Answer.refused("invalid_arguments"))
    workspace.give_feedback(reply, good=False)
    assert "受付番号" in workspace.wait_for_replies("C1", 2)[-1].words
    assert [opinion.good for opinion in store.feedback.of(number(reply))] == [False]


def test_a_thumb_down_that_comes_twice_opens_one_form(workspace: Workspace, bot: Bot) -> None:
    """The second delivery finds its trigger id used, and nobody hears of it."""
    reply = answer(workspace)
    workspace.redeliver(workspace.give_feedback(reply, good=False))
    workspace.wait_for_modal()
    workspace.wait_for_acks()
    bot.finish()
    assert len(workspace.modals()) == 1
    assert len(workspace.replies("C1")) == 1


# Where nothing can be kept.


@pytest.mark.parametrize("good", [True, False])
def test_without_a_database_nobody_is_led_to_believe_that_it_counts(
    workspace: Workspace, connect: Connect, desk: Desk, good: bool
) -> None:
    """The presser is thanked, hears that it is not kept, and is not asked for reasons."""
    connect(desk, Records())
    reply = answer(workspace)
    workspace.give_feedback(reply, good=good)
    told = workspace.wait_for_replies("C1", 2)[-1]
    assert "評価は残りません" in told.words
    assert workspace.modal() is None


@pytest.mark.usefixtures("bot")
def test_a_database_that_fails_is_admitted(workspace: Workspace, store: Store) -> None:
    """Thanks, and the truth; nothing that looks like an error."""
    reply = answer(workspace)
    with store.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE feedback")
    workspace.give_feedback(reply)
    assert "いまは記録できませんでした" in workspace.wait_for_replies("C1", 2)[-1].words
    workspace.give_feedback(reply, good=False)
    assert "いまは記録できませんでした" in workspace.wait_for_replies("C1", 3)[-1].words
    assert workspace.modal() is None


@pytest.mark.usefixtures("bot")
def test_a_reason_that_is_not_kept_is_admitted(workspace: Workspace, store: Store) -> None:
    """The database may fail between the form and its sending."""
    reply = answer(workspace)
    workspace.give_feedback(reply, good=False)
    form = workspace.wait_for_modal()
    with store.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE feedback")
    workspace.submit("U1", {form.inputs[1].label: "古い"})
    assert "いまは記録できませんでした" in next_window(workspace, form).words


@pytest.mark.parametrize("good", [True, False])
@pytest.mark.usefixtures("bot")
def test_an_opinion_on_a_forgotten_answer_is_answered(workspace: Workspace, records: Records, good: bool) -> None:
    """An answer that was deleted meanwhile takes no opinions, and says so."""
    reply = answer(workspace)
    records.forget(records.person("U1", TEAM))
    workspace.give_feedback(reply, good=good, user="U2")
    assert "記録が消されたため" in workspace.wait_for_replies("C1", 2)[-1].words


# 「この質問を担当へ」


@pytest.mark.usefixtures("either")
def test_a_question_is_handed_to_the_editors(workspace: Workspace, store: Store) -> None:
    """The form shows what will be filed, as it was typed; the wish is on record with the wish to be told."""
    reply = answer(workspace, UNKNOWN)
    workspace.press(reply.button(HAND_OVER), reply)
    form = workspace.wait_for_modal("U1", HAND_OVER)
    assert f"質問 {UNKNOWN}\n" in form.words
    (news,) = form.inputs
    workspace.submit("U1", {news.label: [news.element["options"][0]["value"]]})
    assert "お知らせします" in next_window(workspace, form).words
    (wish,) = store.wishes.of(number(reply))
    assert (wish.person, wish.notify) == (store.person("U1", TEAM), True)
    assert [record.id for record in store.wishes.to_notify([number(reply)])] == [number(reply)]


@pytest.mark.usefixtures("bot")
def test_a_question_is_handed_over_without_news(workspace: Workspace, store: Store) -> None:
    """Who does not tick the box is promised nothing."""
    reply = answer(workspace, UNKNOWN)
    workspace.press(reply.button(HAND_OVER), reply)
    form = workspace.wait_for_modal()
    workspace.submit()
    done = next_window(workspace, form)
    assert "届けました" in done.words
    assert "お知らせします" not in done.words
    assert [wish.notify for wish in store.wishes.of(number(reply))] == [False]


@pytest.mark.usefixtures("either")
def test_handing_over_again_says_that_it_is_there_and_keeps_the_promise(workspace: Workspace, store: Store) -> None:
    """The box is as it was left, and who sends the form as it is has changed nothing."""
    reply = answer(workspace, UNKNOWN)
    _hand_over(workspace, reply, notify=True)
    workspace.press(reply.button(HAND_OVER), reply)
    form = workspace.wait_for_modal("U1", HAND_OVER)
    assert "すでに担当へ届いています" in form.words
    assert "お知らせする約束です" in form.words
    workspace.submit()
    told = next_window(workspace, form)
    assert told.title == "すでに届いています"
    assert "この会話でお知らせします" in told.words
    assert [wish.notify for wish in store.wishes.of(number(reply))] == [True]


@pytest.mark.usefixtures("bot")
def test_a_promise_is_taken_back_only_in_so_many_words(workspace: Workspace, store: Store) -> None:
    """Who unticks the box reads that there will be no news; who never wanted any reads that, too."""
    reply = answer(workspace, UNKNOWN)
    _hand_over(workspace, reply, notify=True)
    for words in ("お知らせは取りやめました", "お知らせはしません"):
        workspace.press(reply.button(HAND_OVER), reply)
        form = workspace.wait_for_modal("U1", HAND_OVER)
        workspace.submit("U1", {form.inputs[0].label: []})
        assert words in next_window(workspace, form).words
        workspace.close_modal()
        assert [wish.notify for wish in store.wishes.of(number(reply))] == [False]


@pytest.mark.usefixtures("bot")
def test_where_there_is_nothing_to_choose_it_is_only_said_to_be_there(workspace: Workspace) -> None:
    """A question of a command has no news to be promised: the second window has nothing to send."""
    workspace.command("/dx", UNKNOWN)
    reply = workspace.wait_for_replies("C1")[0]
    _hand_over(workspace, reply)
    workspace.press(reply.button(HAND_OVER), reply)
    told = workspace.wait_for_modal("U1", HAND_OVER)
    assert "すでに担当へ届いています" in told.words
    assert told.submit_text == ""


@pytest.mark.usefixtures("bot")
def test_what_others_handed_over_is_not_ones_own(workspace: Workspace) -> None:
    """A second person is asked as the first was."""
    reply = answer(workspace, UNKNOWN)
    _hand_over(workspace, reply, notify=True)
    workspace.press(reply.button(HAND_OVER), reply, "U2")
    assert "すでに" not in workspace.wait_for_modal("U2", HAND_OVER).words


def _hand_over(workspace: Workspace, reply: Message, notify: bool = False) -> None:
    """Press the button, send the form, and close what it says."""
    workspace.press(reply.button(HAND_OVER), reply)
    form = workspace.wait_for_modal("U1", HAND_OVER)
    values = {form.inputs[0].label: [form.inputs[0].element["options"][0]["value"]]} if notify else {}
    workspace.submit("U1", values)
    next_window(workspace, form)
    workspace.close_modal()


@pytest.mark.usefixtures("bot")
def test_a_form_that_is_closed_hands_nothing_over(workspace: Workspace, store: Store) -> None:
    """The button alone files no wish."""
    reply = answer(workspace, UNKNOWN)
    workspace.press(reply.button(HAND_OVER), reply)
    workspace.wait_for_modal()
    workspace.close_modal()
    assert store.wishes.of(number(reply)) == ()


@pytest.mark.usefixtures("bot")
def test_two_people_can_hand_the_same_question_over(workspace: Workspace, store: Store) -> None:
    """Whoever reads the reply may want it answered."""
    reply = answer(workspace, UNKNOWN)
    for user in ("U2", "U3"):
        workspace.press(reply.button(HAND_OVER), reply, user)
        form = workspace.wait_for_modal(user)
        workspace.submit(user)
        next_window(workspace, form, user)
    (kept,) = store.wishes.unanswered()
    assert (kept.why, len(kept.people)) == ("handed", 3)


@pytest.mark.usefixtures("bot")
def test_news_are_offered_only_where_they_can_arrive(workspace: Workspace, store: Store) -> None:
    """What was asked by a command is nobody else's business, so there is no place to answer it later."""
    workspace.command("/dx", UNKNOWN)
    reply = workspace.wait_for_replies("C1")[0]
    workspace.press(reply.button(HAND_OVER), reply)
    form = workspace.wait_for_modal()
    assert form.inputs == ()
    workspace.submit()
    next_window(workspace, form)
    assert [wish.notify for wish in store.wishes.of(number(reply))] == [False]


@pytest.mark.usefixtures("bot")
def test_news_are_promised_only_to_who_asked(workspace: Workspace, store: Store) -> None:
    """Slack tells the asker of what is written in their thread, nobody else: others learn where it would stand."""
    reply = answer(workspace, UNKNOWN)
    workspace.press(reply.button(HAND_OVER), reply, "U2")
    form = workspace.wait_for_modal("U2", HAND_OVER)
    assert form.inputs == ()
    assert "質問した方がお知らせを希望していれば" in form.words
    workspace.submit("U2")
    assert "お知らせします" not in next_window(workspace, form, "U2").words
    assert [wish.notify for wish in store.wishes.of(number(reply))] == [False]


def test_without_a_database_a_question_is_not_taken(workspace: Workspace, connect: Connect, desk: Desk) -> None:
    """Nobody fills in a form that leads nowhere: the window says whom to ask."""
    connect(desk, Records())
    reply = answer(workspace, UNKNOWN)
    workspace.press(reply.button(HAND_OVER), reply)
    told = workspace.wait_for_modal()
    assert "管理者に直接お知らせください" in told.words
    assert told.submit_text == ""


@pytest.mark.usefixtures("bot")
def test_a_database_that_fails_takes_no_question(workspace: Workspace, store: Store) -> None:
    """The window says that the question has not arrived."""
    reply = answer(workspace, UNKNOWN)
    workspace.press(reply.button(HAND_OVER), reply)
    form = workspace.wait_for_modal()
    with store.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE wishes")
    workspace.submit()
    assert "届けられませんでした" in next_window(workspace, form).words


@pytest.mark.usefixtures("bot")
def test_a_forgotten_question_is_not_handed_over(workspace: Workspace, records: Records) -> None:
    """There is nothing left to hand over, and the window says so."""
    reply = answer(workspace, UNKNOWN)
    records.forget(records.person("U1", TEAM))
    workspace.press(reply.button(HAND_OVER), reply)
    assert "記録が消されたため" in workspace.wait_for_modal().words


# What Slack takes.


def _record(**values: object) -> AnswerRecord:
    plain = AnswerRecord(
        "a1", datetime(2026, 11, 22, tzinfo=UTC), TEAM, "C1", "1.1", "1.1", "1.2", "p", HOSTILE * 40, "", "none", "", (), "v", 0.1, "mention"
    )  # fmt: skip
    return replace(plain, **values)  # type: ignore[arg-type]  # the names of fields, each with its own type


WISH = Wish("a1", "p", True, datetime(2026, 11, 22, tzinfo=UTC), None)
VIEWS = {
    "why no answer": render_why_bad(_record()),
    "why an answer": render_why_bad(_record(kind="answer")),
    "hand over": render_hand_over(_record(), "p"),
    "hand over what others asked": render_hand_over(_record(), "q"),
    "hand over without news": render_hand_over(_record(question_ts=""), "p"),
    "hand over an empty question": render_hand_over(_record(question=""), "p"),
    "hand over again": render_hand_over(_record(), "p", WISH),
    "hand over again without news": render_hand_over(_record(question_ts=""), "p", WISH),
    "handed over": render_handed_over(True, True),
    "handed over again": render_handed_over(True, False, WISH),
    "not handed over": render_handed_over(False, True),
    "nowhere to hand over": render_no_hand_over(),
    "thanks for the reason": render_thanks_for_reason(True),
    "reason not kept": render_thanks_for_reason(False),
}


@pytest.mark.parametrize("view", VIEWS.values(), ids=VIEWS)
def test_the_windows_are_such_as_slack_opens(view: View) -> None:
    """Both slack_sdk's models and Slack's reference accept them."""
    assert refusal_of_view(view, "modal") is None
    for block in view["blocks"]:
        parsed = Block.parse(block)
        assert parsed is not None
        parsed.validate_json()


@pytest.mark.parametrize("good", [True, False])
@pytest.mark.parametrize("kept", [True, False])
@pytest.mark.parametrize("recording", [True, False])
def test_the_thanks_are_such_as_slack_shows(good: bool, kept: bool, recording: bool) -> None:
    """The text of the notification says what the blocks say."""
    thanks = render_thanks(good, kept, recording)
    assert refusal_of_message({"text": thanks.text, "blocks": list(thanks.blocks)}) is None
    assert thanks.text == thanks.blocks[0]["elements"][0]["elements"][0]["text"]
