"""Slack's own weather: whatever happens on the way, a question ends in one reply or in one clear sentence."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.blocks.comparing import COMPARE
from bot.desk import Desk
from bot.playground.slack import Answer, Call, Manifest, Message, Workspace
from bot.records import Records
from bot.store import Store
from tests.postgres import running_postgres
from tests.slack.conftest import Connect
from tests.slack.running import ADMIN, Bot, settings_for

QUESTION = "小金井市のDXリーダーは何人?"
OTHERS = ("書かない窓口はなぜ早く導入できた?", "小さな自治体の人材確保の悩みは?", "CIO補佐官とは何をする人ですか?")
SHARE, MORE, CONTEXT = "チャンネルに投稿", "ほかの事例", "前後を読む"
BROAD = "職員の意識改革はどう進めている?"  # has further cases
BUSY = Answer.rate_limited(0)


class LossyWorkspace(Workspace):
    """A Slack that does what it is asked and loses its answer on the way: ``lost`` names how often, by method."""

    def __init__(self, way: str) -> None:
        self.lost = {"chat.postMessage": 0}
        self.way = way
        super().__init__()
        self.web._server.handle_error = lambda *_: None  # the cut below is meant

    def _answer(self, call: Call) -> Answer:
        answer = super()._answer(call)
        with self._changed:
            if self.lost.get(call.method, 0) <= 0:
                return answer
            self.lost[call.method] -= 1
        if self.way == "cut":
            raise ConnectionAbortedError("the answer never leaves")
        return Answer.broken(int(self.way))


@contextlib.contextmanager
def _running(workspace: Workspace, desk: Desk, records: Records | None = None) -> Iterator[Bot]:
    """Connect a bot to a workspace of the test's own."""
    bot = Bot(settings_for(workspace), desk, records)
    try:
        workspace.wait_for_connection()
        yield bot
    finally:
        bot.finish()
        workspace.close()


# Answers of Slack that are lost, late or busy.


@pytest.mark.parametrize("way", ["500", "503", "cut"])
@pytest.mark.parametrize("channel", ["C1", "D1"])
def test_a_reply_whose_receipt_is_lost_is_not_said_twice(desk: Desk, way: str, channel: str) -> None:
    """Slack fails after it has posted: the bot looks before it posts again."""
    workspace = LossyWorkspace(way)
    with _running(workspace, desk) as bot:
        workspace.lost["chat.postMessage"] = 1
        _ask(workspace, QUESTION, channel)
        (reply,) = workspace.wait_for_replies(channel)
        bot.finish()
        assert len(workspace.replies(channel)) == 1
        assert len(workspace.calls("chat.postMessage")) == 1
    assert bot.records.of_question("T1", channel, workspace.messages(channel)[0].ts)[0].reply_ts == reply.ts


@pytest.mark.parametrize("failure", [Answer.broken(500), Answer.broken(502), Answer.broken(503), Answer.broken(504)])
def test_a_reply_that_did_not_arrive_is_said_again(workspace: Workspace, bot: Bot, failure: Answer) -> None:
    """Slack fails before it has posted: the next attempt brings the reply."""
    workspace.fail_next("chat.postMessage", failure)
    workspace.mention(QUESTION)
    workspace.wait_for_replies("C1")
    bot.finish()
    assert len(workspace.replies("C1")) == 1


def test_the_same_question_twice_is_not_taken_for_a_lost_reply(desk: Desk) -> None:
    """Two replies say the same but for their numbers: one that is there does not hide that the other is not."""
    workspace = LossyWorkspace("500")
    with _running(workspace, desk) as bot:
        workspace.direct_message(QUESTION)
        workspace.wait_for_replies("D1")
        workspace.fail_next("chat.postMessage", Answer.broken(500))
        workspace.direct_message(QUESTION)
        workspace.wait_for_replies("D1", 2)
        bot.finish()
        assert len(workspace.replies("D1")) == 2


def test_a_slack_that_stays_broken_is_told_in_a_sentence(workspace: Workspace, bot: Bot) -> None:
    """After four attempts, the person learns by another way that there is no reply."""
    workspace.fail_next("chat.postMessage", *[Answer.broken(500)] * 4)
    workspace.mention(QUESTION)
    (told,) = workspace.wait_for_replies("C1")
    bot.finish()
    assert told.only_for == "U1"
    assert "受付番号" in told.text
    assert len(workspace.replies("C1")) == 1


def test_a_slack_that_stays_busy_is_told_in_a_sentence(workspace: Workspace, bot: Bot) -> None:
    """After four times 429, the sentence says that Slack is busy."""
    workspace.fail_next("chat.postMessage", *[BUSY] * 4)
    workspace.mention(QUESTION)
    (told,) = workspace.wait_for_replies("C1")
    bot.finish()
    assert "混み合っている" in told.text
    assert len(workspace.replies("C1")) == 1


@pytest.mark.parametrize("failure", [BUSY, Answer.broken(500)])
def test_whatever_the_bot_calls_waits_for_a_busy_slack(workspace: Workspace, bot: Bot, failure: Answer) -> None:
    """Modals, private replies and response URLs are repeated like posts, and arrive once."""
    workspace.mention(QUESTION)
    (answer,) = workspace.wait_for_replies("C1")
    for method in ("views.open", "chat.postEphemeral", "response"):
        workspace.fail_next(method, failure)
    workspace.press(answer.button(CONTEXT), answer)
    assert workspace.wait_for_modal()
    workspace.press(answer.button(MORE), answer)
    workspace.command("/dx", QUESTION, channel="C2")
    workspace.wait_for_replies("C2")
    workspace.wait_for_replies("C1", 2)
    bot.finish()
    assert [len(workspace.replies(channel)) for channel in ("C1", "C2")] == [2, 1]


def test_a_modal_that_comes_too_late_is_told_in_a_sentence(workspace: Workspace, bot: Bot) -> None:
    """A trigger id lives three seconds: if Slack says that it is over, the presser learns it."""
    workspace.mention(QUESTION)
    (answer,) = workspace.wait_for_replies("C1")
    workspace.fail_next("views.open", Answer.refused("expired_trigger_id"))
    workspace.press(answer.button(CONTEXT), answer, user="U2")
    told = workspace.wait_for_replies("C1", 2)[-1]
    bot.finish()
    assert told.only_for == "U2"
    assert "もう一度" in told.text


# Envelopes that come twice, late, in another order, or over another connection.


def test_everything_that_comes_twice_counts_once(workspace: Workspace, bot: Bot) -> None:
    """Mentions, direct messages, commands, presses and shortcuts, each delivered twice at once."""
    with workspace.twice():
        asked = workspace.mention(QUESTION)
        (answer,) = workspace.wait_for_replies("C1")
        workspace.direct_message(QUESTION)
        workspace.command("/dx", QUESTION, channel="C2")
        workspace.command("/dx-compare", "研修", channel="C2")
        workspace.press(answer.button(MORE), answer)
        workspace.press(answer.button(COMPARE), answer)
        workspace.message_shortcut("collect_quotes", asked)
        workspace.wait_for_acks()
        bot.finish()
    assert [len(workspace.replies(channel)) for channel in ("C1", "C2", "D1")] == [4, 2, 1]


@pytest.mark.parametrize("seed", [None, 1, 2])
def test_questions_in_another_order_are_all_answered(workspace: Workspace, bot: Bot, seed: int | None) -> None:
    """Slack promises no order: each message of a thread gets its one reply there."""
    with workspace.out_of_order(seed):
        opening = workspace.mention(QUESTION)
        for question in OTHERS:
            workspace.mention(question, thread_ts=opening.ts)
    workspace.wait_for_replies("C1", 4)
    workspace.wait_for_acks()
    bot.finish()
    replies = workspace.replies("C1")
    assert {reply.thread for reply in replies} == {opening.ts}
    assert len({reply.text for reply in replies}) == len(replies) == 4


@pytest.mark.parametrize("seed", [None, 3, 4])
def test_an_edit_that_comes_before_its_message_wins(workspace: Workspace, bot: Bot, seed: int | None) -> None:
    """Question and correction in any order: one reply stands there, to what the message says now."""
    with workspace.out_of_order(seed):
        said = workspace.direct_message("カレーの作り方を教えて")
        workspace.edit(said, QUESTION)
    workspace.wait_until(lambda: [m for m in workspace.replies("D1") if m.quotes], "an answer")
    workspace.wait_for_acks()
    bot.finish()
    (reply,) = workspace.replies("D1")
    assert reply.quotes


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("reason", ["warning", "refresh_requested"])
def test_a_connection_that_slack_replaces_loses_nobody(workspace: Workspace, reason: str) -> None:
    """Questions before, while and after Slack asks for a new connection are all answered."""
    workspace.direct_message(QUESTION, channel="D-U2", user="U2")
    workspace.socket.refresh(reason)
    workspace.direct_message(QUESTION, channel="D-U3", user="U3")
    workspace.wait_for_connection(opened=2)
    workspace.direct_message(QUESTION)
    for channel in ("D1", "D-U2", "D-U3"):
        assert len(workspace.wait_for_replies(channel)) == 1


def test_a_connection_that_breaks_loses_nobody(workspace: Workspace, bot: Bot) -> None:
    """Slack delivers again what has no receipt: every question has its one reply, whether the first came through or not."""
    people = range(6)
    for number in people:
        workspace.direct_message(QUESTION, user=f"U{number}", channel=f"D-{number}")
        if number == 2:
            workspace.socket.drop()
    workspace.wait_for_connection(opened=2)
    workspace.redeliver_lost()
    for number in people:
        workspace.wait_for_replies(f"D-{number}")
    bot.finish()
    assert [len(workspace.replies(f"D-{number}")) for number in people] == [1] * len(people)


@pytest.mark.usefixtures("bot")
def test_what_is_no_json_does_not_end_the_reading(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next envelope over the same connection is answered."""
    with monkeypatch.context() as garbled:
        garbled.setattr("bot.playground.slack.socket_mode.json.dumps", lambda _: "{ no json")
        workspace.socket.send({})
    workspace.direct_message(QUESTION)
    assert len(workspace.wait_for_replies("D1")) == 1
    assert workspace.socket.opened == 1


def test_a_connection_that_breaks_while_a_command_is_under_way(workspace: Workspace, bot: Bot) -> None:
    """The receipt is lost with the connection; the answer comes once all the same."""
    workspace.command("/dx", QUESTION)
    workspace.socket.drop()
    workspace.wait_for_connection(opened=2)
    workspace.redeliver_lost()
    workspace.wait_for_replies("C1")
    workspace.wait_for_acks()
    bot.finish()
    assert len(workspace.replies("C1")) == 1


@pytest.mark.usefixtures("bot")
def test_a_slack_that_gives_no_new_connection_is_asked_again(workspace: Workspace) -> None:
    """The network is gone for a while: the bot keeps trying, and answers what was asked meanwhile."""
    workspace.fail_next("apps.connections.open", *[Answer.refused("internal_error")] * 2)
    workspace.socket.drop()
    workspace.wait_for_connection(opened=2)
    workspace.direct_message(QUESTION)
    assert len(workspace.wait_for_replies("D1")) == 1
    assert len(workspace.calls("apps.connections.open")) == 4


# What the bot may not do.


def _without(*scopes: str) -> Manifest:
    """Return the manifest of an install that lacks scopes: an admin has not agreed to the newer ones yet."""
    whole = Manifest.read()
    return Manifest(
        **{**{f: getattr(whole, f) for f in whole.__dataclass_fields__}, "scopes": whole.scopes - set(scopes)}
    )


@pytest.mark.parametrize(
    "scope", ["assistant:write", "channels:history", "groups:history", "im:history", "reactions:read"]
)
def test_a_scope_that_only_comforts_need_loses_no_reply(desk: Desk, scope: str) -> None:
    """Mentions, direct messages, commands and the agent view work without it."""
    workspace = Workspace(_without(scope))
    with _running(workspace, desk) as bot:
        workspace.open_messages_tab()
        opening = workspace.mention(QUESTION)
        workspace.wait_for_replies("C1")
        workspace.mention("他の市は?", thread_ts=opening.ts)
        workspace.wait_for_replies("C1", 2)
        workspace.direct_message(QUESTION)
        workspace.wait_for_replies("D1")
        workspace.command("/dx", QUESTION, channel="C2")
        workspace.wait_for_replies("C2")
        bot.finish()
        assert [len(workspace.replies(channel)) for channel in ("C1", "D1", "C2")] == [2, 1, 1]


def test_without_the_scope_to_write_commands_and_buttons_still_answer(desk: Desk) -> None:
    """Response URLs need no scope: the quotes come, and what cannot be done is told by them in one sentence."""
    workspace = Workspace(_without("chat:write"))
    with _running(workspace, desk):
        workspace.command("/dx", BROAD)
        (answer,) = workspace.wait_for_replies("C1")
        workspace.press(answer.button(MORE), answer)
        assert answer.quotes
        assert workspace.wait_for_replies("C1", 2)[-1].quotes


def test_a_missing_scope_is_named(workspace: Workspace, bot: Bot) -> None:
    """Who asked can tell the admin which permission is missing."""
    workspace.fail_next("chat.postMessage", Answer.refused("missing_scope", needed="chat:write.public"))
    workspace.mention(QUESTION)
    (told,) = workspace.wait_for_replies("C1")
    workspace.wait_for_acks()  # the mention comes as a message too
    bot.finish()
    assert "chat:write.public" in told.text
    assert "管理者" in told.text
    assert len(workspace.replies("C1")) == 1


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("not_in_channel", "/invite"),
        ("channel_not_found", "/invite"),
        ("is_archived", "アーカイブ"),
        ("restricted_action", "限られている"),
        ("restricted_action_thread_locked", "返信できなく"),
    ],
)
def test_a_place_where_the_bot_cannot_write_is_told_in_a_direct_message(
    workspace: Workspace, bot: Bot, code: str, words: str
) -> None:
    """One sentence says why and what to do; nothing is said twice, and nothing in the channel."""
    workspace.fail_next("chat.postMessage", Answer.refused(code))
    workspace.mention(QUESTION, user="U2")
    (told,) = workspace.wait_for_replies("D-U2")
    bot.finish()
    assert words in told.text
    assert workspace.replies("C1") == ()
    assert len(workspace.replies("D-U2")) == 1


def test_what_was_asked_before_the_bot_was_removed_is_told(workspace: Workspace, bot: Bot) -> None:
    """The question and the removal cross: the mention arrives, the reply cannot."""
    with workspace.out_of_order():
        workspace.mention(QUESTION, user="U2")
        with contextlib.suppress(Exception):
            workspace.remove_bot("C1")
    (told,) = workspace.wait_for_replies("D-U2")
    bot.finish()
    assert "/invite" in told.text


def test_buttons_of_a_channel_that_the_bot_has_left_still_answer(workspace: Workspace, bot: Bot) -> None:
    """Old messages stay when the bot goes: their response URLs bring private replies, and what is shared."""
    workspace.mention(BROAD)
    (answer,) = workspace.wait_for_replies("C1")
    workspace.command("/dx", OTHERS[0])
    private = workspace.wait_for_replies("C1", 2)[-1]
    workspace.remove_bot("C1")
    workspace.press(answer.button(MORE), answer, user="U2")
    more = workspace.wait_for_replies("C1", 3)[-1]
    workspace.press(private.button(SHARE), private)
    shared = workspace.wait_for_replies("C1", 4)[-1]
    bot.finish()
    assert (more.only_for, bool(more.quotes)) == ("U2", True)
    assert (shared.only_for, shared.quotes) == ("", private.quotes)


# What is not paid for.


def test_without_the_agent_feature_every_question_is_answered(desk: Desk) -> None:
    """Suggested prompts are refused; nobody notices but the log."""
    workspace = Workspace(features_off={"agent"})
    with _running(workspace, desk) as bot:
        workspace.open_messages_tab()
        workspace.start_assistant_thread()
        workspace.direct_message(QUESTION)
        (reply,) = (m for m in workspace.wait_for_replies("D1", 2) if m.quotes)
        bot.finish()
        assert reply.quotes
        assert workspace.prompts() is None


@pytest.mark.parametrize("code", ["invalid_blocks", "feature_not_enabled"])
def test_a_plan_without_feedback_buttons_gets_the_answer_without_them(
    workspace: Workspace, bot: Bot, code: str
) -> None:
    """Slack refuses the block: the same answer comes with all its other buttons."""
    for method in ("chat.postMessage", "response"):
        workspace.fail_next(method, Answer.refused(code))
    workspace.mention(QUESTION)
    workspace.command("/dx", QUESTION, channel="C2")
    for channel in ("C1", "C2"):
        (reply,) = workspace.wait_for_replies(channel)
        assert reply.quotes
        assert reply.button(MORE)
        assert not any(control["type"] == "feedback_buttons" for control in reply.controls)
    bot.finish()
    assert [len(workspace.replies(channel)) for channel in ("C1", "C2")] == [1, 1]


def test_a_slack_that_takes_no_blocks_gets_the_plain_text(workspace: Workspace, bot: Bot) -> None:
    """The last resort is the text of the notification: a quote with its source."""
    workspace.fail_next("chat.postMessage", *[Answer.refused("invalid_blocks")] * 2)
    workspace.mention(QUESTION)
    (reply,) = workspace.wait_for_replies("C1")
    bot.finish()
    assert reply.blocks == ()
    assert "今のところ、全庁で50人くらいを考えています。" in reply.text
    assert "座談会" in reply.text


# A database that is down.


@pytest.fixture(params=["sqlite", "postgresql"])
def failing(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Records]:
    """Open a database, and let it fail from then on: a file that is no database any more, a server that is gone."""
    if request.param == "postgresql":
        server = running_postgres()
        store = Store.open(server.create(), key=b"key")
        server.stop()
        yield Records(store)
        server.start()
    else:
        path = tmp_path / "records.db"
        store = Store.open(f"sqlite:///{path}", key=b"key")
        store.close()
        for file in tmp_path.iterdir():
            file.write_bytes(b"no database" * 1_000)
        yield Records(store)
    store.close()


def test_every_surface_answers_without_its_database(
    workspace: Workspace, connect: Connect, desk: Desk, failing: Records
) -> None:
    """Questions, buttons, sharing, opinions, comparisons: all work from memory, each once."""
    bot = connect(desk, failing)
    asked = workspace.mention(QUESTION)
    (answer,) = workspace.wait_for_replies("C1")
    workspace.press(answer.button(MORE), answer)
    workspace.wait_for_replies("C1", 2)
    workspace.give_feedback(answer, good=True)
    workspace.wait_for_replies("C1", 3)
    workspace.message_shortcut("collect_quotes", asked)
    workspace.wait_for_replies("C1", 4)
    workspace.redeliver()
    workspace.command("/dx-compare", "研修", channel="C2")
    (compared,) = workspace.wait_for_replies("C2")
    workspace.press(compared.button(SHARE), compared)
    shared = workspace.wait_for_replies("C2", 2)[-1]
    workspace.wait_for_acks()
    bot.finish()
    assert shared.quotes == compared.quotes != ()
    assert [len(workspace.replies(channel)) for channel in ("C1", "C2")] == [4, 2]


def test_a_database_that_makes_people_wait_does_so_once(
    workspace: Workspace, connect: Connect, desk: Desk, tmp_path: Path
) -> None:
    """Somebody holds the lock for good: after one wait it is left alone, and the other questions wait for nothing."""
    path = tmp_path / "records.db"
    with Store.open(f"sqlite:///{path}?timeout=1.2", key=b"key") as store, sqlite3.connect(path) as rude:
        rude.execute("BEGIN EXCLUSIVE")
        bot = connect(desk, Records(store))
        begun = time.monotonic()
        workspace.direct_message(QUESTION)
        workspace.wait_for_replies("D1")
        first = time.monotonic() - begun
        workspace.direct_message(QUESTION)
        workspace.wait_for_replies("D1", 2)
        second = time.monotonic() - begun - first
        bot.finish()
        rude.rollback()
    assert second < 0.9 <= first < 2.4


# Many at a time, in bad weather.


def test_a_stormy_day(workspace: Workspace, bot: Bot) -> None:
    """Thirty people, every third call fails, the connection breaks and is replaced: everybody has one reply."""
    people = range(30)
    workspace.fail_next("chat.postMessage", *[BUSY, Answer.broken(500)] * 5)
    threads = [threading.Thread(target=_ask, args=(workspace, QUESTION, f"D-{n}", f"U{n}")) for n in people]
    for number, thread in enumerate(threads):
        thread.start()
        if number == 10:
            workspace.socket.refresh()
        if number == 20:
            workspace.socket.drop()
    for thread in threads:
        thread.join()
    workspace.wait_for_connection(opened=2)
    workspace.redeliver_lost()
    for number in people:
        workspace.wait_for_replies(f"D-{number}")
    bot.finish()
    assert [len(workspace.replies(f"D-{number}")) for number in people] == [1] * len(people)


def _ask(workspace: Workspace, question: str, channel: str, user: str = "U1") -> Message:
    if channel.startswith("D"):
        return workspace.direct_message(question, user=user, channel=channel)
    return workspace.mention(question, user=user, channel=channel)


def test_an_admin_is_answered_in_the_storm_as_well(workspace: Workspace, bot: Bot) -> None:
    """Commands of admins go the same way."""
    workspace.fail_next("response", BUSY)
    workspace.command("/dx-unanswered", user=ADMIN)
    workspace.wait_for_replies("C1")
    bot.finish()
    assert len(workspace.replies("C1")) == 1
