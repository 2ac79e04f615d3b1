"""People of an article: the ``role:name`` lines, and where they work."""

from __future__ import annotations

import re

from bot.seeds.article import Participant

__all__ = ["HONORIFIC", "TITLE", "labels_of", "participant", "place_of", "profile_header", "role_and_name"]

TITLE = (
    r"副?[市区町村]長|副?知事|[部課室局係次所]長|(?:担当|企画|政策)?(?:主幹|主査|主任)|参事|参与|補佐官?|政策監|理事"
    r"|CIO|CISO|CDO|CTO|CDXO|アドバイザー|代表|教授|委員長?|座長|司会"
)
HONORIFIC = r"さん|氏|様|君|先生"
_LETTERS = r"\u4e00-\u9fff\u3400-\u4dbf\uf900-\ufaff\U00020000-\U0003ffff\ufe00-\ufe0f\U000e0100-\U000e01ef々〆ヶヵ"
_NAME = re.compile(rf"^[{_LETTERS}ぁ-んァ-ヶーA-Za-z・.]{{1,10}}(?: [{_LETTERS}ぁ-んァ-ヶーA-Za-z・.]{{1,10}})?$")
_ENDS_IN_TITLE = re.compile(rf"(?:{TITLE})(?:\([^()]*\))?$")
_AFTER_NAME = re.compile(rf"(?:\([^()]*\)|(?<=.)(?:{HONORIFIC}))$")
_NAME_AND_POST = re.compile(r"^(?P<name>[^\s(:]{1,6} [^\s(:]{1,6})\((?P<role>[^()]+)\)$")
_NOT_A_ROLE = re.compile(
    r"^[■●【]?(?:開催)?(?:日時?|日程|時間|場所|会場|形式|方法|配信|主催|協力|後援|テーマ|議題|例|注|URL|https?)】?$"
)
_MARK = re.compile(r"^[・○●◆■-]\s*")
_LONGEST_ROLE = 80
# Municipalities with 市, 区, 町, or 村 in the middle of the name.
_IRREGULAR = "東村山市|武蔵村山市|羽村市|四日市市|廿日市市|野々市市|十日町市|大町市|田村市|大村市|余市町|玉村町|大町町"
_SHORT = "[津関光港北南東西中旭蕨呉堺萩泉緑栄燕柏][市区]"
_PLACE = re.compile(rf"{_IRREGULAR}|{_SHORT}|(?!特別区|自治区|行政区).[^市区町村局部課室庁係長]{{1,5}}[市区町村]")
_PREFECTURE = re.compile(r"東京都|北海道|(?:京都|大阪)府|.{2,3}県")
_CAPITAL = re.compile(r"都(?![市留心内度道])")
_PROFILE = re.compile(r"^(?P<name>[^\s(:]{1,12}(?: [^\s(:]{1,6})?)\((?P<post>[^()]*/[^()]*)\)$")


def place_of(role: str) -> str:
    """Return the municipality with which a role begins, or "" if there is none.

    >>> [place_of(r) for r in ("小金井市CIO", "都デジタルサービス局戦略部長", "東村山市CIO", "都市整備部長")]
    ['小金井市', '東京都', '東村山市', '']
    """
    above = _PREFECTURE.match(role)
    found = _PLACE.match(role, above.end() if above else 0)
    if found:
        return found.group()
    return above.group() if above else "東京都" if _CAPITAL.match(role) else ""


def participant(line: str) -> Participant | None:
    """Read a ``role:name`` line of the list of participants, or return None.

    >>> participant("東大和市CIO:東大和市副市長 小島 昇公").described
    '小島 昇公(東大和市CIO・東大和市副市長)'
    """
    role, name = role_and_name(_MARK.sub("", line))
    if not (1 < len(role) <= _LONGEST_ROLE) or "。" in role or _NOT_A_ROLE.match(role) or not _NAME.match(name):
        return None
    return Participant(name, role, place_of(role), labels_of(name))


def role_and_name(text: str) -> tuple[str, str]:
    """Split ``role:title surname name`` or ``role surname name``; the role is "" where only a name stands.

    >>> role_and_name("足立区CIO:足立区副区長:長谷川 勝美"), role_and_name("足立区CDO補佐 仙道 一政")
    (('足立区CIO・足立区副区長', '長谷川 勝美'), ('足立区CDO補佐', '仙道 一政'))
    """
    behind = _NAME_AND_POST.match(text)
    if behind and _ENDS_IN_TITLE.search(behind["role"]):
        return behind["role"], behind["name"]
    *roles, rest = (piece.strip() for piece in text.split(":"))
    tokens = _without_suffix(rest).split()
    if not roles and len(tokens) == 3 and _ENDS_IN_TITLE.search(tokens[2]):
        return tokens[2], " ".join(tokens[:2])
    size = 1 if len(tokens) == 2 and _ENDS_IN_TITLE.search(tokens[0]) else 2
    titles, name = tokens[:-size], " ".join(tokens[-size:])
    if not roles and titles and not _ENDS_IN_TITLE.search(titles[-1]):
        return "", " ".join(tokens)
    return "・".join(filter(None, [*roles, *titles])), name


def _without_suffix(name: str) -> str:
    """Drop what follows a name: (オンライン参加), 氏."""
    while True:
        shorter = _AFTER_NAME.sub("", name).rstrip()
        if shorter in ("", name):
            return name
        name = shorter


def labels_of(name: str) -> tuple[str, ...]:
    """Return the bare labels that a name can have at the head of a turn.

    >>> labels_of("住野 英進")
    ('住野', '住野 英進', '住野英進')
    """
    return tuple(sorted({name, name.replace(" ", ""), name.split(" ", maxsplit=1)[0]}))


def profile_header(line: str) -> tuple[str, str] | None:
    """Read ``土村(東京都/事務職)`` as a name and a post, or return None."""
    found = _PROFILE.match(line)
    return (found["name"], found["post"]) if found else None
