"""Help over a real connection: examples that answer on a click, the lists of what there is, and both languages."""

from __future__ import annotations

from typing import Any

import pytest

from bot.answering.face import as_record
from bot.desk import Desk
from bot.playground.slack import interactions
from bot.playground.slack.workspace import Workspace
from bot.question import as_read
from bot.small_talk import List, list_wanted
from bot.text import fold
from bot.wording import EXAMPLES

TOPICS, NEXT = "話題を見る", "次のページ"
LISTS = {
    "話題の一覧を見せて": List.TOPICS,
    "一覧": List.TOPICS,
    "一覧を見せてください。": List.TOPICS,
    "どんな話題がありますか？": List.TOPICS,
    "topics": List.TOPICS,
    "どの自治体の記事がありますか": List.ARTICLES,
    "どんな記事がありますか？": List.ARTICLES,
    "記事の一覧": List.ARTICLES,
    "掲載している自治体は?": List.ARTICLES,
    "which cities are covered?": List.ARTICLES,
}


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("said", ["使い方", "help", ""])
def test_help_shows_examples_as_buttons_and_what_else_there_is(workspace: Workspace, said: str) -> None:
    """Nobody has to type what can be pressed, and one line names the rest."""
    workspace.mention(said)
    (told,) = workspace.wait_for_replies("C1")
    assert [b["text"]["text"] for b in told.buttons] == [*EXAMPLES, TOPICS]
    assert all(words in told.words for words in ("/dx-topics", "/dx-compare", "ホーム", "静かに"))
    assert "お尋ねください" in told.text


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("command", [False, True])
def test_help_in_english_is_in_both_languages(workspace: Workspace, command: bool) -> None:
    """Who types the English word in a Japanese workspace reads either."""
    if command:
        workspace.command("/dx", "help")
    else:
        workspace.direct_message("help")
    (told,) = workspace.wait_for_replies("C1" if command else "D1")
    for text in (told.words, told.text):
        assert "自治体DXについてお尋ねください" in text
        assert "verbatim quotes" in text


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("direct", [False, True])
def test_an_example_is_answered_on_a_click(workspace: Workspace, direct: bool) -> None:
    """The answer begins with the question, and goes where answers to buttons go."""
    asked = workspace.direct_message("使い方") if direct else workspace.mention("使い方")
    (told,) = workspace.wait_for_replies(asked.channel)
    workspace.press(told.button(EXAMPLES[0]), told, user="U1" if direct else "U2")
    answer = workspace.wait_for_replies(asked.channel, 2)[-1]
    assert answer.words.startswith(f"質問: {EXAMPLES[0]}")
    assert "50人くらい" in answer.quotes[0]
    assert answer.only_for == ("" if direct else "U2")


@pytest.mark.usefixtures("bot")
def test_a_command_without_a_question_shows_examples_to_press(workspace: Workspace) -> None:
    """And how to go on typing; the answer to an example is for whoever pressed it."""
    workspace.command("/dx", "")
    (told,) = workspace.wait_for_replies("C1")
    assert f"「/dx {EXAMPLES[0]}」のように" in told.words
    assert [b["text"]["text"] for b in told.buttons] == list(EXAMPLES)
    workspace.press(told.button(EXAMPLES[0]), told)
    answer = workspace.wait_for_replies("C1", 2)[-1]
    assert "50人くらい" in answer.quotes[0]
    assert answer.only_for == "U1"


@pytest.mark.usefixtures("bot")
def test_an_example_in_a_form_is_answered_in_a_modal(workspace: Workspace) -> None:
    """Help stands in the form, too, and its buttons work there; so does the list of topics."""
    workspace.global_shortcut("search_cases")
    workspace.wait_for_modal()
    workspace.submit(values={"質問": "使い方"})
    view = workspace.wait_until(lambda: v if (v := workspace.modal()) and v.buttons else None, "help")
    assert view is not None
    workspace.press(view.button(TOPICS), view)
    assert "話題の一覧" in workspace.wait_for_modal("U1", "話題").words
    workspace.close_modal()
    workspace.press(view.button(EXAMPLES[0]), view)
    assert "50人くらい" in "".join(workspace.wait_for_modal("U1", "回答").quotes)


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("surface", ["mention", "direct", "command"])
def test_who_asks_for_the_list_of_topics_gets_it(workspace: Workspace, desk: Desk, surface: str) -> None:
    """With a button each, as ``/dx-topics`` shows it; the button of the help brings the same."""
    if surface == "command":
        workspace.command("/dx", "話題の一覧を見せて")
    elif surface == "direct":
        workspace.direct_message("話題の一覧を見せて")
    else:
        workspace.mention("話題の一覧を見せて")
    (listed,) = workspace.wait_for_replies("D1" if surface == "direct" else "C1")
    assert [b["text"]["text"] for b in listed.buttons] == [topic.name for topic, _ in desk.topics()]


@pytest.mark.usefixtures("bot")
def test_the_button_of_the_help_brings_the_list_of_topics(workspace: Workspace) -> None:
    """To whoever presses it."""
    workspace.mention("使い方")
    (told,) = workspace.wait_for_replies("C1")
    workspace.press(told.button(TOPICS), told, user="U2")
    listed = workspace.wait_for_replies("C1", 2)[-1]
    assert listed.only_for == "U2"
    assert "話題の一覧" in listed.text


@pytest.mark.usefixtures("bot")
def test_who_asks_for_the_articles_learns_which_cities_they_are_about(workspace: Workspace, desk: Desk) -> None:
    """All municipalities in one sentence, and every article as a link."""
    workspace.mention("どの自治体の記事がありますか？")
    (listed,) = workspace.wait_for_replies("C1")
    sources = desk.knowledge.sources.values()
    assert all(place in listed.text for source in sources for place in source.municipalities)
    assert list(listed.links) == [source.url for source in sources]


@pytest.mark.parametrize(("said", "wanted"), LISTS.items())
def test_requests_for_a_list_are_help_to_those_who_measure(desk: Desk, said: str, wanted: List) -> None:
    """No quotation answers them, and their kind is that of small talk."""
    assert list_wanted(fold(as_read(said))) is wanted
    assert as_record(desk.ask(said))["kind"] == "help"


@pytest.mark.parametrize(
    "asked",
    [
        "書かない窓口で使える手続きの一覧を見せて",
        "東京デジタルアカデミーの講座一覧",
        "国の17業務の一覧をください",
        "どの自治体の人材確保が進んでいますか",
        "座談会の話題は何ですか",
        "話題は?",
        "対象の自治体は?",
    ],
)
def test_a_question_is_no_request_for_a_list(asked: str) -> None:
    """A list of something is a question like any other."""
    assert list_wanted(fold(asked)) is None


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("own", ["", "こんにちは"])
@pytest.mark.parametrize("direct", [False, True])
def test_a_forwarded_message_asks_by_its_own_words(workspace: Workspace, own: str, direct: bool) -> None:
    """Who forwards a colleague's question need not type it again."""
    shared = [{"is_share": True, "text": EXAMPLES[0], "fallback": "[November 22nd] U2: …"}]
    if direct:
        asked = workspace.say(own, "U1", workspace.dm("U1"), attachments=shared)
    else:
        asked = workspace.mention(own, attachments=shared)
    (answer,) = workspace.wait_for_replies(asked.channel)
    assert "50人くらい" in answer.quotes[0]


@pytest.mark.usefixtures("bot")
def test_who_asks_beside_a_forwarded_message_is_answered(workspace: Workspace) -> None:
    """One's own question comes before the words that it is about."""
    workspace.mention(EXAMPLES[1], attachments=[{"is_share": True, "text": EXAMPLES[0]}])
    (answer,) = workspace.wait_for_replies("C1")
    assert "書かない窓口" in answer.quotes[0]


@pytest.mark.usefixtures("bot")
def test_the_shortcut_on_a_forwarded_message_looks_up_its_words(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is not without words: they stand in what it forwards."""
    described = interactions.message_shortcut

    def forwarding(*args: Any) -> dict[str, Any]:
        payload = described(*args)
        payload["message"]["attachments"] = [{"is_share": True, "text": EXAMPLES[0]}]
        return payload

    monkeypatch.setattr(interactions, "message_shortcut", forwarding)
    workspace.message_shortcut("search_message", workspace.say("", "U2"))
    view = workspace.wait_for_modal("U1", "回答")
    assert f"もとの発言 {EXAMPLES[0]}" in view.words
    assert "50人くらい" in "".join(view.quotes)
