"""The pieces of which Slack's rules are made: each looks at one value and notes what is wrong with it.

A note is Slack's own sentence with a JSON pointer, such as
``must be less than 3001 characters [json-pointer:/blocks/0/text/text]``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

__all__ = [
    "Check",
    "Notes",
    "anything",
    "choice",
    "flag",
    "record",
    "several",
    "string",
    "text",
    "typed",
    "url",
    "whole",
]

_SCHEMES = ("http", "https")
_TEXT_FIELDS = {"plain_text": ("text", "emoji"), "mrkdwn": ("text", "verbatim")}


class Notes:
    """Collect what is wrong, in the order in which it is found."""

    def __init__(self) -> None:
        self.sentences: list[str] = []

    def add(self, sentence: str, pointer: str) -> None:
        """Note one thing that is wrong."""
        self.sentences.append(f"{sentence} [json-pointer:{pointer}]")


Check = Callable[[Any, str, Notes], None]


def anything(value: Any, pointer: str, notes: Notes) -> None:
    """Find nothing wrong."""


def flag(value: Any, pointer: str, notes: Notes) -> None:
    """Expect true or false."""
    if not isinstance(value, bool):
        notes.add("must be a boolean", pointer)


def whole(least: int, most: int) -> Check:
    """Expect a whole number within bounds."""

    def check(value: Any, pointer: str, notes: Notes) -> None:
        if not isinstance(value, int) or isinstance(value, bool):
            notes.add("must be an integer", pointer)
        elif value < least:
            notes.add(f"must be greater than or equal to {least}", pointer)
        elif value > most:
            notes.add(f"must be less than or equal to {most}", pointer)

    return check


def string(most: int, least: int = 1) -> Check:
    """Expect a string of so many characters."""

    def check(value: Any, pointer: str, notes: Notes) -> None:
        if not isinstance(value, str):
            notes.add("must be a string", pointer)
        elif len(value) < least:
            notes.add(f"must be more than {least - 1} characters", pointer)
        elif len(value) > most:
            notes.add(f"must be less than {most + 1} characters", pointer)

    return check


def choice(*allowed: str) -> Check:
    """Expect one of these words."""

    def check(value: Any, pointer: str, notes: Notes) -> None:
        if value not in allowed:
            notes.add(f"must be one of: {', '.join(allowed)}", pointer)

    return check


def url(most: int = 3_000, schemes: Sequence[str] = _SCHEMES) -> Check:
    """Expect an address of the web."""
    length = string(most)

    def check(value: Any, pointer: str, notes: Notes) -> None:
        before = len(notes.sentences)
        length(value, pointer, notes)
        if len(notes.sentences) == before and not _leads_somewhere(value, schemes):
            notes.add("must be a valid URL", pointer)

    return check


def _leads_somewhere(value: str, schemes: Sequence[str]) -> bool:
    try:
        parts = urlsplit(value)
    except ValueError:  # a bracket that no IPv6 address follows
        return False
    return parts.scheme in schemes and bool(parts.netloc or parts.path) and not any(c.isspace() for c in value)


def several(check_one: Check, most: int, least: int = 1) -> Check:
    """Expect a list of so many items, each of which is checked."""

    def check(value: Any, pointer: str, notes: Notes) -> None:
        if not isinstance(value, list | tuple):
            notes.add("must provide an array", pointer)
            return
        if len(value) < least:
            notes.add(f"no less than {least} items allowed", pointer)
        if len(value) > most:
            notes.add(f"no more than {most} items allowed", pointer)
        for number, item in enumerate(value):
            check_one(item, f"{pointer}/{number}", notes)

    return check


def record(required: Mapping[str, Check], optional: Mapping[str, Check] | None = None) -> Check:
    """Expect an object with these fields and no others; ``type`` is somebody else's business."""
    fields = {**(optional or {}), **required, "type": anything}

    def check(value: Any, pointer: str, notes: Notes) -> None:
        if not isinstance(value, dict):
            notes.add("must provide an object", pointer)
            return
        for name in required:
            if name not in value:
                notes.add(f"missing required field: {name}", pointer)
        for name, inner in value.items():
            if name in fields:
                fields[name](inner, f"{pointer}/{name}", notes)
            else:
                notes.add(f"invalid additional property: {name}", pointer)

    return check


def typed(table: Mapping[str, Check]) -> Check:
    """Expect an object whose ``type`` says which of these checks it has to pass."""

    def check(value: Any, pointer: str, notes: Notes) -> None:
        if not isinstance(value, dict):
            notes.add("must provide an object", pointer)
        elif "type" not in value:
            notes.add("missing required field: type", pointer)
        elif not isinstance(value["type"], str) or value["type"] not in table:
            notes.add(f"unsupported type: {value['type']}", f"{pointer}/type")
        else:
            table[value["type"]](value, pointer, notes)

    return check


def text(most: int, *kinds: str) -> Check:
    """Expect a text object (https://docs.slack.dev/reference/block-kit/composition-objects/text-object)."""

    def of(kind: str) -> Check:
        content, option = _TEXT_FIELDS[kind]
        return record({content: string(most)}, {option: flag})

    check_one = typed({kind: of(kind) for kind in kinds or ("plain_text",)})

    def check(value: Any, pointer: str, notes: Notes) -> None:
        inner = Notes()
        check_one(value, pointer, inner)
        if inner.sentences and len(kinds) > 1:
            notes.add("failed to match all allowed schemas", pointer)
        notes.sentences += inner.sentences

    return check
