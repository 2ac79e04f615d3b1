"""The corpus: what of the knowledge can be found, as documents in two engines.

A curated entry is one document of its question, its variants and its quotes, pooled (measured: hit@1 0.81
against 0.64 when each variant stands alone).
A passage is one sentence, with the heading and the question over it: they speak for what stands below.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from bot.index.engine import Engine, MemoryEngine
from bot.index.store import IndexStore
from bot.index.terms import Terms, analyse
from bot.knowledge import Absence, Entry, Knowledge, Quote
from bot.seeds import Article, Passage
from bot.text import Span, fold
from bot.words import level, reading, words

__all__ = ["Asked", "Corpus", "Note", "Sentence", "kana_of", "pressed"]

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
    """The ways to ask for an entry, pressed (no spaces, no punctuation) and as kana."""

    pressed: tuple[str, ...]
    kana: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """What a quote says, the same with the names of who says it, and the places its article is about."""

    said: str
    named: str
    places: frozenset[str]


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
    """Entries and sentences with their engines; document numbers are positions in the tuples.

    Absences are what no article says; they only help to decline.
    ``quoted_of`` gives the sentences of each entry's first quote.
    """

    knowledge: Knowledge
    entries: tuple[Entry, ...]
    sentences: tuple[Sentence, ...]
    quoted_of: tuple[tuple[int, ...], ...]
    entry_engine: Engine
    absence_engine: Engine
    sentence_engine: Engine
    without: frozenset[str] = frozenset()

    @classmethod
    def of(
        cls,
        knowledge: Knowledge,
        without: frozenset[str] = frozenset(),
        engines: Mapping[str, MemoryEngine] | None = None,
    ) -> Corpus:
        """Index a knowledge; ``without`` leaves some questions of entries out, as fitting needs it."""
        sentences = tuple(s for source in knowledge.sources for s in _sentences(knowledge, source))
        engines = engines_of(knowledge, sentences, without) if engines is None else engines
        return cls(
            knowledge,
            knowledge.entries,
            sentences,
            _held(knowledge.entries, sentences),
            engines["entries"],
            engines["absences"],
            engines["sentences"],
            without,
        )

    @classmethod
    def stored(cls, knowledge: Knowledge, store: IndexStore) -> Corpus:
        """Take the engines from a store, or build them and leave them there."""
        engines = store.load(knowledge.version)
        if engines is None:
            sentences = tuple(s for source in knowledge.sources for s in _sentences(knowledge, source))
            engines = engines_of(knowledge, sentences, frozenset())
            store.save(knowledge.version, engines)
        return cls.of(knowledge, engines=engines)

    @cached_property
    def _notes(self) -> dict[Quote, Note]:
        return {}

    def note(self, quote: Quote) -> Note:
        """Return what facets need to know of a quote; made at the first call."""
        found = self._notes.get(quote)
        if found is None:
            passage = self.knowledge.articles[quote.source].passage_at(quote.span.start)
            people = [p.name for p in (passage.speaker, passage.subject) if p] if passage else []
            places = frozenset(self.knowledge.sources[quote.source].municipalities)
            said = fold(self.knowledge.text_of(quote))
            found = Note(said, f"{said} {fold(' '.join(people))}", places)
            self._notes[quote] = found
        return found

    @cached_property
    def _asked(self) -> dict[int, Asked]:
        return {}

    @cached_property
    def _declined(self) -> dict[int, Asked]:
        return {}

    def asked(self, number: int) -> Asked:
        """Return the ways to ask for an entry; made at the first call, since few entries are ever compared."""
        return self._ways(self._asked, number, self.entries[number].questions)

    def declined(self, number: int) -> Asked:
        """Return the ways to ask for what no article says."""
        return self._ways(self._declined, number, self.knowledge.absences[number].examples)

    def _ways(self, known: dict[int, Asked], number: int, questions: tuple[str, ...]) -> Asked:
        found = known.get(number)
        if found is None:
            folded = [fold(q) for q in questions if q not in self.without]
            found = Asked(tuple(map(pressed, folded)), tuple(map(kana_of, folded)))
            known[number] = found
        return found


def engines_of(
    knowledge: Knowledge, sentences: tuple[Sentence, ...], without: frozenset[str]
) -> dict[str, MemoryEngine]:
    """Build the engines of entries, absences and sentences."""
    return {
        "entries": MemoryEngine.build(entry_terms(knowledge, entry, without) for entry in knowledge.entries),
        "absences": MemoryEngine.build(_absence_terms(absence, without) for absence in knowledge.absences),
        "sentences": MemoryEngine.build(_sentence_terms(knowledge, sentence) for sentence in sentences),
    }


def entry_terms(knowledge: Knowledge, entry: Entry, without: frozenset[str] = frozenset()) -> Terms:
    """Return an entry's document; ``without`` leaves some of its questions out (for fitting)."""
    asked = [fold(q) for q in entry.questions if q not in without]
    quoted = [fold(knowledge.text_of(q)) for q in entry.quotes]
    return analyse("\n".join([*asked, *quoted]))


def _absence_terms(absence: Absence, without: frozenset[str]) -> Terms:
    return analyse("\n".join(fold(example) for example in absence.examples if example not in without))


def _held(entries: tuple[Entry, ...], sentences: tuple[Sentence, ...]) -> tuple[tuple[int, ...], ...]:
    """Return for each entry the numbers of the sentences that its first quote overlaps."""
    quoted = {entry.quotes[0].source for entry in entries}
    by_source: dict[str, list[int]] = {source: [] for source in quoted}
    for number, sentence in enumerate(sentences):
        if sentence.source in quoted:
            by_source[sentence.source].append(number)
    return tuple(
        tuple(n for n in by_source[q.source] if sentences[n].span.overlaps(q.span)) for q in (e.quotes[0] for e in entries)
    )


def _sentences(knowledge: Knowledge, source: str) -> list[Sentence]:
    article = knowledge.articles[source]
    return [Sentence(source, p, s) for p in article.passages for s in p.sentences if s.end - s.start > 3]


def _sentence_terms(knowledge: Knowledge, sentence: Sentence) -> Terms:
    article = knowledge.articles[sentence.source]
    said = fold(sentence.span.of(article.text))
    return analyse("\n".join([said, *_context(knowledge, article, sentence)]))


def _context(knowledge: Knowledge, article: Article, sentence: Sentence) -> list[str]:
    """What speaks for a sentence: who says it and where, the headings and the question above it."""
    passage = sentence.passage
    person = passage.speaker or passage.subject
    named = f"{person.name} {person.role} {person.place}" if person else ""
    above = [h.of(article.text) for h in passage.headings]
    question = passage.question.of(article.text)[-_HEADING_TAIL:] if passage.question else ""
    places = " ".join(knowledge.sources[sentence.source].municipalities)
    return [fold(piece) for piece in (named, *above, question, places) if piece]
