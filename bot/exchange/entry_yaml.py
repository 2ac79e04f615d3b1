"""Entries as YAML: a new one written out, or single fields of one changed by ruamel.yaml's round trip.

Comments and quotation marks of the fields that stay are kept; a comment whose place is gone (it stood at a
variant that was removed) moves above the entry.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from difflib import SequenceMatcher
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, SingleQuotedScalarString

from bot.exchange.blocks import Block, RefusedError, comments
from bot.exchange.differences import FieldChange
from bot.exchange.drafts import LISTS, Draft, Excerpt, Value
from bot.knowledge.fields import Record
from bot.knowledge.forms import ENTRIES

__all__ = ["changed_block", "new_block"]

_ORDER = tuple(field.key for field in ENTRIES.item.fields) if isinstance(ENTRIES.item, Record) else ()
_NESTED_DASH = re.compile(r"^(?P<indent> *)-\s", re.MULTILINE)
_WIDE = 1 << 20  # characters before a line is folded: never
_QUOTED = (SingleQuotedScalarString, DoubleQuotedScalarString)


def new_block(draft: Draft) -> str:
    r"""Return a new entry, with a dash in front, as the files of this project are written.

    >>> new_block(Draft("ome", "cio", "青梅市のCIOは?")).splitlines()[:2]
    ['- id: ome', '  topic: cio']
    """
    mapping = CommentedMap()
    for key in _ORDER:
        value = draft.value(key)
        if value:
            mapping[key] = _plain(key, value)
    return _dashed(_dumped(mapping, 2), 0, 2)


def changed_block(before: str, block: Block, changes: Iterable[FieldChange]) -> str:
    """Return the text of a block, with LF line ends, with some fields changed; raises `RefusedError`."""
    mapping_text = _undashed(before, block.keys)
    nested = _NESTED_DASH.search(mapping_text)
    try:
        mapping = _yaml(len(nested["indent"]) if nested else 2).load(mapping_text)
        if not isinstance(mapping, CommentedMap):
            raise RefusedError("the entry is no mapping")
        for change in changes:
            _change(mapping, change)
        after = _dumped(mapping, len(nested["indent"]) if nested else 2)
    except (YAMLError, ValueError, NotImplementedError) as error:
        raise RefusedError(str(error)) from error
    return _displaced(before, after, block.dash) + _dashed(after, block.dash, block.keys)


def _yaml(offset: int) -> YAML:
    maker = YAML(typ="rt")
    maker.preserve_quotes = True
    maker.width = _WIDE
    maker.indent(mapping=2, sequence=offset + 2, offset=offset)
    return maker


def _dumped(mapping: CommentedMap, offset: int) -> str:
    stream = io.StringIO()
    _yaml(offset).dump(mapping, stream)
    return stream.getvalue()


def _undashed(block: str, keys: int) -> str:
    """Move a block to the left margin: the dash becomes white space, then ``keys`` columns go."""
    lines = (" " * keys + block[keys:]).split("\n")
    return "\n".join(line[min(keys, len(line) - len(line.lstrip(" "))) :] for line in lines)


def _dashed(mapping_text: str, dash: int, keys: int) -> str:
    moved = [" " * keys + line if line.strip() else line for line in mapping_text.split("\n")]
    moved[0] = " " * dash + "-" + moved[0][dash + 1 :]
    return "\n".join(moved)


def _displaced(before: str, after: str, dash: int) -> str:
    """Return the comments that lost their place, as lines above the entry."""
    lost = Counter(comments(before)) - Counter(comments(after))
    return "".join(f"{' ' * dash}{comment}\n" for comment in lost.elements())


def _change(mapping: CommentedMap, change: FieldChange) -> None:
    key, value = change.key, change.after
    if not value:
        mapping.pop(key, None)
    elif key not in mapping or mapping[key] is None:
        mapping.pop(key, None)
        mapping.insert(_position(mapping, key), key, _plain(key, value))
    elif key in LISTS and isinstance(mapping[key], CommentedSeq) and not isinstance(value, str):
        _change_list(mapping[key], tuple(change.before), value)
    else:
        mapping[key] = _styled(mapping[key], _plain(key, value))


def _position(mapping: CommentedMap, key: str) -> int:
    """Return where a new key goes: before the first of those that come after it in the form."""
    later = _ORDER[_ORDER.index(key) + 1 :]
    return next((n for n, known in enumerate(mapping) if known in later), len(mapping))


def _change_list(items: CommentedSeq, before: Sequence[str | Excerpt], after: Sequence[str | Excerpt]) -> None:
    """Change only the items that differ, so that the comments at the others stay."""
    if len(items) != len(before):
        raise RefusedError("the list is not what was read")
    for tag, a, b, c, d in reversed(SequenceMatcher(None, before, after, autojunk=False).get_opcodes()):
        if tag == "equal":
            continue
        paired = min(b - a, d - c)
        for number in range(paired):
            items[a + number] = _changed_item(items[a + number], after[c + number])
        for number in reversed(range(a + paired, b)):
            del items[number]
        for number, item in enumerate(after[c + paired : d]):
            items.insert(a + paired + number, _item(item))


def _changed_item(item: Any, value: str | Excerpt) -> Any:
    if isinstance(value, Excerpt) and isinstance(item, CommentedMap):
        for key, text in zip(("source", "quote"), value, strict=True):
            if item.get(key) != text:
                item[key] = _styled(item.get(key), text)
        return item
    return _styled(item, _item(value))


def _styled(old: Any, new: Any) -> Any:
    """Give a new text the quotation marks of the old one."""
    style = next((cls for cls in _QUOTED if isinstance(old, cls)), None)
    return style(new) if style and isinstance(new, str) else new


def _plain(key: str, value: Value) -> Any:
    if key == "compare":
        return value == "true"
    if isinstance(value, str):
        return value
    return CommentedSeq([_item(item) for item in value])


def _item(item: str | Excerpt) -> Any:
    make: Callable[..., CommentedMap] = CommentedMap
    return make(source=item.source, quote=item.quote) if isinstance(item, Excerpt) else item
