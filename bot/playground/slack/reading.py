"""What a person reads and can touch in blocks, whether they stand in a message, a modal or the Home tab."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Iterator
from typing import Any

__all__ = ["Readable", "controls_of", "parts_of", "read"]

Payload = dict[str, Any]
_ROWS = ("actions", "context_actions")
_STATELESS = ("button", "icon_button", "feedback_buttons", "overflow", "workflow_button", "image")


class Readable:
    """Whatever is made of blocks."""

    __slots__ = ()

    blocks: tuple[Payload, ...]

    @property
    def words(self) -> str:
        """Return what the blocks say, without what stands on buttons."""
        return read(self.blocks)

    @property
    def quotes(self) -> tuple[str, ...]:
        """List the texts that stand as quotations."""
        return tuple(_pieces(part) for part in parts_of(self.blocks) if part.get("type") == "rich_text_quote")

    @property
    def links(self) -> tuple[str, ...]:
        """List the addresses that the blocks lead to, buttons included."""
        return tuple(part["url"] for part in parts_of(self.blocks) if "url" in part)

    @property
    def controls(self) -> tuple[Payload, ...]:
        """List everything that can be pressed, chosen or filled in, from top to bottom."""
        return tuple(element for block in self.blocks for element in controls_of(block))

    @property
    def buttons(self) -> tuple[Payload, ...]:
        """List the buttons, from top to bottom."""
        return tuple(element for element in self.controls if element["type"] == "button")

    def button(self, text: str) -> Payload:
        """Return the button with these words; raises `LookupError` with those that there are."""
        found = next((b for b in self.buttons if b["text"]["text"] == text), None)
        if found is None:
            raise LookupError(f"no button {text!r} among {[b['text']['text'] for b in self.buttons]}")
        return found

    @property
    def feedback(self) -> Payload:
        """Return the pair of thumbs; raises `LookupError` where there is none."""
        found = next((e for e in self.controls if e["type"] == "feedback_buttons"), None)
        if found is None:
            raise LookupError(f"no feedback_buttons among {[e['type'] for e in self.controls]}")
        return found

    def control(self, name: str) -> Payload:
        """Return the control with this action id, block id or label; raises `LookupError` with those that there are."""
        for block in self.blocks:
            for element in controls_of(block):
                if name in (element.get("action_id"), block.get("block_id"), _label(block)):
                    return element
        raise LookupError(f"no control {name!r} among {[e.get('action_id') for e in self.controls]}")

    def block_of(self, element: Payload) -> Payload | None:
        """Return the block in which an element stands."""
        same = (b for b in self.blocks if any(e is element for e in controls_of(b)))
        equal = (b for b in self.blocks if any(e == element for e in controls_of(b)))
        return next(same, None) or next(equal, None)

    @property
    def stateful(self) -> tuple[tuple[Payload, Payload], ...]:
        """List the blocks with the elements whose state Slack keeps: all that is chosen or filled in."""
        return tuple((b, e) for b in self.blocks for e in controls_of(b) if e["type"] not in _STATELESS)


def _label(block: Payload) -> str | None:
    label = block.get("label")
    return label["text"] if isinstance(label, dict) else None


def controls_of(block: Payload) -> list[Payload]:
    """List what can be touched in a block."""
    if block["type"] in _ROWS:
        return list(block["elements"])
    if block["type"] == "input":
        return [block["element"]]
    if block["type"] == "container":
        return [element for child in block["child_blocks"] for element in controls_of(child)]
    if block["type"] == "carousel":
        return [element for card in block["elements"] for element in controls_of(card)]
    if block["type"] == "card":
        return list(block.get("actions") or ())
    beside = block.get("accessory")
    return [beside] if beside and beside["type"] != "image" else []


def parts_of(value: Any) -> Iterator[Payload]:
    """Yield every object within blocks, however deep."""
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from parts_of(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from parts_of(inner)


def read(blocks: Iterable[Payload]) -> str:
    """Return what blocks say, one line or more for each that says something."""
    return "\n".join(filter(None, map(_words, blocks)))


def _words(block: Payload) -> str:
    """Return what one block says; nothing for buttons and lines."""
    reader = _READERS.get(block["type"])
    return reader(block) if reader else ""


def _container(block: Payload) -> str:
    inner = (_words(child) for child in block["child_blocks"])
    return _lines((_text(block.get("title")), _text(block.get("subtitle")), *inner))


_READERS: dict[str, Callable[[Payload], str]] = {
    "rich_text": lambda block: "\n".join(map(_rich, block["elements"])),
    "section": lambda block: _lines(_text(t) for t in (block.get("text"), *block.get("fields", ()))),
    "header": lambda block: _text(block["text"]),
    "alert": lambda block: _text(block["text"]),
    "context": lambda block: " ".join(e["alt_text"] if e["type"] == "image" else _text(e) for e in block["elements"]),
    "image": lambda block: _lines((_text(block.get("title")), block["alt_text"])),
    "input": lambda block: _lines((_text(block["label"]), _text(block.get("hint")))),
    "markdown": lambda block: str(block["text"]),
    "table": lambda block: "\n".join(" | ".join(map(_cell, row)) for row in block["rows"]),
    "card": lambda block: _lines(_text(block.get(name)) for name in ("title", "subtitle", "body")),
    "carousel": lambda block: _lines(map(_words, block["elements"])),
    "container": _container,
}


def _lines(texts: Iterable[str]) -> str:
    return "\n".join(filter(None, texts))


def _text(text: Payload | None) -> str:
    """Return the words of a text object; in mrkdwn three characters are escaped."""
    if not text:
        return ""
    return html.unescape(text["text"]) if text["type"] == "mrkdwn" else str(text["text"])


def _cell(cell: Payload) -> str:
    return _words(cell) if cell["type"] == "rich_text" else str(cell.get("text", cell.get("value", "")))


def _rich(part: Payload) -> str:
    if part["type"] == "rich_text_list":
        signs = (f"{n}. " if part["style"] == "ordered" else "• " for n in range(1, len(part["elements"]) + 1))
        return "\n".join(sign + _pieces(item) for sign, item in zip(signs, part["elements"], strict=True))
    return _pieces(part)


def _pieces(part: Payload) -> str:
    return "".join(map(_piece, part["elements"]))


def _piece(piece: Payload) -> str:
    match piece["type"]:
        case "text" | "link":
            return str(piece.get("text") or piece.get("url", ""))
        case "emoji":
            return _sign(piece["unicode"]) if "unicode" in piece else f":{piece['name']}:"
        case "date":
            return str(piece.get("fallback") or piece["timestamp"])
        case "broadcast":
            return f"@{piece['range']}"
        case kind:
            return str(piece.get(f"{kind}_id") or piece.get("value", ""))


def _sign(code: str) -> str:
    """Return the emoji of ``1f44d`` or ``1f1ef-1f1f5``."""
    return "".join(chr(int(point, 16)) for point in code.split("-"))
