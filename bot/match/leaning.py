"""Leaning: whether a question needs the one before it to be understood, or starts a new topic.

「理由は?」「では何人くらい?」「その評判は?」 lean; 「カレーの作り方」 stands alone, since no entry knows カレー.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from bot.index import Engine

__all__ = ["leans", "telling"]

# Words that tell nothing by themselves: a question of nothing else asks for its surroundings.
_VAGUE = frozenset(
    [
        "内容",
        "話",
        "御話",
        "言い回し",
        "考え",
        "正確",
        "趣旨",
        "発言",
        "コメント",
        "何",
        "どう",
        "どの",
        "どんな",
        "理由",
        "結果",
        "評判",
        "反応",
        "今",
        "先",
        "後",
        "人",
        "方",
        "側",
        "他",
        "外",
        "もう",
        "一",
        "二",
        "具体",
        "詳しい",
        "教える",
        "言う",
        "述べる",
        "回答",
        "意見",
        "そこ",
        "其処",
        "それ",
        "其れ",
        "これ",
        "此れ",
        "似る",
        "市",
        "都",
        "区",
    ]
)
_POINTS_BACK = re.compile(
    r"^(?:では|じゃあ?|それ(?:で|って|は|なら|じゃ)?|その|そこ|そっち|あと|あとは|ほか|他に|もう(?:一|ひと)つ|ちなみに|逆に|一方|で、|and |what about|how about|then)"
    r"|(?:その|それ|そこ|そっち|上の|前の)(?:人|会|件|制度|取組|企画|後|結果|理由|評判|話|中|方)"
)
_FEW = 4  # telling words up to which a question may lean


def telling(words: Iterable[str]) -> list[str]:
    """Return the words that tell something by themselves."""
    return [word for word in words if word not in _VAGUE]


def leans(core: str, words: Collection[str], engine: Engine) -> bool:
    """Tell whether a question leans on the one before it.

    It does when it points back or says little, and everything that it does say is known: a word that no
    entry holds opens a new topic.
    """
    said = telling(words)
    if not all(engine.holds(word) for word in said):
        return False
    return len(said) <= _FEW or bool(_POINTS_BACK.search(core))
