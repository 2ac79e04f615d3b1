"""What a parsed article is made of: participants, passages with their sentences, and furniture."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from enum import Enum

from bot.text import Span

__all__ = ["Article", "Kind", "Participant", "Passage"]


class Kind(Enum):
    """What a passage is; the value is what a reader is shown where nobody speaks."""

    TITLE = "見出し(記事名)"
    LEAD = "導入文"
    DEFINITION = "用語の説明"
    DATE = "開催日の記載"
    PARTICIPANT = "参加者欄"
    PROFILE = "プロフィール欄"
    AGENDA = "議題"
    HEADING = "見出し"
    QUESTION = "聞き手"
    SPEECH = "発言"
    PARAGRAPH = "本文"
    NOTE = "注記"
    CREDIT = "執筆・編集の記載"


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody who speaks: ``name`` as full as the file gives it, role and place (「小金井市」) where known."""

    name: str
    role: str = ""
    place: str = ""
    labels: tuple[str, ...] = ()

    @property
    def described(self) -> str:
        """Name and role in one piece, as a reader is shown them."""
        return f"{self.name}({self.role})" if self.role else self.name


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph of an article: its span, its sentences, and what stands over it.

    ``speaker`` is who says it (speech and interviewer lines), ``subject`` whom a profile or participant line
    is about, ``headings`` the headings in force, ``question`` the interviewer's line that it answers, and
    ``turn`` counts the turns of the conversation (0 before the first).
    """

    kind: Kind
    span: Span
    sentences: tuple[Span, ...]
    speaker: Participant | None = None
    subject: Participant | None = None
    headings: tuple[Span, ...] = ()
    question: Span | None = None
    turn: int = 0


@dataclass(frozen=True, slots=True)
class Article:
    """A seed file, parsed. Every span counts code points of ``text``; furniture is never quoted.

    Passages stand in the order of the text and never overlap.
    """

    text: str
    layout: str
    title: Span
    participants: tuple[Participant, ...]
    passages: tuple[Passage, ...]
    furniture: tuple[Span, ...]
    _starts: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_starts", tuple(passage.span.start for passage in self.passages))

    def passage_at(self, offset: int) -> Passage | None:
        """Return the passage that holds an offset of the file, or None in furniture and white space."""
        place = bisect_right(self._starts, offset) - 1
        found = self.passages[place] if place >= 0 else None
        return found if found and offset < found.span.end else None
