"""Whatever is written, the page shows it as text, all of it, and stays quick."""

from __future__ import annotations

import time
from typing import Any

from playwright.sync_api import Page, expect
from slack_sdk import WebClient

from bot.playground.serving import Playground
from tests.playground.page.conftest import Seen, send

HOSTILE = (
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(2)">',
    "<svg onload=alert(3)>",
    '"><iframe srcdoc="<script>alert(4)</script>">',
    "<style>*{display:none}</style>",
    "javascript:alert(5)",
    "{{constructor.constructor('alert(6)')()}}",
    "&lt;script&gt;alert(7)&lt;/script&gt;",
    "\u202e逆さ\u202c \u2066分離\u2069 \u200f",
)


def _block(text: str) -> dict[str, Any]:
    piece = {"type": "text", "text": text}
    quote = {"type": "rich_text_quote", "elements": [piece]}
    return {"type": "rich_text", "elements": [quote, {"type": "rich_text_section", "elements": [piece]}]}


def test_hostile_text_is_only_text(page: Page, playground: Playground, slack: WebClient, seen: Seen) -> None:
    """Tags, handlers, script addresses and marks that turn the reading direction do nothing but stand there."""
    for text in HOSTILE:
        send(page, text)
        expect(page.locator("#main .text").last).to_have_text(text)
        plain = {"type": "plain_text", "text": text}
        section = {
            "type": "section",
            "text": plain,
            "fields": [{"type": "mrkdwn", "text": f"*{text}* <https://a.b|{text}>"}],
        }
        slack.chat_postMessage(
            channel="C1", text=text, blocks=[_block(text), {"type": "header", "text": plain}, section]
        )
    expect(page.locator("#main blockquote")).to_have_count(len(HOSTILE))
    playground.settle()
    assert (
        page.locator("#main").evaluate(
            "node => node.querySelectorAll('script, img, iframe, style, svg[onload]').length"
        )
        == 0
    )
    page.get_by_role("button", name="インスペクター").click()
    page.locator("#inspector summary").first.click()
    assert seen.complaints == []


def test_links_lead_to_the_web_alone(page: Page, slack: WebClient) -> None:
    """What is no http(s) address becomes plain words; the rest opens elsewhere and tells nobody where it came from."""
    slack.chat_postMessage(
        channel="C1",
        text="<javascript:alert(1)|押して> <https://example.com/?a=1&amp;b=2|例> <data:text/html,x|データ> <file:///etc/passwd|秘密>",
    )
    links = page.locator("#main .text a")
    expect(links).to_have_count(1)
    assert links.first.get_attribute("href") == "https://example.com/?a=1&b=2"
    assert (links.first.get_attribute("target"), links.first.get_attribute("rel")) == ("_blank", "noopener noreferrer")


def test_forty_thousand_characters_are_shown(page: Page) -> None:
    """A message as long as Slack takes is folded at first, and all there when it is unfolded."""
    text = "長い話です。" * 6_000 + "おわり"
    send(page, text)
    body = page.locator("#main .text").last
    expect(body).to_have_text(text)
    unfold = page.get_by_role("button", name="全文を表示する")
    unfold.click()
    expect(unfold).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280


def test_longer_than_slack_takes_is_refused_in_words(page: Page, seen: Seen) -> None:
    """The sentence stands under the field, and what was written is not lost."""
    field = page.locator("#composer-main")
    field.evaluate("node => { node.removeAttribute('maxlength'); node.value = 'あ'.repeat(40001); }")
    field.press("Enter")
    expect(page.locator(".composer-trouble")).to_contain_text("40,000 文字まで")
    assert len(field.input_value()) == 40_001
    assert ["409" in said for said in seen.complaints] == [True]  # Chromium tells its console, too
    seen.complaints.clear()


def test_five_hundred_messages_do_not_slow_the_page(page: Page, playground: Playground) -> None:
    """They come within seconds, only the latest stand in the document, and the page answers at once all the while."""
    begun = time.monotonic()
    for number in range(500):
        playground.workspace.say(f"{number} 番目の発言です", "U2", "C1")
    expect(page.locator("#main .message").last).to_contain_text("499 番目", timeout=20_000)
    assert time.monotonic() - begun < 20
    assert page.locator("#main .message").count() <= 200
    began = time.monotonic()
    send(page, "すぐ出ます")
    expect(page.locator("#main .message").last).to_contain_text("すぐ出ます")
    assert time.monotonic() - began < 2
    page.reload()
    expect(page.locator("#main .message").last).to_contain_text("すぐ出ます")
    page.get_by_role("button", name="以前のメッセージを表示する").click()
    assert page.locator("#main .message").count() == 200


def test_what_the_page_does_not_know_is_shown_as_json(page: Page) -> None:
    """An unknown block, an unknown element and a block of a broken form all stand there, never nothing."""
    shown = page.evaluate(
        """async () => {
          const { blocks } = await import("/static/js/blocks.js");
          const place = { store: { user: {} }, errors: {}, value: () => null, kept: () => null };
          const node = blocks([
            { type: "hologram", depth: 3 },
            { type: "actions", block_id: "b", elements: [{ type: "lever", action_id: "a" }] },
            { type: "section" },
            { type: "rich_text", elements: [{ type: "rich_text_poem", elements: [] }] },
            { type: "header" },
          ], place);
          return [...node.querySelectorAll("pre")].map((pre) => pre.textContent);
        }"""
    )
    assert [kind for kind in ("hologram", "lever", "rich_text_poem", '"header"') if kind in "".join(shown)] == [
        "hologram", "lever", "rich_text_poem", '"header"',
    ]  # fmt: skip


def test_every_kind_of_block_is_shown(page: Page, slack: WebClient) -> None:
    """Styles, lists, menus, fields and pictures have a form of their own; no picture is fetched."""
    slack.chat_postMessage(channel="C1", text="全種類", blocks=_EVERYTHING)
    message = page.locator("#main .message").last
    expect(message.locator("h3")).to_have_text("見出し🎉")
    for tag, words in (("strong", "太"), ("em", "斜"), ("s", "消"), ("code", "符号"), ("pre", "字下げ"), ("li", "一")):
        expect(message.locator(tag).first).to_have_text(words)
    expect(message.get_by_role("link", name="外へ")).to_have_attribute("href", "https://example.com/")
    expect(message.get_by_role("img", name="グラフ")).to_be_visible()
    message.get_by_role("combobox").select_option("2")
    message.get_by_role("button", name="ほかの操作").click()
    expect(page.get_by_role("menuitem")).to_have_text(["選ぶ", "消す"])
    page.keyboard.press("Escape")
    expect(message.locator(".unknown")).to_have_count(0)


def _plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def _option(text: str, value: str) -> dict[str, Any]:
    return {"text": _plain(text), "value": value}


def _piece(text: str, *styles: str) -> dict[str, Any]:
    return {"type": "text", "text": text, **({"style": dict.fromkeys(styles, True)} if styles else {})}


_EVERYTHING: list[dict[str, Any]] = [
    {"type": "header", "text": _plain("見出し:tada:")},
    {"type": "rich_text", "elements": [
        {"type": "rich_text_section", "elements": [
            _piece("太", "bold"), _piece("斜", "italic"), _piece("消", "strike"), _piece("符号", "code"),
            {"type": "user", "user_id": "U1"}, {"type": "channel", "channel_id": "C1"},
            {"type": "broadcast", "range": "here"}, {"type": "emoji", "name": "bulb"},
        ]},
        {"type": "rich_text_list", "style": "ordered", "elements": [
            {"type": "rich_text_section", "elements": [_piece("一")]}]},
        {"type": "rich_text_preformatted", "elements": [_piece("字下げ")]},
        {"type": "rich_text_quote", "elements": [_piece("引用")]},
    ]},
    {"type": "divider"},
    {"type": "section", "fields": [_plain("左"), _plain("右")], "accessory": {
        "type": "overflow", "action_id": "o", "options": [_option("選ぶ", "1"), _option("消す", "2")]}},
    {"type": "context", "elements": [{"type": "mrkdwn", "text": "*注*"}]},
    {"type": "image", "image_url": "https://example.com/a.png", "alt_text": "グラフ"},
    {"type": "actions", "elements": [
        {"type": "button", "action_id": "u", "text": _plain("外へ"), "url": "https://example.com/"},
        {"type": "static_select", "action_id": "s", "placeholder": _plain("選ぶ"), "options": [
            _option("甲", "1"), _option("乙", "2")]},
    ]},
]  # fmt: skip
