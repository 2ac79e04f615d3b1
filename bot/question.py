"""A question as typed, understood: what it asks, what is only politeness, which language, which small talk.

「お疲れさまです。窓口の者です。…でしょうか。ご教示ください。」
core: …でしょうか            what is asked
background: 窓口の者です      weighs little
dropped: お疲れさまです、ご教示ください
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.small_talk import Talk, small_talk
from bot.text import fold

__all__ = ["Question", "as_read", "understand"]

LONGEST = 2_000
_CORE = 260  # characters of a question that are matched; politeness is gone by then

_GREETING = re.compile(
    r"(?:いつも)?お世話に(?:なって(?:おり|い)ます|なります)|お疲れ(?:さま|様)(?:です|でございます)|(?:お忙しい|お手数)(?:ところ|中)?[^。、]{0,8}"
    r"(?:恐れ入り|失礼(?:いた|致)し|申し訳(?:ござい|あり)|すみ|おかけし)[^。、]*|いつもありがとうございます|初めまして|はじめまして"
    r"|(?:初めて|はじめて)(?:質問|連絡)(?:いた|致)?します|おはようございます|こんにちは|こんばんは|突然(?:の|で)[^。、]{0,12}(?:すみません|失礼[^。、]*|恐縮[^。、]*)"
    r"|恐縮(?:です|ですが|ながら)|恐れ入りますが?|すみませんが?|すいませんが?|申し訳(?:ございません|ありません)が?"
    r"|よろしく(?:お願い(?:いた|致)?(?:し(?:ます|ております)|申し上げます))?|お手すきの際に|差し支えなければ|可能であれば|もし(?:よろしければ|ご存[じ知]でしたら)"
    r"|ご存[じ知]でしたら|話は変わりますが|別件(?:です|になります)が|ところで|(?:ご教示|ご教授)(?:いただけ|いただき|頂け|頂き|ください|下さい|願)[^。]*|(?:教えて|お知らせ|お聞かせ|聞かせて)(?:いただ|頂|くだ|下)[^。]*"
    r"|(?:教えて|知りたい)(?:です|のですが|んですが|んだけど|ほしい(?:です)?|ください|ね|よ)?|助かります|幸いです|うかがいたい(?:です|のですが)?|伺いたい(?:です|のですが)?"
    r"|(?:お願い(?:いた|致)?し(?:ます|ております))|ちょっと(?:聞きたい|教えて|伺いたい)[^。、]{0,6}"
)
# Who begins so asks of something else than before.
_NEW_TOPIC = re.compile(
    r"^\W*(?:話は?(?:変わり|かわり|変え|飛び)|別件|ところで|それとは別|全然別|別の(?:話|質問)|by the way|on another (?:note|topic)|different question)"
)
_SENTENCE = re.compile(r"[^。!?\n]+[。!?]*")
_ASKS = re.compile(r"(?:か|の|かな|っけ|かね|だろう|でしょう|たい|方法|理由|何|誰|いつ|どこ)[。?!]*$|[?]")
_REQUEST = re.compile(r"ください|下さい|ご?教[示授えわ]|知りたい|お?聞かせ|願い|幸いです|助かります|伺い?たい|うかがい")
_SHORT = 12  # characters below which a last question leans on the one before it
_LEAST = 2
_LETTERS = re.compile(r"[a-z]")
_JAPANESE = re.compile(r"[\u3041-\u30ff\u3400-\u9fff\uff66-\uff9d]")
# 「[メンバー]」 is what the records hold in the place of a mention (bot/store/masking.py).
_MENTION = re.compile(r"<[@#!][^>]*>|<(https?://[^|>]+)(?:\|[^>]*)?>|\[メンバー\]")
_ESCAPE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")  # what terminals colour text with
_EMOJI = re.compile(r":[a-z0-9_+-]+:")


@dataclass(frozen=True, slots=True)
class Question:
    """What was typed (``text``), its folded ``core`` and ``background``, and what kind of message it is.

    ``before`` is the folded core of the question before it in the thread, or "" (also where it says itself that
    it is about something else).
    ``slips`` are words that were mistyped, each with what it was taken for; the core holds the latter.
    ``uncovered`` are places that it names beside others and that no article is about; the core holds them no more.
    """

    text: str
    core: str
    background: str
    talk: Talk | None
    english: bool
    too_long: bool = False
    before: str = ""
    slips: tuple[tuple[str, str], ...] = ()
    uncovered: tuple[str, ...] = ()


def understand(text: str, before: str = "") -> Question:
    """Understand a message of a person; never raises, whatever it holds.

    >>> understand("お疲れさまです。DXリーダーは何人ですか。ご教示ください").core
    'dxリーダーは何人ですか'
    """
    too_long = len(text) > LONGEST
    folded = fold(_plain(text[:LONGEST]))
    talk = small_talk(folded)
    core, background = ("", "") if talk else _parts(folded)
    previous = _parts(fold(_plain(before[:LONGEST])))[0] if before and not _NEW_TOPIC.match(folded) else ""
    english = bool(_LETTERS.search(folded)) and not _JAPANESE.search(folded)
    return Question(text, core, background, talk, english, too_long, previous)


def as_read(text: str) -> str:
    """Return a message on one line, as people read it: without mentions and Slack's escapes.

    >>> as_read("<@U0BOT> AT&amp;T は?"), as_read("[メンバー] 担当は?")
    ('AT&T は?', '担当は?')
    """
    return " ".join(_plain(text).split())


def _plain(text: str) -> str:
    """Drop Slack's markup: mentions and emoji are no words, of a link only the address stays."""
    unmarked = _MENTION.sub(lambda m: f" {m.group(1) or ''} ", text)
    for entity, character in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        unmarked = unmarked.replace(entity, character)
    return _EMOJI.sub(" ", _ESCAPE.sub("", unmarked))


def _parts(folded: str) -> tuple[str, str]:
    """Split a message into what it asks and what it says around that."""
    sentences = [(kept, asks) for s in _SENTENCE.findall(folded) for kept, asks in [_without_padding(s)] if kept]
    if not sentences:
        return folded[:_CORE], ""
    asking = [s for s, asks in sentences if asks] or [sentences[-1][0]]
    core = asking[-1]
    if len(core) < _SHORT and len(asking) > 1:
        core = asking[-2] + core
    background = " ".join(s for s, _ in sentences if s not in core)
    return core[:_CORE], background[:_CORE]


def _without_padding(sentence: str) -> tuple[str, bool]:
    """Return a sentence without its politeness, and whether it asks."""
    kept = _GREETING.sub(" ", sentence).strip(" 、,。")
    asks = bool(_ASKS.search(sentence) or _REQUEST.search(sentence))
    return (kept, asks) if len(re.sub(r"[\W_]", "", kept)) >= _LEAST else ("", False)
