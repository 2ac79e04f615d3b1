"""Buttons under answers over a real connection: where their replies go, what is shared, and what is forgotten."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.desk import Desk
from bot.playground.slack import Message, Workspace
from bot.records import Records
from bot.store import Store
from tests.slack.conftest import Connect

QUESTION = "小金井市のDXリーダーは何人?"
MORE, SHARE = "ほかの事例", "チャンネルに共有"


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
    assert SHARE not in [button["text"]["text"] for button in reply.buttons]


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


@pytest.mark.usefixtures("bot")
def test_further_cases_repeat_nothing(workspace: Workspace, desk: Desk) -> None:
    """What was shown under the button is not shown again, and everything is verbatim."""
    workspace.mention(QUESTION)
    (answer,) = workspace.wait_for_replies("C1")
    workspace.press(answer.button(MORE), answer)
    more = workspace.wait_for_replies("C1", 2)[-1]
    assert more.quotes
    assert not set(more.quotes) & set(answer.quotes)
    assert all(any(q in a.text for a in desk.knowledge.articles.values()) for q in more.quotes)


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
    workspace.press(more.button(SHARE), more, user="U2")
    shared = workspace.wait_for_replies("C1", 3)[-1]
    assert (shared.only_for, shared.thread, shared.quotes) == ("", asked.ts, more.quotes)
    assert f"U2 さんの質問: {QUESTION}" in shared.words


@pytest.mark.usefixtures("bot")
def test_a_question_shared_out_of_a_thread_counts_there(workspace: Workspace) -> None:
    """What was shared is collected with the other quotes of the thread, for everybody."""
    asked = workspace.mention(QUESTION)
    (answer,) = workspace.wait_for_replies("C1")
    workspace.press(answer.button(MORE), answer, user="U2")
    more = workspace.wait_for_replies("C1", 2)[-1]
    workspace.press(more.button(SHARE), more, user="U2")
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
    assert all("年" in line.split("(")[1] and "前)" in line for line in dated)


@pytest.mark.usefixtures("bot")
def test_a_slip_of_typing_is_named(workspace: Workspace) -> None:
    """Who mistyped learns what was searched for, in the message and in the notification."""
    workspace.mention("J-LUSの研修はどうでしたか")
    (reply,) = workspace.wait_for_replies("C1")
    assert "「j-lus」を「j-lis」とみて探しました" in reply.text
    assert "「j-lus」を「j-lis」とみて探しました" in reply.words
