"""Shortcuts over a real connection: the form that answers in place, and what somebody's message says looked up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from slack_sdk.models.blocks import Block

from bot.answering.answer import Answer as Found
from bot.answering.answer import Help, NoAnswer, Reply
from bot.blocks import Frame, View
from bot.blocks.shortcuts import render_about_message, render_no_words, render_not_there, render_posted, render_search
from bot.desk import Desk
from bot.playground.slack.limits import refusal_of_message, refusal_of_view
from bot.playground.slack.views import View as Window
from bot.playground.slack.workspace import Answer, Message, Workspace
from bot.records import Place, Records
from bot.slack.asking import rendered
from tests.slack.running import Bot

SEARCH, LOOK_UP = "DX事例を調べる", "この発言をDX事例で調べる"
POST = "スレッドに投稿"
QUESTION = "小金井市のDXリーダーは何人?"
BROAD = "職員の意識改革はどう進めている?"  # has further cases
OTHER = "書かない窓口はなぜ早く導入できた?"
UNANSWERABLE = "カレーの作り方を教えて"
HOSTILE = "<!channel> <@U1> <https://example.jp|x> *太字* _斜体_ `code` &lt;b&gt; & :smile: 😀\n> 引用"


@pytest.fixture(params=["bot", "http_bot"])
def either(request: pytest.FixtureRequest) -> None:
    """Connect a bot over Socket Mode, then one over signed HTTP."""
    request.getfixturevalue(request.param)


def _form(workspace: Workspace, user: str = "U1") -> Window:
    workspace.global_shortcut(SEARCH, user)
    return workspace.wait_for_modal(user, SEARCH)


def _answered(workspace: Workspace, question: str, user: str = "U1") -> Window:
    """Fill in the form and send it; what the receipt brings is what it then says."""
    sent = workspace.submit(user, {"質問": question})
    workspace.wait_until(lambda: workspace.ack(sent), "the receipt")
    view = workspace.modal(user)
    assert view is not None
    return view


def _looked_up(workspace: Workspace, message: Message, user: str = "U1", title: str = "回答") -> Window:
    workspace.message_shortcut(LOOK_UP, message, user)
    return workspace.wait_for_modal(user, title)


@pytest.mark.usefixtures("either")
def test_the_form_answers_in_place(workspace: Workspace, desk: Desk) -> None:
    """What is asked in it is answered below, by quotations of the articles, and nobody else sees it."""
    _form(workspace)
    view = _answered(workspace, QUESTION)
    assert view.title == SEARCH
    assert view.quotes
    assert all(any(quote in a.text for a in desk.knowledge.articles.values()) for quote in view.quotes)
    assert not view.trouble
    assert workspace.calls("chat.postMessage") == ()


@pytest.mark.usefixtures("bot")
def test_the_form_can_be_used_again(workspace: Workspace) -> None:
    """The field stays above the answer, with what was written in it, and the next answer takes the former's place."""
    _form(workspace)
    first = _answered(workspace, QUESTION)
    assert [(i.label, i.held["value"]) for i in first.inputs] == [("質問", QUESTION)]
    second = _answered(workspace, OTHER)
    assert "旗振り役" in second.quotes[0]
    assert not set(first.quotes) & set(second.quotes)
    assert len(workspace.modals()) == 1


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize(
    ("question", "words"),
    [
        (UNANSWERABLE, "見つかりませんでした"),
        ("ありがとう", "お役に立ててうれしいです"),
        ("使い方は?", "お尋ねください"),
    ],
)
def test_the_form_says_so_where_there_is_no_answer(workspace: Workspace, question: str, words: str) -> None:
    """An honest no, thanks and help stand in the form, too."""
    _form(workspace)
    view = _answered(workspace, question)
    assert words in view.words
    assert view.quotes == ()


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("nothing", ["", "  \n"])
def test_an_empty_form_is_asked_to_be_filled_in(workspace: Workspace, nothing: str) -> None:
    """The form stays open and says below the field what is missing."""
    _form(workspace)
    view = _answered(workspace, nothing)
    assert view.errors == {"question": "調べたいことを書いてください。"}


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("question", [QUESTION, UNANSWERABLE])
def test_the_answer_in_the_form_can_be_judged(workspace: Workspace, question: str) -> None:
    """It has its number, and asks whether it was of use, also where it is a no."""
    _form(workspace)
    view = _answered(workspace, question)
    assert "回答番号" in view.words
    assert {"👍 役に立った", "👎 違う"} <= {b["text"]["text"] for b in view.buttons}


@pytest.mark.usefixtures("bot")
def test_what_stands_below_the_form_can_be_pressed(workspace: Workspace) -> None:
    """Further cases come in its place, below the field, so that it can be used again."""
    _form(workspace)
    view = _answered(workspace, BROAD)
    workspace.press(view.button("ほかの事例"), view)
    workspace.wait_until(lambda: f"「{BROAD}」のほかの事例" in _words(workspace), "further cases")
    further = workspace.modal()
    assert further is not None
    assert (len(workspace.modals()), len(further.inputs), further.submit_text) == (1, 1, view.submit_text)
    assert further.quotes
    assert not set(further.quotes) & set(view.quotes)


@pytest.mark.usefixtures("either")
def test_what_a_message_says_is_looked_up(workspace: Workspace) -> None:
    """Whoever takes the shortcut sees question and answer in a modal, and nobody else anything."""
    said = workspace.say(f"<@U3> {QUESTION} 知りたいです&amp;", "U2")
    view = _looked_up(workspace, said, "U1")
    assert "50人くらい" in "".join(view.quotes)
    assert f"もとの発言 {QUESTION} 知りたいです&" in view.words
    assert "あなただけに見えています" in view.words
    assert workspace.modal("U2") is None
    assert workspace.replies("C1") == ()


@pytest.mark.usefixtures("either")
def test_the_answer_can_be_posted_into_the_thread(workspace: Workspace) -> None:
    """One press posts it under the message, headed by who looked it up, and the modal says that it is there."""
    said = workspace.say(QUESTION, "U2")
    view = _looked_up(workspace, said, "U1")
    workspace.press(view.button(POST), view)
    (posted,) = workspace.wait_for_replies("C1")
    assert (posted.thread, posted.only_for, posted.quotes) == (said.ts, "", view.quotes)
    assert f"U1 さんが、このスレッドの発言「{QUESTION}」をDX事例で調べました。" in posted.words
    workspace.wait_until(lambda: "投稿しました" in _words(workspace), "the modal to say so")
    now = workspace.modal()
    assert now is not None
    assert POST not in [b["text"]["text"] for b in now.buttons]
    assert now.quotes == view.quotes


def _words(workspace: Workspace) -> str:
    view = workspace.modal()
    return view.words if view else ""


def test_it_is_posted_once(workspace: Workspace, bot: Bot) -> None:
    """Two presses, and each delivered again, make one message."""
    said = workspace.say(QUESTION, "U2")
    view = _looked_up(workspace, said)
    with workspace.twice():
        workspace.press(view.button(POST), view)
        workspace.press(view.button(POST), view)
    workspace.wait_for_acks()
    bot.finish()
    assert len(workspace.replies("C1")) == 1


@pytest.mark.usefixtures("bot")
def test_a_message_within_a_thread_is_answered_there(workspace: Workspace) -> None:
    """The answer goes where the message stands."""
    opening = workspace.say("おはようございます")
    said = workspace.say(QUESTION, "U2", thread_ts=opening.ts)
    view = _looked_up(workspace, said)
    workspace.press(view.button(POST), view)
    assert workspace.wait_for_replies("C1")[-1].thread == opening.ts


@pytest.mark.usefixtures("bot")
def test_where_it_was_posted_follow_ups_are_answered(workspace: Workspace) -> None:
    """The thread is one of the bot's from then on; before that, it is not."""
    said = workspace.say(QUESTION, "U2")
    view = _looked_up(workspace, said)
    workspace.say(OTHER, "U2", thread_ts=said.ts)
    workspace.wait_for_acks()
    workspace.press(view.button(POST), view)
    workspace.wait_for_replies("C1")
    workspace.say(OTHER, "U3", thread_ts=said.ts)
    assert len(workspace.wait_for_replies("C1", 2)) == 2


@pytest.mark.usefixtures("bot")
def test_the_posted_answer_has_its_own_buttons(workspace: Workspace) -> None:
    """What was posted can be judged and gone on from like any other answer."""
    said = workspace.say(QUESTION, "U2")
    view = _looked_up(workspace, said)
    workspace.press(view.button(POST), view)
    (posted,) = workspace.wait_for_replies("C1")
    assert posted.feedback
    workspace.press(posted.button("ほかの事例"), posted, "U3")
    assert workspace.wait_for_replies("C1", 2)[-1].only_for == "U3"


@pytest.mark.usefixtures("bot")
def test_where_the_bot_is_no_member_it_says_so(workspace: Workspace) -> None:
    """A shortcut works in every channel; posting needs an invitation, after which the same press works."""
    said = workspace.say(QUESTION, "U2")
    view = _looked_up(workspace, said)
    workspace.remove_bot("C1")
    workspace.press(view.button(POST), view)
    told = workspace.wait_for_modal("U1", "投稿できませんでした")
    assert "招待してから" in told.words
    assert workspace.replies("C1") == ()
    workspace.invite_bot("C1")
    again = _looked_up(workspace, said)
    workspace.press(again.button(POST), again)
    assert workspace.wait_for_replies("C1")


@pytest.mark.usefixtures("bot")
def test_no_answer_is_not_posted(workspace: Workspace) -> None:
    """That the articles are silent is of use to one person; it can be filed for the editors from there."""
    view = _looked_up(workspace, workspace.say(UNANSWERABLE, "U2"), title="見つかりませんでした")
    buttons = [b["text"]["text"] for b in view.buttons]
    assert POST not in buttons
    assert "この質問を担当へ" in buttons


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("text", ["", "<@U3>", "  "])
def test_a_message_without_words_is_not_looked_up(workspace: Workspace, text: str) -> None:
    """A picture, or a name alone, says nothing that can be asked."""
    view = _looked_up(workspace, workspace.say(text, "U2"), title=SEARCH)
    assert view.words == "この発言には文字がないため、調べられません。"


def test_a_shortcut_that_comes_twice_opens_one_modal(workspace: Workspace, bot: Bot) -> None:
    """Its trigger is good for one."""
    with workspace.twice(3):
        _looked_up(workspace, workspace.say(QUESTION, "U2"))
    workspace.wait_for_acks()
    bot.finish()
    assert len(workspace.modals()) == 1
    assert workspace.calls("chat.postEphemeral") == ()


def test_an_answer_that_is_forgotten_says_so(workspace: Workspace, bot: Bot) -> None:
    """A modal that was open for days cannot be posted any more."""
    view = _looked_up(workspace, workspace.say(QUESTION, "U2"))
    bot.records._answers.clear()
    workspace.press(view.button(POST), view)
    workspace.wait_until(lambda: "もう一度質問してください" in _words(workspace), "the notice")
    assert workspace.replies("C1") == ()


@pytest.mark.usefixtures("bot")
def test_a_post_that_slack_does_not_take_is_told_and_can_be_repeated(workspace: Workspace) -> None:
    """The person hears of it, and the next press posts."""
    view = _looked_up(workspace, workspace.say(QUESTION, "U2"))
    workspace.fail_next("chat.postMessage", Answer.refused("fatal_error"))
    workspace.press(view.button(POST), view)
    told = workspace.wait_for_replies("D1")[-1]
    workspace.wait_for_acks()
    assert "うまく処理できませんでした" in told.text
    workspace.press(view.button(POST), view)
    assert workspace.wait_for_replies("C1")[-1].quotes


# What can be shown, at its largest and most hostile.


def _largest(desk: Desk) -> Found:
    """Make the longest answer that there can be: five quotations of 300 characters out of hostile articles."""
    answer = desk.ask(QUESTION)
    assert isinstance(answer, Found)
    source = replace(answer.excerpts[0].source, title=(HOSTILE * 3)[:200], publisher=(HOSTILE * 2)[:100])
    said = {"text": (HOSTILE * 5)[:300], "speaker": HOSTILE, "role": HOSTILE}
    excerpt = replace(answer.excerpts[0], source=source, url="https://example.jp/" + "a" * 981, **said)
    related = tuple(replace(entry, question=(HOSTILE * 5)[:300]) for entry in desk.knowledge.entries[:3])
    return replace(answer, question=HOSTILE * 30, excerpts=(excerpt,) * 5, related=related, silent=(source,) * 100)


def _replies(desk: Desk) -> list[Reply]:
    nothing, helping = desk.ask(UNANSWERABLE), desk.ask("こんにちは")
    assert isinstance(nothing, NoAnswer)
    assert isinstance(helping, Help)
    return [_largest(desk), nothing, helping]


def _views(desk: Desk) -> list[View]:
    frame = Frame("2345678", date(2026, 11, 22), private=True, modal=True)
    place = '{"channel": "C0123456789", "thread": "1700000000.000001"}'
    about = [
        render_about_message(HOSTILE * 400, reply, frame, place, is_posted=posted)
        for reply in _replies(desk)
        for posted in (False, True)
    ]
    searches = [render_search(reply, frame) for reply in _replies(desk)]
    return [render_search(), *searches, *about, render_no_words(), render_not_there()]


def test_every_modal_is_one_that_slack_shows(desk: Desk) -> None:
    """Titles, blocks, texts and fields are within the limits, whatever the articles and people say."""
    views = _views(desk)
    assert len(views) == 12
    for view in views:
        assert refusal_of_view(view, "modal") is None
        assert len(view["title"]["text"]) <= 24
        assert len(view.get("private_metadata", "")) <= 3_000
        _parse(view["blocks"])


def test_the_posted_message_is_one_that_slack_shows(desk: Desk) -> None:
    """Also with the longest quotations."""
    records = Records()
    answer = _largest(desk)
    record = records.note(answer, HOSTILE, "", Place("T1", "C1", "", "shortcut", "1.1"))
    posted = render_posted(rendered(answer, record), "U1", HOSTILE * 400)
    assert refusal_of_message({"text": posted.text, "blocks": list(posted.blocks)}) is None
    _parse(posted.blocks)
    assert [p for p in _parts(list(posted.blocks)) if p.get("type") == "mrkdwn"] == []


def test_every_control_says_what_it_is(desk: Desk) -> None:
    """Screen readers get a label for each button, and each has an id of its own."""
    for view in _views(desk):
        buttons = [part for part in _parts(view["blocks"]) if part.get("type") == "button"]
        assert all(0 < len(button["accessibility_label"]) <= 75 for button in buttons)
        assert len({button["action_id"] for button in buttons}) == len(buttons)


def _parse(blocks: Any) -> None:
    for block in blocks:
        parsed = Block.parse(block)
        assert parsed is not None, block
        parsed.validate_json()


def _parts(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, dict):
        return [value, *(part for inner in value.values() for part in _parts(inner))]
    return [part for inner in value for part in _parts(inner)] if isinstance(value, list | tuple) else []
