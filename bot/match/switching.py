"""Switching: a follow-up of a name alone, which asks the question before it again of another city or person.

「小金井市のDXリーダーは何人?」 「青梅市は?」 asks 「青梅市のdxリーダーは何人?」
"""

from __future__ import annotations

import re

from bot.match.facets import Gazetteer

__all__ = ["switched"]

_AROUND = re.compile(
    r"(?:では|じゃあ?|ちなみに|それ(?:では|じゃあ?)|一方(?:で)?|同じ(?:質問|こと)を|もう(?:一|1|ひと)(?:人|つ)の?|同じく|逆に)"
    r"|(?:さん|氏|副?市長|副知事|課長|部長|先生)|(?:の)?(?:場合|ほう|方|回|座談会|対談|記事|インタビュー|話|とき|時)"
    r"|(?:は|では|でも|って|だと|なら|も|に|で|の|と|って|が|を|については?|に関しては?|どう|いかが|です|でしょう|か|だろう|なの|ね|かな)"
    r"|(?<![a-z])(?:and|what|how|about|in|for|with|the|case|of|then|is|it|mr|ms|vice|mayor|city|instead|same|question)(?![a-z])"
)
_MARKS = re.compile(r"[\W_]+")


def switched(core: str, before: str, gazetteer: Gazetteer) -> str:
    """Return the question that a follow-up of a name alone asks, or "" where it asks something of its own.

    ``core`` and ``before`` are folded. Where the question before names nothing of the kind, the name is put before it.
    """
    for named in (gazetteer.places_in, gazetteer.people_in):
        names = list(dict.fromkeys(named(core)))
        if len(names) != 1 or not _is_nothing_but(names[0], core):
            continue
        former = sorted(set(named(before)) - set(names), key=len, reverse=True)
        if not former:
            return f"{names[0]}の{before}" if named == gazetteer.places_in and not named(before) else ""
        again = before
        for name in former:
            again = again.replace(name, names[0])
        return again
    return ""


def _is_nothing_but(name: str, core: str) -> bool:
    rest = _MARKS.sub(" ", core.replace(name, " "))
    return not _MARKS.sub("", _AROUND.sub(" ", rest))
