"""What Slack would refuse, and why: messages, modals and Home views against the rules of its reference.

    >>> refusal_of_message({"text": "hi", "blocks": [{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}]})
    Refusal(error='invalid_blocks', why=('unsupported type: mrkdwn [json-pointer:/blocks/0/text/type]',))

The sentences are Slack's own where they are known, so that what is learnt here helps with the real one.
``msg_blocks_too_long`` is undocumented; the sum at which it comes was found by trying.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.playground.slack.limits.blocks import IN_HOME, IN_MESSAGE, IN_MODAL, check_ids
from bot.playground.slack.limits.checks import Check, Notes, flag, record, several, string, text

__all__ = ["BLOCK_TEXT", "MESSAGE_BLOCKS", "TEXT", "VIEW_BLOCKS", "Refusal", "refusal_of_message", "refusal_of_view"]

MESSAGE_BLOCKS, VIEW_BLOCKS = 50, 100
TEXT = 40_000  # characters of the top-level text
BLOCK_TEXT = 13_000  # characters of all texts in the blocks of one message
_VIEW_BYTES = 250_000
_MARKDOWN = 12_000


@dataclass(frozen=True, slots=True)
class Refusal:
    """Slack's no: its error code, and one sentence for each thing that is wrong."""

    error: str
    why: tuple[str, ...] = ()


def refusal_of_message(payload: Mapping[str, Any], needs_words: bool = True) -> Refusal | None:
    """Return why Slack would not take what a message is to show, or None."""
    words, blocks, markdown = payload.get("text"), payload.get("blocks"), payload.get("markdown_text")
    if needs_words and not (words or blocks or markdown or payload.get("attachments")):
        return Refusal("no_text", ("no text, no blocks and no attachments",))
    if isinstance(words, str) and len(words) > TEXT:
        return Refusal("msg_too_long", (f"text has {len(words)} characters of at most {TEXT}",))
    if markdown and (words or blocks):
        return Refusal("markdown_text_conflict", ("markdown_text goes with neither text nor blocks",))
    if markdown and len(markdown) > _MARKDOWN:
        return Refusal("msg_too_long", (f"markdown_text has {len(markdown)} characters of at most {_MARKDOWN}",))
    return _refusal_of_blocks(blocks) if blocks is not None else None


def _refusal_of_blocks(blocks: Any) -> Refusal | None:
    if not isinstance(blocks, list):
        return Refusal("invalid_blocks_format", ("blocks must be an array of objects",))
    notes = Notes()
    several(IN_MESSAGE, MESSAGE_BLOCKS, least=0)(blocks, "/blocks", notes)
    check_ids(blocks, "/blocks", notes)
    tables = sum(isinstance(block, dict) and block.get("type") == "table" for block in blocks)
    if tables > 1:
        notes.add("only one table allowed", "/blocks")
    if notes.sentences:
        return Refusal("invalid_blocks", tuple(notes.sentences))
    length = _length(blocks)
    if length > BLOCK_TEXT:
        return Refusal("msg_blocks_too_long", (f"the blocks have {length} characters of at most {BLOCK_TEXT}",))
    return None


def _length(value: Any) -> int:
    """Count the characters of all texts in blocks, however deep."""
    if isinstance(value, dict):
        return sum(len(v) if k == "text" and isinstance(v, str) else _length(v) for k, v in value.items())
    return sum(map(_length, value)) if isinstance(value, list | tuple) else 0


_SHARED: dict[str, Check] = {
    "private_metadata": string(3_000, least=0),
    "callback_id": string(255, least=0),
    "external_id": string(255, least=0),
}
_VIEWS: dict[str, Check] = {
    "modal": record(
        {"title": text(24), "blocks": several(IN_MODAL, VIEW_BLOCKS, least=0)},
        {
            **_SHARED,
            "submit": text(24),
            "close": text(24),
            "clear_on_close": flag,
            "notify_on_close": flag,
            "submit_disabled": flag,
        },
    ),
    "home": record({"blocks": several(IN_HOME, VIEW_BLOCKS, least=0)}, _SHARED),
}


def refusal_of_view(view: Any, kind: str) -> Refusal | None:
    """Return why Slack would not take a view where it expects one of this kind (modal or home), or None."""
    if not isinstance(view, dict):
        return Refusal("invalid_arguments", ("must provide an object [json-pointer:/view]",))
    if len(json.dumps(view, ensure_ascii=False).encode()) > _VIEW_BYTES:
        return Refusal("view_too_large", (f"the view has more than {_VIEW_BYTES} bytes",))
    notes = Notes()
    if view.get("type") != kind:
        notes.add(f"must be of type {kind}", "/view/type")
    else:
        _VIEWS[kind](view, "/view", notes)
        _check_inside(view, notes)
    if not notes.sentences:
        return None
    return Refusal("invalid_arguments", ("failed to match all allowed schemas [json-pointer:/view]", *notes.sentences))


def _check_inside(view: Mapping[str, Any], notes: Notes) -> None:
    """Note what is wrong between the parts of a view."""
    blocks = view.get("blocks")
    if not isinstance(blocks, list):
        return
    check_ids(blocks, "/view/blocks", notes)
    for number, block in enumerate(blocks):
        if (
            view.get("type") == "modal"
            and isinstance(block, dict)
            and block.get("type") == "input"
            and "submit" not in view
        ):
            notes.add("must define `submit` to use an `input` block in modals", f"/view/blocks/{number}/input")
