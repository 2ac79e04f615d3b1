"""What Slack takes as a block, and where (https://docs.slack.dev/reference/block-kit/blocks)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.playground.slack.limits.checks import (
    Check,
    Notes,
    anything,
    choice,
    flag,
    record,
    several,
    string,
    text,
    typed,
    url,
    whole,
)
from bot.playground.slack.limits.elements import ACCESSORIES, ACTIONS, CONTEXT_ACTIONS, IMAGE, INPUTS
from bot.playground.slack.limits.rich_text import RICH_TEXT

__all__ = ["IN_HOME", "IN_MESSAGE", "IN_MODAL", "check_ids"]

_ID = {"block_id": string(255)}
_BOTH = ("plain_text", "mrkdwn")
_SECTION_FIELDS = record(
    {},
    {
        **_ID,
        "text": text(3_000, *_BOTH),
        "fields": several(text(2_000, *_BOTH), 10),
        "accessory": ACCESSORIES,
        "expand": flag,
    },
)


def _section(value: dict[str, Any], pointer: str, notes: Notes) -> None:
    if "text" not in value and "fields" not in value:
        notes.add("must define either `text` or `fields`", pointer)
    _SECTION_FIELDS(value, pointer, notes)


_IMAGE_FIELDS = record(
    {"alt_text": string(2_000)},
    {**_ID, "image_url": url(), "slack_file": anything, "title": text(2_000)},
)


def _image(value: dict[str, Any], pointer: str, notes: Notes) -> None:
    if ("image_url" in value) == ("slack_file" in value):
        notes.add("must define either `image_url` or `slack_file`", pointer)
    _IMAGE_FIELDS(value, pointer, notes)


_CELL = typed(
    {
        "raw_text": record({"text": string(10_000)}),
        "raw_number": record({"value": anything}, {"text": string(10_000)}),
        "rich_text": RICH_TEXT,
    }
)
_COLUMN = record({}, {"align": choice("left", "center", "right"), "is_wrapped": flag})
_CARD = record(
    {},
    {
        **_ID,
        "hero_image": IMAGE,
        "icon": IMAGE,
        "slack_icon": anything,
        "title": text(150, *_BOTH),
        "subtitle": text(150, *_BOTH),
        "body": text(200, *_BOTH),
        "actions": several(ACTIONS, 25),
    },
)
_EVERYWHERE: dict[str, Check] = {
    "section": _section,
    "divider": record({}, _ID),
    "header": record({"text": text(150)}, {**_ID, "level": whole(1, 6)}),
    "context": record(
        {"elements": several(typed({"image": IMAGE, **{k: text(3_000, k) for k in _BOTH}}), 10)},
        _ID,
    ),
    "actions": record({"elements": several(ACTIONS, 25)}, _ID),
    "image": _image,
    "rich_text": RICH_TEXT,
    "input": record(
        {"label": text(2_000), "element": INPUTS},
        {**_ID, "hint": text(2_000), "optional": flag, "dispatch_action": flag},
    ),
    "alert": record(
        {"text": text(3_000, *_BOTH)}, {**_ID, "level": choice("default", "info", "warning", "error", "success")}
    ),
    "card": _CARD,
    "carousel": record({"elements": several(typed({"card": _CARD}), 10)}, _ID),
    "video": anything,
}


def _children(value: Any, pointer: str, notes: Notes) -> None:
    _CHILDREN(value, pointer, notes)


_CONTAINER = record(
    {"child_blocks": _children},
    {
        **_ID,
        "title": text(150),
        "rich_text_title": typed({"rich_text": RICH_TEXT}),
        "subtitle": text(150, *_BOTH),
        "width": choice("narrow", "standard", "wide", "full"),
        "icon": IMAGE,
        "is_collapsible": flag,
        "default_collapsed": flag,
        "has_header_divider": flag,
    },
)
_CHILDREN = several(typed(_EVERYWHERE), 10)
_MESSAGES_ONLY: dict[str, Check] = {
    "context_actions": record({"elements": several(CONTEXT_ACTIONS, 5)}, _ID),
    "markdown": record({"text": string(12_000)}, _ID),
    "table": record(
        {"rows": several(several(_CELL, 20), 100)}, {**_ID, "column_settings": several(_COLUMN, 20, least=0)}
    ),
    # Newer blocks of agents and charts: known to exist, their insides are not looked at here.
    **dict.fromkeys(("call", "data_table", "data_visualization", "plan", "task_card"), anything),
}
IN_MESSAGE = typed({**_EVERYWHERE, "container": _CONTAINER, **_MESSAGES_ONLY})
IN_MODAL = IN_HOME = typed({**_EVERYWHERE, "container": _CONTAINER})


def check_ids(blocks: list[Any], pointer: str, notes: Notes) -> None:
    """Note ids that come twice: of blocks among themselves, of elements within their block."""
    seen: set[str] = set()
    for number, block in enumerate(blocks):
        where = f"{pointer}/{number}"
        block_id = block.get("block_id") if isinstance(block, dict) else None
        if block_id and block_id in seen:
            notes.add(f'`block_id` "{block_id}" already exists', f"{where}/block_id")
        seen.add(block_id or "")
        actions: set[str] = set()
        for inner, action_id in _action_ids(block, where):
            if action_id in actions:
                notes.add(f'`action_id` "{action_id}" already exists', f"{inner}/action_id")
            actions.add(action_id)


def _action_ids(value: Any, pointer: str) -> Iterator[tuple[str, str]]:
    """Yield where each action id of a block stands, and what it is."""
    if isinstance(value, dict):
        if isinstance(value.get("action_id"), str):
            yield pointer, value["action_id"]
        for name, inner in value.items():
            yield from _action_ids(inner, f"{pointer}/{name}")
    elif isinstance(value, list | tuple):
        for number, inner in enumerate(value):
            yield from _action_ids(inner, f"{pointer}/{number}")
