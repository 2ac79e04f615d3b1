"""The page is used by keyboard alone, and by people who do not see it."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.playground.page.conftest import DESKTOP, PHONE, QUESTION, Open, ask, send


def test_commands_complete_themselves(page: Page) -> None:
    """Typing a slash lists the commands; arrow keys choose, Enter takes, a second Enter sends, Esc closes."""
    field = page.locator("#composer-main")
    options = page.get_by_role("listbox").get_by_role("option")
    field.press_sequentially("/dx-")
    expect(options.first).to_have_attribute("aria-selected", "true")
    field.press("ArrowDown")
    field.press("ArrowUp")
    expect(field).to_have_attribute("aria-activedescendant", options.first.get_attribute("id") or "none")
    field.press("Escape")
    expect(options).to_have_count(0)
    field.press_sequentially("t")
    field.press("Enter")
    expect(field).to_have_value("/dx-topics ")
    field.press("Enter")
    expect(page.locator("#main .only-you")).to_be_visible()
    expect(field).to_have_value("")


def test_mentions_complete_themselves(page: Page) -> None:
    """An at sign lists the bot and the colleagues; what is taken becomes a mention."""
    field = page.locator("#composer-main")
    field.press_sequentially("@自")
    field.press("Tab")
    expect(field).to_have_value("@自治体DX ")
    field.press_sequentially(QUESTION)
    field.press("Enter")
    expect(page.locator("#main .mention")).to_have_text("@自治体DX")
    expect(page.locator(".thread-bar")).to_be_visible()


def test_enter_that_ends_a_conversion_sends_nothing(page: Page) -> None:
    """While Japanese is being converted, Enter belongs to the conversion."""
    field = page.locator("#composer-main")
    field.fill("まどぐち")
    field.dispatch_event("keydown", {"key": "Enter", "isComposing": True})
    expect(field).to_have_value("まどぐち")
    field.press("Shift+Enter")
    expect(field).to_have_value("まどぐち\n")


def test_messages_and_menus_are_reached_by_arrow_keys(page: Page) -> None:
    """Arrow keys go from message to message, Tab to its tools; a menu gives the focus back when Esc closes it."""
    for number in range(3):
        send(page, f"発言{number}")
    expect(page.locator("#main .message")).to_have_count(3)
    page.locator("#main .message").last.focus()
    page.keyboard.press("ArrowUp")
    focused = page.locator("#main .message:focus")
    expect(focused).to_contain_text("発言1")
    for _ in range(3):
        page.keyboard.press("Tab")
    more = page.locator("#main .message").nth(1).get_by_role("button", name="その他")
    expect(more).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("menuitem").first).to_be_focused()
    page.keyboard.press("End")
    expect(page.get_by_role("menuitem", name="削除")).to_be_focused()
    page.keyboard.press("Escape")
    expect(more).to_be_focused()


def test_an_arrow_up_in_an_empty_field_edits_the_latest_message(page: Page) -> None:
    """As in Slack; Esc leaves it as it is."""
    send(page, "まちがえた文")
    expect(page.locator("#main .message")).to_be_visible()
    page.locator("#composer-main").press("ArrowUp")
    expect(page.get_by_label("メッセージを編集")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#main .message")).to_be_focused()
    expect(page.locator("#main .message")).to_contain_text("まちがえた文")


def test_a_modal_keeps_the_focus_and_gives_it_back(page: Page) -> None:
    """However often Tab is pressed, nothing behind the modal gets the focus; Esc closes it."""
    ask(page)
    opener = page.locator("#thread").get_by_role("button", name="前後を読む").first
    opener.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    for _ in range(12):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement === document.body || !!document.activeElement.closest('dialog')")
    page.keyboard.press("Escape")
    expect(opener).to_be_focused()


def test_new_messages_are_read_out(page: Page) -> None:
    """A polite live region says who wrote what; one's own words are not repeated."""
    ask(page)
    expect(page.locator("#live")).to_contain_text("自治体DX: 「サポート自体は")
    expect(page.locator("#live")).not_to_contain_text("佐藤")


def test_the_drawer_of_a_phone_opens_and_closes(open_page: Open) -> None:
    """On a narrow screen the channels are a drawer, out of reach of Tab while it is closed."""
    page = open_page(PHONE)
    entry = page.locator("#sidebar").get_by_role("button", name="zatsudan")
    expect(entry).to_be_hidden()
    page.get_by_role("button", name="チャンネルの一覧を開く").click()
    entry.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("zatsudan")
    expect(entry).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]


@pytest.mark.parametrize(("size", "scheme"), [(DESKTOP, "light"), (DESKTOP, "dark"), (PHONE, "light")])
def test_axe_finds_nothing_serious(open_page: Open, size: tuple[int, int], scheme: str) -> None:
    """Neither in an answer, a modal, the Home tab nor the inspector."""
    page = open_page(size, scheme)
    ask(page)
    found = [*_violations(page, "answer")]
    page.locator("#thread").get_by_role("button", name="違う").click()
    page.get_by_role("dialog").get_by_role("radio").first.wait_for()
    found += _violations(page, "modal")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="インスペクター").click()
    page.locator("#inspector summary").first.click()
    found += _violations(page, "inspector")
    page.get_by_role("button", name="インスペクターを閉じる").click()
    if size == PHONE:
        page.get_by_role("button", name="チャンネルの一覧を開く").click()
    page.locator("#sidebar").get_by_role("button", name="ホーム").click()
    page.locator(".home .block").first.wait_for()
    found += _violations(page, "home")
    assert found == []


def _violations(page: Page, where: str) -> list[str]:
    """Return what axe calls serious or critical."""
    results = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{where}: {v['id']} {v['nodes'][0]['html'][:150]} {v['nodes'][0].get('failureSummary', '')[:300]}"
        for v in results
        if v["impact"] in ("serious", "critical")
    ]
