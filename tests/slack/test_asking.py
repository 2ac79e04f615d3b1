"""Questions in Slack over a real Socket Mode connection: mentions, direct messages, what is no question."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.desk import Desk
from bot.playground.slack.workspace import BOT_USER, Workspace
from tests.slack.conftest import Connect
from tests.slack.running import Bot

QUESTION = "小金井市のDXリーダーは何人?"
UNANSWERABLE = "カレーの作り方を教えて"
FOREIGN = "横浜市のDX推進体制は?"


@pytest.mark.usefixtures("bot")
def test_a_mention_is_answered_in_its_thread(workspace: Workspace) -> None:
    """The reply stands in the thread that the question opens, for everybody."""
    asked = workspace.mention(QUESTION)
    (reply,) = workspace.wait_for_replies("C1")
    assert (reply.thread, reply.only_for) == (asked.ts, "")


@pytest.mark.usefixtures("bot")
def test_a_mention_within_a_thread_is_answered_there(workspace: Workspace) -> None:
    """The reply goes to the thread in which the question was asked."""
    workspace.mention(QUESTION, thread_ts="1699999999.000001")
    (reply,) = workspace.wait_for_replies("C1")
    assert reply.thread == "1699999999.000001"


@pytest.mark.usefixtures("bot")
def test_quotations_are_verbatim(workspace: Workspace, desk: Desk) -> None:
    """Every quotation in the blocks is a piece of an article, character by character."""
    workspace.mention(QUESTION)
    (reply,) = workspace.wait_for_replies("C1")
    texts = [article.text for article in desk.knowledge.articles.values()]
    assert reply.quotes
    assert all(any(quote in text for text in texts) for quote in reply.quotes)


@pytest.mark.usefixtures("bot")
def test_the_notification_holds_the_first_quote_and_its_source(workspace: Workspace, desk: Desk) -> None:
    """A phone shows who said what, and where: the top-level text alone is enough."""
    workspace.mention(QUESTION)
    (reply,) = workspace.wait_for_replies("C1")
    title = next(s.title for s in desk.knowledge.sources.values() if s.title in reply.text)
    assert reply.quotes[0] in reply.text
    assert title in reply.words


@pytest.mark.usefixtures("bot")
def test_links_are_not_unfurled(workspace: Workspace) -> None:
    """A reply asks Slack for no previews."""
    workspace.mention(QUESTION)
    (reply,) = workspace.wait_for_replies("C1")
    assert (reply.raw["unfurl_links"], reply.raw["unfurl_media"]) == (False, False)


@pytest.mark.usefixtures("bot")
def test_a_direct_message_is_answered_beside_it(workspace: Workspace) -> None:
    """A direct message opens no thread."""
    workspace.direct_message(QUESTION)
    (reply,) = workspace.wait_for_replies("D1")
    assert reply.quotes
    assert reply.thread == ""


@pytest.mark.usefixtures("bot")
def test_a_direct_message_in_a_thread_is_answered_there(workspace: Workspace) -> None:
    """Who opens a thread in a direct message finds the reply in it."""
    workspace.direct_message(QUESTION, thread_ts="1699999999.000001")
    (reply,) = workspace.wait_for_replies("D1")
    assert reply.thread == "1699999999.000001"


def test_a_follow_up_is_understood_by_the_question_before_it(
    workspace: Workspace, connect: Connect, desk: Desk
) -> None:
    """In one thread, the question before is handed to the desk; in another, it is not."""
    heard: list[tuple[str, str]] = []

    class Listening(Desk):
        def ask(self, text: str, before: str = "") -> object:
            heard.append((text, before))
            return desk.ask(text, before)

    bot = connect(Listening(desk.library))
    workspace.direct_message(QUESTION, thread_ts="1699999999.000001")
    workspace.wait_for_replies("D1", 1)
    workspace.direct_message("他の市は?", thread_ts="1699999999.000001")
    workspace.wait_for_replies("D1", 2)
    workspace.direct_message("CIO補佐官とは?", thread_ts="1699999999.000002")
    workspace.wait_for_replies("D1", 3)
    bot.finish()
    assert heard == [(QUESTION, ""), ("他の市は?", QUESTION), ("CIO補佐官とは?", "")]


@pytest.mark.usefixtures("bot")
def test_every_envelope_is_acknowledged_at_once(
    workspace: Workspace, record_property: Callable[[str, object], None]
) -> None:
    """Slack gets its receipt before the answer is even looked for (typically within 20 ms)."""
    slowest = 0.0
    for number in range(10):
        workspace.direct_message(QUESTION, channel=f"D{number}")
        workspace.command("/dx", QUESTION, channel=f"C{number}")
        slowest = max(slowest, *(ack.after for ack in workspace.wait_for_acks()[-2:]))
    record_property("slowest_ack_ms", round(slowest * 1000))
    print(f"slowest of 20 acks: {slowest * 1000:.0f} ms")
    assert slowest < 1.0


@pytest.mark.usefixtures("bot")
def test_a_crowd_is_acknowledged_within_slacks_three_seconds(workspace: Workspace) -> None:
    """When twenty people ask at once, nobody's question is sent again."""
    for number in range(10):
        workspace.direct_message(QUESTION, channel=f"D{number}")
        workspace.command("/dx", QUESTION, channel=f"C{number}")
    assert max(ack.after for ack in workspace.wait_for_acks()) < 3.0


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("question", [UNANSWERABLE, FOREIGN])
def test_no_answer_says_so_and_quotes_nothing(workspace: Workspace, question: str) -> None:
    """Where the articles are silent, the bot says so, and what else it shows is marked as no answer."""
    workspace.mention(question)
    (reply,) = workspace.wait_for_replies("C1")
    assert reply.quotes == ()
    assert "見つかりませんでした" in reply.text or "記事はありません" in reply.text
    assert not reply.buttons or "回答ではありません" in reply.words


@pytest.mark.usefixtures("bot")
def test_topics_beside_no_answer_can_be_opened(workspace: Workspace) -> None:
    """A topic that is near lists its questions to whoever presses it."""
    workspace.mention(UNANSWERABLE)
    (reply,) = workspace.wait_for_replies("C1")
    assert "回答ではありません" in reply.words
    workspace.press(reply.buttons[0], reply, user="U2")
    page = workspace.wait_for_replies("C1", 2)[-1]
    assert page.only_for == "U2"
    assert reply.buttons[0]["text"]["text"] in page.words


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("words", ["こんにちは", "ありがとうございました", "", "hello"])
def test_small_talk_gets_a_friendly_word_and_no_quote(workspace: Workspace, words: str) -> None:
    """Greetings, thanks and a bare mention are answered, but with nothing out of the articles."""
    workspace.mention(words)
    (reply,) = workspace.wait_for_replies("C1")
    assert reply.text
    assert reply.quotes == ()


@pytest.mark.usefixtures("bot")
def test_an_english_question_is_introduced_in_english(workspace: Workspace) -> None:
    """Who asks in English learns in English whose words follow."""
    workspace.mention("How many DX leaders does Koganei have?")
    (reply,) = workspace.wait_for_replies("C1")
    assert reply.quotes
    assert reply.text.startswith("Verbatim excerpts")


def test_an_envelope_that_comes_again_is_not_answered_again(workspace: Workspace, bot: Bot) -> None:
    """Slack sends again what it takes for lost; one question has one reply."""
    workspace.mention(QUESTION)
    workspace.redeliver()
    workspace.redeliver()
    workspace.wait_for_acks()
    bot.finish()
    assert len(workspace.replies("C1")) == 1


def test_one_event_id_is_answered_once(workspace: Workspace, bot: Bot) -> None:
    """The id of an event decides, whatever else differs."""
    said = {"type": "message", "channel": "D1", "channel_type": "im", "user": "U1", "text": QUESTION}
    workspace.event({**said, "ts": "1700000001.000001"}, event_id="EvSAME")
    workspace.event({**said, "ts": "1700000002.000001"}, event_id="EvSAME")
    workspace.wait_for_acks()
    bot.finish()
    assert len(workspace.replies("D1")) == 1


def test_one_text_that_comes_as_two_events_is_answered_once(workspace: Workspace, bot: Bot) -> None:
    """A mention can come as app_mention and as message, with two event ids."""
    said = {"channel": "D1", "user": "U1", "text": f"<@{BOT_USER}> {QUESTION}", "ts": "1700000001.000001"}
    workspace.event({**said, "type": "app_mention"})
    workspace.event({**said, "type": "message", "channel_type": "im"})
    workspace.wait_for_acks()
    bot.finish()
    assert len(workspace.replies("D1")) == 1


@pytest.mark.usefixtures("bot")
def test_two_questions_have_two_replies(workspace: Workspace) -> None:
    """The same words twice are two questions."""
    workspace.direct_message(QUESTION)
    workspace.direct_message(QUESTION)
    assert len(workspace.wait_for_replies("D1", 2)) == 2


def test_bots_are_not_answered(workspace: Workspace, bot: Bot) -> None:
    """The bot answers neither its own messages nor those of other bots, so no two talk for ever."""
    workspace.direct_message(QUESTION)
    (reply,) = workspace.wait_for_replies("D1")
    workspace.echo(reply)
    workspace.mention(QUESTION, user="U2BOT", bot_id="B2BOT")
    workspace.event(
        {"type": "message", "channel": "D2", "channel_type": "im", "bot_id": "B2", "text": "?", "ts": "1.1"}
    )
    workspace.wait_for_acks()
    bot.finish()
    assert [len(workspace.replies(channel)) for channel in ("C1", "D1", "D2")] == [0, 1, 0]


@pytest.mark.parametrize("subtype", ["message_deleted", "channel_join", "bot_message", "me_message"])
def test_what_is_no_new_message_of_a_person_is_not_answered(workspace: Workspace, bot: Bot, subtype: str) -> None:
    """Subtypes are news about messages, not questions."""
    place = {"channel": "D1", "channel_type": "im", "ts": "1700000001.000001"}
    workspace.event({"type": "message", "subtype": subtype, "text": QUESTION, "user": "U1", **place})
    workspace.wait_for_acks()
    bot.finish()
    assert workspace.replies("D1") == ()


def test_an_edit_is_not_answered(workspace: Workspace, bot: Bot) -> None:
    """Who corrects a message that was answered gets no second reply."""
    asked = workspace.direct_message(QUESTION)
    workspace.wait_for_replies("D1")
    workspace.edit(asked, UNANSWERABLE)
    workspace.wait_for_acks()
    bot.finish()
    assert len(workspace.replies("D1")) == 1


def test_messages_in_channels_without_a_mention_are_not_answered(workspace: Workspace, bot: Bot) -> None:
    """People talk to each other undisturbed."""
    workspace.event(
        {"type": "message", "channel": "C1", "channel_type": "channel", "user": "U1", "text": QUESTION, "ts": "1.1"}
    )
    workspace.wait_for_acks()
    bot.finish()
    assert workspace.replies("C1") == ()


@pytest.mark.usefixtures("bot")
def test_a_new_connection_goes_on_where_the_old_one_ended(workspace: Workspace) -> None:
    """Slack replaces the connection every few hours; nobody notices."""
    workspace.socket.refresh()
    workspace.wait_for_connection(opened=2)
    workspace.direct_message(QUESTION)
    assert workspace.wait_for_replies("D1")
