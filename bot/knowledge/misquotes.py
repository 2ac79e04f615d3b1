"""What is different about a quote that does not stand in its article, as a sentence and a next step.

The nearest place is shown with the first difference marked: 原文と1文字違います:「兼務【を】含め」→ 原文「兼務【も】含め」.
Nothing is accepted because it is near.
"""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher

from rapidfuzz import fuzz

from bot.knowledge.shelves import Shelf, Shelves
from bot.text import Span, fold_with_origins, shorten

__all__ = ["explain"]

_NEAR = 70.0  # rapidfuzz partial ratio from which a place of the article is shown as the nearest
_SHORTEST_NEAR = 6  # letters; fewer are near to something everywhere
_AROUND = 5  # letters shown on either side of a difference
_MARKED = 8  # letters shown of a difference
_AGAIN = "原文から写し直してください。"
_SPLIT = "段落ごとに、別の excerpts に分けてください。"
_GAP = re.compile(r"(?<=[。!?\uff01\uff1f])|…+|・{2,}|\.{3,}|[(\uff08\[]?(?:[前中後]略|略)[)\uff09\]]?")
_BRACKETS = (("「", "」"), ("『", "』"), ('"', '"'), ("“", "”"), ("'", "'"))


def explain(wanted: str, lines: int, source: str, shelves: Shelves) -> tuple[str, str]:
    """Return the message and the hint; ``lines`` is how many lines the quote spans in the YAML file."""
    shelf = shelves.by_id[source]
    pressed = fold_with_origins(wanted).text
    if not any(c.isalnum() for c in pressed):
        return "引用に文字がありません。", _AGAIN
    place = shelf.folded.text.find(pressed)
    if place >= 0:
        return _same_letters(wanted, lines, shelf, shelf.folded.span(place, place + len(pressed)))
    elsewhere = next((name for name, other in shelves.by_id.items() if other.places_of(wanted)), None)
    if elsewhere:
        message = f"この文は「{shorten(source, 30)}」ではなく「{shorten(elsewhere, 30)}」の記事にあります。"
        return message, f"source を {shorten(elsewhere)} に直してください。"
    return _in_brackets(wanted, shelf) or _in_pieces(wanted, shelf) or _nearest(wanted, pressed, shelf)


def _same_letters(wanted: str, lines: int, shelf: Shelf, span: Span) -> tuple[str, str]:
    """The letters agree and something around them does not: line breaks, spaces or widths."""
    original = span.of(shelf.article.text)
    where = f"({shelf.path} {shelf.line_at(span.start)}行目)。"
    same = re.sub(r"\s+", "", wanted) == re.sub(r"\s+", "", original)
    if not shelf.passage_of(Span(span.start, span.start + 1)):
        message = f"引用に、話者名や「―」、画像の行など、発言ではない部分があります{where}"
        return message, "発言の文だけを写してください。"
    if "\n" in original or "\r" in original:
        return f"引用が段落をまたいでいます{where}", _SPLIT
    if lines > 1 and same:
        gap = re.search(r"\s", wanted)
        before = wanted[max(0, gap.start() - 8) : gap.start()] if gap else ""
        message = f"引用が{lines}行に分かれているため、「{before}」の後に空白が入ります{where}"
        return message, "引用は改行せずに1行で書いてください。"
    hidden = _hidden(wanted) ^ _hidden(original)
    if hidden:
        holder = "引用" if hidden & _hidden(wanted) else "原文"
        return f"{holder}に、目に見えない文字(U+{ord(min(hidden)):04X})が入っています{where}", _AGAIN
    ours, theirs = _marked(wanted, original)
    what = "引用の中の空白" if same else "全角・半角など、文字の種類"
    hint = "空白も原文のまま写してください。" if same else _AGAIN
    return f"{what}が原文と違います:「{ours}」→ 原文「{theirs}」{where}", hint


def _hidden(text: str) -> set[str]:
    return {c for c in text if unicodedata.category(c) == "Cf"}


def _in_brackets(wanted: str, shelf: Shelf) -> tuple[str, str] | None:
    for opening, closing in _BRACKETS:
        if wanted.startswith(opening) and wanted.endswith(closing) and shelf.places_of(wanted[1:-1].strip()):
            return f"引用全体を囲む{opening}…{closing}は、原文にありません。", "初めと終わりの記号を消してください。"
    return None


def _in_pieces(wanted: str, shelf: Shelf) -> tuple[str, str] | None:
    """Tell of a quote put together from sentences that do not follow each other in the article."""
    pieces = [piece.strip() for piece in _GAP.split(wanted)]
    places = [shelf.places_of(piece) for piece in pieces if len(piece) > 3]
    if len(places) < 2 or not all(places):
        return None
    lines = dict.fromkeys(f"{shelf.line_at(found[0].start)}行目" for found in places[:4])
    message = f"離れた文をつないで引用しています({shelf.path} {'、'.join(lines)})。"
    return message, "続いている文ごとに、別の excerpts に分けてください(「…」や「(中略)」で省くことはできません)。"


def _nearest(wanted: str, pressed: str, shelf: Shelf) -> tuple[str, str]:
    near = fuzz.partial_ratio_alignment(pressed, shelf.folded.text, score_cutoff=_NEAR)
    missing = f"引用「{shorten(wanted, 30)}」は {shelf.path} にありません。"
    if near is None or near.dest_end <= near.dest_start or len(pressed) < _SHORTEST_NEAR:
        return missing, f"出典(source)を確かめ、{_AGAIN}"
    start, end = _fitted(pressed, shelf.folded.text, near.dest_start, near.dest_end)
    span = shelf.folded.span(start, end)
    original = span.of(shelf.article.text)
    line = shelf.line_at(span.start)
    count = _differing(wanted, original)
    if count > max(_MARKED, len(wanted) // 3):
        return missing, f"いちばん近い文は{line}行目です。{_AGAIN}"
    ours, theirs = _marked(wanted, original)
    message = f"原文と{count}文字違います:「{ours}」→ 原文「{theirs}」({shelf.path} {line}行目)。"
    return message, "原文から写し直してください(誤字も原文のまま)。"


def _fitted(pressed: str, text: str, start: int, end: int) -> tuple[int, int]:
    """Move the ends of the nearest place so that they agree with the quote's own first and last letters."""
    slack = max(4, len(pressed) // 10)
    first, last = pressed[:3], pressed[-3:]
    near_start = text.find(first, max(0, start - slack), start + slack + len(first))
    near_end = text.rfind(last, max(0, end - slack - len(last)), end + slack)
    fitted = (near_start if near_start >= 0 else start, near_end + len(last) if near_end >= 0 else end)
    return fitted if fitted[0] < fitted[1] else (start, end)


def _marked(ours: str, theirs: str) -> tuple[str, str]:
    """Show the surroundings of the first difference in both, the difference in 【】."""
    for tag, a, b, c, d in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if tag != "equal":
            return _around(ours, a, b), _around(theirs, c, d)
    return shorten(ours, 18), shorten(theirs, 18)


def _around(text: str, start: int, end: int) -> str:
    piece = shorten(text[start:end], _MARKED) if text[start:end].strip() else text[start : min(end, start + _MARKED)]
    return shorten(text[max(0, start - _AROUND) : start]) + f"【{piece}】" + shorten(text[end : end + _AROUND])


def _differing(ours: str, theirs: str) -> int:
    codes = SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes()
    return sum(max(b - a, d - c) for tag, a, b, c, d in codes if tag != "equal")
