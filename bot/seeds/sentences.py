"""Sentences of Japanese prose, as spans.

A sentence ends at 。 ! ? or after 「(笑)」, with the closing brackets that follow, but never
inside brackets: 「システムはノンカスタマイズにしろ。…変えろ。」と、強行に is one sentence.
"""

from __future__ import annotations

import re

from bot.text import Span, strip_span

__all__ = ["sentences"]

_OPENING = "「『(“〈《【["
_CLOSING = "」』)”〉》】]"
_END = r"(?:\(笑\)|[。\uff61!?])+"
_ADDRESS = r"https?://[!-'*-~]+"  # its ? and ! end nothing
_TOKEN = re.compile(rf"(?P<address>{_ADDRESS})|(?P<end>{_END})|[{re.escape(_OPENING + _CLOSING)}]")


def sentences(text: str, span: Span) -> tuple[Span, ...]:
    """Cut a span into the spans of its sentences, without white space at their ends.

    >>> [s.of("はい。「そう。」と言う(笑)次") for s in sentences("はい。「そう。」と言う(笑)次", Span(0, 15))]
    ['はい。', '「そう。」と言う(笑)', '次']
    """
    found: list[Span] = []
    start = span.start
    for end in _ends(text, span):
        found.append(strip_span(text, Span(start, end)))
        start = end
    found.append(strip_span(text, Span(start, span.end)))
    return tuple(s for s in found if s.end > s.start)


def _ends(text: str, span: Span) -> list[int]:
    depth = 0
    ends: list[int] = []
    balanced = _is_balanced(span.of(text))
    for token in _TOKEN.finditer(text, span.start, span.end):
        mark = token.group()
        if mark in _OPENING:
            depth += 1
        elif mark in _CLOSING:
            depth = max(0, depth - 1)
        elif token["end"] and (depth == 0 or not balanced):
            ends.append(_after_brackets(text, token.end(), span.end) if not balanced else token.end())
    return ends


def _after_brackets(text: str, position: int, limit: int) -> int:
    while position < limit and text[position] in _CLOSING:
        position += 1
    return position


def _is_balanced(piece: str) -> bool:
    return sum(piece.count(c) for c in _OPENING) == sum(piece.count(c) for c in _CLOSING)
