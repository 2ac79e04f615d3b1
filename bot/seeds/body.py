"""The conversation of a round table, line by line: what a line is by itself and by what stands around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.seeds.cues import Asking, asking, asks
from bot.seeds.lines import Line, is_furniture, is_image, looks_like_heading
from bot.seeds.roster import Label, Roster, is_introduction, is_strange_label, is_strangely_labelled

__all__ = ["Body"]

_LONG = 60  # characters up to which a line beside a picture may be its caption
_SHORT = 40  # characters up to which a line between blank lines is a heading, whatever its last character
_SHORTEST = 10  # characters up to which a line over words, with no blank line above, may be a label of any script
_WORDS = 20  # characters from which a line without a full stop is read as words and not as a label
_CAPTION = re.compile(
    r"(?:左|右|中央|手前|奥)(?:から|側|下|上)?[:)]|から順に|^(?:写真|撮影|画像)(?:提供)?(?:[0-9左右])?:|(?:撮影|提供)\)$"
    r"|(?:座談会|対談|会場|当日)の様子$|^[▲△↑←→]"
)
_BUILDING = r"(?:\S{0,8}(?:役所|役場|庁舎|本庁|会議室))?"
_END = re.compile(r"^バックナンバー")


class Body:
    """Lines with their labels; where blank lines stand everywhere or nowhere, they count for nothing."""

    def __init__(self, lines: Sequence[Line], roster: Roster) -> None:
        self.labels: list[Label | None] = [roster.read(line.text) for line in lines]
        self.in_blocks = self._is_in_blocks(lines)
        plain = (replace(line, after_blank=False, before_blank=False) for line in lines)
        self.lines = tuple(lines if self.in_blocks else plain)
        self.asked: list[Asking | None] = [asking(line) for line in self.lines]
        places = {"東京都", "都庁", "都", *(p.place for p in roster.people if p.place)}
        self._place = re.compile(f"^(?:{'|'.join(map(re.escape, sorted(places)))}){_BUILDING}$")
        size = range(len(self.lines))
        self.last = max((i for i in size if self.asked[i] or self.opens_turn(i)), default=-1)
        self.end = min((i for i in size if i > self.last and _END.match(self.lines[i].text)), default=len(self.lines))

    def _is_in_blocks(self, lines: Sequence[Line]) -> bool:
        """Tell whether blank lines part the turns, but not the labels from their words."""
        labels = [line for line, found in zip(lines, self.labels, strict=True) if found and found.end == len(line.text)]
        cut_off = sum(line.before_blank for line in labels)
        return cut_off * 2 <= len(labels) <= sum(line.after_blank for line in labels) * 3

    def opens_turn(self, i: int) -> bool:
        """Tell whether a line is the head of a turn, and not a caption that names somebody."""
        label, line = self.labels[i], self.lines[i]
        if label is None or label.end < len(line.text) or is_introduction(line.text):
            return label is not None
        if self._touches_image(i):
            return not label.full and not line.before_blank
        if line.alone:
            return not label.full and not self._follows_image(i)
        return not line.before_blank

    def is_caption(self, i: int) -> bool:
        """Tell whether a line belongs to a picture: a name, a place, who stands where, or what stands right below."""
        line = self.lines[i]
        if self.labels[i] or (self._place.match(line.text) and (line.alone or not self._has_words_below(i))):
            return True
        if self._touches_image(i) and len(line.text) <= _LONG:
            return self.in_blocks or not self._announces(i)
        return bool(_CAPTION.search(line.text)) and (not line.final or line.text.endswith(")"))

    def is_strange(self, i: int) -> bool:
        """Tell whether a line looks like the label of somebody who is not known."""
        line = self.lines[i]
        if is_strangely_labelled(line.text):
            return True
        inside = not line.after_blank and not line.numbered and looks_like_heading(line, _SHORTEST)
        named = inside or is_strange_label(line.text) or bool(self._place.match(line.text))
        return named and (":" in line.text or self._has_words_below(i))

    def is_heading(self, i: int, under_heading: bool) -> bool:
        """Tell whether a line is a heading; ``under_heading`` says that the line above is one."""
        line = self.lines[i]
        if not self.in_blocks:
            return self._announces(i)
        if line.alone and len(line.text) <= _SHORT and not line.item and "。" not in line.text:
            return True
        return (line.after_blank or under_heading) and looks_like_heading(line) and not line.numbered

    def goes_on(self, i: int) -> bool:
        """Tell whether a paragraph behind a blank line can be the open turn's: the conversation goes on below."""
        line = self.lines[i]
        beside_picture = self._follows_image(i) and len(line.text) <= _LONG
        return i < self.last and not beside_picture and not (line.alone and asks(line.text))

    def is_outside(self, i: int) -> bool:
        """Tell whether a line stands below the last turn's head, where credits and closing words are."""
        return i > self.last

    def _follows_image(self, i: int) -> bool:
        return i > 0 and is_image(self.lines[i - 1])

    def _touches_image(self, i: int) -> bool:
        return self._follows_image(i) and not self.lines[i].after_blank

    def _has_words_below(self, i: int) -> bool:
        if i + 1 == len(self.lines) or self.lines[i].before_blank or self.labels[i + 1] or self.asked[i + 1]:
            return False
        below = self.lines[i + 1]
        return (below.final or len(below.text) > _WORDS) and not is_furniture(below)

    def _announces(self, i: int, depth: int = 2) -> bool:
        """Tell whether a heading-like line stands over the head of a turn, with no other words between."""
        if not looks_like_heading(self.lines[i]):
            return False
        below = next((j for j in range(i + 1, len(self.lines)) if not is_furniture(self.lines[j])), None)
        if below is None:
            return False
        return (
            self.labels[below] is not None
            or bool(self.asked[below])
            or (depth > 0 and self._announces(below, depth - 1))
        )
