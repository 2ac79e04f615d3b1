"""A modal: what Slack is sent when a window opens or changes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bot.blocks.message import Block, message, paragraph, plain, rich_text

__all__ = ["View", "modal", "render_notice"]

View = dict[str, Any]


def modal(title: str, blocks: Iterable[Block], submit: str = "", callback_id: str = "", metadata: str = "") -> View:
    """Return a modal of 24 characters of title and 100 blocks at most, each button numbered as in a message.

    With ``submit`` it can be sent, as Slack demands it where something is filled in; ``callback_id`` says what was
    sent, ``metadata`` (3,000 characters) comes back with it
    (https://docs.slack.dev/reference/views/modal-views).
    """
    return {
        "type": "modal",
        "title": _plain_text(title),
        "close": _plain_text("閉じる"),
        **({"submit": _plain_text(submit)} if submit else {}),
        **({"callback_id": callback_id} if callback_id else {}),
        **({"private_metadata": metadata} if metadata else {}),
        "blocks": list(message(title, blocks).blocks),
    }


def render_notice(title: str, text: str) -> View:
    """Return a modal that says one thing."""
    return modal(title, [rich_text(paragraph(plain(text)))])


def _plain_text(text: str) -> Block:
    return {"type": "plain_text", "text": text, "emoji": False}
