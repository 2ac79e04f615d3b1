"""Kinds of answers: a question that asks when, who, how many or how much wants a quote that has such a thing."""

from __future__ import annotations

import re
from enum import Enum

__all__ = ["Kind", "has", "wanted"]


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

    @property
    def question(self) -> re.Pattern[str]:
        """Match a folded question that asks for it."""
        return _COMPILED[self][0]

    @property
    def quote(self) -> re.Pattern[str]:
        """Match a quote that has it."""
        return _COMPILED[self][1]


_COMPILED = {kind: (re.compile(kind.value[0]), re.compile(kind.value[1])) for kind in Kind}


def wanted(folded: str) -> tuple[Kind, ...]:
    """Return what a folded question asks for.

    >>> [kind.name for kind in wanted("dxリーダーは何人")]
    ['PEOPLE']
    """
    return tuple(kind for kind in Kind if kind.question.search(folded))


def has(quote: str, kinds: tuple[Kind, ...]) -> bool:
    """Tell whether a quote has all that is asked for."""
    return all(kind.quote.search(quote) for kind in kinds)
