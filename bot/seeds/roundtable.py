"""The round tables of 東京都・区市町村CIOフォーラム: standalone speaker lines after a list of participants.

参加者(敬称略)
小金井市CIO(副市長):住野 英進
都CIO:宮坂 学

小金井市のDX推進状況について            a theme
システムの共通化を目指して              its sub-heading

―本日はよろしくお願いします。           the interviewer
画像1                                   a picture, perhaps with a caption on the next line

小金井市CIO:住野(以下「住野」)          a first turn
今まで市民サービスについては、…

宮坂                                    a later turn
都庁では若手職員から…
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.seeds.article import Article, Kind
from bot.seeds.builder import Builder
from bot.seeds.lines import FINAL, Line, interviewer_span, is_furniture, is_image, is_interviewer, looks_like_heading
from bot.seeds.people import INTERVIEWER, Roster, participant
from bot.text import Span

__all__ = ["read", "recognises"]

_PARTICIPANTS = re.compile(r"^[■●【〈<]?\s*(?:参加者|出席者|登壇者|対談者)(?:\s*\(敬称略\))?[】〉>]?:?$")
_AGENDA = re.compile(r"^[■●【〈<]?\s*(?:議題|テーマ|アジェンダ)[】〉>]?:?$")
_DATE = re.compile(r"(?:(?:令和|平成)\s*[0-9元]+|[0-9]{4})年\s*[0-9]+月\s*[0-9]+日")
_DEFINITION = re.compile(r"^※\s*[^:]{1,40}:\s*\S")
_CREDIT = re.compile(r"^\(?(?:執筆者?|編集者?|取材|構成|文|撮影|写真|ライター|聞き手|執筆・編集|取材・文)\s*:")
_CLOSING = re.compile(r"お楽しみに|お届けし(?:ました|ます)|(?:今後も|引き続き)継続して実施|^\(.{1,40}\)$|続きは")
_BARE_PLACE = re.compile(r"^(?:東京都|都庁|[^\s。]{1,6}[市区町村])(?:役所|役場)?$")
_CAPTION = re.compile(r"(?:左|右|中央)(?:から|側)?[::)]|から順に|撮影|提供|の様子$|^写真|^\((?:左|右|上|下)")


def recognises(lines: Sequence[Line]) -> bool:
    """Tell whether the file has a list of participants, as every round table of the series has."""
    return any(_PARTICIPANTS.match(line.text) for line in lines)


def read(text: str, lines: Sequence[Line], municipalities: Sequence[str] = ()) -> Article:
    """Parse a round table."""
    del municipalities  # Every participant's role names the place.
    reader = _Reader(text, [line for line in lines if not line.blank], lines)
    return reader.read()


class _Reader:
    def __init__(self, text: str, lines: list[Line], all_lines: Sequence[Line]) -> None:
        self.lines = lines
        self.build = Builder(text)
        self.roster = Roster()
        following = zip(all_lines, [*all_lines[1:], None], strict=True)
        self.before_blank = {a.span for a, b in following if b is None or b.blank}

    def read(self) -> Article:
        start = next(i for i, line in enumerate(self.lines) if _PARTICIPANTS.match(line.text))
        self._read_preamble(self.lines[:start])
        self.build.discard(self.lines[start].span)
        body = self._read_lists(start + 1)
        for position in range(body, len(self.lines)):
            self._read_body_line(position)
        return self.build.article("roundtable", self.roster.people)

    def _read_preamble(self, lines: list[Line]) -> None:
        entitled = False
        for line in lines:
            if is_furniture(line):
                self.build.discard(line.span)
            elif not entitled:
                self.build.entitle(line)
                entitled = True
            else:
                self.build.state(_kind_of_fact(line), line.span)

    def _read_lists(self, position: int) -> int:
        """Read participants and agenda; return where the conversation begins."""
        position = self._read_participants(position)
        if position < len(self.lines) and _AGENDA.match(self.lines[position].text):
            self.build.discard(self.lines[position].span)
            position += 1
            while position < len(self.lines) and not self.lines[position].after_blank:
                self.build.state(Kind.AGENDA, self.lines[position].span)
                position += 1
        return position

    def _read_participants(self, position: int) -> int:
        while position < len(self.lines):
            line = self.lines[position]
            person = participant(line.text)
            if person is None or self._opens_conversation(line):
                break
            self.roster.add(person)
            self.build.state(Kind.PARTICIPANT, line.span, subject=person)
            position += 1
        return position

    def _opens_conversation(self, line: Line) -> bool:
        return is_interviewer(line) or "以下「" in line.text or bool(_AGENDA.match(line.text))

    def _read_body_line(self, position: int) -> None:
        line = self.lines[position]
        if is_furniture(line) or self._is_caption(position):
            self.build.discard(line.span)
        elif _CREDIT.match(line.text):
            self.build.close_turn()
            self.build.state(Kind.CREDIT, line.span)
        elif line.text.startswith("※"):
            self.build.state(_kind_of_fact(line), line.span)
        elif is_interviewer(line):
            self.build.ask(INTERVIEWER, interviewer_span(line))
        elif not self._read_speaker(line):
            self._read_prose(line)

    def _read_speaker(self, line: Line) -> bool:
        """Open a turn if the line is a speaker's label, alone or before the words."""
        person = self.roster.find(line.text) or self.roster.introduced_by(line.text)
        if person:
            self.build.discard(line.span)
            self.build.open_turn(person)
            return True
        inline = self.roster.inline(line.text)
        if inline:
            self.build.open_turn(inline[0])
            self.build.continue_turn(Span(line.span.start + inline[1], line.span.end))
        return inline is not None

    def _read_prose(self, line: Line) -> None:
        in_turn = self.build.speaker is not None
        if line.after_blank and _CLOSING.search(line.text):
            self.build.close_turn()
            self.build.state(Kind.NOTE, line.span)
        elif looks_like_heading(line) and (line.after_blank or self._follows_heading()):
            self.build.head(line)
        elif in_turn and not self._is_after_question(line):
            self.build.continue_turn(line.span)
        else:
            self.build.state(Kind.NOTE, line.span)

    def _follows_heading(self) -> bool:
        return self.build.passages[-1].kind is Kind.HEADING if self.build.passages else False

    def _is_after_question(self, line: Line) -> bool:
        """Tell whether a paragraph stands apart after an interviewer's line, so that nobody is known to say it."""
        return line.after_blank and self.build.speaker is INTERVIEWER

    def _is_caption(self, position: int) -> bool:
        line = self.lines[position]
        if FINAL.search(line.text) and not line.text.endswith(")"):
            return False
        if self.roster.find(line.text) or "以下「" in line.text:
            return False
        under_image = position > 0 and is_image(self.lines[position - 1]) and not line.after_blank
        alone = line.after_blank and line.span in self.before_blank
        named = self.roster.introduced_by(line.text) is not None and (alone or under_image)
        return under_image or named or bool(_BARE_PLACE.match(line.text)) or bool(_CAPTION.search(line.text))


def _kind_of_fact(line: Line) -> Kind:
    if _DEFINITION.match(line.text):
        return Kind.DEFINITION
    if line.text.startswith("※"):
        return Kind.NOTE
    return Kind.DATE if _DATE.search(line.text) else Kind.LEAD
