"""In a real browser, a clerk and an admin do everything that they would do in Slack."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from bot.playground.serving import Playground
from bot.playground.web import Server
from tests.playground.page.conftest import DESKTOP, PHONE, QUESTION, Open, ask, send

SIZES = pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])


@SIZES
def test_a_question_is_answered_read_on_and_judged(open_page: Open, size: tuple[int, int]) -> None:
    """Type a question, read the quote in the thread, open what stands around it, close it, press 👍."""
    page = open_page(size)
    ask(page)
    thread = page.locator("#thread")
    expect(thread.locator("blockquote").first).to_contain_text("書かない窓口が検討・実施から1年も経たずに")
    thread.get_by_role("button", name="前後を読む").first.click()
    window = page.get_by_role("dialog", name="前後を読む")
    expect(window.locator("strong").last).to_be_visible()
    window.get_by_role("button", name="閉じる").last.click()
    expect(window).to_be_hidden()
    thread.get_by_role("button", name="役に立った").click()
    expect(thread.get_by_text("ありがとうございます")).to_be_visible()
    expect(thread.get_by_text("あなただけに表示されています")).to_be_visible()
    expect(thread.get_by_role("button", name="役に立った")).to_have_attribute("aria-pressed", "true")


@SIZES
def test_commands_answer_the_caller_alone(open_page: Open, playground: Playground, size: tuple[int, int]) -> None:
    """/dx-topics lists the topics on buttons, one of them opens its questions, and a question is answered."""
    page = open_page(size)
    send(page, "/dx-topics")
    main = page.locator("#main")
    main.get_by_role("button", name="話題を開く: 人材の確保").click()
    main.get_by_role("button", name="質問する: ").first.click()
    expect(main.locator("blockquote").first).to_be_visible()
    playground.settle()
    own = playground.workspace.visible("C1", "U1")
    assert own
    assert all(message.only_for == "U1" for message in own)
    assert playground.workspace.visible("C1", "U2") == ()


@SIZES
def test_an_admin_reloads_and_a_clerk_may_not(open_page: Open, size: tuple[int, int]) -> None:
    """Whoever acts is chosen at the top; /dx-reload refuses one and answers the other."""
    page = open_page(size)
    send(page, "/dx-reload")
    expect(page.locator("#main").get_by_text("管理者だけが使えます")).to_be_visible()
    page.get_by_label("操作する人").select_option("U9ADMIN")
    expect(page.locator("#main").get_by_text("管理者だけが使えます")).to_be_hidden()
    send(page, "/dx-reload")
    expect(page.locator("#main .only-you").last).to_contain_text("版")


def test_a_thumb_down_asks_why(page: Page, playground: Playground) -> None:
    """👎 opens a form; what is chosen and written there is taken."""
    ask(page)
    page.get_by_role("button", name="違う").click()
    window = page.get_by_role("dialog")
    window.get_by_role("radio").first.check()
    window.get_by_role("textbox").fill("人数を知りたかった")
    window.get_by_role("button", name="送る").click()
    expect(window.get_by_role("heading")).to_have_text("ありがとうございました")
    window.get_by_role("button", name="閉じる").last.click()
    expect(window).to_be_hidden()
    playground.settle()
    assert playground.records.store
    with playground.records.store.engine.connect() as connection:
        kept = connection.exec_driver_sql("select good, reason from feedback").fetchall()
    assert [bool(good) for good, _ in kept] == [False]
    assert "人数を知りたかった" in kept[0][1]


def test_one_s_own_message_is_edited_and_deleted(page: Page) -> None:
    """The menu of a message edits it, and its answer with it; deleting asks first, and takes the answer along."""
    page.locator("#sidebar").get_by_role("button", name="自治体DX").click()
    send(page, "横浜市の窓口改革は?")
    answer = page.locator("#main .message", has_text="回答番号")
    expect(answer).to_contain_text("横浜市についての記事はありません")
    own = page.locator("#main .message", has_text="横浜市の窓口改革は?").first
    own.hover()
    own.get_by_role("button", name="その他").click()
    page.get_by_role("menuitem", name="メッセージを編集する").click()
    page.get_by_label("メッセージを編集").fill(QUESTION)
    page.get_by_label("メッセージを編集").press("Enter")
    expect(answer).to_contain_text("1年も経たずに")
    expect(page.get_by_text("(編集済み)")).to_be_visible()
    own = page.locator("#main .message", has_text=QUESTION).first
    own.hover()
    own.get_by_role("button", name="その他").click()
    page.get_by_role("menuitem", name="メッセージを削除する").click()
    page.get_by_role("dialog").get_by_role("button", name="削除する").click()
    expect(answer).to_be_hidden()


def test_a_reaction_silences_the_bot(page: Page, playground: Playground) -> None:
    """🤫 under a message of a thread is there for everybody, and the bot says once that it is quiet."""
    ask(page)
    answer = page.locator("#thread .message").last
    answer.hover()
    answer.get_by_role("button", name="リアクションを付ける").click()
    page.get_by_role("menuitem", name="静かに").click()
    expect(page.locator("#thread .reaction")).to_have_attribute("aria-pressed", "true")
    playground.settle()
    assert len(playground.workspace.replies("C1")) == 2


def test_home_searches_what_was_typed(page: Page) -> None:
    """A question typed on the Home tab goes along with the press of the button beside it."""
    page.locator("#sidebar").get_by_role("button", name="ホーム").click()
    page.get_by_role("textbox", name="自治体DXについて調べる").fill(QUESTION)
    page.get_by_role("button", name="書いた質問を調べる").click()
    expect(page.get_by_role("dialog").locator("blockquote").first).to_contain_text("1年も経たずに")


def test_shortcuts_are_taken_from_a_message_and_from_the_lightning(page: Page) -> None:
    """A message's menu looks its words up; the global one asks in a form, and empty it is not sent."""
    send(page, "書かない窓口を早く入れられたのはなぜだろう")
    own = page.locator("#main .message").last
    own.hover()
    own.get_by_role("button", name="その他").click()
    page.get_by_role("menuitem", name="この発言をDX事例で調べる").click()
    window = page.get_by_role("dialog")
    expect(window.locator("blockquote").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(window).to_be_hidden()
    page.get_by_role("button", name="ショートカット").click()
    page.get_by_role("menuitem", name="DX事例を調べる").click()
    window.locator("button[type=submit]").click()
    expect(window.get_by_text("調べたいことを書いてください。")).to_be_visible()
    expect(window.get_by_role("textbox")).to_be_focused()
    window.get_by_role("textbox").fill(QUESTION)
    window.locator("button[type=submit]").click()
    expect(window.locator("blockquote").first).to_contain_text("1年も経たずに")


def test_what_is_there_is_there_again_after_loading(page: Page) -> None:
    """The page shows the same messages after it was loaded again, without the key in its address."""
    ask(page)
    assert "key" not in page.url
    page.reload()
    page.locator(".thread-bar").click()
    expect(page.locator("#thread blockquote").first).to_contain_text("1年も経たずに")


def test_a_broken_connection_heals(page: Page, playground: Playground, server: Server) -> None:
    """When the stream breaks, what was missed is there once it is back."""
    server.page._to_all({"kind": "end"})
    playground.workspace.say("留守の間に書いたもの", "U2")
    expect(page.locator("#main .text", has_text="留守の間に書いたもの")).to_be_visible()
    send(page, "つながりました")
    expect(page.locator("#main .text", has_text="つながりました")).to_be_visible()
