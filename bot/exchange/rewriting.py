"""Rewriting: the plan's changes as new texts of the files; every other byte stays what it is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.exchange.blocks import Block, RefusedError, blocks
from bot.exchange.differences import Changed, Plan
from bot.exchange.drafts import Draft, ExchangeError
from bot.exchange.entry_yaml import changed_block, new_block

__all__ = ["paths_of", "rewrite"]

_LINE_END = re.compile(r"\r\n|\r")
_BLANK_LINES = re.compile(r"(?:[ \t]*(?:\r\n|\r|\n))*")


@dataclass(slots=True)
class _Work:
    """What is to be done in one file."""

    changed: dict[str, Changed] = field(default_factory=dict)
    removed: set[str] = field(default_factory=set)
    added: list[Draft] = field(default_factory=list)


def paths_of(plan: Plan) -> tuple[str, ...]:
    """Return the files that a plan touches, sorted."""
    return tuple(sorted(_work(plan)))


def rewrite(plan: Plan, texts: Mapping[str, str]) -> dict[str, str]:
    """Return the new texts of the files that a plan touches.

    ``texts`` holds their present texts, "" for a file that does not exist yet.
    Raises `ExchangeError` naming a file that is written in a way that cannot be changed piece by piece.
    """
    return {path: _rewritten(path, texts[path], work) for path, work in _work(plan).items()}


def _work(plan: Plan) -> dict[str, _Work]:
    found: dict[str, _Work] = {}
    for change in plan.changed:
        found.setdefault(change.entry.path, _Work()).changed[change.entry.id] = change
    for entry in plan.removed:
        found.setdefault(entry.path, _Work()).removed.add(entry.id)
    for added in plan.added:
        found.setdefault(added.path, _Work()).added.append(added.draft)
    return found


def _rewritten(path: str, text: str, work: _Work) -> str:
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    try:
        return mark + _edited(text.removeprefix(mark), work)
    except RefusedError as error:
        raise ExchangeError(
            f"{path} は、項目ごとに書き換えられる形になっていません。「- id: …」で始まる形に直すか、手で直してください。"
        ) from error


def _edited(text: str, work: _Work) -> str:
    ends = "\r\n" if text.count("\r\n") * 2 > text.count("\n") else "\n"
    found = blocks(text) if text.strip() else ()
    missing = (work.changed.keys() | work.removed) - {block.name for block in found}
    if missing:
        raise RefusedError(f"no block for {sorted(missing)}")
    pieces: list[str] = []
    position = 0
    for block in found:
        if block.name in work.removed:
            pieces.append(text[position : block.start])
            blank = _BLANK_LINES.match(text, block.end)
            position = blank.end() if blank else block.end
        elif block.name in work.changed:
            pieces += [text[position : block.start], _changed(text, block, work.changed[block.name], ends)]
            position = block.end
    pieces.append(text[position:])
    return _appended("".join(pieces), work.added, ends)


def _changed(text: str, block: Block, change: Changed, ends: str) -> str:
    """Change a block with LF line ends, and give it those of its file."""
    piece = _LINE_END.sub("\n", text[block.start : block.end])
    return changed_block(piece, block, change.fields).rstrip("\n").replace("\n", ends) + ends


def _appended(text: str, drafts: list[Draft], ends: str) -> str:
    """Put new entries at the end, each after an empty line."""
    for draft in drafts:
        before = text.rstrip() + ends * 2 if text.strip() else ""
        text = before + new_block(draft).replace("\n", ends)
    return text
