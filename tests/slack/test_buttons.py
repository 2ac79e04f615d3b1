"""Buttons under answers over a real connection: where their replies go, what is shared, and what is forgotten."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.desk import Desk
from bot.playground.slack import Message, Workspace
from bot.playground.slack.workspace import Answer as Refusal
from bot.records import Records
from bot.store import Store
from tests.slack.conftest import Connect

QUESTION = "職員の意識改革はどう進めている?"  # has further cases
WIDE = "デジタル人材の育成はどう進めている?"  # has them for several presses
TWO_CITIES = "小金井市と青梅市の違いは?"
MORE, SHARE, THREAD_SHARE = "ほかの事例", "チャンネルに投稿", "スレッドに投稿"
NO_MORE = "これ以上見つかりませんでした"


def _question(reply: Message) -> dict[str, Any]:
    """Return the first button that asks a question."""
    return next(b for b in reply.buttons if b["action_id"].startswith("ask_entry"))


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("named", [MORE, ""])
def test_in_a_channel_only_the_presser_sees_the_reply_in_its_thread(workspace: Workspace, named: str) -> None:
    """Further cases and related questions fill nobody else's screen, and come where the presser looks."""
    asked = workspace.mention(QUESTION)
    (answer,) = workspace.wait_for_replies("C1")
    workspace.press(answer.button(named) if named else _question(answer), answer, user="U2")
    reply = workspace.wait_for_replies("C1", 2)[-1]
    assert (reply.only_for, reply.thread) == ("U2", asked.ts)
    assert reply.quotes


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("thread", ["", "1699999999.000001"])
def test_in_direct_messages_the_reply_stays(workspace: Workspace, thread: str) -> None:
    """Nobody else is there: the reply is a message, in the thread of the button if there is one."""
    workspace.direct_message(QUESTION, thread_ts=thread)
    (answer,) = workspace.wait_for_replies("D1")
    workspace.press(answer.button(MORE), answer)
    reply = workspace.wait_for_replies("D1", 2)[-1]
    assert (reply.only_for, reply.thread) == ("", thread)
    assert not {SHARE, THREAD_SHARE} & {button["text"]["text"] for button in reply.buttons}


@pytest.mark.usefixtures("bot")
def test_what_a_private_reply_brings_stays_private(workspace: Workspace) -> None:
    """The buttons of a private message answer its reader, and nobody else."""
    workspace.command("/dx", QUESTION, user="U2")
    (answer,) = workspace.wait_for_replies("C1")
    workspace.press(answer.button(MORE), answer, user="U2")
    reply = workspace.wait_for_replies("C1", 2)[-1]
    assert reply.only_for == "U2"
    assert workspace.calls("chat.postEphemeral") == ()


@pytest.mark.usefixtures("bot")
def test_what_a_private_reply_in_a_thread_brings_stays_there(workspace: Workspace) -> None:
    """Pressing on within a thread leads nowhere else."""
    asked = workspace.mention(QUESTION)
    (answer,) = workspace.wait_for_replies("C1")
    workspace.press(_question(answer), answer, user="U2")
    private = workspace.wait_for_replies("C1", 2)[-1]
    workspace.press(private.button(MORE), private, user="U2")
    more = workspace.wait_for_replies("C1", 3)[-1]
    assert (more.only_for, more.thread) == ("U2", asked.ts)


def _to_the_end(workspace: Workspace, answer: Message, channel: str = "C1") -> list[Message]:
    """Press ほかの事例 under what it brings until that has no quotes; returns all that was shown, the end last."""
    shown = [answer]
    while shown[-1].quotes:
        count = len(workspace.replies(channel))
        workspace.press(shown[-1].button(MORE), shown[-1])
        shown.append(workspace.wait_for_replies(channel, count + 1)[-1])
    return shown


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("question", [QUESTION, TWO_CITIES, "書かない窓口はなぜ早く導入できた?"])
def test_further_cases_repeat_nothing_and_end(workspace: Workspace, desk: Desk, question: str) -> None:
    """Along the whole chain every quote is new and verbatim, and the end is said."""
    workspace.mention(question)
    (answer,) = workspace.wait_for_replies("C1")
    *shown, end = _to_the_end(workspace, answer)
    quotes = [quote for message in shown for quote in message.quotes]
    assert len(set(quotes)) == len(quotes)
    assert all(any(q in a.text for a in desk.knowledge.articles.values()) for q in quotes)
    assert NO_MORE in end.text


@pytest.mark.usefixtures("bot")
def test_further_cases_say_whose_they_are(workspace: Workspace) -> None:
    """The question stands above, in the message and in its plain text, beside the first quote."""
    workspace.mention(QUESTION)
    (answer,) = workspace.wait_for_replies("C1")
    for more in _to_the_end(workspace, answer)[1:-1]:
        assert more.words.startswith(f"「{QUESTION}」のほかの事例")
        assert f"「{more.quotes[0]}」" in more.text


@pytest.mark.usefixtures("bot")
def test_further_cases_of_a_city_are_of_that_city(workspace: Workspace, desk: Desk) -> None:
    """Who asks about two cities is shown neither a third one nor the capital's official who led through the talk."""
    workspace.mention(TWO_CITIES)
    (answer,) = workspace.wait_for_replies("C1")
    further = [quote for message in _to_the_end(workspace, answer)[1:] for quote in message.quotes]
    assert further
    for quote in further:
        ((source, article),) = [(n, a) for n, a in desk.knowledge.articles.items() if quote in a.text]
        assert {"小金井市", "青梅市"} & set(desk.knowledge.sources[source].municipalities)
        passage = article.passage_at(article.text.index(quote))
        assert passage is None or passage.speaker is None or passage.speaker.place != "東京都"


def test_after_a_restart_nothing_comes_twice_either(
    workspace: Workspace, connect: Connect, desk: Desk, tmp_path: Path
) -> None:
    """With a database, the chain of further cases is known to the next process."""
    with Store.open(f"sqlite:///{tmp_path / 'records.db'}", key=b"key") as store:
        first = connect(desk, Records(store))
        workspace.direct_message(WIDE)
        (answer,) = workspace.wait_for_replies("D1")
        workspace.press(answer.button(MORE), answer)
        more = workspace.wait_for_replies("D1", 2)[-1]
        first.finish()
        second = connect(desk, Records(store))
        *shown, end = _to_the_end(workspace, more, "D1")
        second.finish()
    quotes = [quote for message in (answer, *shown) for quote in message.quotes]
    assert len(set(quotes)) == len(quotes)
    assert len(shown) > 1
    assert NO_MORE in end.text


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("direct", [False, True])
def test_the_answer_to_a_pressed_question_begins_with_it(workspace: Workspace, direct: bool) -> None:
    """Nobody has written it above; what was written is not said again."""
    asked = workspace.direct_message(QUESTION) if direct else workspace.mention(QUESTION)
    (answer,) = workspace.wait_for_replies(asked.channel)
    assert "質問: " not in answer.words
    pressed = _question(answer)
    workspace.press(pressed, answer)
    reply = workspace.wait_for_replies(asked.channel, 2)[-1]
    assert reply.words.startswith(f"質問: {pressed['text']['text']}")
    assert f"「{reply.quotes[0]}」" in reply.text


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("surface", ["command", "thread"])
def test_what_is_posted_says_so_and_is_posted_once(workspace: Workspace, surface: str) -> None:
    """The button names the place, gives way to the word that it is posted, and a late second press posts nothing."""
    if surface == "command":
        workspace.command("/dx", QUESTION)
        (private,), name = workspace.wait_for_replies("C1"), SHARE
    else:
        workspace.mention(QUESTION)
        (answer,), name = workspace.wait_for_replies("C1"), THREAD_SHARE
        workspace.press(answer.button(MORE), answer)
        private = workspace.wait_for_replies("C1", 2)[-1]
    button, count = private.button(name), len(workspace.replies("C1"))
    workspace.press(button, private)
    workspace.wait_until(lambda: f"{name}しました。" in workspace.latest(private).words, "the receipt")
    told = workspace.latest(private)
    assert told.quotes == private.quotes
    assert name not in [b["text"]["text"] for b in told.buttons]
    workspace.press(button, told)
    workspace.wait_for_acks()
    workspace.command("/dx", "ありがとう", channel="C2")
    workspace.wait_for_replies("C2")
    assert len(workspace.replies("C1")) == count + 1


@pytest.mark.usefixtures("bot")
def test_a_receipt_that_does_not_come_is_no_trouble(workspace: Workspace) -> None:
    """The answer is there: who posted it is not told that something failed, and pressing again posts nothing."""
    workspace.mention(QUESTION)
    (answer,) = workspace.wait_for_replies("C1")
    workspace.press(answer.button(MORE), answer)
    private = workspace.wait_for_replies("C1", 2)[-1]
    workspace.fail_next("response", Refusal.refused("no_text"))
    workspace.press(private.button(THREAD_SHARE), private)
    workspace.wait_for_replies("C1", 3)
    workspace.wait_until(lambda: workspace.calls("response"), "the refused receipt")
    workspace.press(private.button(THREAD_SHARE), private)
    workspace.wait_until(lambda: "投稿しました" in workspace.latest(private).words, "the receipt")
    assert len(workspace.replies("C1")) == 3


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("direct", [False, True])
def test_pages_of_a_topic_turn_in_place(workspace: Workspace, desk: Desk, direct: bool) -> None:
    """In a private message as in direct messages, one page is there at a time; other answers stay."""
    topic, _ = max(desk.topics(), key=lambda t: t[1])
    channel = "D1" if direct else "C1"
    if direct:
        workspace.direct_message("話題の一覧を見せて")
    else:
        workspace.mention("話題の一覧を見せて")
    (listed,) = workspace.wait_for_replies(channel)
    workspace.press(listed.button(topic.name), listed)
    first = workspace.wait_for_replies(channel, 2)[-1]
    for name, page, other in (("次のページ", "2/", first), ("前のページ", "1/", first)):
        now = workspace.latest(other)
        workspace.press(now.button(name), now)
        workspace.wait_until(lambda page=page: f"({page}" in workspace.latest(first).words, page)  # type: ignore[misc]  # bound to the round
    assert workspace.latest(listed).blocks == listed.blocks
    assert len(workspace.replies(channel)) == 2


def test_when_there_is_no_more_it_is_said(workspace: Workspace, connect: Connect, desk: Desk) -> None:
    """An end is an end, in a sentence."""

    class Exhausted(Desk):
        def more(self, question: str, before: str, shown: object) -> None:
            """Find nothing."""

    connect(Exhausted(desk.library))
    workspace.mention(QUESTION)
    (answer,) = workspace.wait_for_replies("C1")
    workspace.press(answer.button(MORE), answer)
    assert "これ以上見つかりませんでした" in workspace.wait_for_replies("C1", 2)[-1].text


@pytest.mark.usefixtures("bot")
def test_what_is_shared_out_of_a_thread_stays_in_it(workspace: Workspace) -> None:
    """Everybody in the thread sees who wanted it, and the question as a person reads it."""
    asked = workspace.mention(QUESTION)
    (answer,) = workspace.wait_for_replies("C1")
    workspace.press(answer.button(MORE), answer, user="U2")
    more = workspace.wait_for_replies("C1", 2)[-1]
    workspace.press(more.button(THREAD_SHARE), more, user="U2")
    shared = workspace.wait_for_replies("C1", 3)[-1]
    assert (shared.only_for, shared.thread, shared.quotes) == ("", asked.ts, more.quotes)
    assert f"U2 さんの質問: {QUESTION}（ほかの事例）" in shared.words
    assert shared.words.count(QUESTION) == 1


@pytest.mark.usefixtures("bot")
def test_a_question_shared_out_of_a_thread_counts_there(workspace: Workspace) -> None:
    """What was shared is collected with the other quotes of the thread, for everybody."""
    asked = workspace.mention(QUESTION)
    (answer,) = workspace.wait_for_replies("C1")
    workspace.press(answer.button(MORE), answer, user="U2")
    more = workspace.wait_for_replies("C1", 2)[-1]
    workspace.press(more.button(THREAD_SHARE), more, user="U2")
    shared = workspace.wait_for_replies("C1", 3)[-1]
    for count in range(4, 100):  # the message is there a moment before the bot knows it
        workspace.message_shortcut("collect_quotes", asked, user="U3")
        collected = workspace.wait_for_replies("C1", count)[-1]
        if all(quote in collected.words for quote in (*answer.quotes, *shared.quotes)):
            return
    pytest.fail("what was shared is never collected")


@pytest.mark.parametrize("named", [MORE, SHARE])
def test_a_forgotten_answer_says_so(workspace: Workspace, connect: Connect, desk: Desk, named: str) -> None:
    """Without a database, answers are forgotten when the bot is started anew; their buttons say what to do."""
    first = connect(desk)
    workspace.command("/dx", QUESTION)
    (answer,) = workspace.wait_for_replies("C1")
    first.finish()
    connect(desk)
    workspace.press(answer.button(named), answer)
    told = workspace.wait_for_replies("C1", 2)[-1]
    assert "もう一度質問してください" in told.text
    assert told.only_for == "U1"


@pytest.mark.parametrize("named", [MORE, SHARE])
def test_with_a_database_buttons_outlive_the_process(
    workspace: Workspace, connect: Connect, desk: Desk, tmp_path: Path, named: str
) -> None:
    """After a restart, the buttons of older answers work as before."""
    with Store.open(f"sqlite:///{tmp_path / 'records.db'}", key=b"key") as store:
        first = connect(desk, Records(store))
        workspace.command("/dx", QUESTION)
        (answer,) = workspace.wait_for_replies("C1")
        first.finish()
        second = connect(desk, Records(store))
        workspace.press(answer.button(named), answer)
        reply = workspace.wait_for_replies("C1", 2)[-1]
        second.finish()
    assert reply.quotes
    assert (reply.quotes == answer.quotes) == (named == SHARE)


@pytest.mark.usefixtures("bot")
def test_every_quote_says_how_long_ago_it_was(workspace: Workspace) -> None:
    """The date of a talk comes with its distance from today, under each quotation."""
    workspace.mention(QUESTION)
    (reply,) = workspace.wait_for_replies("C1")
    dated = [line for line in reply.words.splitlines() if "年" in line and "『" in line]
    assert len(dated) == len(reply.quotes)
    assert all("年" in line.split("\uff08")[-1] and "前\uff09" in line for line in dated)


@pytest.mark.usefixtures("bot")
def test_a_slip_of_typing_is_named(workspace: Workspace) -> None:
    """Who mistyped learns what was searched for, in the message and in the notification."""
    workspace.mention("J-LUSの研修はどうでしたか")
    (reply,) = workspace.wait_for_replies("C1")
    assert "「j-lus」を「j-lis」とみて探しました" in reply.text
    assert "「j-lus」を「j-lis」とみて探しました" in reply.words
