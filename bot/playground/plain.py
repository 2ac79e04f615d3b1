"""What stands on the page as plain text: quotes behind ``>``, buttons in brackets, fields with what is in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from bot.playground.slack import Message, View
from bot.playground.slack.inputs import options_of
from bot.playground.slack.reading import controls_of, read

__all__ = ["Shown", "as_text"]

Payload = dict[str, Any]
Shown = Message | View
_EMPTY = "（空欄）"


def as_text(shown: Shown, own_words: Callable[[str], str]) -> list[str]:
    """Return the lines of a message or view; ``own_words`` is applied to all but the quotes."""
    if not shown.blocks:
        return own_words(shown.words).split("\n")
    state = shown.state["values"] if isinstance(shown, View) else {}
    return [line for block in shown.blocks for line in _block(block, state, own_words)]


def _block(block: Payload, state: Payload, own_words: Callable[[str], str]) -> Iterator[str]:
    if block["type"] == "rich_text":
        for part in block["elements"]:
            yield from _rich(part, own_words)
        return
    if block["type"] == "divider":
        yield "――――"
        return
    words = read([block])
    if words:
        yield from own_words(words).split("\n")
    held = state.get(block.get("block_id", ""), {})
    controls = [own_words(_control(c, held.get(c.get("action_id"), {}))) for c in controls_of(block)]
    if controls:
        yield " ".join(controls)


def _rich(part: Payload, own_words: Callable[[str], str]) -> Iterator[str]:
    words = read([{"type": "rich_text", "elements": [part]}])
    if part["type"] == "rich_text_quote":
        yield from (f"> {line}".rstrip() for line in words.split("\n"))
        return
    yield from own_words(words).split("\n")
    yield from (f"  <{piece['url']}>" for piece in part["elements"] if piece.get("type") == "link")


def _control(control: Payload, held: Payload) -> str:
    match control["type"]:
        case "button":
            return f"[{control['text']['text']}]"
        case "feedback_buttons":
            return (
                f"[👍 {control['positive_button']['text']['text']}] [👎 {control['negative_button']['text']['text']}]"
            )
        case "overflow":
            return f"[… {_options(control, ())}]"
        case "icon_button":
            return f"[{control['text']['text']}]"
        case kind if "input" in kind:
            return f"|{held.get('value') or _EMPTY}|"
        case _:
            return _options(control, _chosen(held))


def _options(control: Payload, chosen: Sequence[str]) -> str:
    marks = (f"{'●' if o['value'] in chosen else '○'}{o['text']['text']}" for o in options_of(control))
    return " ".join(marks) or _EMPTY


def _chosen(held: Payload) -> list[str]:
    one = held.get("selected_option")
    return [o["value"] for o in (*([one] if one else []), *(held.get("selected_options") or ()))]
