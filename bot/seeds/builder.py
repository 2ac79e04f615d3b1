"""The hand that all layouts share: it puts passages together and keeps what is in force above them."""

from __future__ import annotations

import re

from bot.seeds.article import Article, Kind, Participant, Passage
from bot.seeds.lines import Line
from bot.seeds.sentences import sentences
from bot.text import Span, narrow

__all__ = ["Builder"]

_ASKS = re.compile(r"(?:か|ください|ますでしょうか|お願いします|いかが(?:です|でしょう)か)[。?!]*$|[?]$")


class Builder:
    """Collect the parts of one article in the order of the file."""

    def __init__(self, text: str) -> None:
        self.original = text
        self.text = narrow(text)
        self.passages: list[Passage] = []
        self.furniture: list[Span] = []
        self.title = Span(0, 0)
        self.speaker: Participant | None = None
        self._headings: list[Span] = []
        self._question: Span | None = None
        self._turn = 0

    def discard(self, span: Span) -> None:
        """Note page furniture, so that it is known and never quoted."""
        self.furniture.append(span)

    def entitle(self, line: Line) -> None:
        """Take a line as the article's title."""
        self.title = line.span
        self._add(Kind.TITLE, line.span)

    def state(self, kind: Kind, span: Span, subject: Participant | None = None) -> None:
        """Add a fact that nobody in the conversation says."""
        self._add(kind, span, subject=subject)

    def head(self, line: Line) -> None:
        """Open a section; headings that follow each other directly are a theme and its sub-heading."""
        nested = bool(self.passages) and self.passages[-1].kind is Kind.HEADING
        self._headings = [*self._headings, line.span] if nested else [line.span]
        self._add(Kind.HEADING, line.span)
        self.speaker, self._question = None, None

    def ask(self, speaker: Participant, span: Span) -> None:
        """Open an interviewer's turn."""
        self._open(speaker)
        self._add(Kind.QUESTION, span, speaker=speaker)
        self._question = span

    def open_turn(self, speaker: Participant) -> None:
        """Open a speaker's turn; what the turn before asked is what this one answers."""
        before = self.passages[-1] if self.passages else None
        if before and before.kind in (Kind.SPEECH, Kind.QUESTION):
            asks = before.kind is Kind.QUESTION or any(_ASKS.search(s.of(self.text)) for s in before.sentences)
            self._question = before.span if asks else None
        self._open(speaker)

    def continue_turn(self, span: Span) -> None:
        """Add a paragraph to the turn that is open, the interviewer's or a speaker's."""
        asking = self.passages and self.passages[-1].kind is Kind.QUESTION and self.passages[-1].turn == self._turn
        self._add(Kind.QUESTION if asking else Kind.SPEECH, span, speaker=self.speaker)

    def close_turn(self) -> None:
        """Let nobody speak."""
        self.speaker = None

    def article(self, layout: str, participants: list[Participant]) -> Article:
        """Return the whole, frozen."""
        return Article(
            self.original, layout, self.title, tuple(participants), tuple(self.passages), tuple(self.furniture)
        )

    def _open(self, speaker: Participant) -> None:
        self.speaker = speaker
        self._turn += 1

    def _add(
        self, kind: Kind, span: Span, speaker: Participant | None = None, subject: Participant | None = None
    ) -> None:
        if span.start >= span.end:
            return
        spoken = kind is Kind.SPEECH
        cut = sentences(self.text, span) if kind in _PROSE else (span,)
        self.passages.append(
            Passage(
                kind=kind,
                span=span,
                sentences=cut,
                speaker=speaker,
                subject=subject,
                headings=tuple(self._headings),
                question=self._question if spoken else None,
                turn=self._turn if speaker else 0,
            )
        )


_PROSE = frozenset({Kind.LEAD, Kind.PROFILE, Kind.QUESTION, Kind.SPEECH, Kind.NOTE, Kind.PARAGRAPH, Kind.DATE})
