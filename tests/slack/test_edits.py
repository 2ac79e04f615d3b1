"""Second thoughts over a real connection: edited questions, deleted ones, and news that come early, late or twice."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.answering.answer import Reply
from bot.desk import Desk
from bot.playground.slack.payloads import message_event
from bot.playground.slack.workspace import Answer, Message, Workspace
from bot.records import Place, Records
from bot.store import Store
from tests.slack.conftest import Connect
from tests.slack.running import Bot, HttpBot, settings_for

QUESTION = "小金井市のDXリーダーは何人?"
OTHER = "書かない窓口はなぜ早く導入できた?"
THIRD = "東大和市はデジタル人材の確保で何に困っていますか?"
UNANSWERABLE = "カレーの作り方を教えて"
NAMED = "<@U0BOT> "
HUSHED = (
    "わかりました。このスレッドでは、メンションされたときだけお答えします。"
    "「静かに」の発言や🤫を消すと、またメンションなしでもお答えします。"
)
Running = Bot | HttpBot


def _changed(workspace: Workspace, message: Message, words: str) -> Message:
    """Wait until a message of the bot says something; returns it."""
    workspace.wait_until(lambda: words in workspace.latest(message).text, f"a reply with {words!r}")
    return workspace.latest(message)


def _done(workspace: Workspace, bot: Running) -> None:
    workspace.wait_for_acks()
    bot.finish()


@pytest.fixture(params=["direct", "mention", "in a thread", "follow-up"])
def asked(request: pytest.FixtureRequest, workspace: Workspace, bot: Bot) -> Message:
    """Ask a question on each surface where people write, and wait for the reply."""
    assert bot.app
    if request.param == "direct":
        said = workspace.direct_message(QUESTION)
        workspace.wait_for_replies("D1")
        return said
    if request.param == "mention":
        said = workspace.mention(QUESTION)
        workspace.wait_for_replies("C1")
        return said
    opening = workspace.mention("こんにちは")
    workspace.wait_for_replies("C1")
    write = workspace.mention if request.param == "in a thread" else workspace.say
    said = write(QUESTION, thread_ts=opening.ts)
    workspace.wait_for_replies("C1", 2)
    return said


def _reply(workspace: Workspace, asked: Message) -> Message:
    return workspace.replies(asked.channel)[-1]


def _named(asked: Message, text: str) -> str:
    return NAMED + text if asked.text.startswith(NAMED) else text


def test_an_edit_changes_the_reply_in_its_place(workspace: Workspace, bot: Bot, asked: Message) -> None:
    """The reply stays where it is and answers what now stands above it; nothing is written anew."""
    reply, count = _reply(workspace, asked), len(workspace.replies(asked.channel))
    workspace.edit(asked, _named(asked, OTHER))
    now = _changed(workspace, reply, "旗振り役")
    _done(workspace, bot)
    assert now.quotes != reply.quotes
    assert (now.ts, now.thread, now.channel) == (reply.ts, reply.thread, reply.channel)
    assert len(workspace.replies(asked.channel)) == count


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ありがとうございます", "お役に立ててうれしいです"),
        ("こんにちは", "自治体DXについてお尋ねください"),
        (UNANSWERABLE, "見つかりませんでした"),
        ("横浜市のDX推進体制は?", "横浜市についての記事はありません"),
    ],
)
def test_an_edit_into_something_else_changes_the_reply_too(
    workspace: Workspace, asked: Message, text: str, words: str
) -> None:
    """Small talk, or a question without an answer: the old quotations are gone."""
    reply = _reply(workspace, asked)
    workspace.edit(asked, _named(asked, text))
    assert _changed(workspace, reply, words).quotes == ()


def test_a_deleted_question_takes_its_reply_with_it(workspace: Workspace, bot: Bot, asked: Message) -> None:
    """Also one that opens a thread, of which Slack keeps a tombstone."""
    reply = _reply(workspace, asked)
    workspace.delete(asked)
    workspace.wait_until(lambda: workspace.latest(reply).deleted, "the reply to go")
    _done(workspace, bot)
    assert reply.ts not in [m.ts for m in workspace.replies(asked.channel)]
    assert workspace.calls("chat.postEphemeral") == ()


def test_an_edit_back_and_forth_ends_where_it_ends(workspace: Workspace, bot: Bot, asked: Message) -> None:
    """Each edit finds the reply of the one before it."""
    reply = _reply(workspace, asked)
    for text, words in ((OTHER, "旗振り役"), (UNANSWERABLE, "見つかりませんでした"), (QUESTION, "50人くらい")):
        workspace.edit(asked, _named(asked, text))
        _changed(workspace, reply, words)
    _done(workspace, bot)
    assert workspace.latest(reply).quotes == reply.quotes


@pytest.fixture(params=["socket", "http"])
def running(request: pytest.FixtureRequest) -> Running:
    """Connect a bot over each transport."""
    bot: Running = request.getfixturevalue("bot" if request.param == "socket" else "http_bot")
    return bot


def test_a_mention_that_is_edited_comes_as_two_events(workspace: Workspace, running: Running) -> None:
    """Slack sends ``app_mention`` again beside ``message_changed``: still one reply, changed once."""
    asked = workspace.mention(QUESTION)
    (reply,) = workspace.wait_for_replies("C1")
    edited = workspace.edit(asked, NAMED + OTHER)
    workspace.event({**message_event(edited), "type": "app_mention"})
    _changed(workspace, reply, "旗振り役")
    _done(workspace, running)
    assert len(workspace.replies("C1")) == 1
    assert len(workspace.calls("chat.update")) == 1


@pytest.mark.usefixtures("bot")
def test_the_event_of_a_mention_alone_is_enough(workspace: Workspace) -> None:
    """Whichever of the two events arrives, the reply changes."""
    asked = workspace.mention(QUESTION)
    (reply,) = workspace.wait_for_replies("C1")
    edited = {**message_event(asked), "text": NAMED + OTHER, "edited": {"user": "U1", "ts": "1999999999.000001"}}
    workspace.event({**edited, "type": "app_mention"})
    assert _changed(workspace, reply, "旗振り役").ts == reply.ts


def test_over_http_edits_and_deletions_do_the_same(workspace: Workspace, http_bot: HttpBot) -> None:
    """The transport changes nothing, and every event is acknowledged with 200."""
    asked = workspace.direct_message(QUESTION)
    (reply,) = workspace.wait_for_replies("D1")
    workspace.edit(asked, OTHER)
    _changed(workspace, reply, "旗振り役")
    workspace.delete(asked)
    workspace.wait_until(lambda: workspace.latest(reply).deleted, "the reply to go")
    assert {ack.status for ack in workspace.wait_for_acks()} == {200}
    http_bot.finish()
    assert http_bot.records.of_question("T1", "D1", asked.ts) == ()


def test_a_preview_is_no_edit(workspace: Workspace, bot: Bot, asked: Message) -> None:
    """When Slack unfurls a link of a question, no word has changed, and nothing is done."""
    workspace.unfurl(asked, "https://example.jp/", "題")
    _done(workspace, bot)
    assert workspace.calls("chat.update") == ()


def test_a_preview_under_a_forgotten_question_is_no_question(
    workspace: Workspace, connect: Connect, desk: Desk
) -> None:
    """Without a database, a bot that starts anew knows nothing of old questions, and does not answer them again."""
    first = connect(desk)
    asked = workspace.direct_message(QUESTION)
    (reply,) = workspace.wait_for_replies("D1")
    workspace.edit(asked, OTHER)
    _changed(workspace, reply, "旗振り役")
    first.finish()
    second = connect(desk)
    workspace.unfurl(asked, "https://example.jp/", "題")
    _done(workspace, second)
    assert len(workspace.replies("D1")) == 1


def test_news_that_come_twice_are_dealt_with_once(workspace: Workspace, bot: Bot) -> None:
    """Slack delivers again what it takes for lost."""
    asked = workspace.direct_message(QUESTION)
    (reply,) = workspace.wait_for_replies("D1")
    with workspace.twice(3):
        workspace.edit(asked, OTHER)
    _changed(workspace, reply, "旗振り役")
    with workspace.twice(3):
        workspace.delete(asked)
    workspace.wait_until(lambda: workspace.latest(reply).deleted, "the reply to go")
    _done(workspace, bot)
    assert (len(workspace.calls("chat.update")), len(workspace.calls("chat.delete"))) == (1, 1)
    assert workspace.replies("D1") == ()


@pytest.mark.parametrize("name", [NAMED, ""], ids=["mention", "direct"])
def test_an_edit_that_comes_before_its_question_is_the_question(workspace: Workspace, bot: Bot, name: str) -> None:
    """Envelopes overtake each other: there is one reply, and it answers the latest text."""
    with workspace.out_of_order():
        asked = workspace.mention(QUESTION) if name else workspace.direct_message(QUESTION)
        workspace.edit(asked, name + OTHER)
        workspace.edit(asked, name + THIRD)
    workspace.wait_for_replies(asked.channel)
    _done(workspace, bot)
    (reply,) = workspace.replies(asked.channel)
    assert "デジタル人材の確保育成" in reply.text


@pytest.mark.parametrize("seed", range(4))
def test_whatever_the_order_the_last_edit_stands(workspace: Workspace, bot: Bot, seed: int) -> None:
    """Three edits in any order leave one reply, to the last of them."""
    asked = workspace.direct_message(QUESTION)
    (reply,) = workspace.wait_for_replies("D1")
    with workspace.out_of_order(seed):
        for text in (OTHER, UNANSWERABLE, THIRD):
            workspace.edit(asked, text)
    _changed(workspace, reply, "デジタル人材の確保育成")
    _done(workspace, bot)
    assert len(workspace.replies("D1")) == 1
    assert "デジタル人材の確保育成" in workspace.latest(reply).text


@pytest.mark.parametrize("kind", ["mention", "direct"])
def test_a_deletion_that_comes_before_its_question_leaves_nothing(workspace: Workspace, bot: Bot, kind: str) -> None:
    """What nobody can read any more is not answered."""
    with workspace.out_of_order():
        asked = workspace.mention(QUESTION) if kind == "mention" else workspace.direct_message(QUESTION)
        workspace.delete(asked)
    _done(workspace, bot)
    assert workspace.replies(asked.channel) == ()


class SlowDesk(Desk):
    """A desk that thinks about a question until it is told to answer."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.library)
        self.thinks, self.go_on = threading.Event(), threading.Event()

    def ask(self, text: str, before: str = "") -> Reply:
        """Think about one question."""
        if QUESTION in text:
            self.thinks.set()
            assert self.go_on.wait(10)
        return super().ask(text, before)


@pytest.fixture
def slow(desk: Desk) -> Iterator[SlowDesk]:
    """Return a desk that thinks long, and let it end."""
    thinking = SlowDesk(desk)
    yield thinking
    thinking.go_on.set()


@pytest.mark.parametrize("kind", ["mention", "direct"])
def test_an_edit_while_the_answer_is_looked_for_changes_it(
    workspace: Workspace, connect: Connect, slow: SlowDesk, kind: str
) -> None:
    """Who notices a slip at once does not keep the answer to it."""
    bot = connect(slow)
    asked = workspace.mention(QUESTION) if kind == "mention" else workspace.direct_message(QUESTION)
    assert slow.thinks.wait(10)
    workspace.edit(asked, _named(asked, OTHER))
    workspace.wait_for_acks()
    slow.go_on.set()
    (reply,) = workspace.wait_for_replies(asked.channel)
    _changed(workspace, reply, "旗振り役")
    _done(workspace, bot)
    assert len(workspace.replies(asked.channel)) == 1


@pytest.mark.parametrize("kind", ["mention", "direct"])
def test_a_deletion_while_the_answer_is_looked_for_removes_it(
    workspace: Workspace, connect: Connect, slow: SlowDesk, kind: str
) -> None:
    """The reply to a question that is gone does not stay."""
    bot = connect(slow)
    asked = workspace.mention(QUESTION) if kind == "mention" else workspace.direct_message(QUESTION)
    assert slow.thinks.wait(10)
    workspace.delete(asked)
    workspace.wait_for_acks()
    slow.go_on.set()
    _done(workspace, bot)
    assert workspace.replies(asked.channel) == ()


@pytest.mark.usefixtures("bot")
def test_an_edit_that_calls_the_bot_is_a_question(workspace: Workspace) -> None:
    """Who forgot the mention adds it, and is answered in the thread of the message."""
    said = workspace.say(QUESTION)
    workspace.edit(said, NAMED + QUESTION)
    (reply,) = workspace.wait_for_replies("C1")
    assert (reply.thread, bool(reply.quotes)) == (said.ts, True)


def test_an_edit_of_what_was_never_for_the_bot_is_not_either(workspace: Workspace, bot: Bot) -> None:
    """People correct what they say to each other, in channels and in threads; bots correct theirs."""
    opening = workspace.mention(QUESTION)
    (reply,) = workspace.wait_for_replies("C1")
    for said in (workspace.say("おはよう"), workspace.say("へえ、すごいですね", thread_ts=opening.ts)):
        workspace.edit(said, said.text + "!")
        workspace.delete(said)
    workspace.edit(workspace.say("おはよう"), QUESTION)
    _done(workspace, bot)
    assert [m.ts for m in workspace.replies("C1")] == [reply.ts]
    assert workspace.calls("chat.update") == ()


@pytest.mark.usefixtures("bot")
def test_a_remark_in_a_thread_that_becomes_a_question_is_answered(workspace: Workspace) -> None:
    """It is heard as if it were new."""
    opening = workspace.mention(QUESTION)
    workspace.wait_for_replies("C1")
    said = workspace.say("書かない窓口のこと、誰か知ってます", thread_ts=opening.ts)
    workspace.edit(said, OTHER)
    assert "旗振り役" in workspace.wait_for_replies("C1", 2)[-1].text


def test_the_bots_own_edits_start_nothing(desk: Desk) -> None:
    """Slack tells the bot of its own messages, changes and removals, too; it does not answer itself."""
    workspace = Workspace(echoes=True)
    try:
        bot = Bot(settings_for(workspace), desk)
        workspace.wait_for_connection()
        asked = workspace.direct_message(QUESTION)
        (reply,) = workspace.wait_for_replies("D1")
        workspace.edit(asked, OTHER)
        _changed(workspace, reply, "旗振り役")
        workspace.delete(asked)
        workspace.wait_until(lambda: workspace.latest(reply).deleted, "the reply to go")
        workspace.wait_until(lambda: len(workspace.deliveries()) >= 6, "the echoes")
        _done(workspace, bot)
        writing = ("chat.postMessage", "chat.update", "chat.delete", "chat.postEphemeral")
        assert [len(workspace.calls(method)) for method in writing] == [1, 1, 1, 0]
    finally:
        workspace.close()


def test_a_question_edited_into_a_wish_for_quiet_is_one(workspace: Workspace, bot: Bot) -> None:
    """The reply becomes the promise, and the promise is kept."""
    asked = workspace.mention(QUESTION)
    (reply,) = workspace.wait_for_replies("C1")
    workspace.edit(asked, NAMED + "静かにして")
    _changed(workspace, reply, HUSHED)
    workspace.say(OTHER, thread_ts=asked.ts)
    _done(workspace, bot)
    assert len(workspace.replies("C1")) == 1


@pytest.mark.usefixtures("bot")
def test_the_buttons_of_a_changed_reply_work(workspace: Workspace) -> None:
    """ほかの事例 goes on from what is quoted now."""
    asked = workspace.direct_message(QUESTION)
    (reply,) = workspace.wait_for_replies("D1")
    workspace.edit(asked, OTHER)
    now = _changed(workspace, reply, "旗振り役")
    workspace.press(now.button("ほかの事例"), now)
    more = workspace.wait_for_replies("D1", 2)[-1]
    assert not set(more.quotes) & set(now.quotes)
    assert "回答番号" in now.words
    assert now.words != reply.words


@pytest.mark.usefixtures("bot")
def test_a_follow_up_leans_on_the_edited_question(workspace: Workspace) -> None:
    """The question before it is the one that now stands there."""
    asked = workspace.mention(OTHER)
    (reply,) = workspace.wait_for_replies("C1")
    workspace.edit(asked, NAMED + "小金井市はどこと共同利用を検討していますか?")
    _changed(workspace, reply, "共同利用")
    workspace.say("目標はいつですか?", thread_ts=asked.ts)
    assert any("令和5年度を目標" in quote for quote in workspace.wait_for_replies("C1", 2)[-1].quotes)


def test_a_reply_that_somebody_has_removed_stays_away(workspace: Workspace, bot: Bot) -> None:
    """An admin can delete what the bot wrote; neither an edit nor a deletion brings it back, or complains."""
    asked = workspace.direct_message(QUESTION)
    workspace.wait_for_replies("D1")
    workspace.fail_next("chat.update", Answer.refused("message_not_found"))
    workspace.edit(asked, OTHER)
    workspace.wait_until(lambda: workspace.calls("chat.update"), "the update")
    workspace.delete(asked)
    _done(workspace, bot)
    assert len(workspace.replies("D1")) == 1
    assert workspace.calls("chat.postEphemeral") == ()


@pytest.mark.usefixtures("bot")
def test_a_change_that_slack_refuses_is_told(workspace: Workspace) -> None:
    """Who edits learns that the reply is still the old one."""
    asked = workspace.direct_message(QUESTION)
    workspace.wait_for_replies("D1")
    workspace.fail_next("chat.update", Answer.refused("edit_window_closed"))
    workspace.edit(asked, OTHER)
    assert "うまく処理できませんでした" in workspace.wait_for_replies("D1", 2)[-1].text


def test_a_question_whose_reply_was_lost_can_be_asked_by_an_edit(workspace: Workspace, bot: Bot) -> None:
    """Where Slack did not take the reply, the question counts as never answered."""
    workspace.fail_next("chat.postMessage", Answer.refused("fatal_error"))
    asked = workspace.direct_message(QUESTION)
    assert "うまく処理できませんでした" in workspace.wait_for_replies("D1")[-1].text
    workspace.edit(asked, QUESTION + "?")
    assert "50人くらい" in workspace.wait_for_replies("D1", 2)[-1].text
    _done(workspace, bot)
    assert len(workspace.calls("chat.postMessage")) == 2


def test_with_a_database_a_new_process_finds_the_reply(
    workspace: Workspace, connect: Connect, desk: Desk, tmp_path: Path
) -> None:
    """Edits and deletions reach replies that another process has written."""
    with Store.open(f"sqlite:///{tmp_path}/records.db", key=b"key of the test") as store:
        first = connect(desk, Records(store))
        asked, other = workspace.direct_message(QUESTION), workspace.mention(QUESTION)
        replies = [workspace.wait_for_replies(channel)[0] for channel in ("D1", "C1")]
        first.finish()
        second = connect(desk, Records(store))
        workspace.edit(asked, OTHER)
        _changed(workspace, replies[0], "旗振り役")
        workspace.delete(other)
        workspace.wait_until(lambda: workspace.latest(replies[1]).deleted, "the reply to go")
        _done(workspace, second)
        (record,) = store.answers.of_question("T1", "D1", asked.ts)
        assert (record.question, record.reply_ts) == (OTHER, replies[0].ts)
        assert store.answers.of_thread("T1", "C1", other.ts) == ()


def test_a_withdrawn_answer_keeps_what_was_said_about_it(desk: Desk, tmp_path: Path) -> None:
    """Its opinions and wishes stay, and so does what its buttons need; no thread has it, and no question after it."""
    with Store.open(f"sqlite:///{tmp_path}/records.db", key=b"key of the test") as store:
        records = Records(store)
        person = records.person("U1", "T1")
        first = records.note(desk.ask(QUESTION), QUESTION, "", Place("T1", "C1", person, "mention", "1.1", "1.1"))
        after = records.note(desk.ask(OTHER), OTHER, QUESTION, Place("T1", "C1", person, "thread", "1.1", "1.3"))
        records.replied(first, "1.2")
        assert records.hand_over(first.id, person, True)
        records.withdraw(first)
        afresh = Records(store)
        assert [r.id for r in afresh.of_thread("T1", "C1", "1.1")] == [after.id]
        assert afresh.of_question("T1", "C1", "1.1") == ()
        found = afresh.find(first.id)
        assert found is not None
        assert found.question == QUESTION
        kept = afresh.find(after.id)
        assert kept is not None
        assert kept.before == ""
        assert store.people.stored(person).wishes == 1


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Open a database of its own for the test."""
    with Store.open(f"sqlite:///{tmp_path}/records.db", key=b"key of the test") as opened:
        yield opened


@pytest.fixture(params=["memory", "database"])
def recording(request: pytest.FixtureRequest, workspace: Workspace, connect: Connect, desk: Desk) -> Records:
    """Connect a bot that remembers, in memory alone and in a database."""
    records = Records(request.getfixturevalue("store") if request.param == "database" else None)
    connect(desk, records)
    assert workspace.replies("C1") == ()
    return records


def _deleted(workspace: Workspace) -> str:
    """Press すべて削除 in Home, wait until it is done, and return what the dialog has said before."""
    workspace.open_home()
    view = workspace.wait_for_home("U1", "質問の控え 1件")
    button = view.button("すべて削除")
    workspace.press(button, view)
    workspace.wait_for_home("U1", "削除しました")
    return str(button["confirm"]["text"]["text"])


@pytest.mark.parametrize("kind", ["mention", "direct"])
@pytest.mark.usefixtures("recording")
def test_after_a_deletion_of_all_records_an_edit_is_answered_anew(workspace: Workspace, kind: str) -> None:
    """Nobody knows which reply was the former one, so that stays, as the dialog has said."""
    asked = workspace.mention(QUESTION) if kind == "mention" else workspace.direct_message(QUESTION)
    (former,) = workspace.wait_for_replies(asked.channel)
    _deleted(workspace)
    workspace.edit(asked, _named(asked, OTHER))
    fresh = workspace.wait_for_replies(asked.channel, 2)[-1]
    assert "旗振り役" in fresh.text
    assert workspace.latest(former).quotes == former.quotes
    workspace.edit(asked, _named(asked, THIRD))
    _changed(workspace, fresh, "デジタル人材の確保育成")
    assert len(workspace.replies(asked.channel)) == 2


@pytest.mark.usefixtures("recording")
def test_the_buttons_of_a_deleted_answer_say_why_they_do_nothing(workspace: Workspace) -> None:
    """A minute is not old age: the record is gone, and the dialog has said that replies stay."""
    workspace.mention(QUESTION)
    (reply,) = workspace.wait_for_replies("C1")
    assert "これまでの回答はSlackに残ります" in _deleted(workspace)
    workspace.press(reply.button("ほかの事例"), reply, "U2")
    assert "記録が消されたため" in workspace.wait_for_replies("C1", 2)[-1].words


def test_an_edit_that_asks_for_the_list_gets_it(workspace: Workspace, bot: Bot, desk: Desk) -> None:
    """As if it had been asked at first: the topics, each as a button."""
    asked = workspace.mention(QUESTION)
    (reply,) = workspace.wait_for_replies("C1")
    workspace.edit(asked, NAMED + "話題の一覧を見せて")
    now = _changed(workspace, reply, "話題")
    _done(workspace, bot)
    assert [b["text"]["text"] for b in now.buttons] == [topic.name for topic, _ in desk.topics()]


def test_a_wish_for_quiet_is_no_question(workspace: Workspace, connect: Connect, desk: Desk, store: Store) -> None:
    """No editor reads 「静かに」 on the list, whether it was said or came by an edit; nor does a question lean on it."""
    records = Records(store)
    bot = connect(desk, records)
    asked = workspace.mention(QUESTION)
    (reply,) = workspace.wait_for_replies("C1")
    workspace.edit(asked, NAMED + "静かに")
    _changed(workspace, reply, HUSHED)
    workspace.mention("静かに", thread_ts=asked.ts)
    workspace.wait_for_replies("C1", 2)
    _done(workspace, bot)
    assert store.wishes.unanswered() == ()
    assert records.asked_before(Place("T1", "C1", "", "mention", asked.ts), QUESTION) == ""


@pytest.mark.usefixtures("recording")
def test_a_wish_for_quiet_that_was_edited_away_is_none(workspace: Workspace) -> None:
    """The answer is back in place of the promise, and so is the bot: what follows is answered."""
    asked = workspace.mention(QUESTION)
    (reply,) = workspace.wait_for_replies("C1")
    workspace.edit(asked, NAMED + "静かに")
    _changed(workspace, reply, HUSHED)
    workspace.edit(asked, NAMED + QUESTION)
    _changed(workspace, reply, "50人くらい")
    workspace.say(OTHER, thread_ts=asked.ts)
    assert "旗振り役" in workspace.wait_for_replies("C1", 2)[-1].text


@pytest.mark.usefixtures("recording")
@pytest.mark.parametrize("write", ["say", "mention"])
def test_a_wish_for_quiet_in_a_thread_can_become_a_question(workspace: Workspace, write: str) -> None:
    """The promise ends in its place, or becomes the answer, and the question is answered once."""
    asked = workspace.mention(QUESTION)
    workspace.wait_for_replies("C1")
    hush = getattr(workspace, write)("静かに", thread_ts=asked.ts)
    promise = workspace.wait_for_replies("C1", 2)[-1]
    workspace.edit(hush, _named(hush, OTHER))
    if write == "say":
        assert "取り消されたので" in _changed(workspace, promise, "取り消された").text
        assert "旗振り役" in workspace.wait_for_replies("C1", 3)[-1].text
    else:
        _changed(workspace, promise, "旗振り役")
    workspace.say(THIRD, thread_ts=asked.ts)
    count = 4 if write == "say" else 3
    assert "デジタル人材の確保育成" in workspace.wait_for_replies("C1", count)[-1].text


@pytest.mark.usefixtures("recording")
def test_a_wish_for_quiet_that_was_deleted_is_none(workspace: Workspace) -> None:
    """The promise goes with it, and follow-ups are answered again."""
    asked = workspace.mention(QUESTION)
    workspace.wait_for_replies("C1")
    hush = workspace.say("静かに", thread_ts=asked.ts)
    promise = workspace.wait_for_replies("C1", 2)[-1]
    workspace.delete(hush)
    workspace.wait_until(lambda: workspace.latest(promise).deleted, "the promise to go")
    workspace.say(OTHER, thread_ts=asked.ts)
    assert "旗振り役" in workspace.wait_for_replies("C1", 2)[-1].text


def test_what_is_said_quietly_again_is_promised_again(workspace: Workspace, bot: Bot) -> None:
    """After a wish for quiet was taken back, the next one counts as the first did."""
    asked = workspace.mention(QUESTION)
    workspace.wait_for_replies("C1")
    hush = workspace.say("静かに", thread_ts=asked.ts)
    workspace.wait_for_replies("C1", 2)
    workspace.edit(hush, "やっぱりいいです")
    workspace.wait_until(lambda: "取り消された" in workspace.replies("C1")[-1].text, "the end of the promise")
    workspace.say("静かに", thread_ts=asked.ts)
    assert workspace.wait_for_replies("C1", 3)[-1].text == HUSHED
    workspace.say(OTHER, thread_ts=asked.ts)
    _done(workspace, bot)
    assert len(workspace.replies("C1")) == 3
