"""自治体くらべ over a real connection: the command, the button, pages, sharing, in channels, direct messages and modals."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.blocks.comparing import COMPARE
from bot.desk import Comparison, Desk
from bot.playground.slack import Message, View, Workspace
from tests.slack.conftest import Connect
from tests.slack.running import Bot

QUESTION = "小金井市のDXリーダーは何人?"
SHARE, THREAD_SHARE = "チャンネルに投稿", "スレッドに投稿"
NEXT, BACK = "次のページ", "前のページ"


class WideDesk(Desk):
    """A desk with 250 articles, of which every tenth says something."""

    def compare(self, subject: str, before: str = "") -> Comparison:
        """Multiply what there is."""
        found = super().compare(subject, before)
        source, excerpt = next((s, e) for s, e in found.articles if e)
        return replace(
            found,
            articles=tuple(
                (replace(source, id=f"s{n}", title=f"記事{n}", url=""), None if n % 10 else excerpt) for n in range(250)
            ),
        )


def _titles(page: Message | View) -> list[str]:
    """List the titles of the articles that are said to be silent."""
    return [line.partition("『")[2].partition("』")[0] for line in page.words.splitlines() if line.startswith("・")]


@pytest.mark.usefixtures("bot")
def test_the_command_shows_one_quote_an_article_to_the_caller(workspace: Workspace, desk: Desk) -> None:
    """Every article is there, with its quote or as one that says nothing."""
    workspace.command("/dx-compare", "標準化", user="U2")
    (reply,) = workspace.wait_for_replies("C1")
    expected = desk.compare("標準化")
    silent = [source.title for source, excerpt in expected.articles if excerpt is None]
    assert reply.only_for == "U2"
    assert reply.quotes == tuple(excerpt.text for excerpt in expected.excerpts)
    assert _titles(reply) == silent != []
    assert f"{len(expected.articles)}本の記事のうち{len(reply.quotes)}本に発言があります" in reply.words
    assert "この記事に言及なし" in reply.words


@pytest.mark.usefixtures("bot")
def test_the_notification_names_subject_first_quote_and_source(workspace: Workspace, desk: Desk) -> None:
    """A phone shows what is compared, and the first quote as a citation."""
    workspace.command("/dx-compare", "人材育成")
    (reply,) = workspace.wait_for_replies("C1")
    first = desk.compare("人材育成").excerpts[0]
    assert reply.text.startswith(f"「人材育成」の{COMPARE}")
    assert f"「{first.text}」 {first.said_by}、{first.when}『{first.source.title}』" in reply.text


@pytest.mark.usefixtures("bot")
def test_every_article_is_headed_by_its_cities(workspace: Workspace, desk: Desk) -> None:
    """Who compares cities sees whose words follow before reading them."""
    workspace.command("/dx-compare", "研修")
    (reply,) = workspace.wait_for_replies("C1")
    heads = ["・".join(source.municipalities) for source, excerpt in desk.compare("研修").articles if excerpt]
    assert [line for line in reply.words.splitlines() if line in heads] == heads


@pytest.mark.usefixtures("bot")
def test_a_subject_that_no_article_knows_gets_the_reply_of_a_question(workspace: Workspace) -> None:
    """There is nothing to compare: the bot says so, with the nearest topics and the way to the editors."""
    workspace.command("/dx-compare", "カレーの作り方")
    (reply,) = workspace.wait_for_replies("C1")
    assert "見つかりませんでした" in reply.text
    assert reply.button("この質問を担当へ")
    assert COMPARE not in reply.words


@pytest.mark.usefixtures("bot")
def test_the_bare_command_shows_how_to_compare(workspace: Workspace) -> None:
    """Nothing to compare gets examples."""
    workspace.command("/dx-compare", " ")
    (reply,) = workspace.wait_for_replies("C1")
    assert "/dx-compare 人材育成" in reply.text


def test_a_command_that_comes_again_is_answered_once(workspace: Workspace, bot: Bot) -> None:
    """Slack delivers a command again when a connection breaks."""
    workspace.command("/dx-compare", "研修")
    workspace.redeliver()
    workspace.wait_for_acks()
    bot.finish()
    assert len(workspace.replies("C1")) == 1


@pytest.mark.usefixtures("http_bot")
def test_the_command_works_over_http(workspace: Workspace) -> None:
    """The transport changes nothing."""
    workspace.command("/dx-compare", "研修")
    (reply,) = workspace.wait_for_replies("C1")
    assert len(reply.quotes) >= 3


@pytest.mark.usefixtures("bot")
def test_a_comparison_is_shared_as_it_was_seen(workspace: Workspace) -> None:
    """Everybody sees who asked, and the same quotes, without a button that shares once more."""
    workspace.command("/dx-compare", "研修")
    (seen,) = workspace.wait_for_replies("C1")
    workspace.press(seen.button(SHARE), seen)
    shared = workspace.wait_for_replies("C1", 2)[-1]
    assert (shared.only_for, shared.quotes) == ("", seen.quotes)
    assert "U1 さんの質問: 研修" in shared.words
    assert SHARE not in [button["text"]["text"] for button in shared.buttons]


def test_sharing_twice_posts_once(workspace: Workspace, bot: Bot) -> None:
    """A double click fills the channel no more than a click."""
    workspace.command("/dx-compare", "研修")
    (seen,) = workspace.wait_for_replies("C1")
    workspace.press(seen.button(SHARE), seen)
    workspace.press(seen.button(SHARE), seen)
    workspace.wait_for_acks()
    bot.finish()
    assert [message.only_for for message in workspace.replies("C1")] == ["U1", ""]
    told = workspace.latest(seen)
    assert told.quotes == seen.quotes
    assert "チャンネルに投稿しました。" in told.words
    assert SHARE not in [button["text"]["text"] for button in told.buttons]


@pytest.mark.usefixtures("bot")
def test_the_button_of_an_answer_compares_for_whoever_presses_it(workspace: Workspace) -> None:
    """In a channel, only the presser sees it, in the thread of the answer; the city of the question is left out."""
    asked = workspace.mention(QUESTION)
    (answer,) = workspace.wait_for_replies("C1")
    workspace.press(answer.button(COMPARE), answer, user="U2")
    compared = workspace.wait_for_replies("C1", 2)[-1]
    assert (compared.only_for, compared.thread) == ("U2", asked.ts)
    assert f"「{QUESTION}」の{COMPARE}" in compared.words
    assert len(compared.quotes) >= 2
    assert compared.quotes[0] == answer.quotes[0]


@pytest.mark.usefixtures("bot")
def test_what_is_shared_out_of_a_thread_stays_in_it(workspace: Workspace) -> None:
    """The comparison of a thread's answer is posted there, headed by the question as a person reads it."""
    asked = workspace.mention(QUESTION)
    (answer,) = workspace.wait_for_replies("C1")
    workspace.press(answer.button(COMPARE), answer, user="U2")
    compared = workspace.wait_for_replies("C1", 2)[-1]
    workspace.press(compared.button(THREAD_SHARE), compared, user="U2")
    shared = workspace.wait_for_replies("C1", 3)[-1]
    assert (shared.only_for, shared.thread) == ("", asked.ts)
    assert f"U2 さんの質問: {QUESTION}" in shared.words


@pytest.mark.usefixtures("bot")
def test_in_a_direct_message_a_comparison_is_a_message(workspace: Workspace) -> None:
    """Nobody else is there: nothing is private, and nothing need be shared."""
    workspace.direct_message(QUESTION)
    (answer,) = workspace.wait_for_replies("D1")
    workspace.press(answer.button(COMPARE), answer)
    compared = workspace.wait_for_replies("D1", 2)[-1]
    assert compared.only_for == ""
    assert not {SHARE, THREAD_SHARE} & {button["text"]["text"] for button in compared.buttons}


def test_an_answer_that_is_forgotten_is_not_compared(workspace: Workspace, connect: Connect, desk: Desk) -> None:
    """The bot was started anew without a database: it says what to do."""
    first = connect(desk)
    workspace.direct_message(QUESTION)
    (answer,) = workspace.wait_for_replies("D1")
    first.finish()
    connect(desk)
    workspace.press(answer.button(COMPARE), answer)
    assert "もう一度質問してください" in workspace.wait_for_replies("D1", 2)[-1].text


def test_pages_turn_in_place_where_nobody_else_reads(workspace: Workspace, connect: Connect, desk: Desk) -> None:
    """250 articles come page by page, each once, in one private message that changes."""
    connect(WideDesk(desk.library))
    workspace.command("/dx-compare", "研修")
    (page,) = workspace.wait_for_replies("C1")
    said, silent, pages = len(page.quotes), _titles(page), 1
    while NEXT in [button["text"]["text"] for button in page.buttons]:
        before = page
        workspace.press(page.button(NEXT), page)
        workspace.wait_until(lambda old=before: workspace.latest(old).blocks != old.blocks, "the next page")
        page = workspace.latest(page)
        said, pages = said + len(page.quotes), pages + 1
        silent += _titles(page)
    assert (said, len(silent), len(set(silent))) == (25, 225, 225)
    assert f"({pages}/{pages}ページ)" in page.words
    assert len(workspace.replies("C1")) == 1


def test_pages_turn_in_place_in_a_direct_message(workspace: Workspace, connect: Connect, desk: Desk) -> None:
    """There, too, the message changes instead of being followed by another, and turns back."""
    connect(WideDesk(desk.library))
    workspace.direct_message("研修について教えてください")
    (answer,) = workspace.wait_for_replies("D1")
    workspace.press(answer.button(COMPARE), answer)
    first = workspace.wait_for_replies("D1", 2)[-1]
    workspace.press(first.button(NEXT), first)
    workspace.wait_until(lambda: "(2/" in workspace.latest(first).words, "the second page")
    second = workspace.latest(first)
    workspace.press(second.button(BACK), second)
    workspace.wait_until(lambda: "(1/" in workspace.latest(first).words, "the first page")
    assert workspace.latest(first).quotes == first.quotes


def test_a_page_that_others_read_stays(workspace: Workspace, connect: Connect, desk: Desk) -> None:
    """Who turns the page of a shared comparison gets it alone."""
    connect(WideDesk(desk.library))
    workspace.command("/dx-compare", "研修")
    (page,) = workspace.wait_for_replies("C1")
    workspace.press(page.button(SHARE), page)
    shared = workspace.wait_for_replies("C1", 2)[-1]
    workspace.press(shared.button(NEXT), shared, user="U2")
    turned = workspace.wait_for_replies("C1", 3)[-1]
    assert turned.only_for == "U2"
    assert "(2/" in turned.words
    assert workspace.latest(shared).blocks == shared.blocks


def test_the_page_that_is_seen_is_shared(workspace: Workspace, connect: Connect, desk: Desk) -> None:
    """Sharing after turning pages shares that page."""
    connect(WideDesk(desk.library))
    workspace.command("/dx-compare", "研修")
    (page,) = workspace.wait_for_replies("C1")
    workspace.press(page.button(NEXT), page)
    workspace.wait_until(lambda: "(2/" in workspace.latest(page).words, "the second page")
    second = workspace.latest(page)
    workspace.press(second.button(SHARE), second)
    assert "(2/" in workspace.wait_for_replies("C1", 2)[-1].words


def test_in_a_modal_a_comparison_opens_on_top_and_turns(workspace: Workspace, connect: Connect, desk: Desk) -> None:
    """The answer of a shortcut is compared in a modal of its own, which turns its pages."""
    connect(WideDesk(desk.library))
    said = workspace.say("研修について教えてください", user="U2")
    workspace.message_shortcut("search_message", said)
    answer = workspace.wait_until(lambda: _with_button(workspace, COMPARE), "the answer")
    assert answer is not None
    workspace.press(answer.button(COMPARE), answer)
    page = workspace.wait_until(lambda: _with_button(workspace, NEXT), "the comparison")
    assert page is not None
    assert page.title == COMPARE
    assert SHARE not in [button["text"]["text"] for button in page.buttons]
    workspace.press(page.button(NEXT), page)
    workspace.wait_until(lambda: "(2/" in workspace.wait_for_modal().words, "the second page")
    assert len(workspace.modals()) == 2


def _with_button(workspace: Workspace, words: str) -> View | None:
    """Return the modal on top, once it has a button."""
    view = workspace.modal()
    return view if view and words in [button["text"]["text"] for button in view.buttons] else None
