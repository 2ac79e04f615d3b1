"""The ids that Slack gives to blocks and elements whose author gave none."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from typing import Any

__all__ = ["named"]

Payload = dict[str, Any]
_TOUCHABLE = ("actions", "context_actions", "input", "section", "card", "container", "carousel")
_INNER = ("elements", "element", "accessory", "child_blocks", "actions")
_NO_ACTION = ("image", "mrkdwn", "plain_text")


def named(blocks: Iterable[Payload]) -> tuple[Payload, ...]:
    """Return blocks in which every block has a block id, and everything that can be touched an action id."""
    return tuple(_block(block) for block in blocks)


def _block(block: Payload) -> Payload:
    inner = {name: _inner(block[name]) for name in _INNER if name in block and block["type"] in _TOUCHABLE}
    return {"block_id": _random(), **block, **inner}


def _inner(value: Any) -> Any:
    if isinstance(value, list):
        return [_inner(one) for one in value]
    if value["type"] in _TOUCHABLE:
        return _block(value)
    return value if value["type"] in _NO_ACTION else {"action_id": _random(), **value}


def _random() -> str:
    return secrets.token_urlsafe(4)
