"""The roster: whom a label at the head of a turn names.

小金井市CIO:住野(以下「住野」)         an introduction: it settles what 住野 stands for
住野, 宮坂副知事, 小澤(東京都)           bare labels
住野:…, 【住野】…                       labels with the words behind them

A label that fits several people, or nobody, is nobody's: words are never put into the wrong mouth.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from bot.seeds.article import Participant
from bot.seeds.people import HONORIFIC, TITLE, labels_of, place_of, role_and_name
from bot.seeds.people import participant as read_participant

__all__ = ["Label", "Roster", "is_introduction", "is_strange_label", "is_strangely_labelled"]

_QUOTES = "「『“\"'〈<"
_UNQUOTES = "」』”\"'〉>"
_ALIAS = re.compile(
    rf"\s*\(以下[、,:]?\s*[{_QUOTES}]?(?P<alias>[^{_UNQUOTES})。]{{1,14}}?)[{_UNQUOTES}]?(?:という|とする|とします|と表記)?[。]?\)$"
)
_LONGEST = 90
_DECORATED = re.compile(r"^[■●○〇◯◆◇▼▶]?\s*[【〈<《\[(](?P<label>[^】〉>》\])]{1,20})[】〉>》\])]\s*:?$")
_PLAIN = re.compile(r"^[■●○〇◯◆◇▼▶]?\s*(?P<label>.{1,24}?)\s*:?$")
_PARTS = re.compile(rf"^(?P<name>.+?)(?P<title>{TITLE}|{HONORIFIC})?(?:\((?P<of>[^()]{{1,12}})\))?$")
_FULL = re.compile(rf" |(?:{TITLE}|{HONORIFIC})")
_INLINE = (
    re.compile(r"^(?P<label>[^\s:。、「]{1,14}(?: [^\s:。、「]{1,6})?):\s*(?=\S)"),
    re.compile(r"^[【〈<《\[](?P<label>[^】〉>》\]]{1,14})[】〉>》\]]\s*(?=\S)"),
    re.compile(r"^(?P<label>[^\s:。、「]{1,14}) +(?=\S{8}|\S.*[。!?]$)"),
)
_KANJI = r"[\u4e00-\u9fff々ヶ]"
_STRANGER = re.compile(
    rf"^[■●○〇◯◆【]?(?:{_KANJI}{{1,5}}|{_KANJI}{{1,4}} {_KANJI}{{1,3}}|[^\s。、:]{{1,10}}(?:{TITLE}|{HONORIFIC}))[】]?:?$"
    rf"|^[^。、]{{2,60}}(?:{TITLE})(?:\([^()]*\))?:{_KANJI}{{1,4}}(?: {_KANJI}{{1,4}})?$"
)
_STRANGERS_WORDS = re.compile(
    rf"^[【]?(?!(?:例|注|[^:]*(?:方法|目的)):)(?:{_KANJI}{{2,4}}|[^\s。、:]{{1,12}}(?:{TITLE}|{HONORIFIC}))[】]?:\s*\S"
)


class Label(NamedTuple):
    """A label: whom it names (None: nobody that is known for sure), where the words begin, and its form.

    ``full`` labels give a role or a whole name, as captions of pictures do too; an introduction is not one.
    """

    person: Participant | None
    end: int
    full: bool = False


class Roster:
    """The participants of one article, found by the labels at the head of their turns."""

    def __init__(self, people: Iterable[Participant] = ()) -> None:
        self.people: list[Participant] = list(people)
        self._bound: dict[str, tuple[Participant, ...]] = {}

    def add(self, person: Participant) -> None:
        """Add somebody who is not there yet."""
        self.people.append(person)

    def replace(self, known: Participant, better: Participant) -> None:
        """Put what is now known about somebody in the place of what was known."""
        self.people = [better if p is known else p for p in self.people]

    def read(self, line: str) -> Label | None:
        """Read the label at the head of a line, or return None where there is none; remembers introductions."""
        if is_introduction(line):
            return Label(self._introduced(line), len(line))
        label = _bare(line)
        found = self.named(label) if label else None
        if found is not None:
            return Label(_only(found), len(line), full=bool(_FULL.search(label)))
        return self._inline(line) or self._stated(line)

    def named(self, label: str) -> tuple[Participant, ...] | None:
        """Return those whom a bare label (``宮坂``, ``宮坂副知事``) can name, or None if it is no label."""
        pressed = label.replace(" ", "")
        found = self._bound.get(pressed) or self._with_name(pressed)
        parts = _PARTS.match(pressed)
        if found or pressed in self._bound or parts is None:
            return found or (() if pressed in self._bound else None)
        found = self._with_name(parts["name"]) or self._bound.get(parts["name"], ())
        if parts["of"]:
            found = tuple(p for p in found if parts["of"] in f"{p.place} {p.role}")
        elif len(found) > 1 and parts["title"]:
            found = tuple(p for p in found if parts["title"] in p.role) or found
        return found or None

    def _with_name(self, pressed: str) -> tuple[Participant, ...]:
        return tuple(p for p in self.people if pressed in p.labels or _begins(p.name, pressed))

    def _namesakes(self, name: str) -> tuple[Participant, ...]:
        """Return all who have a name, whomever it has come to stand for."""
        return self._with_name(name.replace(" ", "")) or self.named(name) or ()

    def _inline(self, line: str) -> Label | None:
        for pattern in _INLINE:
            match = pattern.match(line)
            found = self.named(match["label"]) if match else None
            if match and found is not None:
                return Label(_only(found), match.end())
        return None

    def _stated(self, line: str) -> Label | None:
        """Read ``調布市CIO:伊藤`` or ``東京都CIO(副知事):宮坂 学``."""
        stated = read_participant(line) if len(line) <= _LONGEST else None
        known = self._namesakes(stated.name) if stated else None
        return Label(_one_with(known, stated.role), len(line), full=True) if stated and known else None

    def _introduced(self, line: str) -> Participant | None:
        alias = _ALIAS.search(line)
        role, name = role_and_name(_ALIAS.sub("", line).strip())
        if alias is None:
            return None
        known = self._namesakes(name) or self._namesakes(alias["alias"])
        person = _one_with(known, role) or (self._newcomer(role, name, known) if _fits(alias["alias"], name) else None)
        label = alias["alias"].replace(" ", "")
        before = self._bound.get(label, ())
        self._bound[label] = tuple(dict.fromkeys([*before, *([person] if person else [])]))
        return person

    def _newcomer(self, role: str, name: str, known: tuple[Participant, ...]) -> Participant | None:
        """Take somebody from the introduction itself, unless it could mean one of several known people."""
        if any(_same_office(role, p) for p in known) or (known and not role):
            return None
        person = Participant(name, role, place_of(role), labels_of(name))
        self.add(person)
        return person


def is_introduction(line: str) -> bool:
    """Tell whether a line ends by settling a label: ``(以下「住野」)``."""
    return len(line) <= _LONGEST and "。" not in line and bool(_ALIAS.search(line))


def is_strange_label(line: str) -> bool:
    """Tell whether a line has the form of a label that stands alone, whomever it might name."""
    return bool(_STRANGER.match(line))


def is_strangely_labelled(line: str) -> bool:
    """Tell whether a line has the form of a label with words behind it, whomever it might name."""
    return not _STRANGER.match(line) and bool(_STRANGERS_WORDS.match(line))


def _bare(line: str) -> str:
    match = _DECORATED.match(line) or _PLAIN.match(line)
    return match["label"] if match else ""


def _only(found: tuple[Participant, ...]) -> Participant | None:
    return found[0] if len(found) == 1 else None


def _one_with(known: tuple[Participant, ...], role: str) -> Participant | None:
    """Return the one of several namesakes who has a role, or None if that cannot be told."""
    same = [p for p in known if role and _same_office(role, p)]
    if len(same) == 1:
        return same[0]
    alone = _only(known)
    return alone if alone and not _elsewhere(role, alone) else None


def _same_office(role: str, person: Participant) -> bool:
    return role.replace("東京都", "都") in person.role.replace("東京都", "都")


def _elsewhere(role: str, person: Participant) -> bool:
    place = place_of(role)
    return bool(place and person.place and place != person.place)


def _fits(alias: str, name: str) -> bool:
    """Tell whether an alias shortens a name (住野, 住野副市長 for 住野 英進), as those of people do."""
    surname = name.split(" ", maxsplit=1)[0]
    return bool(name) and (alias.startswith(surname) or surname.startswith(alias))


def _begins(name: str, pressed: str) -> bool:
    """Tell whether a label of two letters or more begins a name that is written without a space."""
    return " " not in name and len(pressed) > 1 and name.startswith(pressed) and len(name) - len(pressed) <= 3
