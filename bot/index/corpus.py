"""The corpus: what of the knowledge can be found, as documents in two engines.

A curated entry is one document of its question, its variants and its quotes, pooled (measured: hit@1 0.81
against 0.64 when each variant stands alone).
A passage is one sentence, with the heading and the question over it: they speak for what stands below.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from bot.index.engine import Engine, MemoryEngine
from bot.index.terms import Terms, analyse
from bot.knowledge import Entry, Knowledge
from bot.seeds import Article, Passage
from bot.text import Span, fold
from bot.words import level, reading, words

__all__ = ["Asked", "Corpus", "Sentence", "pressed"]

_NO_TEXT = re.compile(r"[\W_]+")
_HEADING_TAIL = 80


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an article that may be quoted by itself."""

    source: str
    passage: Passage
    span: Span


@dataclass(frozen=True, slots=True)
class Asked:
    """One way to ask for an entry, pressed (no spaces, no punctuation) and as kana."""

    pressed: str
    kana: str


def pressed(folded: str) -> str:
    """Drop everything but letters and digits.

    >>> pressed("dx推進課は、何人?")
    'dx推進課は何人'
    """
    return _NO_TEXT.sub("", folded)


def kana_of(folded: str) -> str:
    """Return the levelled reading of a folded text, without punctuation."""
    return pressed(level(reading(words(folded))))


@dataclass(frozen=True)
class Corpus:
    """Entries and sentences with their engines; document numbers are positions in the tuples."""

    knowledge: Knowledge
    entries: tuple[Entry, ...]
    sentences: tuple[Sentence, ...]
    asked_of: tuple[int, ...]
    entry_engine: Engine
    asked_engine: Engine
    sentence_engine: Engine
    without: frozenset[str] = frozenset()

    @classmethod
    def of(cls, knowledge: Knowledge, without: frozenset[str] = frozenset()) -> Corpus:
        """Index a knowledge; ``without`` leaves some questions of entries out, as fitting needs it."""
        sentences = tuple(s for source in knowledge.sources for s in _sentences(knowledge, source))
        asked = [(n, fold(q)) for n, entry in enumerate(knowledge.entries) for q in entry.questions if q not in without]
        return cls(
            knowledge,
            knowledge.entries,
            sentences,
            tuple(number for number, _ in asked),
            MemoryEngine.build(entry_terms(knowledge, entry, without) for entry in knowledge.entries),
            MemoryEngine.build(analyse(question) for _, question in asked),
            MemoryEngine.build(_sentence_terms(knowledge, sentence) for sentence in sentences),
            without,
        )

    @cached_property
    def _asked(self) -> dict[int, tuple[Asked, ...]]:
        return {}

    def asked(self, number: int) -> tuple[Asked, ...]:
        """Return the ways to ask for an entry; made at the first call, since few entries are ever compared."""
        found = self._asked.get(number)
        if found is None:
            folded = [fold(q) for q in self.entries[number].questions if q not in self.without]
            found = tuple(Asked(pressed(f), kana_of(f)) for f in folded)
            self._asked[number] = found
        return found


def entry_terms(knowledge: Knowledge, entry: Entry, without: frozenset[str] = frozenset()) -> Terms:
    """Return an entry's document; ``without`` leaves some of its questions out (for fitting)."""
    asked = [fold(q) for q in entry.questions if q not in without]
    quoted = [fold(knowledge.text_of(q)) for q in entry.quotes]
    return analyse("\n".join([*asked, *quoted]))


def _sentences(knowledge: Knowledge, source: str) -> list[Sentence]:
    article = knowledge.articles[source]
    return [Sentence(source, p, s) for p in article.passages for s in p.sentences if s.end - s.start > 3]


def _sentence_terms(knowledge: Knowledge, sentence: Sentence) -> Terms:
    article = knowledge.articles[sentence.source]
    said = fold(sentence.span.of(article.text))
    return analyse("\n".join([said, said, *_context(knowledge, article, sentence)]))


def _context(knowledge: Knowledge, article: Article, sentence: Sentence) -> list[str]:
    """What speaks for a sentence: who says it and where, the headings and the question above it."""
    passage = sentence.passage
    person = passage.speaker or passage.subject
    named = f"{person.name} {person.role} {person.place}" if person else ""
    above = [h.of(article.text) for h in passage.headings]
    question = passage.question.of(article.text)[-_HEADING_TAIL:] if passage.question else ""
    places = " ".join(knowledge.sources[sentence.source].municipalities)
    return [fold(piece) for piece in (named, *above, question, places) if piece]
