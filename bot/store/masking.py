r"""Masking: what would tell who somebody is does not get into the records.

Telephone numbers of Japan, mail addresses, and numbers of twelve digits (マイナンバー), in any width.
Recognised by their form alone: better one number too many than one too few, but years, dates, amounts of money,
and ids stay readable.

>>> mask("０３－１２３４－５６７８ または taro@example.lg.jp まで")
'[電話番号] または [メールアドレス] まで'
"""

from __future__ import annotations

import re

from bot.text import narrow

__all__ = ["mask"]

_MASKS = {"mail": "[メールアドレス]", "number": "[12桁の番号]", "telephone": "[電話番号]"}
# Hyphens as people type them between digits, with the long vowel mark and the minus sign among them.
_HYPHENS = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2500\u30fc\uff70\ufe63\ufe58"
_LIKE_ASCII = dict.fromkeys(map(ord, _HYPHENS), "-") | {0xA0: " ", 0xFFE5: "\u00a5"}
# Between two groups of digits: at most two of these, as in "(03) 1234" and "03(1234)5678".
_GAP = r"[-.\ ()]{1,2}"
_TEN_OR_ELEVEN = rf"0[1-9](?:(?:{_GAP})?[0-9]){{8,9}}?(?![0-9])"
_YEARS = r"(?:19|20)[0-9]{2}[-\ ]+(?:19|20)[0-9]{2}[-\ ]+(?:19|20)[0-9]{2}"
_PATTERN = re.compile(
    rf"""
    # With the look-behind a long run of letters is tried once, not from each of its letters.
    (?P<mail> (?<![a-z0-9._%+-]) [a-z0-9._%+-]+ @ [a-z0-9-]+ (?:\.[a-z0-9-]+)+ )
    # Twelve digits, in one or by fours; not three years, nor an amount, nor part of something longer.
  | (?P<number> (?<![a-z0-9\\\u00a5]) (?<![0-9][-.,]) (?!{_YEARS})
        [0-9]{{4}} [-\ ]{{0,3}} [0-9]{{4}} [-\ ]{{0,3}} [0-9]{{4}} (?! [-\ ]?[0-9] | [a-z] | 円 ) )
    # +81, with or without the zero of the area code: nine or ten digits follow.
  | (?P<abroad> \+81 (?:{_GAP})? (?:\(?0\)?(?:{_GAP})?)? [1-9](?:(?:{_GAP})?[0-9]){{8,9}}?(?![0-9]) )
    # In two or three groups; the shape tells them from a list of small numbers.
  | (?P<grouped> (?:\((?=[0-9]+\)))? (?<![0-9]) (?<![0-9][-.])
        (?= [0-9]{{2,5}}{_GAP}[0-9]{{1,4}}{_GAP}[0-9]{{3,4}}(?![0-9])
          | [0-9]{{2,5}}{_GAP}[0-9]{{5,9}}(?![0-9])
          | [0-9]{{6,7}}{_GAP}[0-9]{{3,4}}(?![0-9]) )
        {_TEN_OR_ELEVEN} )
    # In one; beside letters it is an id, unless these say what it is.
  | (?P<plain> (?: (?<![a-z0-9]) | (?<=tel) | (?<=fax) ) (?<![0-9][-.]) 0[1-9][0-9]{{8,9}} (?![a-z0-9]) )
    """,
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)


def mask(text: str) -> str:
    """Return the text with each such place replaced by what it was."""
    pieces: list[str] = []
    end = 0
    for found in _PATTERN.finditer(narrow(text).translate(_LIKE_ASCII)):
        pieces += [text[end : found.start()], _MASKS.get(found.lastgroup or "", _MASKS["telephone"])]
        end = found.end()
    return "".join([*pieces, text[end:]])
