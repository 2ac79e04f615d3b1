"""Blocks: where each entry begins and ends in the text of a YAML file.

# 青梅市                      between the blocks: stays where it is
- id: ome-dx-section-size     ┐
  topic: suishin-taisei       │ one block: replaced as a whole, or left alone
  …                           ┘
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import yaml

__all__ = ["Block", "RefusedError", "blocks", "comments"]

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")
_DASH = re.compile(r"(?P<indent> *)- +")
_COMMENT = re.compile(r"#[^\r\n]*")


class RefusedError(ValueError):
    """A file is written in a way that cannot be changed piece by piece."""


class Block(NamedTuple):
    """An entry's id, its range of the text (whole lines), and the columns, from 0, of its dash and its keys."""

    name: str
    start: int
    end: int
    dash: int
    keys: int


def blocks(text: str) -> tuple[Block, ...]:
    """Return the blocks of a file whose root is a list of entries; raises `RefusedError` for any other."""
    try:
        items = list(_items(text))
    except yaml.YAMLError as error:
        raise RefusedError(str(error)) from error
    starts = [_line_start(text, offset) for offset, _ in items]
    found = []
    for (offset, name), start, following in zip(items, starts, [*starts[1:], len(text)], strict=True):
        dash = _DASH.fullmatch(text, start, offset)
        if dash is None:
            raise RefusedError(f"no dash before the entry at {offset}")
        indent = len(dash["indent"])
        found.append(Block(name, start, _trimmed(text, start, following, indent), indent, offset - start))
    return tuple(found)


def _items(text: str) -> Iterator[tuple[int, str]]:
    """Yield where each mapping of the root list begins, and its id."""
    root = yaml.compose(text, Loader=_LOADER)
    if not isinstance(root, yaml.SequenceNode) or root.flow_style:
        raise RefusedError("the root is no list")
    for item in root.value:
        if not isinstance(item, yaml.MappingNode):
            raise RefusedError("an item is no mapping")
        names = (value.value for key, value in item.value if key.value == "id" and isinstance(value.value, str))
        yield int(item.start_mark.index), next(names, "").strip()


def _line_start(text: str, offset: int) -> int:
    return max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1


def _trimmed(text: str, start: int, end: int, dash: int) -> int:
    """Leave blank lines, and comments no deeper than the dash, at the end of a block to what comes after it."""
    last = start
    for line in _LINE.finditer(text, start, end):
        said = line.group().strip()
        outside = said.startswith("#") and len(line.group()) - len(line.group().lstrip(" ")) <= dash
        if said and not outside and said != "...":
            last = line.end()
    return last


def comments(text: str) -> tuple[str, ...]:
    """Return the comments of a text: what begins with # between two tokens of YAML."""
    found: list[str] = []
    end = 0
    for token in yaml.scan(text, Loader=_LOADER):
        start, stop = token.start_mark, token.end_mark
        if start and stop and start.index >= end:
            found += _COMMENT.findall(text, end, start.index)
            end = max(end, stop.index)
    found += _COMMENT.findall(text, end)
    return tuple(comment.rstrip() for comment in found)
