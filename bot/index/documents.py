"""Documents: which texts of the knowledge the engines hold.

A curated entry is one document of its question, its variants and its quotes, pooled (measured: hit@1 0.81
against 0.64 when each variant stands alone).
What no article says is one document of its examples.
A passage is one sentence, with the heading and the question over it: they speak for what stands below.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bot.index.engine import MemoryEngine
from bot.index.lexicon import Lexicon
from bot.index.scope import Scope
from bot.index.terms import Terms, analyse, from_words
from bot.knowledge import Absence, Entry, Knowledge
from bot.seeds import Article, Passage
from bot.text import Span, fold
from bot.words import Word, words

__all__ = ["Asked", "Built", "Sentence", "Watch", "build", "sentences_of", "unwatched"]

_QUESTION_TAIL = 80  # characters of the question above a sentence, from its end
_SHORTEST = 4


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an article that may be quoted by itself."""

    source: str
    passage: Passage
    span: Span


class Asked(NamedTuple):
    """The ways to ask for something, pressed (letters and digits only) and as kana, in the same order."""

    pressed: tuple[str, ...]
    kana: tuple[str, ...]


Watch = Callable[[Sequence[Sentence]], Iterable[Sentence]]


@dataclass(frozen=True, slots=True)
class Built:
    """All that is made of a knowledge before the first search, and worth keeping on disk."""

    entries: MemoryEngine
    absences: MemoryEngine
    sentences: MemoryEngine
    asked: tuple[Asked, ...]
    declined: tuple[Asked, ...]
    lexicon: Lexicon
    scope: Scope


class _Document(NamedTuple):
    """The terms of a document, the ways to ask for it, and these cut into words."""

    terms: Terms
    asked: Asked
    questions: list[list[Word]]


def unwatched(sentences: Sequence[Sentence]) -> Iterable[Sentence]:
    """Go through sentences and tell nobody how far it is."""
    return sentences


def build(
    knowledge: Knowledge,
    sentences: Sequence[Sentence],
    without: frozenset[str] = frozenset(),
    watch: Watch = unwatched,
) -> Built:
    """Analyse every text once; ``without`` leaves some questions out, ``watch`` is told how far it is."""
    entries = [_entry(knowledge, entry, without) for entry in knowledge.entries]
    absences = [_absence(absence, without) for absence in knowledge.absences]
    return Built(
        MemoryEngine.build(document.terms for document in entries),
        MemoryEngine.build(document.terms for document in absences),
        MemoryEngine.build(_sentence(knowledge, sentence) for sentence in watch(sentences)),
        tuple(document.asked for document in entries),
        tuple(document.asked for document in absences),
        Lexicon.of(_written(knowledge)),
        Scope.of(*([line for d in documents for line in d.questions] for documents in (entries, absences))),
    )


def sentences_of(knowledge: Knowledge) -> tuple[Sentence, ...]:
    """List every sentence that may be quoted by itself, in the order of the sources."""
    return tuple(
        Sentence(source, passage, span)
        for source, article in knowledge.articles.items()
        for passage in article.passages
        for span in passage.sentences
        if span.end - span.start >= _SHORTEST
    )


def _written(knowledge: Knowledge) -> Iterable[str]:
    """Yield what editors and articles write, folded: entries' own questions, their quotes, the glossary's words.

    What nobody has curated is left out: with a thousand articles, its phrases would fill the memory.
    """
    yield from (fold(entry.question) for entry in knowledge.entries)
    yield from {fold(knowledge.text_of(quote)) for entry in knowledge.entries for quote in entry.quotes}
    yield from (fold(word) for group in knowledge.glossary for word in group.words)


def _entry(knowledge: Knowledge, entry: Entry, without: frozenset[str]) -> _Document:
    asked = [fold(q) for q in entry.questions if q not in without]
    return _document(asked, [fold(knowledge.text_of(q)) for q in entry.quotes])


def _absence(absence: Absence, without: frozenset[str]) -> _Document:
    return _document([fold(example) for example in absence.examples if example not in without])


def _document(asked: Sequence[str], quoted: Sequence[str] = ()) -> _Document:
    texts = [*asked, *quoted]
    lines = [words(text) for text in texts]
    terms = from_words("\n".join(texts), lines)
    return _Document(terms, _ways(terms, len(asked)), lines[: len(asked)])


def _ways(terms: Terms, count: int) -> Asked:
    return Asked(tuple(terms.pressed.split("\n")[:count]), tuple(terms.spoken.split("\n")[:count]))


def _sentence(knowledge: Knowledge, sentence: Sentence) -> Terms:
    article = knowledge.articles[sentence.source]
    said = fold(sentence.span.of(article.text))
    return analyse("\n".join([said, *_context(knowledge, article, sentence)]))


def _context(knowledge: Knowledge, article: Article, sentence: Sentence) -> list[str]:
    """What speaks for a sentence: who says it and where, the headings and the question above it."""
    passage = sentence.passage
    person = passage.speaker or passage.subject
    named = f"{person.name} {person.role} {person.place}" if person else ""
    above = [h.of(article.text) for h in passage.headings]
    question = passage.question.of(article.text)[-_QUESTION_TAIL:] if passage.question else ""
    places = " ".join(knowledge.sources[sentence.source].municipalities)
    return [fold(piece) for piece in (named, *above, question, places) if piece]
