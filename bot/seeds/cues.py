"""What lines say about themselves: questions, notes, credits, closing words, and whose lines are the interviewer's."""

from __future__ import annotations

import re
from typing import NamedTuple

from bot.seeds.article import Kind, Participant
from bot.seeds.lines import Line

__all__ = [
    "CLOSING",
    "CONVERSATION",
    "INTERVIEWER",
    "REMARK",
    "Asking",
    "asking",
    "asks",
    "is_credit",
    "is_note",
    "kind_of_fact",
]

INTERVIEWER = Participant("聞き手")
_ASKS = re.compile(r"(?:か|は|ください|(?<!よろしく)(?<!宜しく)お願い(?:いた|致)?します)[。?!]*$|[?][。!?]*$")
# A bar begins an interviewer's line; a hyphen or a long mark may begin an item of a list as well.
_BAR = re.compile(r"^[―—─]{1,4}\s*(?=[^\s―—─])")
_HYPHEN = re.compile(r"^[–ー-]{1,4}(?=[^\s0-9–ー-])")
_ASKER = re.compile(
    r"^[【\[<]?(?P<who>聞き手|インタビュアー|司会者?|進行役?|ファシリテーター|モデレーター|記者|編集部|質問|Q[0-9]*)"
    r"(?:[】\]>]|:|[】\]>]:|\.(?=\D))\s*(?=\S)"
)
_CREDIT = re.compile(
    r"^[(【■]?(?:執筆者?|編集者?|取材者?|企画|構成|文責|文|記事|撮影|写真|ライター|担当|作成|聞き手(?=[・/]))"
    r"(?:[・/](?:執筆|編集|取材|構成|文|撮影|写真|担当))*\s*[】]?(?:[:=]|】|\s+(?=\S+ \S+$)|$)"
)
_ASKER_CREDIT = re.compile(r"^\(聞き手:[^。]*\)$|^聞き手:[^。?!]{1,30}$")
_NOTE = re.compile(r"^(?:[※*]|[(\[]?注[0-9]*[:)\]]|\([*※])")
_DEFINITION = re.compile(r"^※\s*[^:]{1,40}:\s*\S")
_DATE = re.compile(r"(?:(?:令和|平成)\s*[0-9元]+|[0-9]{4})年\s*[0-9]+月\s*[0-9]+日")
CLOSING = re.compile(
    r"お楽しみに|お届けし(?:ました|ます)|(?:今後も|引き続き)継続して実施|続きは|本(?:取組|企画|記事)(?:に|は|で)"
    r"|この記事|(?:^|。)[前後](?:編|半)は|[前後](?:編|半)(?:に|へ)(?:続|つづ)"
)
CONVERSATION = re.compile(r"座談会|対談|記事|マガジン|次回|前半|後半|前編|後編|バックナンバー|本日の|取材|撮影|ご紹介")
REMARK = re.compile(r"^[(\[][^()\[\]]{1,40}[)\]][。]?$")


class Asking(NamedTuple):
    """An interviewer's line: who asks, and where the words begin in the line."""

    who: Participant
    start: int


def asking(line: Line) -> Asking | None:
    """Return who asks and where the words begin, if the line is an interviewer's, or None."""
    bar = _BAR.match(line.text)
    if bar is None and line.final and (line.after_blank or asks(line.text)):
        bar = _HYPHEN.match(line.text)
    if bar:
        return Asking(INTERVIEWER, bar.end())
    label = _ASKER.match(line.text)
    if label is None or _ASKER_CREDIT.match(line.text):
        return None
    plain = label["who"].startswith(("Q", "質問", "インタビュアー", "聞き手"))
    return Asking(INTERVIEWER if plain else Participant(label["who"]), label.end())


def asks(text: str) -> bool:
    """Tell whether words end as a question or a request does."""
    return bool(_ASKS.search(text))


def is_note(line: Line) -> bool:
    """Tell whether the line is a note of the editors (``※…``, ``*1 …``, ``注:…``)."""
    return bool(_NOTE.match(line.text))


def is_credit(line: Line) -> bool:
    """Tell whether the line names those who wrote, edited or took pictures."""
    return bool(_CREDIT.match(line.text) or _ASKER_CREDIT.match(line.text))


def kind_of_fact(line: Line) -> Kind:
    """Tell definition, note, date and introduction apart, for a line over the conversation."""
    if _DEFINITION.match(line.text):
        return Kind.DEFINITION
    if is_note(line):
        return Kind.NOTE
    return Kind.DATE if _DATE.search(line.text) else Kind.LEAD
