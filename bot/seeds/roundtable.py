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

Where it cannot be told who speaks, nobody does: the words stay quotable as the article's.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.seeds.article import Article, Kind
from bot.seeds.body import Body
from bot.seeds.builder import Builder
from bot.seeds.cues import CLOSING, CONVERSATION, REMARK, Asking, is_credit, is_note, kind_of_fact
from bot.seeds.lines import Line, is_furniture
from bot.seeds.opening import find_list, read_opening
from bot.seeds.roster import Label, Roster, is_introduction, is_strangely_labelled
from bot.text import Span

__all__ = ["read", "recognises"]


def recognises(lines: Sequence[Line]) -> bool:
    """Tell whether the file has a list of participants, or introduces two speakers or more."""
    return find_list(lines) is not None or sum(is_introduction(line.text) for line in lines) > 1


def read(text: str, lines: Sequence[Line], municipalities: Sequence[str] = ()) -> Article:
    """Parse a round table."""
    del municipalities  # Every participant's role names the place.
    build, roster = Builder(text), Roster()
    filled = [line for line in lines if not line.blank]
    start = read_opening(filled, build, roster)
    _Reader(build, Body(filled[start:], roster)).read()
    return build.article("roundtable", roster.people)


class _Reader:
    """Go through the conversation from line to line, minding whose turn it is."""

    def __init__(self, build: Builder, body: Body) -> None:
        self.build = build
        self.body = body
        self.credited = False

    def read(self) -> None:
        for i, line in enumerate(self.body.lines):
            asked, label = self.body.asked[i], self.body.labels[i]
            if is_furniture(line) or i >= self.body.end:
                self.build.discard(line.span)
            elif self._is_credit(i):
                self._leave(Kind.CREDIT, line)
                self.credited = True
            elif is_note(line):
                self.build.state(kind_of_fact(line), line.span)
            elif asked:
                self._ask(asked, line)
            elif label and self.body.opens_turn(i):
                self._open(label, line)
            elif self.body.is_caption(i):
                self._read_caption(i)
            elif self.build.awaits_words and not line.after_blank:
                self.build.continue_turn(line.span)
            else:
                self._read_unlabelled(i)

    def _is_credit(self, i: int) -> bool:
        line = self.body.lines[i]
        outside = self.body.is_outside(i) or not self.build.begun
        return outside and (is_credit(line) or (self.credited and not line.after_blank))

    def _ask(self, asked: Asking, line: Line) -> None:
        self.build.ask(asked.who, Span(line.span.start + asked.start, line.span.end))

    def _open(self, label: Label, line: Line) -> None:
        """Open a turn, with the words on the line of the label; where nobody is sure to speak, nobody does."""
        if label.person is None:
            self.build.open_unknown_turn()
        else:
            self.build.open_turn(label.person)
        words = Span(line.span.start + label.end, line.span.end)
        if words.start == words.end:
            self.build.discard(line.span)
        elif label.person:
            self.build.continue_turn(words)
        else:
            self.build.state(Kind.PARAGRAPH, line.span)

    def _read_caption(self, i: int) -> None:
        """Discard a caption; below one that names somebody, or is a sentence, nobody is sure to go on."""
        line = self.body.lines[i]
        if line.text.endswith(("。", "!", "?")):
            self._leave(Kind.NOTE, line)
            return
        if self.body.labels[i]:
            self.build.close_turn()
        self.build.discard(line.span)

    def _read_unlabelled(self, i: int) -> None:
        line = self.body.lines[i]
        if self.body.is_strange(i):
            self._open(Label(None, 0 if is_strangely_labelled(line.text) else len(line.text)), line)
        elif not CLOSING.search(line.text) and self.body.is_heading(i, self.build.under_heading):
            self.build.head(line)
        else:
            self._read_prose(i)

    def _read_prose(self, i: int) -> None:
        line, speaker = self.body.lines[i], self.build.speaker
        trails = self.body.is_outside(i) and not self.body.in_blocks and CONVERSATION.search(line.text)
        if CLOSING.search(line.text) or trails:
            self._leave(Kind.NOTE, line)
        elif REMARK.match(line.text) and not line.after_blank:
            self.build.state(Kind.NOTE, line.span)
        elif REMARK.match(line.text):
            self._leave(Kind.NOTE, line)
        elif speaker is None:
            self.build.state(Kind.PARAGRAPH if self.build.begun else kind_of_fact(line), line.span)
        elif self.build.asked or (line.after_blank and (self.build.asking or not self.body.goes_on(i))):
            self._leave(Kind.PARAGRAPH, line)
        else:
            self.build.continue_turn(line.span)

    def _leave(self, kind: Kind, line: Line) -> None:
        """Add what nobody in the conversation says, and let nobody go on."""
        self.build.close_turn()
        self.build.state(kind, line.span)
