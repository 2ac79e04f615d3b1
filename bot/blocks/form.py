"""What is filled in, in modals and in Home: a line or more of text, one of several, several of several."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.blocks.message import Block

__all__ = ["boxes", "choice", "heading", "is_ticked", "picker", "text_field", "value_of", "values_of"]

LONGEST = 3_000  # characters that Slack takes in a field
_WORDS = 75  # characters of an option


def heading(text: str) -> Block:
    """Return a heading, by which screen readers find their way."""
    return {"type": "header", "text": _plain_text(text)}


def text_field(
    name: str, label: str, hint: str = "", *, lines: bool = False, longest: int = LONGEST, text: str = ""
) -> Block:
    """Return an optional field for one line of text or several, ``text`` in it; ``hint`` stands there while it is empty."""
    element = {
        "type": "plain_text_input",
        "action_id": name,
        "multiline": lines,
        "max_length": longest,
        **({"placeholder": _plain_text(hint)} if hint else {}),
        **({"initial_value": text[:longest]} if text else {}),
    }
    return _field(name, label, element)


def choice(name: str, label: str, options: Sequence[str]) -> Block:
    """Return optional radio buttons."""
    element = {"type": "radio_buttons", "action_id": name, "options": [_option(text) for text in options]}
    return _field(name, label, element)


def boxes(name: str, label: str, options: Sequence[str]) -> Block:
    """Return check boxes, none of them ticked."""
    element = {"type": "checkboxes", "action_id": name, "options": [_option(text) for text in options]}
    return _field(name, label, element)


def picker(kind: str, name: str, label: str, options: Sequence[tuple[str, str]], chosen: str = "") -> Block:
    """Return optional radio buttons, check boxes or a menu; an option has words and a value, one may be chosen already.

    ``kind`` is "radio_buttons", "checkboxes" or "static_select"; Slack takes ten options, in a menu a hundred.
    """
    offered = [{"text": _plain_text(_fitting(words)), "value": value} for words, value in options]
    first = next((option for option in offered if option["value"] == chosen), None)
    begun = {"initial_option": first} if first else {}
    return _field(name, label, {"type": kind, "action_id": name, "options": offered, **begun})


def values_of(state: dict[str, Any], name: str) -> tuple[str, ...]:
    """Return the values of the boxes that are ticked in a field."""
    held = state.get("values", {}).get(name, {}).get(name, {})
    return tuple(str(option["value"]) for option in held.get("selected_options") or ())


def value_of(state: dict[str, Any], name: str) -> str:
    """Return what was written or chosen in a field, out of a view's ``state``; "" for nothing."""
    held = state.get("values", {}).get(name, {}).get(name, {})
    option = held.get("selected_option") or {}
    return str(held.get("value") or option.get("value") or "").strip()


def is_ticked(state: dict[str, Any], name: str) -> bool:
    """Tell whether any of the boxes of a field is ticked."""
    return bool(state.get("values", {}).get(name, {}).get(name, {}).get("selected_options"))


def _field(name: str, label: str, element: Block) -> Block:
    return {"type": "input", "block_id": name, "optional": True, "label": _plain_text(label), "element": element}


def _fitting(words: str) -> str:
    return words if len(words) <= _WORDS else words[: _WORDS - 1] + "…"


def _option(text: str) -> Block:
    return {"text": _plain_text(text), "value": text}


def _plain_text(text: str) -> Block:
    return {"type": "plain_text", "text": text, "emoji": False}
