"""What matching gives: ranked hits, the nearest absence, and how much of the question was understood."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from bot.fitted import CONFIDENCE
from bot.fitted.features import Features
from bot.index.corpus import Sentence
from bot.knowledge import Absence, Entry, Quote
from bot.match.facets import Facets

__all__ = ["Absent", "Hit", "Matched"]


_MANY_WORDS, _ALIKE = 0.5, 0.75


class Hit(NamedTuple):
    """A candidate answer: a curated entry or a sentence, the quotes it would show, score and features."""

    entry: Entry | None
    sentence: Sentence | None
    quotes: tuple[Quote, ...]
    score: float
    features: Features
    document: int

    @property
    def name(self) -> str:
        """The entry's id, or the place of the sentence."""
        if self.entry:
            return self.entry.id
        quote = self.quotes[0]
        return f"{quote.source}:{quote.span.start}"

    @property
    def tells(self) -> bool:
        """Tell whether its first quote tells of a subject, and does not only frame it (`knowledge.telling`)."""
        return not self.features.frames

    @property
    def is_an_editors(self) -> bool:
        """Tell whether the question is, but for spaces and punctuation, one that an editor wrote for the entry."""
        return max(self.features.fuzzy, self.features.spoken_fuzzy) >= CONFIDENCE.exact


@dataclass(frozen=True, slots=True)
class Absent:
    """The nearest of the things that no article says, and how near it is (shares as in `Features`).

    ``only_it`` is the share, by rarity, of the question's words (names apart) that it holds and the best hit
    lacks, ``only_best`` the other way round.
    """

    absence: Absence
    words: float
    grams: float
    kana: float
    covered: float
    fuzzy: float
    only_it: float
    only_best: float

    @property
    def is_meant(self) -> bool:
        """Tell whether the question is about it for (nearly) certain: the better part of its words, worded alike."""
        return self.covered >= _MANY_WORDS and self.fuzzy >= _ALIKE


@dataclass(frozen=True, slots=True)
class Matched:
    """All that matching found out: hits, best first, the facets, and how much of the question is unheard of.

    ``unknown`` is the share, by rarity, of the question's words that no document holds (0 to 1);
    ``size`` counts the question's words; ``touched`` are the phrases that the glossary knows, with its own word.
    ``scope`` is how much the question's words are those of what articles say (`bot.index.scope`).
    ``aided`` tells whether there are absences enough to compare with.
    ``missing`` are, of the question's words (names apart) that the best hit lacks, the rarity of the rarest
    and their share, both 0 to 1; ``held`` and ``lacking`` are those words.
    """

    hits: tuple[Hit, ...]
    facets: Facets
    unknown: float
    size: int
    touched: tuple[tuple[str, str], ...] = ()
    absent: Absent | None = None
    missing: tuple[float, float] = (0.0, 0.0)
    scope: float = 0.0
    in_kana: bool = False
    aided: bool = True
    bare: bool = False
    topic: bool = False
    follows: bool = False
    held: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
