"""The corpus: what of the knowledge can be found, with its engines."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from bot.index.documents import Asked, Built, Sentence, Watch, build, sentences_of, unwatched
from bot.index.engine import Engine
from bot.index.lexicon import Lexicon
from bot.index.memory import give_back
from bot.index.scope import Scope
from bot.index.store import IndexStore
from bot.index.terms import press
from bot.knowledge import Entry, Knowledge, Quote
from bot.knowledge.telling import tells
from bot.text import fold

__all__ = ["Asked", "Corpus", "Note", "Sentence"]


@dataclass(frozen=True, slots=True)
class Note:
    """What a quote says, the same in letters and digits only, and with who says it; the places of its article.

    ``tells`` tells it from what only frames a subject (`knowledge.telling`).
    """

    said: str
    pressed: str
    named: str
    places: frozenset[str]
    tells: bool


@dataclass(frozen=True)
class Corpus:
    """Entries, absences and sentences with their engines; document numbers are positions in the tuples.

    Absences are what no article says; they only help to decline.
    ``asked`` and ``declined`` are the ways to ask for an entry and for an absence;
    ``quoted_of`` gives the sentences of each entry's first quote.
    """

    knowledge: Knowledge
    sentences: tuple[Sentence, ...]
    quoted_of: tuple[tuple[int, ...], ...]
    entry_engine: Engine
    absence_engine: Engine
    sentence_engine: Engine
    asked: tuple[Asked, ...]
    declined: tuple[Asked, ...]
    lexicon: Lexicon
    scope: Scope

    @classmethod
    def of(cls, knowledge: Knowledge, without: frozenset[str] = frozenset()) -> Corpus:
        """Index a knowledge; ``without`` leaves some questions of entries out, as fitting needs it."""
        sentences = sentences_of(knowledge)
        return cls._from(knowledge, sentences, build(knowledge, sentences, without))

    @classmethod
    def stored(cls, knowledge: Knowledge, store: IndexStore, watch: Watch = unwatched) -> Corpus:
        """Take what was built from a store, or build it and leave it there; ``watch`` is told how far it is."""
        sentences = sentences_of(knowledge)
        built = store.load(knowledge.version)
        if built is None:
            built = build(knowledge, sentences, watch=watch)
            store.save(knowledge.version, built)
            built = store.load(knowledge.version) or built  # arrays on disk leave memory when nothing touches them
            give_back()
        return cls._from(knowledge, sentences, built)

    @classmethod
    def _from(cls, knowledge: Knowledge, sentences: tuple[Sentence, ...], built: Built) -> Corpus:
        return cls(
            knowledge,
            sentences,
            _quoted(knowledge.entries, sentences),
            built.entries,
            built.absences,
            built.sentences,
            built.asked,
            built.declined,
            built.lexicon,
            built.scope,
        )

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The curated entries."""
        return self.knowledge.entries

    def note(self, quote: Quote) -> Note:
        """Return what facets need to know of a quote; made at the first call."""
        found = self._notes.get(quote)
        if found is None:
            passage = self.knowledge.articles[quote.source].passage_at(quote.span.start)
            people = [p.name for p in (passage.speaker, passage.subject) if p] if passage else []
            places = frozenset(self.knowledge.sources[quote.source].municipalities)
            said = fold(self.knowledge.text_of(quote))
            found = self._notes[quote] = Note(
                said, press(said), f"{said} {fold(' '.join(people))}", places, tells(quote, self.knowledge)
            )
        return found

    @cached_property
    def _notes(self) -> dict[Quote, Note]:
        return {}


def _quoted(entries: tuple[Entry, ...], sentences: tuple[Sentence, ...]) -> tuple[tuple[int, ...], ...]:
    """Return for each entry the numbers of the sentences that its first quote overlaps."""
    first = [entry.quotes[0] for entry in entries]
    by_source: dict[str, list[int]] = {quote.source: [] for quote in first}
    for number, sentence in enumerate(sentences):
        if sentence.source in by_source:
            by_source[sentence.source].append(number)
    return tuple(tuple(n for n in by_source[q.source] if sentences[n].span.overlaps(q.span)) for q in first)
