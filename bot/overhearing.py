"""Overhearing: which messages of a thread are meant for the bot, although nobody called it.

In a thread where it has answered, people go on asking it, and they talk to each other.

「どんな人を任命するの?」                     a question with a strong match: answered
「評判は?」                                 a follow-up, answered if nobody spoke since the bot did
「田中さん、来週の会議で紹介できますか?」         said to a colleague: none of the bot's business
「静かに」                                   the bot is asked to be quiet

Everything here is about the text; `overhear` also asks the desk.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.answering.answer import Answer, Reply
from bot.desk import Desk
from bot.fitted import CONFIDENCE
from bot.text import fold

__all__ = ["OF_A_PLACE", "STRONG", "Overheard", "asks", "follows_up", "is_hush", "overhear", "speaks_to_people"]


def _surer(times: float) -> float:
    """Return the confidence whose odds are so many times those from which the bot answers where it is called."""
    odds = times * CONFIDENCE.threshold / (1 - CONFIDENCE.threshold)
    return odds / (1 + odds)


# The confidence from which a question that nobody put to the bot is answered, as odds that are so many times those
# which are enough elsewhere. Measured at a threshold of 0.49 (so 0.85 here), each after another question: of 380
# answerable questions 256 are answered (mere keywords and letters of many lines are not taken for questions here), of
# 380 unanswerable ones none (1 with twice the odds; with twelve times 251 and none).
STRONG = _surer(6)
OF_A_PLACE = _surer(2)  # the same for 「青梅市では?」, which colleagues seldom say to each other
_TELLING = 3  # words from which a question says what it is about
_LONGEST = 200  # characters: what is longer is told to colleagues, not asked

_HUSH = re.compile(
    r"(?:(?:ちょっと|少し|もう|ここでは?|今は)*(?:静か|しずか)に(?:し(?:て(?:て|いて|おいて)?)?)?|(?:もう)?(?:黙|だま)って(?:て|いて)?|:(?:shushing_face|face_with_finger_covering_closed_lips):|\U0001f92b)"
    r"(?:ね|よ|(?:お願い|おねがい)し?(?:ます)?|ください|下さい|くれる?|もらえますか|いただけますか|頼む|ほしい)*"
)
_MARKS = re.compile(r"[\s。、.,!?〜~…ー]+")
_NAMED = re.compile(r"<@[^>]*>")
_CALLS_SOMEBODY = re.compile(r"<[@!][^>]*>|(?:^|\s)[@\uff20]\S")
# What people say to each other: to a person by name or office, of themselves, of their week, or about what is to do.
_TO_PEOPLE = re.compile(
    r"^[^\s、,。]{1,8}(?:さん|様|さま|くん|君|ちゃん|先生|課長|部長|係長|主任|主査|次長|局長|室長|補佐)(?:[、,:\s]|は(?:どう|いかが))"
    r"|(?<![間のそ])うち(?:の|は|も|で|に|って|より|じゃ|から|が)|私(?!立)|わたし|僕|俺|自分(?:の|が|は|で)|皆さん|みなさん|我々|われわれ|(?:我|わ)が[市町村区課部]"
    r"|当(?:市|町|村|区|課|部|係|庁|方|社)|本(?:市|町|村|区|課|庁)(?:の|は|も|で|に|が)|弊[社庁課]|貴[市課庁]"
    r"|今日|本日|明日|あした|昨日|きのう|今朝|今夜|今週|来週|先週|今月|来月|さっき|先ほど|あとで|後で|例の|次回の"
    r"|(?<!教えて)(?<!聞かせて)(?<!知らせて)(?<!教え)(?<!教示)(?<!教授)(?:もらえ|もらって|いただけ|頂け|くれ(?:ま|る|な)|ください|下さい)"
    r"|お願いでき|ましょう|ませんか|て(?:も)?いい(?:です|でしょう|か|[?])|べき(?:です|でしょう|か|[?])|(?:方|ほう)が(?:いい|よい|良い)|どう思(?:います|う)|返事|どうします|どうしよう"
    r"|(?:この|その)(?:資料|記事|スレ|件|会議|数字|チャンネル|リンク|表|ファイル)|(?:聞|見|読ん)で?(?:い)?ます(?:か|[?])|済んで|本当(?:です)?か|本当[?]|ほんと|まじ|マジ"
)
_AGREES = re.compile(r"(?:よね|ですね|ますね|したね|だね|かね|でしょうね|だろうね|かなあ?|もんね)[?!。〜]*$")
_OPEN = re.compile(
    r"何|なに|なん(?:で|の|人|です)|誰|だれ|どこ|どの|どう(?!も)|どんな|どれ|どちら|いつ(?!も)|なぜ|いくら|いくつ|とは|理由|方法"
    r"|(?<![a-z])(?:what|who|when|where|why|how|which)(?![a-z])"
)
_OF_A_PLACE = re.compile(r"(?:では|じゃあ?|ちなみに)?、?\S{1,8}?[市区町村都](?:は|では|だと|の場合は?)[?]*")
_ELLIPSIS = re.compile(r"[^、。\s]{1,16}(?:は|では|って|とは|の場合は?|について(?:は)?|に関しては?)[?]*$")
_QUESTION = re.compile(r"[?]|(?:です|ます|でした|ました|ません|でしょう|の|る|た|ない)か[。]*$|っけ[。]*$")
_REQUEST = re.compile(r"(?:教えて|聞かせて|知らせて|知りたい)[^。]*$|について[。]*$")


@dataclass(frozen=True, slots=True)
class Overheard:
    """What the bot would say to a message, and the question before it if it ``leans`` on the answer above."""

    reply: Answer
    before: str
    leans: bool


def overhear(desk: Desk, text: str, before: str) -> Overheard | None:
    """Answer a message that was said in a thread, or return None when it was not meant for the bot.

    ``before`` is what the thread asked last. One that leans on it is to be answered only where nobody has said
    anything since: else it may lean on that.
    """
    if not asks(text) or speaks_to_people(text):
        return None
    alone, after = desk.ask(text), desk.ask(text, before)
    _, matched, _ = desk.reason(text)
    stands = _is_strong(alone, STRONG) and matched is not None and matched.size >= _TELLING
    enough = OF_A_PLACE if _OF_A_PLACE.fullmatch(fold(text).strip()) else STRONG
    if isinstance(after, Answer) and _is_strong(after, enough) and (stands or follows_up(text)):
        return Overheard(after, before, leans=not stands)
    return Overheard(alone, "", leans=False) if isinstance(alone, Answer) and stands else None


def _is_strong(reply: Reply, enough: float) -> bool:
    return isinstance(reply, Answer) and reply.confidence >= enough


def is_hush(text: str) -> bool:
    """Tell whether a message asks the bot to be quiet.

    >>> is_hush("<@U0BOT> 静かにしてください。"), is_hush(":shushing_face:"), is_hush("静かに進める方法は?")
    (True, True, False)
    """
    return bool(_HUSH.fullmatch(_MARKS.sub("", fold(_NAMED.sub("", text)))))


def asks(text: str) -> bool:
    """Tell whether a message looks like a question or a follow-up.

    >>> asks("どんな人を任命するの?"), asks("青梅市では"), asks("へえ、50人もいるんですね")
    (True, True, False)
    """
    folded = fold(text).strip()
    return len(folded) <= _LONGEST and bool(_QUESTION.search(folded) or _REQUEST.search(folded) or follows_up(folded))


def follows_up(text: str) -> bool:
    """Tell whether a message can be a follow-up: 「評判は?」「なぜ?」「何人いるの?」.

    >>> follows_up("評判は?"), follows_up("何人いるの?"), follows_up("RPAを使っていますか?")
    (True, True, False)
    """
    folded = fold(text).strip()
    is_question = bool(_QUESTION.search(folded) or folded.endswith(("の", "か")))
    return bool(_ELLIPSIS.fullmatch(folded)) or (is_question and bool(_OPEN.search(folded)))


def speaks_to_people(text: str) -> bool:
    """Tell whether a message is said to colleagues: it calls one, speaks of us and our week, asks for a favour.

    >>> speaks_to_people("<@U2> DXリーダーは何人?"), speaks_to_people("うちのDXリーダーは何人?")
    (True, True)
    >>> speaks_to_people("小金井市のDXリーダーは何人か教えてもらえますか?")
    False
    """
    folded = fold(text).strip()
    return bool(_CALLS_SOMEBODY.search(text) or _TO_PEOPLE.search(folded) or _AGREES.search(folded))
