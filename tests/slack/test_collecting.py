"""Citations collected, over a real connection: all quotes of a thread in one message, numbered, with their sources."""

from __future__ import annotations

import re
import time
from dataclasses import replace

import pytest

from bot.desk import Desk
from bot.playground.slack import TEAM, Message, Workspace
from bot.records import Records
from tests.slack.conftest import Connect
from tests.slack.running import Bot

QUESTIONS = ("小金井市のDXリーダーは何人?", "書かない窓口はなぜ早く導入できた?", "小さな自治体の人材確保の悩みは?")
COLLECT, POST = "このスレッドの引用をまとめる", "スレッドに投稿"
BROAD = "職員の意識改革はどう進めている?"  # has further cases
NUMBERED = re.compile(r"^(\d+)\. 「(.+?)」\uff08出典\uff1a『(.+?)』、[^\n]+閲覧\uff09$", re.DOTALL | re.MULTILINE)


def _ask(workspace: Workspace, records: Records, *questions: str, channel: str = "C1") -> tuple[Message, list[Message]]:
    """Ask one question after the other in one thread; returns what opened it, and the answers."""
    opening, answers = workspace.mention(questions[0], channel=channel), list[Message]()
    for count, question in enumerate(questions, 1):
        if count > 1:
            workspace.mention(question, channel=channel, thread_ts=opening.ts)
        answers.append(workspace.wait_for_replies(channel, count)[-1])
        _wait_until_written_down(records, channel, opening.ts, count)
    return opening, answers


def _wait_until_written_down(records: Records, channel: str, thread: str, count: int) -> None:
    """The message is there a moment before the bot knows it: no person is so fast."""
    end = time.monotonic() + 10
    while sum(bool(r.reply_ts) for r in records.of_thread(TEAM, channel, thread)) < count:
        assert time.monotonic() < end
        time.sleep(0.005)


def _citations(message: Message) -> list[tuple[int, str, str]]:
    """Return number, quote and title of each citation."""
    return [(int(number), quote, title) for number, quote, title in NUMBERED.findall(message.words)]


def _quotes(answers: list[Message]) -> list[str]:
    """List what answers quote, each piece once."""
    return list(dict.fromkeys(quote for answer in answers for quote in answer.quotes))


@pytest.mark.usefixtures("bot")
def test_a_message_shortcut_collects_all_quotes_of_a_thread(workspace: Workspace, records: Records) -> None:
    """On any message of the thread: every quote once, numbered, in the order in which they came."""
    opening, answers = _ask(workspace, records, *QUESTIONS)
    workspace.message_shortcut("collect_quotes", answers[1], user="U2")
    collected = workspace.wait_for_replies("C1", 4)[-1]
    expected = _quotes(answers)
    assert (collected.only_for, collected.thread) == ("U2", opening.ts)
    assert [(number, quote) for number, quote, _ in _citations(collected)] == list(enumerate(expected, 1))
    assert f"このスレッドの引用 {len(expected)}件" in collected.words


@pytest.mark.usefixtures("bot")
def test_a_citation_is_whole_and_links_to_its_place(workspace: Workspace, records: Records, desk: Desk) -> None:
    """Title, medium, date, speaker, address and day of reading stand in plain text; the address leads to the words."""
    opening, (answer,) = _ask(workspace, records, QUESTIONS[0])
    workspace.message_shortcut("collect_quotes", opening)
    collected = workspace.wait_for_replies("C1", 2)[-1]
    source = next(s for s in desk.knowledge.sources.values() if s.title in answer.words)
    first = collected.words.partition("\n1. ")[2].partition("\n2. ")[0]
    assert all(part in first for part in (source.title, source.publisher, source.when, source.url, "の発言、"))
    assert re.search(r"\d{4}年\d{1,2}月\d{1,2}日閲覧\uff09$", first)
    assert collected.links[0].startswith(f"{source.url}#:~:text=")


@pytest.mark.usefixtures("bot")
def test_the_notification_holds_all_citations(workspace: Workspace, records: Records) -> None:
    """The plain text alone can be pasted into a document."""
    opening, answers = _ask(workspace, records, *QUESTIONS[:2])
    workspace.message_shortcut("collect_quotes", opening)
    collected = workspace.wait_for_replies("C1", 3)[-1]
    found = NUMBERED.findall(collected.text)
    assert [(int(number), quote) for number, quote, _ in found] == list(enumerate(_quotes(answers), 1))


@pytest.mark.usefixtures("bot")
def test_the_second_answer_of_a_thread_has_the_button(workspace: Workspace, records: Records) -> None:
    """The first has nothing to collect yet."""
    _, answers = _ask(workspace, records, *QUESTIONS[:2])
    assert [COLLECT in [b["text"]["text"] for b in answer.buttons] for answer in answers] == [False, True]
    workspace.press(answers[1].button(COLLECT), answers[1], user="U3")
    collected = workspace.wait_for_replies("C1", 3)[-1]
    assert collected.only_for == "U3"
    assert [quote for _, quote, _ in _citations(collected)] == _quotes(answers)


@pytest.mark.usefixtures("bot")
def test_small_talk_and_no_answers_add_nothing(workspace: Workspace, records: Records) -> None:
    """After thanks and a question without an answer, there is still nothing to collect but the first answer's quotes."""
    opening, answers = _ask(workspace, records, "ありがとう", "カレーの作り方は?", QUESTIONS[0])
    assert COLLECT not in [b["text"]["text"] for b in answers[2].buttons]
    workspace.message_shortcut("collect_quotes", opening)
    collected = workspace.wait_for_replies("C1", 4)[-1]
    assert [quote for _, quote, _ in _citations(collected)] == list(answers[2].quotes)


@pytest.mark.usefixtures("bot")
def test_a_thread_without_quotes_says_so(workspace: Workspace) -> None:
    """People's own thread holds nothing of the bot's."""
    said = workspace.say("お昼どうしますか", user="U2")
    workspace.message_shortcut("collect_quotes", said)
    (told,) = workspace.wait_for_replies("C1")
    assert "まとめられる引用がまだありません" in told.text
    assert told.only_for == "U1"


@pytest.mark.usefixtures("bot")
def test_the_collection_is_posted_for_all(workspace: Workspace, records: Records) -> None:
    """One click puts it into the thread, headed by who made it, without its button."""
    opening, answers = _ask(workspace, records, *QUESTIONS[:2])
    workspace.press(answers[1].button(COLLECT), answers[1], user="U3")
    collected = workspace.wait_for_replies("C1", 3)[-1]
    workspace.press(collected.button(POST), collected, user="U3")
    posted = workspace.wait_for_replies("C1", 4)[-1]
    assert (posted.only_for, posted.thread, posted.buttons) == ("", opening.ts, ())
    assert _citations(posted) == _citations(collected)
    assert "U3 さんがこのスレッドの引用をまとめました" in posted.words


def test_posting_twice_posts_once(workspace: Workspace, records: Records, bot: Bot) -> None:
    """A double click fills the thread no more than a click."""
    opening, _ = _ask(workspace, records, QUESTIONS[0])
    workspace.message_shortcut("collect_quotes", opening)
    collected = workspace.wait_for_replies("C1", 2)[-1]
    workspace.press(collected.button(POST), collected)
    workspace.press(collected.button(POST), collected)
    workspace.wait_for_acks()
    bot.finish()
    assert [message.only_for for message in workspace.replies("C1")] == ["", "U1", ""]
    told = workspace.latest(collected)
    assert _citations(told) == _citations(collected)
    assert "スレッドに投稿しました。" in told.words
    assert told.buttons == ()


def test_a_shortcut_that_comes_again_is_answered_once(workspace: Workspace, records: Records, bot: Bot) -> None:
    """Slack delivers a shortcut again when a connection breaks."""
    opening, _ = _ask(workspace, records, QUESTIONS[0])
    workspace.redeliver(workspace.message_shortcut("collect_quotes", opening))
    workspace.wait_for_acks()
    bot.finish()
    assert len(workspace.replies("C1")) == 2


@pytest.mark.usefixtures("bot")
def test_what_others_saw_alone_is_not_collected(workspace: Workspace, records: Records) -> None:
    """Further cases that one person looked at stay theirs; they themselves collect them, too."""
    opening, (answer,) = _ask(workspace, records, BROAD)
    workspace.press(answer.button("ほかの事例"), answer, user="U2")
    more = workspace.wait_for_replies("C1", 2)[-1]
    found = {}
    for count, user in enumerate(("U2", "U3"), 3):
        workspace.message_shortcut("collect_quotes", opening, user=user)
        collected = workspace.wait_for_replies("C1", count)[-1]
        found[user] = [quote for _, quote, _ in _citations(collected)]
    assert found == {"U2": _quotes([answer, more]), "U3": list(answer.quotes)}


@pytest.mark.usefixtures("bot")
def test_a_conversation_of_direct_messages_is_collected(workspace: Workspace, records: Records) -> None:
    """Where there are no threads, the conversation counts as one, and the collection is a message like any other."""
    for count, question in enumerate(QUESTIONS[:2], 1):
        said = workspace.direct_message(question)
        workspace.wait_for_replies("D1", count)
        _wait_until_written_down(records, "D1", "", count)
    answers = list(workspace.replies("D1"))
    workspace.message_shortcut("collect_quotes", said)
    collected = workspace.wait_for_replies("D1", 3)[-1]
    assert (collected.only_for, collected.buttons) == ("", ())
    assert [quote for _, quote, _ in _citations(collected)] == _quotes(answers)
    assert "この会話の引用" in collected.words


@pytest.mark.usefixtures("bot")
def test_threads_of_one_channel_stay_apart(workspace: Workspace, records: Records) -> None:
    """What was quoted in another thread is not collected."""
    first, (answer,) = _ask(workspace, records, QUESTIONS[0])
    workspace.mention(QUESTIONS[1])
    workspace.wait_for_replies("C1", 2)
    workspace.message_shortcut("collect_quotes", first)
    collected = workspace.wait_for_replies("C1", 3)[-1]
    assert [quote for _, quote, _ in _citations(collected)] == list(answer.quotes)


@pytest.mark.usefixtures("bot")
def test_where_the_bot_is_no_member_the_collection_still_arrives(workspace: Workspace, records: Records) -> None:
    """A shortcut works anywhere: its response URL needs no membership."""
    opening, (answer,) = _ask(workspace, records, QUESTIONS[0])
    workspace.remove_bot("C1")
    workspace.message_shortcut("collect_quotes", opening)
    collected = workspace.wait_for_replies("C1", 2)[-1]
    assert [quote for _, quote, _ in _citations(collected)] == list(answer.quotes)
    workspace.press(collected.button(POST), collected)
    assert workspace.wait_for_replies("C1", 3)[-1].only_for == ""


def test_quotes_of_an_older_version_are_found_anew(
    workspace: Workspace, connect: Connect, records: Records, desk: Desk
) -> None:
    """After a reload the places may have moved: the questions are asked again, and the message says so."""
    connect(desk, records)
    opening, (answer,) = _ask(workspace, records, QUESTIONS[0])
    snapshot = desk.library.current
    desk.library.use(replace(snapshot, knowledge=replace(snapshot.knowledge, version="newer")))
    try:
        workspace.message_shortcut("collect_quotes", opening)
        collected = workspace.wait_for_replies("C1", 2)[-1]
    finally:
        desk.library.use(snapshot)
    assert "途中で記事や質問が更新されたため" in collected.words
    assert [quote for _, quote, _ in _citations(collected)] == list(answer.quotes)


@pytest.mark.usefixtures("http_bot")
def test_the_shortcut_works_over_http(workspace: Workspace, records: Records) -> None:
    """The transport changes nothing."""
    opening, (answer,) = _ask(workspace, records, QUESTIONS[0])
    workspace.message_shortcut("collect_quotes", opening)
    collected = workspace.wait_for_replies("C1", 2)[-1]
    assert [quote for _, quote, _ in _citations(collected)] == list(answer.quotes)


@pytest.mark.usefixtures("bot")
def test_the_button_is_in_direct_messages_too(workspace: Workspace, records: Records) -> None:
    """From the second answer of a conversation on; it collects what the shortcut collects."""
    for count, question in enumerate(QUESTIONS[:2], 1):
        workspace.direct_message(question)
        workspace.wait_for_replies("D1", count)
        _wait_until_written_down(records, "D1", "", count)
    first, second = workspace.replies("D1")
    assert [COLLECT in [b["text"]["text"] for b in answer.buttons] for answer in (first, second)] == [False, True]
    workspace.press(second.button(COLLECT), second)
    collected = workspace.wait_for_replies("D1", 3)[-1]
    assert [quote for _, quote, _ in _citations(collected)] == _quotes([first, second])
