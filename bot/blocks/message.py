"""A Slack message, and the blocks it is built of."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

__all__ = [
    "BUTTON_TEXT",
    "Block",
    "Message",
    "actions",
    "button",
    "divider",
    "feedback",
    "link",
    "message",
    "paragraph",
    "plain",
    "quoted",
    "rich_text",
    "styled",
    "user",
]

Block = dict[str, Any]
BUTTON_TEXT = 75  # characters that Slack allows on a button
_VALUE = 2_000
_LABEL = 75


@dataclass(frozen=True, slots=True)
class Message:
    """What Slack is sent: the plain text, its ``&``, ``<`` and ``>`` escaped, and the blocks."""

    text: str
    blocks: tuple[Block, ...]


def message(text: str, blocks: Iterable[Block]) -> Message:
    """Return the message of a plain text and blocks.

    Blocks hold nothing that Slack parses, but in the top-level text a ``<!channel>`` that somebody typed
    would call everybody. Each button gets its place within the message behind its action id, so that no two
    are alike (https://docs.slack.dev/reference/block-kit/block-elements/button-element).
    """
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    numbers = itertools.count()
    return Message(escaped, tuple(_numbered(block, numbers) for block in blocks))


def _numbered(block: Block, numbers: Iterator[int]) -> Block:
    if block["type"] != "actions":
        return block
    return {**block, "elements": [{**b, "action_id": f"{b['action_id']}:{next(numbers)}"} for b in block["elements"]]}


def plain(text: str) -> Block:
    """Return a piece of text that nothing is parsed in; Slack refuses an empty one."""
    return {"type": "text", "text": text or " "}


def styled(text: str, *styles: str) -> Block:
    """Return a piece of text in bold, italic, strike or code."""
    return {"type": "text", "text": text or " ", "style": dict.fromkeys(styles, True)}


def link(url: str, text: str) -> Block:
    """Return a link with its words."""
    return {"type": "link", "url": url, "text": text}


def user(user_id: str) -> Block:
    """Return a mention of a person."""
    return {"type": "user", "user_id": user_id}


def quoted(text: str) -> Block:
    """Return a quotation."""
    return {"type": "rich_text_quote", "elements": [plain(text)]}


def paragraph(*elements: Block) -> Block:
    """Return a paragraph of text pieces."""
    return {"type": "rich_text_section", "elements": list(elements)}


def rich_text(*elements: Block) -> Block:
    """Return a block of quotations and paragraphs."""
    return {"type": "rich_text", "elements": list(elements)}


def divider() -> Block:
    """Return a line."""
    return {"type": "divider"}


def button(action_id: str, text: str, value: str, label: str = "") -> Block:
    """Return a button; ``label`` is what a screen reader says instead of its text."""
    return {
        "type": "button",
        "action_id": action_id,
        "text": {"type": "plain_text", "text": _fitting(text, BUTTON_TEXT), "emoji": False},
        "value": value[:_VALUE],
        "accessibility_label": _fitting(label or text, _LABEL),
    }


def feedback(action_id: str, value: str) -> Block:
    """Return Slack's own 👍 and 👎; their values are ``value`` with ``:good`` or ``:bad`` behind it.

    Only messages take them (https://docs.slack.dev/reference/block-kit/blocks/context-actions-block).
    """
    element = {
        "type": "feedback_buttons",
        "action_id": action_id,
        "positive_button": _opinion("役に立った", f"{value}:good"),
        "negative_button": _opinion("違う", f"{value}:bad"),
    }
    return {"type": "context_actions", "elements": [element]}


def _opinion(text: str, value: str) -> Block:
    return {
        "text": {"type": "plain_text", "text": text, "emoji": False},
        "value": value,
        "accessibility_label": f"この回答は{text}",
    }


def actions(buttons: Iterable[Block]) -> list[Block]:
    """Return a row of buttons, or nothing if there are none."""
    row = list(buttons)
    return [{"type": "actions", "elements": row}] if row else []


def _fitting(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"
