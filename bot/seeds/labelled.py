"""Interviews whose turns begin with a label in the line.

    土村(東京都/事務職)                     a profile: name, post, then a paragraph
    子供政策連携室総合推進部長。1993年…
    草の根的なアプローチで各局の…           a heading
    …CIO補佐官の役割について教えてください。 a question, bare or after a dash
    土村:CIO補佐官は、各局長の下で…         a turn; the lines below go on with it

or, with a space for the colon,

    ―青梅市におけるDX推進課とは、…
    DX推進課 令和4年度に 「スマートローカル青梅」を…
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from bot.seeds.article import Article, Kind, Participant
from bot.seeds.builder import Builder
from bot.seeds.lines import Line, interviewer_span, is_furniture, is_interviewer, looks_like_heading
from bot.seeds.people import INTERVIEWER, place_of, profile_header
from bot.text import Span

__all__ = ["read", "recognises"]

_COLON_LABEL = re.compile(r"^(?P<label>[^\s:。、※()「―-]{1,12}):\s*(?=\S)")
_SPACE_LABEL = re.compile(r"^(?P<label>[^\s:。、※()「―-]{1,12})[  ]\s*(?=\S)")
_NOT_A_LABEL = re.compile(
    r"^(?:執筆者?|編集者?|取材|構成|文|撮影|写真|聞き手|https?|公開日|更新日|最新更新日|注|出典)$"
)
_ASKS = re.compile(r"(?:か|ください|お願いします)[。?]?$|[?]$")
_INTERVIEWER_CREDIT = re.compile(r"^\(?(?:聞き手|インタビュアー)\s*:\s*(?P<who>[^)]+)\)?$")
_CREDIT = re.compile(r"^\(?(?:執筆者?|編集者?|取材|構成|文|撮影|写真|ライター|取材・文)\s*:")
_ROLE_END = re.compile(r"[(。、]")
_LONG_TITLE = 80


def recognises(lines: Sequence[Line]) -> bool:
    """Tell whether at least three turns begin with a label that comes back."""
    return sum(_labels(lines).values()) >= 3


def read(text: str, lines: Sequence[Line], municipalities: Sequence[str] = ()) -> Article:
    """Parse a labelled interview; a label without a known place belongs to the only municipality there is."""
    return _Reader(text, [line for line in lines if not line.blank], municipalities).read()


def _labels(lines: Sequence[Line]) -> Counter[str]:
    """Count the labels of turns: before a colon anywhere, before a space only right after a question."""
    filled = [line for line in lines if not line.blank]
    found: Counter[str] = Counter()
    for before, line in zip([None, *filled], filled, strict=False):
        match = _COLON_LABEL.match(line.text)
        if not match and before is not None and is_interviewer(before):
            match = _SPACE_LABEL.match(line.text)
        if match and not _NOT_A_LABEL.match(match["label"]):
            found[match["label"]] += 1
    spaced = Counter(m["label"] for line in filled if (m := _SPACE_LABEL.match(line.text)) and m["label"] in found)
    return Counter({label: n for label, n in (found | spaced).items() if n >= 2})


class _Reader:
    def __init__(self, text: str, lines: list[Line], municipalities: Sequence[str]) -> None:
        self.lines = lines
        self.build = Builder(text)
        self.labels = set(_labels(lines))
        self.people: dict[str, Participant] = {}
        self.profile: Participant | None = None
        self.interviewer = INTERVIEWER
        self.home = municipalities[0] if len(municipalities) == 1 else ""

    def read(self) -> Article:
        for position, line in enumerate(self.lines):
            if is_furniture(line):
                self.build.discard(line.span)
            elif self.build.title.end == 0:
                self.build.entitle(line)
            else:
                self._read_line(position, line)
        return self.build.article("labelled", list(self.people.values()))

    def _read_line(self, position: int, line: Line) -> None:
        header = profile_header(line.text)
        if header:
            self._open_profile(*header, line)
        elif is_interviewer(line):
            self.build.ask(self.interviewer, interviewer_span(line))
        elif self._is_note(line):
            self._read_note(line)
        elif self._label_end(line):
            self._open_turn(line)
        elif self._is_question(position):
            self.build.ask(self.interviewer, line.span)
        elif self._is_heading(position):
            self.profile = None
            self.build.head(line)
        else:
            self._read_prose(line)

    def _is_note(self, line: Line) -> bool:
        return line.text.startswith("※") or bool(_INTERVIEWER_CREDIT.match(line.text) or _CREDIT.match(line.text))

    def _read_note(self, line: Line) -> None:
        credit = _INTERVIEWER_CREDIT.match(line.text)
        if credit:
            *office, name = credit["who"].rsplit(maxsplit=2) if credit["who"].count(" ") > 1 else [credit["who"]]
            full = f"{office.pop()} {name}" if office else name
            self.interviewer = Participant(full, "・".join(["聞き手", *office]))
        self.build.state(Kind.NOTE if line.text.startswith("※") else Kind.CREDIT, line.span)

    def _open_profile(self, name: str, post: str, line: Line) -> None:
        self.profile = Participant(name, post, place_of(post) or self.home, (name,))
        self.people[name] = self.profile
        self.build.close_turn()
        self.build.state(Kind.PROFILE, line.span, subject=self.profile)

    def _label_end(self, line: Line) -> int:
        """Return where the words begin behind a known label, or 0."""
        for pattern in (_COLON_LABEL, _SPACE_LABEL):
            match = pattern.match(line.text)
            if match and match["label"] in self.labels:
                return match.end()
        return 0

    def _open_turn(self, line: Line) -> None:
        end = self._label_end(line)
        label = line.text[:end].rstrip().rstrip(":")
        person = self.people.setdefault(label, Participant(label, "", self.home, (label,)))
        self.profile = None
        self.build.open_turn(person)
        self.build.continue_turn(Span(line.span.start + end, line.span.end))

    def _is_question(self, position: int) -> bool:
        """A bare line that asks, with a labelled turn right below it, is the interviewer's."""
        below = self.lines[position + 1] if position + 1 < len(self.lines) else None
        return below is not None and self._label_end(below) > 0 and bool(_ASKS.search(self.lines[position].text))

    def _is_heading(self, position: int) -> bool:
        below = self.lines[position + 1] if position + 1 < len(self.lines) else None
        return below is not None and looks_like_heading(self.lines[position], _LONG_TITLE)

    def _read_prose(self, line: Line) -> None:
        if self.profile:
            self._read_profile(line, self.profile)
        elif self.build.speaker:
            self.build.continue_turn(line.span)
        else:
            self.build.state(Kind.LEAD, line.span)

    def _read_profile(self, line: Line, header: Participant) -> None:
        """Read a profile's paragraph; the post at its head is better than the one in the brackets."""
        role = _ROLE_END.split(line.text, maxsplit=1)[0]
        known = self.people[header.name]
        if known is header and len(role) < 60:
            self.people[known.name] = Participant(known.name, role, known.place, known.labels)
        self.build.state(Kind.PROFILE, line.span, subject=self.people[known.name])
