"""Blocks that Slack takes, blocks that it refuses, and what it says to these: data of several tests."""

from __future__ import annotations

from typing import Any

__all__ = [
    "REFUSED",
    "TAKEN",
    "Payload",
    "actions",
    "button",
    "markdown",
    "option",
    "plain",
    "rich",
    "rich_section",
    "section",
    "select",
    "text_input",
    "thumbs",
    "words",
]

Payload = dict[str, Any]


def plain(text: str) -> Payload:
    """Return a plain text."""
    return {"type": "plain_text", "text": text}


def markdown(text: str) -> Payload:
    """Return a text in mrkdwn."""
    return {"type": "mrkdwn", "text": text}


def section(text: str = "x", **more: Any) -> Payload:
    """Return a section."""
    return {"type": "section", "text": markdown(text), **more}


def button(**more: Any) -> Payload:
    """Return a button."""
    return {"type": "button", "text": plain("押す"), **more}


def actions(*elements: Payload) -> Payload:
    """Return a row of things to touch."""
    return {"type": "actions", "elements": list(elements)}


def rich(*elements: Payload) -> Payload:
    """Return a rich_text block."""
    return {"type": "rich_text", "elements": list(elements)}


def rich_section(*elements: Payload) -> Payload:
    """Return a paragraph of rich text."""
    return {"type": "rich_text_section", "elements": list(elements)}


def words(text: str, **more: Any) -> Payload:
    """Return a piece of rich text."""
    return {"type": "text", "text": text, **more}


def option(text: str = "a", value: str = "a") -> Payload:
    """Return an option."""
    return {"text": plain(text), "value": value}


def select(count: int = 1, **more: Any) -> Payload:
    """Return a menu with so many options."""
    return {"type": "static_select", "options": [option(str(n), str(n)) for n in range(count)], **more}


def text_input(**more: Any) -> Payload:
    """Return an input block."""
    return {"type": "input", "label": plain("質問"), "element": {"type": "plain_text_input", **more}}


def thumbs(**more: Any) -> Payload:
    """Return a block with a pair of thumbs."""
    up, down = ({"text": plain(sign), "value": value} for sign, value in (("👍", "good"), ("👎", "bad")))
    pair = {"type": "feedback_buttons", "action_id": "f", "positive_button": up, "negative_button": down}
    return {"type": "context_actions", "elements": [{**pair, **more}]}


TAKEN: dict[str, list[Payload]] = {
    "fifty blocks": [{"type": "divider"}] * 50,
    "longest section": [section("x" * 3_000)],
    "section with fields": [{"type": "section", "fields": [plain("x")] * 10}],
    "section with button": [section(accessory=button(action_id="a", value="x" * 2_000, accessibility_label="x" * 75))],
    "longest header": [{"type": "header", "text": plain("x" * 150)}],
    "longest context": [{"type": "context", "elements": [markdown("x")] * 10}],
    "image in context": [
        {"type": "context", "elements": [{"type": "image", "image_url": "https://a.example/i", "alt_text": "絵"}]}
    ],
    "most buttons": [actions(*(button(action_id=f"a{n}") for n in range(25)))],
    "link button": [actions(button(url="https://example.jp/?a=あ"))],
    "confirmed button": [
        actions(button(confirm={"title": plain("t"), "text": plain("x"), "confirm": plain("y"), "deny": plain("n")}))
    ],
    "largest select": [actions(select(100))],
    "select in groups": [
        actions({"type": "static_select", "option_groups": [{"label": plain("組"), "options": [option()]}]})
    ],
    "overflow": [section(accessory={"type": "overflow", "options": [option(str(n)) for n in range(5)]})],
    "choices": [
        actions(
            {"type": "radio_buttons", "options": [option()], "action_id": "r", "initial_option": option()},
            {"type": "checkboxes", "options": [option()], "action_id": "c"},
        )
    ],
    "same action id in two blocks": [actions(button(action_id="a")), actions(button(action_id="a"))],
    "feedback": [thumbs()],
    "icon button": [
        {"type": "context_actions", "elements": [{"type": "icon_button", "icon": "trash", "text": plain("消す")}]}
    ],
    "input": [text_input(multiline=True, max_length=3_000)],
    "rich text": [
        rich(
            rich_section(
                words("x", style={"bold": True}),
                {"type": "link", "url": "https://example.jp/#:~:text=%E3%81%82", "text": "記事"},
                {"type": "user", "user_id": "U1"},
                {"type": "channel", "channel_id": "C1"},
                {"type": "emoji", "name": "smile"},
                {"type": "date", "timestamp": 1_720_710_212, "format": "{date}", "fallback": "2024年7月11日"},
                {"type": "broadcast", "range": "here"},
            ),
            {"type": "rich_text_quote", "elements": [words("引用")]},
            {"type": "rich_text_preformatted", "elements": [words("コード")]},
            {"type": "rich_text_list", "style": "bullet", "indent": 1, "elements": [rich_section(words("項目"))]},
        )
    ],
    "markdown": [{"type": "markdown", "text": "**x**"}],
    "table": [
        {
            "type": "table",
            "rows": [[{"type": "raw_text", "text": "市"}, rich(rich_section(words("引用")))]],
            "column_settings": [{"is_wrapped": True, "align": "left"}],
        }
    ],
    "image": [{"type": "image", "image_url": "https://a.example/i.png", "alt_text": "絵"}],
}

# What is wrong with a block, and what Slack says to it.
REFUSED: dict[str, tuple[list[Any], str]] = {
    "51 blocks": ([{"type": "divider"}] * 51, "no more than 50 items allowed [json-pointer:/blocks]"),
    "unknown block": ([{"type": "banner"}], "unsupported type: banner [json-pointer:/blocks/0/type]"),
    "no type": ([{"text": "x"}], "missing required field: type [json-pointer:/blocks/0]"),
    "no object": (["x"], "must provide an object [json-pointer:/blocks/0]"),
    "unknown field": ([section(colour="red")], "invalid additional property: colour [json-pointer:/blocks/0]"),
    "unknown field of a button": (
        [actions(button(label="x"))],
        "invalid additional property: label [json-pointer:/blocks/0/elements/0]",
    ),
    "empty section": ([{"type": "section"}], "must define either `text` or `fields` [json-pointer:/blocks/0]"),
    "long section": ([section("x" * 3_001)], "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"),
    "empty text": ([section("")], "must be more than 0 characters [json-pointer:/blocks/0/text/text]"),
    "11 fields": (
        [{"type": "section", "fields": [plain("x")] * 11}],
        "no more than 10 items allowed [json-pointer:/blocks/0/fields]",
    ),
    "long header": (
        [{"type": "header", "text": plain("x" * 151)}],
        "must be less than 151 characters [json-pointer:/blocks/0/text/text]",
    ),
    "mrkdwn header": (
        [{"type": "header", "text": markdown("x")}],
        "unsupported type: mrkdwn [json-pointer:/blocks/0/text/type]",
    ),
    "11 in a context": (
        [{"type": "context", "elements": [plain("x")] * 11}],
        "no more than 10 items allowed [json-pointer:/blocks/0/elements]",
    ),
    "button in a context": (
        [{"type": "context", "elements": [button()]}],
        "unsupported type: button [json-pointer:/blocks/0/elements/0/type]",
    ),
    "26 buttons": (
        [actions(*(button(action_id=f"a{n}") for n in range(26)))],
        "no more than 25 items allowed [json-pointer:/blocks/0/elements]",
    ),
    "no buttons": ([actions()], "no less than 1 items allowed [json-pointer:/blocks/0/elements]"),
    "long button": (
        [actions({"type": "button", "text": plain("x" * 76)})],
        "must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]",
    ),
    "long value": (
        [actions(button(value="x" * 2_001))],
        "must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]",
    ),
    "long label": (
        [actions(button(accessibility_label="x" * 76))],
        "must be less than 76 characters [json-pointer:/blocks/0/elements/0/accessibility_label]",
    ),
    "long action id": (
        [actions(button(action_id="x" * 256))],
        "must be less than 256 characters [json-pointer:/blocks/0/elements/0/action_id]",
    ),
    "no web address": (
        [actions(button(url="javascript:alert(1)"))],
        "must be a valid URL [json-pointer:/blocks/0/elements/0/url]",
    ),
    "address with a space": (
        [rich(rich_section({"type": "link", "url": "https://a.example/ b"}))],
        "must be a valid URL [json-pointer:/blocks/0/elements/0/elements/0/url]",
    ),
    "101 options": (
        [actions(select(101))],
        "no more than 100 items allowed [json-pointer:/blocks/0/elements/0/options]",
    ),
    "no options": (
        [actions({"type": "static_select"})],
        "must define either `options` or `option_groups` [json-pointer:/blocks/0/elements/0]",
    ),
    "long option": (
        [actions({"type": "static_select", "options": [option("x" * 76)]})],
        "must be less than 76 characters [json-pointer:/blocks/0/elements/0/options/0/text/text]",
    ),
    "long option value": (
        [actions({"type": "static_select", "options": [option("a", "x" * 151)]})],
        "must be less than 151 characters [json-pointer:/blocks/0/elements/0/options/0/value]",
    ),
    "initial option that is none": (
        [actions(select(initial_option=option("z", "z")))],
        "must match one of the provided options [json-pointer:/blocks/0/elements/0/initial_option]",
    ),
    "initial option that is null": (
        [actions(select(initial_option=None))],
        "must provide an object [json-pointer:/blocks/0/elements/0/initial_option]",
    ),
    "6 in an overflow": (
        [section(accessory={"type": "overflow", "options": [option(str(n)) for n in range(6)]})],
        "no more than 5 items allowed [json-pointer:/blocks/0/accessory/options]",
    ),
    "11 checkboxes": (
        [actions({"type": "checkboxes", "options": [option()] * 11})],
        "no more than 10 items allowed [json-pointer:/blocks/0/elements/0/options]",
    ),
    "text input outside an input block": (
        [actions({"type": "plain_text_input"})],
        "unsupported type: plain_text_input [json-pointer:/blocks/0/elements/0/type]",
    ),
    "feedback outside context_actions": (
        [actions(*thumbs()["elements"])],
        "unsupported type: feedback_buttons [json-pointer:/blocks/0/elements/0/type]",
    ),
    "feedback without value": (
        [thumbs(positive_button={"text": plain("👍")})],
        "missing required field: value [json-pointer:/blocks/0/elements/0/positive_button]",
    ),
    "6 in context_actions": (
        [{"type": "context_actions", "elements": [thumbs(action_id=f"f{n}")["elements"][0] for n in range(6)]}],
        "no more than 5 items allowed [json-pointer:/blocks/0/elements]",
    ),
    "unknown icon": (
        [{"type": "context_actions", "elements": [{"type": "icon_button", "icon": "star", "text": plain("x")}]}],
        "must be one of: trash [json-pointer:/blocks/0/elements/0/icon]",
    ),
    "input without element": (
        [{"type": "input", "label": plain("x")}],
        "missing required field: element [json-pointer:/blocks/0]",
    ),
    "same action id in a block": (
        [actions(button(action_id="a"), button(action_id="a"))],
        '`action_id` "a" already exists [json-pointer:/blocks/0/elements/1/action_id]',
    ),
    "same block id": (
        [section(block_id="b"), section(block_id="b")],
        '`block_id` "b" already exists [json-pointer:/blocks/1/block_id]',
    ),
    "image without words": (
        [{"type": "image", "image_url": "https://a.example/i.png"}],
        "missing required field: alt_text [json-pointer:/blocks/0]",
    ),
    "text straight in rich text": (
        [rich(words("x"))],
        "unsupported type: text [json-pointer:/blocks/0/elements/0/type]",
    ),
    "unknown style": (
        [rich(rich_section(words("x", style={"blink": True})))],
        "invalid additional property: blink [json-pointer:/blocks/0/elements/0/elements/0/style]",
    ),
    "style that is no flag": (
        [rich(rich_section(words("x", style={"bold": "yes"})))],
        "must be a boolean [json-pointer:/blocks/0/elements/0/elements/0/style/bold]",
    ),
    "empty piece": (
        [rich(rich_section(words("")))],
        "must be more than 0 characters [json-pointer:/blocks/0/elements/0/elements/0/text]",
    ),
    "list of text": (
        [rich({"type": "rich_text_list", "style": "bullet", "elements": [words("x")]})],
        "unsupported type: text [json-pointer:/blocks/0/elements/0/elements/0/type]",
    ),
    "user in code": (
        [rich({"type": "rich_text_preformatted", "elements": [{"type": "user", "user_id": "U1"}]})],
        "unsupported type: user [json-pointer:/blocks/0/elements/0/elements/0/type]",
    ),
    "two tables": ([TAKEN["table"][0]] * 2, "only one table allowed [json-pointer:/blocks]"),
    "21 columns": (
        [{"type": "table", "rows": [[{"type": "raw_text", "text": "x"}] * 21]}],
        "no more than 20 items allowed [json-pointer:/blocks/0/rows/0]",
    ),
}
