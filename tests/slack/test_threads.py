"""Threads in channels over a real connection: follow-ups without a mention, silence among people, and quiet on demand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.desk import Desk
from bot.playground.slack.workspace import Answer, Message, Workspace
from bot.records import Records
from bot.store import Store
from tests.slack.conftest import Connect
from tests.slack.running import Bot, HttpBot

QUESTION = "小金井市のDXリーダーは何人?"
ALONE = "書かない窓口はなぜ早く導入できた?"
LEANING = "目標はいつですか?"
BEFORE_LEANING = "小金井市はどこと共同利用を検討していますか?"
HUSHED = (
    "わかりました。このスレッドでは、メンションされたときだけお答えします。"
    "「静かに」の発言や🤫を消すと、またメンションなしでもお答えします。"
)


def _asked(workspace: Workspace, question: str = QUESTION, channel: str = "C1") -> Message:
    """Let the bot answer a mention; returns the message that opens the thread."""
    before = len(workspace.replies(channel))
    asked = workspace.mention(question, channel=channel)
    workspace.wait_for_replies(channel, before + 1)
    return asked


def _replies(workspace: Workspace, bot: Bot | HttpBot, channel: str = "C1") -> list[Message]:
    """List what the bot wrote, once it has dealt with everything."""
    workspace.wait_for_acks()
    bot.finish()
    return list(workspace.replies(channel))


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("user", ["U1", "U2"])
def test_a_follow_up_is_answered_in_the_thread(workspace: Workspace, user: str) -> None:
    """Nobody has to call the bot again, neither who asked first nor a colleague."""
    asked = _asked(workspace)
    workspace.say("どんな人を任命するの?", user, thread_ts=asked.ts)
    reply = workspace.wait_for_replies("C1", 2)[-1]
    assert (reply.thread, reply.only_for) == (asked.ts, "")
    assert "DXリーダー" in reply.quotes[0]


@pytest.mark.usefixtures("bot")
def test_a_follow_up_leans_on_the_question_before_it(workspace: Workspace) -> None:
    """「目標はいつですか?」 is about what the thread was about."""
    asked = _asked(workspace, BEFORE_LEANING)
    workspace.say(LEANING, thread_ts=asked.ts)
    assert any("令和5年度を目標" in quote for quote in workspace.wait_for_replies("C1", 2)[-1].quotes)


@pytest.mark.usefixtures("bot")
def test_a_follow_up_of_a_follow_up_leans_on_that(workspace: Workspace, records: Records) -> None:
    """Each question is understood by the one before it."""
    asked = _asked(workspace)
    workspace.say(BEFORE_LEANING, thread_ts=asked.ts)
    workspace.wait_for_replies("C1", 2)
    workspace.say(LEANING, thread_ts=asked.ts)
    reply = workspace.wait_for_replies("C1", 3)[-1]
    workspace.wait_until(lambda: len(records.of_thread("T1", "C1", asked.ts)) == 3, "the third record")
    assert any("令和5年度を目標" in quote for quote in reply.quotes)
    assert [r.before for r in records.of_thread("T1", "C1", asked.ts)][2] == BEFORE_LEANING


@pytest.mark.usefixtures("bot")
def test_private_channels_are_no_different(workspace: Workspace) -> None:
    """Where the bot was invited and asked, follow-ups are answered."""
    asked = _asked(workspace, channel="G1")
    workspace.say(ALONE, channel="G1", thread_ts=asked.ts)
    assert workspace.wait_for_replies("G1", 2)[-1].thread == asked.ts


@pytest.mark.usefixtures("http_bot")
def test_over_http_it_is_the_same(workspace: Workspace) -> None:
    """The transport changes nothing, and every event is acknowledged with 200."""
    asked = _asked(workspace)
    workspace.say(ALONE, thread_ts=asked.ts)
    workspace.wait_for_replies("C1", 2)
    workspace.say("へえ、すごいですね", thread_ts=asked.ts)
    workspace.react(asked, "shushing_face")
    assert workspace.wait_for_replies("C1", 3)[-1].text == HUSHED
    assert {ack.status for ack in workspace.wait_for_acks()} == {200}


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("subtype", ["thread_broadcast", "file_share"])
def test_a_follow_up_with_a_file_or_for_the_channel_too_is_one(workspace: Workspace, subtype: str) -> None:
    """People write these, whatever Slack calls them."""
    asked = _asked(workspace)
    workspace.say(ALONE, thread_ts=asked.ts, subtype=subtype)
    assert workspace.wait_for_replies("C1", 2)[-1].quotes


def test_people_talk_to_each_other_undisturbed(workspace: Workspace, bot: Bot) -> None:
    """What is said to a colleague, about ourselves, or is no question, passes in silence."""
    asked = _asked(workspace)
    for said in (
        "<@U2> どんな人を任命するの?",
        "田中さん、どんな人を任命するのか調べてもらえますか?",
        "うちのDXリーダーは何人でしたっけ?",
        "へえ、50人もいるんですね",
        "DXリーダーは50人くらいですよ",
        "ありがとうございます",
        "カレーの作り方は?",
        "会議室は取れてますか?",
        "",
    ):
        workspace.say(said, "U2", thread_ts=asked.ts)
    assert len(_replies(workspace, bot)) == 1


def test_outside_threads_nobody_is_answered_without_a_mention(workspace: Workspace, bot: Bot) -> None:
    """Also in a channel where the bot was asked before."""
    _asked(workspace)
    workspace.say(ALONE)
    assert len(_replies(workspace, bot)) == 1


def test_threads_of_others_are_none_of_the_bots_business(workspace: Workspace, bot: Bot) -> None:
    """Where the bot was never asked, it does not speak up, however good the question."""
    _asked(workspace)
    opening = workspace.say("おはようございます")
    workspace.say(ALONE, thread_ts=opening.ts)
    workspace.say("静かに", thread_ts=opening.ts)
    workspace.react(opening, "shushing_face")
    assert len(_replies(workspace, bot)) == 1


def test_where_the_answer_never_arrived_the_thread_is_none_of_the_bots(workspace: Workspace, bot: Bot) -> None:
    """A reply that Slack did not take is nothing that one could follow up."""
    workspace.fail_next("chat.postMessage", Answer.refused("fatal_error"))
    asked = workspace.mention(QUESTION)
    workspace.wait_for_replies("C1")
    workspace.wait_for_acks()
    workspace.say(ALONE, "U2", thread_ts=asked.ts)
    assert [reply.only_for for reply in _replies(workspace, bot)] == ["U1"]


def test_a_follow_up_may_lean_on_what_a_colleague_said(workspace: Workspace, bot: Bot) -> None:
    """Once people have spoken, only a question that stands by itself is answered."""
    asked = _asked(workspace, BEFORE_LEANING)
    workspace.say("資料の締め切りが決まりました", "U2", thread_ts=asked.ts)
    workspace.say(LEANING, "U1", thread_ts=asked.ts)
    workspace.wait_for_acks()
    workspace.say(ALONE, "U1", thread_ts=asked.ts)
    workspace.wait_for_replies("C1", 2)
    replies = _replies(workspace, bot)
    assert len(replies) == 2
    assert "旗振り役" in replies[-1].text


@pytest.mark.usefixtures("bot")
def test_who_nods_first_may_still_follow_up(workspace: Workspace) -> None:
    """「なるほど」 of the same person is no conversation."""
    asked = _asked(workspace, BEFORE_LEANING)
    workspace.say("なるほど", thread_ts=asked.ts)
    workspace.say(LEANING, thread_ts=asked.ts)
    assert len(workspace.wait_for_replies("C1", 2)) == 2


@pytest.mark.parametrize("answer", [Answer.refused("missing_scope"), Answer.refused("thread_not_found")])
def test_if_the_thread_cannot_be_read_people_may_be_talking(workspace: Workspace, bot: Bot, answer: Answer) -> None:
    """Nobody called the bot, so it keeps quiet, and bothers nobody with its trouble."""
    asked = _asked(workspace, BEFORE_LEANING)
    workspace.fail_next("conversations.replies", answer)
    workspace.say(LEANING, thread_ts=asked.ts)
    assert len(_replies(workspace, bot)) == 1


def test_a_mention_that_comes_as_two_events_is_answered_once(workspace: Workspace, bot: Bot) -> None:
    """In a thread of the bot, too: app_mention and message are one text."""
    asked = _asked(workspace)
    workspace.mention(ALONE, thread_ts=asked.ts)
    workspace.wait_for_replies("C1", 2)
    kinds = [d.payload["event"]["type"] for d in workspace.deliveries()]
    assert kinds == ["app_mention", "message"] * 2
    assert len(_replies(workspace, bot)) == 2


def test_a_follow_up_that_comes_twice_is_answered_once(workspace: Workspace, bot: Bot) -> None:
    """Slack delivers again what it takes for lost, and that at once."""
    asked = _asked(workspace)
    with workspace.twice(4):
        workspace.say(ALONE, thread_ts=asked.ts)
    assert len(_replies(workspace, bot)) == 2


def test_bots_are_not_overheard(workspace: Workspace, bot: Bot) -> None:
    """Neither the bot itself nor another one keeps a thread going."""
    asked = _asked(workspace)
    workspace.say(ALONE, "U2BOT", thread_ts=asked.ts, bot_id="B2BOT")
    workspace.say(ALONE, "USLACKBOT", thread_ts=asked.ts)
    workspace.mention(ALONE, "U2BOT", thread_ts=asked.ts, bot_id="B2BOT")
    assert len(_replies(workspace, bot)) == 1


@pytest.mark.parametrize("said", ["静かに", "静かにしてください。", ":shushing_face:"])
def test_quiet_is_kept_and_promised_once(workspace: Workspace, bot: Bot, said: str) -> None:
    """From then on follow-ups pass in silence, and nobody gets a second promise."""
    asked = _asked(workspace)
    workspace.say(said, "U2", thread_ts=asked.ts)
    assert workspace.wait_for_replies("C1", 2)[-1].text == HUSHED
    workspace.say(said, "U3", thread_ts=asked.ts)
    workspace.say(ALONE, thread_ts=asked.ts)
    replies = _replies(workspace, bot)
    assert [r.thread for r in replies] == [asked.ts] * 2


def test_a_wish_for_quiet_that_comes_twice_is_one(workspace: Workspace, bot: Bot) -> None:
    """Words and reactions that are delivered several times at once bring one promise."""
    asked = _asked(workspace)
    with workspace.twice(4):
        workspace.say("静かに", thread_ts=asked.ts)
        workspace.react(asked, "shushing_face")
    assert [reply.text for reply in _replies(workspace, bot)[1:]] == [HUSHED]


def test_quiet_ends_at_the_thread(workspace: Workspace, bot: Bot) -> None:
    """Other threads of the channel go on."""
    quiet, other = _asked(workspace), _asked(workspace)
    workspace.say("静かに", thread_ts=quiet.ts)
    workspace.wait_for_replies("C1", 3)
    workspace.say(ALONE, thread_ts=other.ts)
    workspace.wait_for_replies("C1", 4)
    assert _replies(workspace, bot)[-1].thread == other.ts


@pytest.mark.usefixtures("bot")
def test_who_calls_the_bot_in_a_quiet_thread_is_answered(workspace: Workspace) -> None:
    """That is what it promised."""
    asked = _asked(workspace)
    workspace.say("静かにして", thread_ts=asked.ts)
    workspace.wait_for_replies("C1", 2)
    workspace.mention(ALONE, thread_ts=asked.ts)
    assert workspace.wait_for_replies("C1", 3)[-1].quotes


def test_quiet_can_be_asked_for_by_name(workspace: Workspace, bot: Bot) -> None:
    """「@自治体DX 静かにして」 is understood, with one promise for its two events."""
    asked = _asked(workspace)
    workspace.mention("静かにして", thread_ts=asked.ts)
    assert workspace.wait_for_replies("C1", 2)[-1].text == HUSHED
    workspace.say(ALONE, thread_ts=asked.ts)
    assert len(_replies(workspace, bot)) == 2


@pytest.mark.parametrize("under", ["question", "answer", "remark"])
def test_a_reaction_asks_for_quiet_under_any_message_of_the_thread(workspace: Workspace, bot: Bot, under: str) -> None:
    """Under the question that opens it, under the answer, and under what a colleague said."""
    asked = _asked(workspace)
    remark = workspace.say("へえ、すごいですね", "U2", thread_ts=asked.ts)
    message = {"question": asked, "answer": workspace.replies("C1")[0], "remark": remark}[under]
    workspace.react(message, "shushing_face", "U3")
    reply = workspace.wait_for_replies("C1", 2)[-1]
    assert (reply.text, reply.thread) == (HUSHED, asked.ts)
    workspace.react(asked, "shushing_face", "U2")
    workspace.say(ALONE, thread_ts=asked.ts)
    assert len(_replies(workspace, bot)) == 2


def test_other_reactions_say_nothing(workspace: Workspace, bot: Bot) -> None:
    """Thanks and laughter are no wish for quiet, nor is anything in a direct message."""
    asked = _asked(workspace)
    direct = workspace.direct_message(QUESTION)
    workspace.wait_for_replies("D1")
    workspace.react(asked, "+1")
    workspace.react(direct, "shushing_face")
    workspace.unreact(asked, "+1")
    assert len(_replies(workspace, bot)) == 1
    assert len(workspace.replies("D1")) == 1


def test_quiet_outlives_the_process(workspace: Workspace, connect: Connect, desk: Desk, tmp_path: Path) -> None:
    """With a database, a bot that starts anew knows where it has answered, and where it is to be quiet."""
    with Store.open(f"sqlite:///{tmp_path}/records.db", key=b"key of the test") as store:
        first = connect(desk, Records(store))
        loud, quiet = _asked(workspace), _asked(workspace)
        workspace.say("静かに", thread_ts=quiet.ts)
        workspace.wait_for_replies("C1", 3)
        first.finish()
        second = connect(desk, Records(store))
        workspace.say(ALONE, thread_ts=quiet.ts)
        workspace.say(ALONE, thread_ts=loud.ts)
        workspace.wait_for_replies("C1", 4)
        assert _replies(workspace, second)[-1].thread == loud.ts


@pytest.mark.usefixtures("bot")
def test_direct_messages_are_always_answered(workspace: Workspace) -> None:
    """Nobody else is there to be disturbed: threads, weak matches and wishes for quiet all get a reply."""
    asked = workspace.direct_message(QUESTION)
    workspace.direct_message("静かにして", thread_ts=asked.ts)
    workspace.direct_message("<@U2> に聞いたのですが、カレーの作り方は?", thread_ts=asked.ts)
    texts = [reply.text for reply in workspace.wait_for_replies("D1", 3)]
    assert any("ここではいつもお答えします" in text for text in texts)
    assert any("見つかりませんでした" in text for text in texts)


@pytest.mark.usefixtures("bot")
def test_a_reply_that_cannot_be_posted_is_told_to_who_asked(workspace: Workspace) -> None:
    """Once the bot has taken a question for its own, it does not lose it without a word."""
    asked = _asked(workspace)
    workspace.fail_next("chat.postMessage", Answer.refused("fatal_error"))
    workspace.say(ALONE, "U2", thread_ts=asked.ts)
    told = workspace.wait_for_replies("C1", 2)[-1]
    assert (told.only_for, told.thread) == ("U2", asked.ts)
    assert "うまく処理できませんでした" in told.text


class Noticing(Records):
    """Records that tell what has asked for quiet so far."""

    causes: frozenset[str] = frozenset()

    def mute(self, team: str, channel: str, thread: str, cause: str) -> None:
        """Notice the cause."""
        super().mute(team, channel, thread, cause)
        self.causes |= {cause}


@pytest.fixture(params=["memory", "database"])
def kept(request: pytest.FixtureRequest, connect: Connect, desk: Desk, tmp_path: Path) -> Iterator[Bot]:
    """Connect a bot that remembers, in memory alone and in a database."""
    if request.param == "memory":
        yield connect(desk, Noticing())
        return
    with Store.open(f"sqlite:///{tmp_path}/records.db", key=b"key of the test") as store:
        yield connect(desk, Noticing(store))


@pytest.mark.usefixtures("kept")
def test_a_reaction_that_is_taken_away_asks_for_quiet_no_longer(workspace: Workspace) -> None:
    """The promise says how to end it, and in its place stands that it has ended; a new reaction counts again."""
    asked = _asked(workspace)
    workspace.react(asked, "shushing_face", "U2")
    promise = workspace.wait_for_replies("C1", 2)[-1]
    assert "🤫を消すと" in promise.text
    workspace.unreact(asked, "shushing_face", "U2")
    workspace.wait_until(lambda: "取り消されたので" in workspace.latest(promise).text, "the end of the promise")
    workspace.say(ALONE, thread_ts=asked.ts)
    assert "旗振り役" in workspace.wait_for_replies("C1", 3)[-1].text
    workspace.react(asked, "shushing_face", "U2")
    assert workspace.wait_for_replies("C1", 4)[-1].text == HUSHED


@pytest.mark.parametrize("still", ["another's reaction", "a word"])
def test_quiet_lasts_as_long_as_anybody_wants_it(workspace: Workspace, kept: Bot, still: str) -> None:
    """Who takes their own wish back does not take another's."""
    asked = _asked(workspace)
    workspace.react(asked, "shushing_face", "U2")
    workspace.wait_for_replies("C1", 2)
    if still == "a word":
        workspace.say("静かに", "U3", thread_ts=asked.ts)
    else:
        workspace.react(asked, "shushing_face", "U3")
    records = kept.records
    assert isinstance(records, Noticing)
    workspace.wait_until(lambda: len(records.causes) == 2, "the second wish")
    workspace.unreact(asked, "shushing_face", "U2")
    workspace.wait_for_acks()
    workspace.say(ALONE, thread_ts=asked.ts)
    assert [reply.text for reply in _replies(workspace, kept)[1:]] == [HUSHED]


def test_another_reaction_that_is_taken_away_changes_nothing(workspace: Workspace, kept: Bot) -> None:
    """Nor does a 🤫 of somebody whose 🤫 did not ask for this quiet."""
    asked = _asked(workspace)
    workspace.react(asked, "+1", "U2")
    workspace.say("静かに", "U2", thread_ts=asked.ts)
    workspace.wait_for_replies("C1", 2)
    workspace.unreact(asked, "+1", "U2")
    workspace.wait_for_acks()
    workspace.say(ALONE, thread_ts=asked.ts)
    assert [reply.text for reply in _replies(workspace, kept)[1:]] == [HUSHED]


def test_a_reaction_that_was_taken_away_is_not_delivered_again(workspace: Workspace, kept: Bot) -> None:
    """Slack repeats what it takes for lost, also when it is no longer true."""
    asked = _asked(workspace)
    workspace.react(asked, "shushing_face", "U2")
    promise = workspace.wait_for_replies("C1", 2)[-1]
    added = workspace.deliveries()[-1]
    workspace.unreact(asked, "shushing_face", "U2")
    workspace.wait_until(lambda: "取り消されたので" in workspace.latest(promise).text, "the end of the promise")
    workspace.redeliver(added)
    workspace.wait_for_acks()
    workspace.say(ALONE, thread_ts=asked.ts)
    workspace.wait_for_replies("C1", 3)
    assert [reply.text for reply in _replies(workspace, kept)].count(HUSHED) == 0


def test_a_thread_with_nothing_but_a_promise_is_none_of_the_bots(workspace: Workspace, bot: Bot) -> None:
    """Who calls the bot only to quiet it has not asked it anything, also once the wish is taken back."""
    opening = workspace.say("おはようございます")
    hush = workspace.mention("静かに", thread_ts=opening.ts)
    workspace.wait_for_replies("C1")
    workspace.delete(hush)
    workspace.wait_for_acks()
    workspace.say(ALONE, thread_ts=opening.ts)
    assert _replies(workspace, bot) == []
