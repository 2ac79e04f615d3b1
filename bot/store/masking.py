r"""Masking: what would tell who somebody is does not get into the records.

Telephone numbers of Japan, mail addresses, numbers of twelve digits (マイナンバー), in any width, and mentions of people.
Recognised by their form alone: better one number too many than one too few, but years, dates, amounts of money,
and ids stay readable.

>>> mask("０３－１２３４－５６７８ または taro@example.lg.jp まで")
'[電話番号] または [メールアドレス] まで'
>>> mask("<@U0BOT> <@U5COLLEAGUE> さんの番号は?")
'[メンバー] さんの番号は?'
"""

from __future__ import annotations

import re

from bot.text import narrow

__all__ = ["mask"]

_MASKS = {
    "member": "[メンバー]",
    "mail": "[メールアドレス]",
    "labelled": "[12桁の番号]",
    "number": "[12桁の番号]",
    "small": "[12桁の番号]",
    "abroad": "[電話番号]",
    "grouped": "[電話番号]",
    "plain": "[電話番号]",
}
# As people type them between digits: hyphens, with the long vowel mark and the minus sign among them; middle dots; waves.
_HYPHENS = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2500\u30fc\uff70\ufe63\ufe58"
_LIKE_ASCII = (
    dict.fromkeys(map(ord, _HYPHENS), "-")
    | dict.fromkeys(map(ord, "\u30fb\uff65\u00b7"), "/")
    | {0x301C: "~", 0xFF61: "\u3002", 0xA0: " ", 0xFFE5: "\u00a5"}
)
_MENTION = r"<@[a-z0-9]{1,40}(?:\|[^<>]{0,100})?>"
# Between two groups of digits: at most three of these, as in "(03) 1234", "03(1234)5678" and "03 - 1234".
_GAP = r"[-.\ ()/_~]{1,3}"
_FOUR = r"[-\ ./_~]{0,3}"
_TWELVE = rf"[0-9]{{4}} {_FOUR} [0-9]{{4}} {_FOUR} [0-9]{{4}}"
_SMALL = r"[0-9]{2}(?:[-\ ./_~][0-9]{2}){5} | [0-9]{3}(?:[-\ /_~][0-9]{3}){3}"
_TEN_OR_ELEVEN = rf"0[1-9](?:(?:{_GAP})?[0-9]){{8,9}}?(?![0-9])"
_YEARS = r"(?:(?:19|20)[0-9]{2}[-\ ./_~]+){2}(?:19|20)[0-9]{2}"
_PATTERN = re.compile(
    rf"""
    (?P<member> {_MENTION} )
    # With the look-behind a long run of letters is tried once, not from each of its letters.
  | (?P<mail> (?<![a-z0-9._%+-]) [a-z0-9._%+-]+
        (?: @ [a-z0-9-]+ (?: (?:\.[a-z0-9-]+)+ | (?:[.\u3002][a-z0-9-]+)+ )
          | \ {{0,2}}@\ {{0,2}} [a-z0-9-]+ (?:\.[a-z0-9-]+)* \.[a-z]{{2,}} ) )
    # Twelve digits that are said to be a number, whatever letters they touch.
  | (?P<labelled> (?P<label> (?: 番号 | ナンバ- | (?<![a-z])(?:id|no\.?|(?:my)?number) ) [\ :\u306f]{{0,3}} )
        (?: {_TWELVE} | {_SMALL} ) (?! [-\ ]?[0-9] ) )
    # Twelve digits, in one or by fours; not three years, nor an amount, nor part of something longer.
  | (?P<number> (?<![a-z0-9\\\u00a5]) (?<![0-9][-.,/_~]) (?!{_YEARS}) {_TWELVE} (?! [-\ ]?[0-9] | [a-z] | 円 ) )
    # By twos or threes.
  | (?P<small> (?<![a-z0-9\\\u00a5]) (?<![0-9][-.,:\ /_~]) (?: {_SMALL} ) (?! [-.,:\ /_~]?[0-9] | [a-z] | 円 ) )
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
_CALL_FIRST = re.compile(rf"\s*{_MENTION}\s*", re.IGNORECASE)
_CALL_LAST = re.compile(rf"{_MENTION}\s*\Z", re.IGNORECASE)
_DIGITS = re.compile(r"[0-9]+")


def mask(text: str) -> str:
    """Return the text with each such place replaced by what it was, and without the name by which the bot is called."""
    text = _uncalled(text)
    pieces: list[str] = []
    end = 0
    for found in _PATTERN.finditer(narrow(text).translate(_LIKE_ASCII)):
        kind = found.lastgroup or ""
        if kind == "small" and _counts_up(found.group()):
            continue
        start = found.end("label") if kind == "labelled" else found.start()
        pieces += [text[end:start], _MASKS[kind]]
        end = found.end()
    return "".join([*pieces, text[end:]])


def _uncalled(text: str) -> str:
    """Drop the mention with which a message to the bot begins or, if it does not, ends."""
    first = _CALL_FIRST.match(text)
    if first:
        return text[first.end() :]
    last = _CALL_LAST.search(text)
    return text[: last.start()].rstrip() if last else text


def _counts_up(numbers: str) -> bool:
    """Tell a list, as of ages or days, from a number that is written in small groups."""
    groups = [int(digits) for digits in _DIGITS.findall(numbers)]
    return groups == sorted(set(groups))
