"""Slips of the hand that YAML reports so that nobody understands it, or does not report at all.

question：DX推進課とは       the colon is full-width
question:DX推進課とは        no space behind the colon
-id: ome-dx                 no space behind the hyphen
→topic: soshiki             a tab, or a full-width space, before the first letter
"""

from __future__ import annotations

import re
from itertools import islice

from bot.knowledge.fields import Listing, Record, Shape
from bot.knowledge.forms import ABSENCES, ENTRIES, GLOSSARY, PLACES, SOURCES, TOPICS
from bot.knowledge.text_file import TextFile
from bot.problems import Problem

__all__ = ["slips"]

_SHOWN_LINES = 6


def _keys(shape: Shape) -> set[str]:
    if isinstance(shape, Listing):
        return _keys(shape.item)
    return {k for f in shape.fields for k in (f.key, *_keys(f.shape))} if isinstance(shape, Record) else set()


_KEYS = frozenset[str]().union(*map(_keys, (ABSENCES, ENTRIES, GLOSSARY, PLACES, SOURCES, TOPICS)))
_DASH = r"[\uff0d\u30fc\u2010\u2011\u2013\u2014\u2015\u2212]"
# Each rule: what to look for (``at`` is what is wrong, ``key`` must be the name of a field), what is wrong with it,
# and how to put it right.
_RULES = (
    (r"^ *(?P<at>\t)(?P<key>)", "行頭にタブ文字があります。", "タブを消して、半角スペースで字下げしてください"),
    (
        r"^ *(?:- *)?(?P<at>\u3000)(?P<key>)",
        "行頭に全角スペースがあります。",
        "全角スペースを消して、半角スペースで字下げしてください",
    ),
    (
        rf"^ *(?P<at>{_DASH})[ \u3000]*\S(?P<key>)",
        "リストの「-」が全角です。",
        "半角の「- 」(ハイフンと半角スペース)にしてください",
    ),
    (
        r"^ *(?P<at>-)(?P<key>[a-z_]+) ?[:\uff1a]",
        "「-」の後に半角スペースがありません。",
        "「- 」(ハイフンと半角スペース)にしてください",
    ),
    (
        r"^ *(?:- *)?(?P<at>(?P<key>[a-z_]+)(?:[ \u3000]?\uff1a|:(?=[^\s:/])))",
        "",
        "半角の「: 」(コロンと半角スペース)にしてください",
    ),
)
_COMPILED = tuple((re.compile(rule, re.MULTILINE), message, hint) for rule, message, hint in _RULES)


def slips(file: TextFile) -> list[Problem]:
    """Return what is wrong: each kind once, at its first place, the hint naming the other lines that have it."""
    found: list[Problem] = []
    for rule, message, hint in _COMPILED:
        of_fields = (m for m in rule.finditer(file.text) if not m["key"] or m["key"] in _KEYS)
        matches = list(islice(of_fields, _SHOWN_LINES))
        if matches:
            line, column = file.place(matches[0].start("at"))
            others = [str(file.line_at(m.start("at"))) for m in matches[1:]]
            also = f"({'、'.join(others)}行目も)" if others else ""
            found.append(Problem(file.path, line, column, message or _colon(matches[0]["at"]), f"{hint}{also}。"))
    return found


def _colon(written: str) -> str:
    missing = "の後に半角スペースがありません" if written.endswith(":") else "のコロンが全角です"
    return f"「{written}」{missing}。"
