"""Facets: the places and people that a question names, and whether it asks for several cities."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from bot.knowledge import Knowledge
from bot.knowledge.places import CAPITAL
from bot.text import fold
from bot.words import Word, hiragana

__all__ = ["Facets", "Gazetteer"]

_SEVERAL = re.compile(
    r"各(?:市|自治体|区|市町村|区市町村|社|団体)|それぞれ|比較|比べ|くらべ|(?:どの|どこの|どんな)(?:市|自治体|区|町|まち|役所|記事)|どこが|どこの役所|他市|他の(?:市|自治体)|ほかの(?:市|自治体)|よその"
    r"|(?:事例|例|話|発言|意見)を?(?:集め|まとめ|ひととおり|一通り|全部|列挙|並べ|拾)|まとめ(?:て|たい)|一覧|ひととおり|一通り|横並び|市をまたい|自治体をまたい|共通(?:し|点|する)|違い(?:は|を|が)|誰と誰|(?:市|自治体|ところ|団体|役所)(?:は|って)(?:ある|あり|どこ|いくつ|他に|ほかに)|いくつの"
    r"|(?:いくつか|複数|2つ|3つ|二つ|三つ)の(?:市|自治体|記事|団体|役所)|(?:二|三|四|2|3|4)(?:市|自治体|記事)|(?:市|自治体|団体)の別なく|(?:実例|事例|例|取り?組み?)を(?:いくつか|色々|いろいろ)|(?:1|一|ひと)つずつ|どれとどれ|どことどこ"
    r"|(?:市町村|自治体)横断|(?:市|自治体|団体|回|記事|座談会)ごと|(?:ほか|他|よそ)で(?:は|も|どう)|あちこち|何[か箇ヶ]所か|(?:2|二|複数)[か箇ヶ]所|どこどこ|各一|都と市|複数(?:の|で|ほし|欲し|挙げ|お願|くだ|下さ|教え|あれば|知り)|ある(?:だけ|分だけ)|何個か|何市"
    r"|各(?:地|記事|回)(?:の|から|で|に)|各々|おのおの|どの取り?組|どちらも(?:読|見|知|教)|みんな(?:挙げ|教え|出し|見せ)|全部(?:なら|並|教え|挙げ|出して)|どこの(?:組織|役所|自治体)でも"
    r"|(?:すべて|全て|全部|ぜんぶ)の(?:座談会|記事|回)|(?:記事|座談会|回)から?(?:すべて|全て|全部|ぜんぶ)|両方(?:から|の|くだ|下さ|が(?:欲|ほ)し|を(?:出|見|引|教))|両者|持ち寄|並べて|(?:して|した|てる|ている|って)る?(?:市|自治体)(?:と|を|って|は$|$)|ほかにも(?:ある|いる)|(?:記事|回|座談会)でも"
    r"|not just one|more than one|both|several (?:cit|municipal|article)|different (?:cit|municipal|article|talk)|articles say|who else|which (?:initiative|official|deput)|compare|comparison|each (?:city|municipality)|which (?:city|cities|municipalit)|across|all (?:the )?(?:cities|municipalities|articles)|respective"
)
_ELSEWHERE = re.compile(r"ほか|他(?:の|で|に)|以外|よそ|のよう[なに]|みたい[なに]|other|else|similar")
_TALK = re.compile(r"座談会|対談")  # where the capital is a guest, and not one of two that are set side by side
_HIRAGANA = re.compile(r"[ぁ-んー]+")
_TOWN = re.compile(r"[市区町村県府]$")


@dataclass(frozen=True, slots=True)
class Facets:
    """What a question names: covered places, places that no article is about, people, and several cities.

    ``silent`` are those people who take part in a talk without a word; ``elsewhere`` asks for others than the places.
    """

    places: frozenset[str]
    foreign: frozenset[str]
    people: frozenset[str]
    several: bool
    silent: frozenset[str] = frozenset()
    elsewhere: bool = False

    @property
    def named_cities(self) -> frozenset[str]:
        """The covered places but for the capital, which takes part in nearly every talk."""
        return self.places - {CAPITAL}


class Gazetteer:
    """The names that can be told from a question, taken from the knowledge."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.covered = frozenset(m for s in knowledge.sources.values() for m in s.municipalities)
        self._places: dict[str, str] = {}
        for name in self.covered:
            for alias in (name, name[:-1] if len(name) > 2 and _TOWN.search(name) else name):
                self._places[fold(alias)] = name
        for place in knowledge.places:
            for alias in (place.name, *place.aliases):
                self._places.setdefault(fold(alias), place.name)
        self._people = _surnames(knowledge)
        self._silent = frozenset(self._people.values()) - _speakers(knowledge)
        self._place_names, self._people_names = _Names(self._places), _Names(self._people)
        cities = [alias for alias, name in self._places.items() if name in self.covered - {CAPITAL}]
        self._beside = _beside_the_capital(cities) if CAPITAL in self.covered else None

    def knows(self, surface: str) -> bool:
        """Tell whether a word is the name of a place or a person."""
        return surface in self._places or surface in self._people

    def places_in(self, folded: str) -> list[str]:
        """Return the names of places as a folded text has them, in order."""
        return self._place_names.found(folded)

    def without_foreign(self, folded: str, foreign: Iterable[str]) -> str:
        """Return a folded text without the names of places that no article is about."""
        names = [n for n in self.places_in(folded) if self._places[n] not in self.covered]
        for name in sorted({*names, *map(fold, foreign)}, key=len, reverse=True):
            folded = re.sub(
                rf"(?:と|や|・|、|,|および|及び| and )?{re.escape(name)}(?:と|や|・|、|,|および|及び| and )?",
                " ",
                folded,
            )
        return " ".join(folded.split())

    def people_in(self, folded: str) -> list[str]:
        """Return the surnames that a folded text has, in order."""
        return self._people_names.found(folded)

    def facets(self, folded: str, words: Sequence[Word]) -> Facets:
        """Return what a folded question names."""
        written = {name for text in {folded, hiragana(folded)} for name in self._place_names.found(text)}
        written = {m for m in written if self._places[m] in self.covered or _is_whole(m, words)}
        named = {self._places[m] for m in written} | set(_unlisted(words, self._places))
        covered = frozenset(p for p in named if p in self.covered)
        people = frozenset(self._people[m] for m in self._people_names.found(folded))
        cities = covered - {CAPITAL}
        beside = bool(cities) and bool(self._beside and self._beside.search(folded)) and not _TALK.search(folded)
        covered = covered | {CAPITAL} if beside else covered
        several = bool(_SEVERAL.search(folded)) or len(cities) > 1 or beside
        elsewhere = bool(_ELSEWHERE.search(folded))
        return Facets(covered, frozenset(named) - covered, people, several, people & self._silent, elsewhere)


def _surnames(knowledge: Knowledge) -> dict[str, str]:
    """Map each surname (also of people who take part without a word) to itself, as a folded key."""
    names: dict[str, str] = {}
    for article in knowledge.articles.values():
        for person in article.participants:
            surname = person.name.split()[0]
            if len(surname) <= 3:
                names[fold(surname)] = surname
    return names


def _speakers(knowledge: Knowledge) -> frozenset[str]:
    """Return the surnames of those who say something."""
    passages = (p for article in knowledge.articles.values() for p in article.passages)
    return frozenset(p.speaker.name.split()[0] for p in passages if p.speaker)


class _Names:
    """Names of two letters and more to look for in a text: the longest at each place, Latin ones only as whole words.

    By their first two letters, which is many times as fast as a regular expression of two thousand alternatives.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._by_start: dict[str, list[str]] = {}
        for name in sorted((n for n in names if len(n) > 1), key=len, reverse=True):
            self._by_start.setdefault(name[:2], []).append(name)

    def found(self, folded: str) -> list[str]:
        """Return the names that a folded text has, in order and without overlap."""
        found: list[str] = []
        end = 0
        for place in range(len(folded)):
            names = self._by_start.get(folded[place : place + 2])
            if names is None or place < end:
                continue
            name = next((n for n in names if _stands_at(n, folded, place)), "")
            if name:
                found.append(name)
                end = place + len(name)
        return found


def _stands_at(name: str, folded: str, place: int) -> bool:
    if not folded.startswith(name, place):
        return False
    around = folded[max(0, place - 1) : place], folded[place + len(name) : place + len(name) + 1]
    return not (name.isascii() and any("a" <= letter <= "z" for letter in around))


def _beside_the_capital(cities: Iterable[str]) -> re.Pattern[str]:
    """Match the capital, by its short name too, set side by side with a city: 都と小金井市, 青梅の記事や都庁."""
    city = "|".join([*map(re.escape, cities), "市"])
    return re.compile(
        rf"(?<!京)(?:東京)?都(?:庁|の[^。、と]{{1,9}})?(?:と|や|・|、|および)[^。、]{{0,3}}(?:{city})"
        rf"|(?:{city})(?:の[^。、と]{{1,9}})?(?:と|や|・|、|および)(?:東京)?都(?![市区道内])"
    )


def _is_whole(name: str, words: Iterable[Word]) -> bool:
    """Tell whether a name in hiragana begins where a word does: どしどしまねよ does not name しまね."""
    if not _HIRAGANA.fullmatch(name):
        return True
    surfaces = [hiragana(word.surface) for word in words]
    text = "".join(surfaces)
    return any(text.startswith(name, start) for start in accumulate(map(len, surfaces), initial=0))


def _unlisted(words: Iterable[Word], known: Mapping[str, str]) -> Iterable[str]:
    """Yield places that no list has: a name that UniDic knows as a proper noun before 市, 区, 町 or 村."""
    before: Word | None = None
    for word in words:
        if before and word.surface in ("市", "区", "町", "村", "県") and before.kind == "固有名詞":
            name = before.surface + word.surface
            if name not in known and before.surface not in known:
                yield name
        before = word
