"""Slash commands and buttons over a real Socket Mode connection."""

from __future__ import annotations

from typing import Any

import pytest

from bot.desk import Desk
from bot.playground.slack.workspace import Message, Workspace
from tests.slack.running import Bot

QUESTION = "小金井市のDXリーダーは何人?"
SHARE = "チャンネルに投稿"


def _question(reply: Message) -> dict[str, Any]:
    """Return the first button that asks a question."""
    return next(b for b in reply.buttons if b["action_id"].startswith("ask_entry"))


@pytest.mark.usefixtures("bot")
def test_dx_answers_the_caller_alone(workspace: Workspace) -> None:
    """A slash command is answered where only its caller sees it."""
    workspace.command("/dx", QUESTION, user="U7")
    (reply,) = workspace.wait_for_replies("C1")
    assert reply.quotes
    assert reply.only_for == "U7"


@pytest.mark.usefixtures("bot")
def test_dx_without_a_question_shows_how_to_ask(workspace: Workspace) -> None:
    """A bare ``/dx`` gets examples."""
    workspace.command("/dx", "  ")
    (reply,) = workspace.wait_for_replies("C1")
    assert "/dx 小金井市" in reply.text


@pytest.mark.usefixtures("bot")
def test_no_answer_offers_nothing_to_share(workspace: Workspace) -> None:
    """Only an answer has the button that shares it."""
    workspace.command("/dx", "カレーの作り方を教えて")
    (reply,) = workspace.wait_for_replies("C1")
    assert SHARE not in [b["text"]["text"] for b in reply.buttons]


@pytest.mark.usefixtures("bot")
def test_sharing_posts_the_answer_to_the_channel(workspace: Workspace) -> None:
    """Everybody sees who asked what, and the quotes, but no button that shares once more."""
    workspace.command("/dx", QUESTION)
    (answer,) = workspace.wait_for_replies("C1")
    workspace.press(answer.button(SHARE), answer)
    shared = workspace.wait_for_replies("C1", 2)[-1]
    assert shared.only_for == ""
    assert shared.quotes == answer.quotes
    assert "U1 さんの質問: " + QUESTION in shared.words
    assert SHARE not in [b["text"]["text"] for b in shared.buttons]


def test_sharing_twice_posts_once(workspace: Workspace, bot: Bot) -> None:
    """A double click fills the channel no more than a click."""
    workspace.command("/dx", QUESTION)
    (answer,) = workspace.wait_for_replies("C1")
    workspace.press(answer.button(SHARE), answer)
    workspace.press(answer.button(SHARE), answer)
    workspace.wait_for_acks()
    bot.finish()
    assert [m.only_for for m in workspace.replies("C1")] == ["U1", ""]


@pytest.mark.usefixtures("bot")
def test_two_answers_can_both_be_shared(workspace: Workspace) -> None:
    """Sharing one answer does not keep another from being shared."""
    for count, question in enumerate((QUESTION, "書かない窓口はなぜ早く導入できた?"), 1):
        workspace.command("/dx", question, channel=f"C{count}")
        (answer,) = workspace.wait_for_replies(f"C{count}")
        workspace.press(answer.button(SHARE), answer)
        assert workspace.wait_for_replies(f"C{count}", 2)[-1].only_for == ""


@pytest.mark.usefixtures("bot")
def test_a_related_question_answers_who_presses_it(workspace: Workspace) -> None:
    """The button of a related question quotes to the one who wants to know."""
    workspace.mention(QUESTION)
    (reply,) = workspace.wait_for_replies("C1")
    workspace.press(_question(reply), reply, user="U5")
    answer = workspace.wait_for_replies("C1", 2)[-1]
    assert answer.only_for == "U5"
    assert answer.quotes


def test_a_command_that_comes_again_is_answered_once(workspace: Workspace, bot: Bot) -> None:
    """Slack delivers a command again when a connection breaks."""
    workspace.command("/dx", QUESTION)
    workspace.redeliver()
    workspace.wait_for_acks()
    bot.finish()
    assert len(workspace.replies("C1")) == 1


def test_a_press_that_comes_again_is_answered_once(workspace: Workspace, bot: Bot) -> None:
    """Slack delivers a press again when a connection breaks; pressing anew is something else."""
    workspace.mention(QUESTION)
    (reply,) = workspace.wait_for_replies("C1")
    workspace.press(_question(reply), reply)
    workspace.redeliver()
    workspace.press(_question(reply), reply)
    workspace.wait_for_acks()
    bot.finish()
    assert len(workspace.replies("C1")) == 3


@pytest.mark.usefixtures("bot")
def test_topics_are_listed_with_a_button_each(workspace: Workspace, desk: Desk) -> None:
    """``/dx-topics`` shows every topic with how many questions it has."""
    workspace.command("/dx-topics")
    (reply,) = workspace.wait_for_replies("C1")
    assert [b["text"]["text"] for b in reply.buttons] == [topic.name for topic, _ in desk.topics()]
    assert all(f"{topic.name}({count}件)" in reply.text for topic, count in desk.topics())
    assert reply.only_for == "U1"


@pytest.mark.usefixtures("bot")
def test_a_topic_opens_by_its_name(workspace: Workspace, desk: Desk) -> None:
    """``/dx-topics NAME`` lists the first questions of a topic."""
    topic, count = desk.topics()[0]
    workspace.command("/dx-topics", topic.name)
    (page,) = workspace.wait_for_replies("C1")
    assert f"{topic.name} {count}件" in page.words
    assert len([b for b in page.buttons if b["action_id"].startswith("ask_entry")]) == min(count, 10)


@pytest.mark.usefixtures("bot")
def test_all_questions_of_a_topic_are_found_by_turning_its_pages(workspace: Workspace, desk: Desk) -> None:
    """Page by page, each in the place of the one before it, every question comes up once; the last leads no further."""
    topic, _ = max(desk.topics(), key=lambda t: t[1])
    workspace.command("/dx-topics", topic.name)
    found: list[str] = []
    (page,) = workspace.wait_for_replies("C1")
    while True:
        found += [b["value"] for b in page.buttons if b["action_id"].startswith("ask_entry")]
        following = [b for b in page.buttons if b["text"]["text"] == "次のページ"]
        if not following:
            break
        workspace.press(following[0], page)
        workspace.wait_until(lambda old=page: workspace.latest(old).blocks != old.blocks, "the next page")
        page = workspace.latest(page)
    assert found == [e.id for e in desk.entries_of(topic.id)]
    assert len(found) > 20
    assert len(workspace.replies("C1")) == 1


@pytest.mark.usefixtures("bot")
def test_a_question_of_a_topic_is_answered_with_its_quotes(workspace: Workspace, desk: Desk) -> None:
    """The button of a question gives the quotes of that very entry."""
    topic, _ = desk.topics()[0]
    workspace.command("/dx-topics", topic.name)
    (page,) = workspace.wait_for_replies("C1")
    workspace.press(page.buttons[0], page)
    answer = workspace.wait_for_replies("C1", 2)[-1]
    expected = desk.open_entry(page.buttons[0]["value"])
    assert expected is not None
    assert answer.quotes == tuple(excerpt.text for excerpt in expected.excerpts)


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("wanted", ["カレー", "<!channel>", "長" * 5_000])
def test_an_unknown_topic_is_named_above_the_list(workspace: Workspace, wanted: str) -> None:
    """Whatever somebody looks for, the answer is that it is not there, and what there is."""
    workspace.command("/dx-topics", wanted)
    (reply,) = workspace.wait_for_replies("C1")
    assert "という話題はありません" in reply.words
    assert "話題の一覧" in reply.text
    assert "<!" not in reply.text


@pytest.mark.usefixtures("bot")
def test_a_button_whose_entry_is_gone_shows_the_topics(workspace: Workspace) -> None:
    """Old messages outlive entries and topics; their buttons still lead somewhere."""
    workspace.command("/dx-topics", "cio")
    (page,) = workspace.wait_for_replies("C1")
    for turn, action in enumerate(("ask_entry:0", "open_topic:0"), 2):
        workspace.press({**page.buttons[0], "action_id": action, "value": "gone:0"}, page)
        assert "話題の一覧" in workspace.wait_for_replies("C1", turn)[-1].text
