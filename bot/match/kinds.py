"""Kinds of answers: a question that asks when, who, how many or how much wants a quote that has such a thing."""

from __future__ import annotations

import re
from enum import Enum

__all__ = ["Kind", "has", "lacks_thing", "wanted"]


class Kind(Enum):
    """What a question may ask for; the values are the patterns of the question and of the quote."""

    TIME = (
        r"いつ|何年|何月|何日|何曜|時期|何時|年度は|日付|日程|開催日|(?<![a-z])when(?![a-z])|what (?:year|date|month)",
        r"年|月|日|時期|昨年|今年|年度|現在|今は|今後|タイミング|近年|最近|将来|時点",
    )
    PEOPLE = (
        r"何人|何名|人数|どれ?くらいの(?:人|規模)|how many (?:people|staff|persons|leaders|members|employees|officials)",
        r"[0-9]+(?:人|名)|多い|少な|限られ|[0-9]つ",
    )
    COUNT = (
        r"いくつ|何個|何件|何課|何回|何市|何業務|何年間|どのくらいの頻度|回数|件数|何割|何%|何パーセント|倍率|how many|how often|number of",
        r"[0-9]",
    )
    MONEY = (
        r"いくら|予算|料金|金額|何円|月額|年額|値段|価格|初任給|給料|年収|受講料|how much|cost|budget|salary|price|fee(?![a-z])",
        r"[0-9]円|[0-9]万|[0-9]億|費用|コスト|無駄遣い",
    )
    PERSON = (
        r"誰|だれ|どなた|氏名|お名前|名前は|(?<![a-z])who(?:se|m)?(?![a-z])|何という(?:人|方)",
        r"[一-龥]{1,4} [一-龥]{1,3}|さん|(?:部|課|室|局|市|知事|都)長|副知事|職員|人材|土村|小泉|相澤|担当",
    )

    MAKER = (
        (
            r"(?:どこ|何|どの|なん|どちら)(?:の|という)?(?:会社|業者|ベンダー|メーカー|製品|パッケージ|ソフト|コンサル)"
            r"|(?:会社|業者|ベンダー|製品|メーカー|パッケージ|ソフト|サービス|ツール)の?名(?:前|称)?|社名|委託先|開発元|開発会社|コンサル(?:会社|タント)は"
            r"|(?:which|what) (?:[a-z]+ )?(?:company|compani|vendor|contractor|consultant|product|software|platform|package)"
        ),
        r"株式会社|企業|会社|銀行|メーカー",
    )
    CONTACT = (
        r"連絡先|問い?合わせ先|電話番号|内線|メールアドレス|申込先|申し込み先|宛先|phone number|e-?mail address|contact",
        r"@|[0-9]{2,4}-[0-9]{2,4}",
    )
    CLOCK = (r"何時(?!期|代|点)|what time|開始時刻|時間帯", r"[0-9]時|午前|午後|時間外|時間内")
    VENUE = (
        r"会場|開催場所|どこで(?:や|開|行|実施)|何階|場所(?:は|が|って)?どこ|(?<![a-z])venue|where (?:was|were|is|are) .*held",
        r"会場|会議室|庁舎|オンライン",
    )

    @property
    def question(self) -> re.Pattern[str]:
        """Match a folded question that asks for it."""
        return _COMPILED[self][0]

    @property
    def quote(self) -> re.Pattern[str]:
        """Match a quote that has it."""
        return _COMPILED[self][1]


_THINGS = frozenset({Kind.MAKER, Kind.CONTACT, Kind.CLOCK, Kind.VENUE})
_COMPILED = {kind: (re.compile(kind.value[0]), re.compile(kind.value[1])) for kind in Kind}


def wanted(folded: str) -> tuple[Kind, ...]:
    """Return what a folded question asks for.

    >>> [kind.name for kind in wanted("dxリーダーは何人")]
    ['PEOPLE']
    """
    return tuple(kind for kind in Kind if kind.question.search(folded))


def lacks_thing(quote: str, kinds: tuple[Kind, ...]) -> bool:
    """Tell whether a name, a contact, a time of day or a venue is asked for that a quote has not.

    Unlike a date or a number, none of these can be meant by other words.
    """
    return any(kind in _THINGS and not kind.quote.search(quote) for kind in kinds)


def has(quote: str, kinds: tuple[Kind, ...]) -> bool:
    """Tell whether a quote has all that is asked for."""
    return all(kind.quote.search(quote) for kind in kinds)
