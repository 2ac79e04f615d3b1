"""Reasons: why a sentence of an article needs no entry.

Each rule looks at the half-width form of one sentence and at where it stands; it never looks at what is
quoted, but for headings, which only announce what stands below them.
"""

from __future__ import annotations

import re
from enum import Enum

from bot.seeds import Article, Kind, Passage
from bot.text import Span, narrow

__all__ = ["Reason", "reason_to_leave_out"]


class Reason(Enum):
    """Why a sentence is not content; the value is what an editor reads."""

    QUESTION = "質問だけの行"
    COURTESY = "あいさつ・お礼"
    NOD = "相づち"
    GUIDE = "ページの案内"
    HEADING = "見出し(すぐ下の文が引用されている)"


_LONGEST_REQUEST = 40  # characters; a longer question of a speaker tells something as well
_LONGEST_GUIDE = 40
_LEAST_LEFT = 3  # letters that a sentence must hold beside courtesy to be content
_ASKS = re.compile(
    r"(?:か|かね|っけ)[。?!]*$|[?][!?]*$"
    r"|(?:教えて|聞かせて|お聞かせ|お話し|共有して|紹介して|ご紹介)(?:ください|下さい|いただけますか)[。!]*$"
    r"|(?:いただきたい|いただければ|伺いたい|お聞きしたい)(?:です|と思います)?[。!]*$|(?:ご紹介|お話)をお願い(?:いた)?します[。!]*$"
)
_SUGGESTS = re.compile(r"(?:では|じゃ)ない(?:です|でしょう|だろう)?か")  # 「有益なのではないでしょうか」 states
_NOD = re.compile(
    r"(?:(?:はい|ええ|うん|なるほど|たしかに|確かに|そう(?:です(?:よ?ね|か)?|なんです(?:よ?ね?|か)|でした(?:か|ね))?"
    r"|おっしゃる(?:とおり|通り)(?:です(?:よ?ね)?)?|(?:承知|了解)(?:いた)?しました|(?:わ|分)かりました"
    r"|(?:素晴|すば)らしい(?:です(?:よ?ね)?)?|すごい(?:です(?:よ?ね)?)?|いいですね|(?:本当|ほんと)ですか)(?:\(笑\)|[、。!?…・\s])*)+"
)
_COURTESY = re.compile(
    r"本日は|今日は|(?:この|その)たびは|貴重な|お忙しい(?:中|ところ)|お(?:話|時間)を?|(?:いただき|頂き)(?:まして|、)?"
    r"|(?:誠に|本当に|大変|どうも|こちらこそ|是非|ぜひ|これから|今後|引き続き|何卒|どうぞ|また)"
    r"|ありがとうございま(?:す|した)|お世話に(?:なって(?:おり|い)ます|なります|なりました)|(?:はじめ|初め)まして"
    r"|お疲れ(?:さま|様)(?:です|でした)|よろしく|お願い(?:いた|致)?(?:し(?:ます|ております)|申し上げます)|(?:と|も)も?"
)
_COURTEOUS = re.compile(r"ありがとう|お世話に|まして。|お疲れ|よろしくお願い")
_GUIDE = re.compile(
    r"(?:前編|後編|前半|後半|前回|次回|続き|全文|関連記事|バックナンバー|詳細|詳しく)(?:の(?:記事|インタビュー|様子))?(?:は|を)?、?"
    r"(?:こちら|以下|下記|URL)|こちら(?:から|を(?:ご覧|クリック)|\(URL\))|次回もお楽しみに"
)
_PAGE_KINDS = frozenset({Kind.NOTE, Kind.LEAD, Kind.CREDIT, Kind.PARAGRAPH})
_SPOKEN = frozenset({Kind.SPEECH, Kind.QUESTION, Kind.PARAGRAPH})


def reason_to_leave_out(article: Article, passage: Passage, sentence: Span) -> Reason | None:
    """Return why a sentence needs no entry, or None if it is content. Headings are judged by the caller."""
    said = narrow(sentence.of(article.text)).strip()
    if passage.kind in _PAGE_KINDS and len(said) <= _LONGEST_GUIDE and _GUIDE.search(said):
        return Reason.GUIDE
    if passage.kind not in _SPOKEN:
        return None
    if _NOD.fullmatch(said):
        return Reason.NOD
    if _is_courtesy(said):
        return Reason.COURTESY
    return Reason.QUESTION if _only_asks(article, passage, said) else None


def _is_courtesy(said: str) -> bool:
    left = re.sub(r"[\W_]+", "", _COURTESY.sub("", said))
    return bool(_COURTEOUS.search(said)) and len(left) < _LEAST_LEFT


def _only_asks(article: Article, passage: Passage, said: str) -> bool:
    """Tell whether an interviewer's sentence asks, or a short one of a speaker whom the next turn answers."""
    if not _ASKS.search(said) or _SUGGESTS.search(said):
        return False
    if passage.kind is Kind.QUESTION:
        return True
    answered = any(p.question == passage.span for p in article.passages)
    return answered and len(said) <= _LONGEST_REQUEST
