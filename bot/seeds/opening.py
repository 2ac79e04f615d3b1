"""The opening of a round table: title, introduction, date, participants, agenda."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.seeds.article import Kind
from bot.seeds.builder import Builder
from bot.seeds.cues import asking, kind_of_fact
from bot.seeds.lines import Line, is_furniture
from bot.seeds.people import TITLE, participant
from bot.seeds.roster import Roster, is_introduction

__all__ = ["find_list", "read_opening"]

_PARTICIPANTS = re.compile(
    r"^[■●◆◇○【〈<《\[]?\s*(?:座談会|対談)?(?:参加|出席|登壇|対談)(?:者|メンバー)(?:一覧|紹介)?\s*[】〉>》\]]?"
    r"\s*(?:\(?[※、・ ]*(?:敬称略|順不同|五十音順)[※、・ ]*(?:敬称略|順不同|五十音順)?\)?)?\s*[】〉>》\]]?:?$"
)
_AGENDA = re.compile(r"^[■●◆◇○【〈<《\[]?\s*(?:議題|テーマ|アジェンダ)\s*[】〉>》\]]?:?$")
_NUMBERED = re.compile(r"^(?:[①-⑳]|[0-9]+[.)、 ]|[・●○-])")
_GROUP = re.compile(r"^(?:[■●◆◇○]\s*[^:。]{1,20}|[【〈<《\[(][^:。]{1,20}[】〉>》\])])$")
_IN_OFFICE = re.compile(rf"(?:{TITLE}|担当)(?:\([^()]*\))?(?:\s|$)")


def find_list(lines: Sequence[Line]) -> int | None:
    """Return the position of the line over the list of participants, or None if there is no list."""
    return next((i for i, line in enumerate(lines) if _PARTICIPANTS.match(line.text)), None)


def read_opening(lines: Sequence[Line], build: Builder, roster: Roster) -> int:
    """Read what stands over the conversation; return the position where that begins."""
    start = find_list(lines)
    if start is None:
        return _read_title(lines, build)
    _read_facts(lines[_read_title(lines[:start], build) : start], build)
    build.discard(lines[start].span)
    return _read_agenda(lines, _read_participants(lines, start + 1, build, roster), build)


def _read_title(lines: Sequence[Line], build: Builder) -> int:
    for position, line in enumerate(lines):
        if not is_furniture(line):
            build.entitle(line)
            return position + 1
        build.discard(line.span)
    return len(lines)


def _read_facts(lines: Sequence[Line], build: Builder) -> None:
    for line in lines:
        if is_furniture(line):
            build.discard(line.span)
        else:
            build.state(kind_of_fact(line), line.span)


def _read_participants(lines: Sequence[Line], first: int, build: Builder, roster: Roster) -> int:
    for position in range(first, len(lines)):
        line = lines[position]
        if not _is_listed(line, roster, leading=position == first):
            return position
        person = participant(line.text)
        if person:
            roster.add(person)
            roster.read(line.text)  # for its (以下「住野」)
        if _GROUP.match(line.text) or is_furniture(line):
            build.discard(line.span)
        else:
            build.state(Kind.PARTICIPANT, line.span, subject=person)
    return len(lines)


def _is_listed(line: Line, roster: Roster, leading: bool) -> bool:
    """Tell whether a line still belongs to the list, which blank lines may divide into groups."""
    if asking(line) or _AGENDA.match(line.text) or (line.final and not line.text.endswith(")")):
        return False
    person = participant(line.text)
    if person is None:
        apart = line.after_blank and not leading
        return bool(_GROUP.match(line.text) if apart else _GROUP.match(line.text) or _IN_OFFICE.search(line.text))
    whole = " " in person.name
    again = (not whole or is_introduction(line.text)) and roster.named(person.name) is not None
    if is_introduction(line.text) and not (whole and (leading or not line.after_blank)):
        return False
    return not again and (whole or leading or not line.after_blank or bool(_IN_OFFICE.search(person.role)))


def _read_agenda(lines: Sequence[Line], position: int, build: Builder) -> int:
    if position == len(lines) or not _AGENDA.match(lines[position].text):
        return position
    build.discard(lines[position].span)
    before = ""
    for at in range(position + 1, len(lines)):
        line = lines[at]
        number = _NUMBERED.match(line.text)
        counted = number is not None and number.group() > before
        leading = at == position + 1
        if asking(line) or is_introduction(line.text) or not (leading or counted or not (before or line.after_blank)):
            return at
        before = number.group() if number else before
        build.state(Kind.AGENDA, line.span)
    return len(lines)
