"""Interviews whose turns begin with a label in the line.

    土村(東京都/事務職)                     a profile: name, post, then a paragraph
    子供政策連携室総合推進部長。1993年…
    草の根的なアプローチで各局の…           a heading
    …CIO補佐官の役割について教えてください。 a question, bare or after a dash
    土村:CIO補佐官は、各局長の下で…         a turn; the lines below go on with it

or, with a space for the colon,

    ―青梅市におけるDX推進課とは、…
    DX推進課 令和4年度に 「スマートローカル青梅」を…

A line that might begin somebody else's turn ends the open one: nobody says it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.seeds.article import Article, Kind, Participant
from bot.seeds.builder import Builder
from bot.seeds.cues import CLOSING, INTERVIEWER, REMARK, Asking, asking, asks, is_credit, is_note
from bot.seeds.lines import Line, is_furniture, is_tag, looks_like_heading
from bot.seeds.people import labels_of, place_of, profile_header
from bot.seeds.roster import Roster
from bot.seeds.turns import Turns
from bot.text import Span

__all__ = ["read", "recognises"]

_INTERVIEWER_CREDIT = re.compile(r"^\(?(?:聞き手|インタビュアー)\s*:\s*(?P<who>[^)。]+)\)?$")
_RHETORICAL = re.compile(r"(?:ではない|じゃない|のでは(?:ないか)?)(?:でしょう|だろう)?か?(?:ね|な|と)?[。?]*$")
_ROLE_END = re.compile(r"[(。、]")
_LONG_TITLE = 80


def recognises(lines: Sequence[Line]) -> bool:
    """Tell whether at least three turns begin with a label that comes back, and somebody asks."""
    return Turns(lines).converse


def read(text: str, lines: Sequence[Line], municipalities: Sequence[str] = ()) -> Article:
    """Parse a labelled interview; a label without a known place belongs to the only municipality there is."""
    return _Reader(text, Turns(lines), municipalities).read()


class _Reader:
    def __init__(self, text: str, turns: Turns, municipalities: Sequence[str]) -> None:
        self.lines = turns.lines
        self.turns = turns
        self.build = Builder(text)
        self.roster = Roster()
        self.profile: Participant | None = None
        self.interviewer = INTERVIEWER
        self.home = municipalities[0] if len(municipalities) == 1 else ""

    def read(self) -> Article:
        for position, line in enumerate(self.lines):
            if is_furniture(line) or (is_tag(line) and not self.build.begun):
                self.build.discard(line.span)
            elif self.build.title.end == 0:
                self.build.entitle(line)
            else:
                self._read_line(position, line)
        return self.build.article("labelled", self.roster.people)

    def _read_line(self, position: int, line: Line) -> None:
        header = None if self.build.begun else profile_header(line.text)
        asked = asking(line)
        if header:
            self._open_profile(*header, line)
        elif asked:
            self._ask(asked, line)
        elif is_note(line) or self._is_credit(position, line):
            self._read_note(line)
        elif self.turns.label(position):
            self._open_turn(position, line)
        elif self._is_question(position):
            self.build.ask(self.interviewer, line.span)
        elif self._is_heading(position):
            self.profile = None
            self.build.head(line)
        else:
            self._read_prose(position, line)

    def _ask(self, asked: Asking, line: Line) -> None:
        who = self.interviewer if asked.who is INTERVIEWER else asked.who
        self.profile = None
        self.build.ask(who, Span(line.span.start + asked.start, line.span.end))

    def _is_credit(self, position: int, line: Line) -> bool:
        outside = not self.build.begun or position > self.turns.last
        return outside and (is_credit(line) or bool(_INTERVIEWER_CREDIT.match(line.text)))

    def _read_note(self, line: Line) -> None:
        credit = _INTERVIEWER_CREDIT.match(line.text)
        if credit:
            *office, name = credit["who"].rsplit(maxsplit=2) if credit["who"].count(" ") > 1 else [credit["who"]]
            full = f"{office.pop()} {name}" if office else name
            self.interviewer = Participant(full, "・".join(["聞き手", *office]))
        self.build.state(Kind.NOTE if is_note(line) else Kind.CREDIT, line.span)

    def _open_profile(self, name: str, post: str, line: Line) -> None:
        self.profile = Participant(name, post, place_of(post) or self.home, labels_of(name))
        self.roster.add(self.profile)
        self.build.state(Kind.PROFILE, line.span, subject=self.profile)

    def _open_turn(self, position: int, line: Line) -> None:
        """Open the turn of a label: somebody of the profiles, or somebody known by the label alone."""
        label, end = self.turns.label(position) or ("", 0)
        named = self.roster.named(label)
        if named is None:
            name = self.turns.full_name(label)
            named = (Participant(name, "", self.home, labels_of(name)),)
            self.roster.add(named[0])
        self.profile = None
        if len(named) == 1:
            self.build.open_turn(named[0])
            self.build.continue_turn(Span(line.span.start + end, line.span.end))
        else:
            self.build.open_unknown_turn()
            self.build.state(Kind.PARAGRAPH, line.span)

    def _is_question(self, position: int) -> bool:
        """A bare line that asks, with a labelled turn right below it, is the interviewer's."""
        line = self.lines[position]
        bare = not self.turns.barred and self.turns.label(position + 1) is not None
        return bare and asks(line.text) and not _RHETORICAL.search(line.text) and not self.turns.is_strange(position)

    def _is_heading(self, position: int) -> bool:
        line = self.lines[position]
        return position + 1 < len(self.lines) and looks_like_heading(line, _LONG_TITLE) and not line.numbered

    def _read_prose(self, position: int, line: Line) -> None:
        if self.profile:
            self._read_profile(line, self.profile)
        elif self.build.speaker is None:
            self.build.state(Kind.PARAGRAPH if self.build.begun else Kind.LEAD, line.span)
        elif REMARK.match(line.text) or CLOSING.search(line.text):
            self._leave(Kind.NOTE, line)
        elif self._is_doubtful(position, line):
            self._leave(Kind.PARAGRAPH, line)
        else:
            self.build.continue_turn(line.span)

    def _is_doubtful(self, position: int, line: Line) -> bool:
        """Tell whether a line under a turn could be another's: after a question, behind the last turn, or labelled."""
        apart = line.after_blank and (self.build.asking or position > self.turns.last)
        question = asks(line.text) and self.turns.label(position + 1) is not None and not self.turns.barred
        return self.build.asked or apart or question or self.turns.is_strange(position)

    def _leave(self, kind: Kind, line: Line) -> None:
        self.build.close_turn()
        self.build.state(kind, line.span)

    def _read_profile(self, line: Line, header: Participant) -> None:
        """Read a profile's paragraph; the post at its head is better than the one in the brackets."""
        role = _ROLE_END.split(line.text, maxsplit=1)[0]
        if header.role and len(role) < 60 and self.build.passages[-1].span.end < line.span.start:
            better = Participant(header.name, role, header.place, header.labels)
            self.roster.replace(header, better)
            self.profile = better
        self.build.state(Kind.PROFILE, line.span, subject=self.profile)
