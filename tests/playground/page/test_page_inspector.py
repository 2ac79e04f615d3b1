"""The inspector shows what goes between Slack and the bot, what Slack refuses, and how long things take."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.playground.serving import Playground
from tests.playground.page.conftest import ask


def _open(page: Page) -> None:
    page.get_by_role("button", name="インスペクター").click()


def test_events_calls_and_times_are_listed_newest_first(page: Page) -> None:
    """A question is an event with its receipt and its answer in milliseconds, followed by the bot's call."""
    ask(page)
    _open(page)
    event = page.locator("#inspector .entry", has_text="app_mention")
    expect(event).to_contain_text("受領")
    expect(event).to_contain_text("回答")
    call = page.locator("#inspector .entry", has_text="chat.postMessage")
    call.locator("summary").click()
    expect(call.locator("pre").first).to_contain_text('"thread_ts"')
    names = page.locator("#inspector .entry-name").all_inner_texts()
    assert names.index("chat.postMessage") < names.index("app_mention")


def test_what_slack_refuses_says_why(page: Page, slack: WebClient) -> None:
    """A message that Slack would not take is marked, with the reason, and can be filtered out of all the others."""
    _open(page)
    with pytest.raises(SlackApiError):
        slack.chat_postMessage(
            channel="C1", text="x", blocks=[{"type": "header", "text": {"type": "plain_text", "text": "長" * 151}}]
        )
    ask(page)
    page.get_by_role("button", name="断られたもの").click()
    entry = page.locator("#inspector .entry")
    expect(entry).to_have_count(1)
    expect(entry).to_contain_text("Slack が断る内容")
    entry.locator("summary").click()
    expect(entry.locator(".why")).to_contain_text("must be less than 151 characters")


def test_it_is_filtered_by_words_and_keeps_five_hundred(page: Page, playground: Playground) -> None:
    """The words of a payload are found; of a thousand entries the latest five hundred stand in the document."""
    _open(page)
    for number in range(180):
        playground.workspace.mention(f"{number} は?", "U2", "C2")
    playground.settle()
    expect(page.locator("#inspector .entry-count")).to_have_text("500 件", timeout=20_000)
    assert page.locator("#inspector .entry").count() == 500
    page.get_by_role("searchbox").fill("> 179 は")
    expect(page.locator("#inspector .entry-name", has_text="app_mention")).to_have_count(1)
    page.get_by_role("button", name="消す").click()
    expect(page.locator("#inspector .entry")).to_have_count(0)
