"""The hand that all layouts share: it puts passages together and keeps what is in force above them."""

from __future__ import annotations

from bot.seeds.article import Article, Kind, Participant, Passage
from bot.seeds.cues import asks
from bot.seeds.lines import Line
from bot.seeds.sentences import sentences
from bot.text import Span, narrow

__all__ = ["Builder"]

_PROSE = frozenset({Kind.LEAD, Kind.PROFILE, Kind.QUESTION, Kind.SPEECH, Kind.NOTE, Kind.PARAGRAPH, Kind.DATE})


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
        self._asking = False
        self._silent = False

    @property
    def begun(self) -> bool:
        """Tell whether anybody has had a turn yet."""
        return self._turn > 0

    @property
    def asking(self) -> bool:
        """Tell whether the open turn is the interviewer's."""
        return self._asking and self.speaker is not None

    @property
    def awaits_words(self) -> bool:
        """Tell whether a turn has been opened and nothing been said in it yet."""
        return self.speaker is not None and self._silent

    @property
    def asked(self) -> bool:
        """Tell whether the open turn is the interviewer's and its last words ask."""
        last = self.passages[-1] if self.passages else None
        return self.asking and last is not None and asks(last.span.of(self.text))

    @property
    def under_heading(self) -> bool:
        """Tell whether the last thing added is a heading."""
        return bool(self.passages) and self.passages[-1].kind is Kind.HEADING

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
        self._headings = [*self._headings, line.span] if self.under_heading else [line.span]
        self._add(Kind.HEADING, line.span)
        self.speaker, self._question = None, None

    def ask(self, speaker: Participant, span: Span) -> None:
        """Open an interviewer's turn."""
        self._open(speaker)
        self._asking, self._silent = True, False
        self._add(Kind.QUESTION, span, speaker=speaker)
        self._question = span

    def open_turn(self, speaker: Participant) -> None:
        """Open a speaker's turn; what the turn before asked is what this one answers."""
        before = self.passages[-1] if self.passages else None
        if before and before.kind in (Kind.SPEECH, Kind.QUESTION):
            answers = before.kind is Kind.QUESTION or any(asks(s.of(self.text)) for s in before.sentences)
            self._question = before.span if answers else None
        self._open(speaker)

    def open_unknown_turn(self) -> None:
        """Open the turn of somebody who is not known: nobody speaks."""
        self._turn += 1
        self.speaker, self._question = None, None

    def continue_turn(self, span: Span) -> None:
        """Add a paragraph to the turn that is open, the interviewer's or a speaker's."""
        self._silent = False
        self._add(Kind.QUESTION if self._asking else Kind.SPEECH, span, speaker=self.speaker)

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
        self._asking, self._silent = False, True

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
