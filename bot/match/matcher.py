"""The matcher: a question against a corpus, candidates from the engines, ranked by their features."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from bot.features import Features
from bot.fitted import RANKING, TUNING
from bot.index import Part, Scored, Terms
from bot.index.corpus import Corpus, Sentence, kana_of, pressed
from bot.index.terms import from_words
from bot.knowledge import Entry, Quote
from bot.match.expansion import Expander
from bot.match.facets import Facets, Gazetteer
from bot.match.kinds import Kind, has, wanted
from bot.question import Question
from bot.text import fold
from bot.words import Word, words

__all__ = ["Hit", "Matched", "Matcher"]


@dataclass(frozen=True, slots=True)
class Hit:
    """A candidate answer: a curated entry or a sentence, the quotes it would show, score and features."""

    entry: Entry | None
    sentence: Sentence | None
    quotes: tuple[Quote, ...]
    score: float
    features: Features

    @property
    def name(self) -> str:
        """The entry's id, or the place of the sentence."""
        if self.entry:
            return self.entry.id
        quote = self.quotes[0]
        return f"{quote.source}:{quote.span.start}"


@dataclass(frozen=True, slots=True)
class Matched:
    """All that matching found out: hits, best first, the facets, and how much of the question is unheard of.

    ``unknown`` is the share, by rarity, of the question's words that no document holds (0 to 1);
    ``size`` counts the question's words.
    """

    hits: tuple[Hit, ...]
    facets: Facets
    unknown: float
    size: int
    touched: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question as the engines and the features need it."""

    folded: str
    words: list[Word]
    terms: Terms
    pressed: str
    kana: str
    facets: Facets
    kinds: tuple[Kind, ...]


_CAPITAL = "東京都"  # takes part in nearly every talk, so naming it narrows little
_NOTHING = Scored(-1, 0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class _Found:
    """What the engines gave: scores by entry (whole), by entry (its nearest question), and by sentence."""

    entries: dict[int, Scored]
    asked: dict[int, Scored]
    sentences: dict[int, Scored]

    @classmethod
    def of(cls, corpus: Corpus, query: Sequence[Part]) -> _Found:
        entries = {s.document: s for s in corpus.entry_engine.search(query, TUNING.candidates)}
        asked: dict[int, Scored] = {}
        for scored in corpus.asked_engine.search(query, TUNING.candidates * 4):
            asked.setdefault(corpus.asked_of[scored.document], scored)
        sentences = {s.document: s for s in corpus.sentence_engine.search(query, TUNING.candidates * 2)}
        return cls(entries, asked, sentences)


class Matcher:
    """Everything that matching needs, built once per knowledge; safe to share between threads."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self.gazetteer = Gazetteer(corpus.knowledge)
        self.expander = Expander(corpus.knowledge.glossary)

    def match(self, question: Question) -> Matched:
        """Return the hits for a question, best first."""
        asked = self._asked(question)
        touched = self.expander.touched(asked.folded, asked.words)
        query = self._query(question, asked, touched)
        found = _Found.of(self.corpus, query)
        hits = [
            *(self._entry_hit(asked, n, found) for n in found.entries),
            *(self._sentence_hit(asked, s) for s in list(found.sentences.values())[: TUNING.candidates]),
        ]
        ranked = tuple(sorted(hits, key=lambda h: -h.score))
        groups = tuple((phrase, self.expander.groups[n].words[0]) for n, phrase in touched.items())
        return Matched(ranked, asked.facets, self._unknown(asked), len(asked.terms.words), groups)

    def _asked(self, question: Question) -> _Asked:
        found = words(question.core)
        everything = " ".join(filter(None, (question.core, question.background)))
        facets = self.gazetteer.facets(everything, found)
        if question.before and not (facets.places or facets.foreign):
            before = self.gazetteer.facets(question.before, words(question.before))
            facets = Facets(before.places, before.foreign, facets.people or before.people, facets.several)
        return _Asked(
            question.core,
            found,
            from_words(question.core, [found]),
            pressed(question.core),
            kana_of(question.core),
            facets,
            wanted(question.core),
        )

    def _query(self, question: Question, asked: _Asked, touched: dict[int, str]) -> list[Part]:
        """The question itself, then what only helps: its synonyms, its background, the question before it."""
        parts = [Part(asked.terms)]
        parts.extend(Part(self.expander.added(n), TUNING.glossary, expected=False) for n in touched)
        for text, weight in ((question.background, TUNING.background), (question.before, TUNING.before)):
            if text:
                parts.append(Part(from_words(text, [words(text)]), weight, expected=False))
        return parts

    def _entry_hit(self, asked: _Asked, number: int, found: _Found) -> Hit:
        entry = self.corpus.entries[number]
        ways = self.corpus.asked(number)
        scored = found.entries[number]
        nearest = found.asked.get(number, _NOTHING)
        quoted = self._quoted(entry, found)
        source = self.corpus.knowledge.sources[entry.quotes[0].source]
        places = {entry.municipality, *source.municipalities} if not entry.compares else set(source.municipalities)
        several = asked.facets.several
        features = self._facet_features(asked, places, entry.quotes[0], entry.compares)._replace(
            words=scored.words,
            grams=scored.grams,
            kana=scored.kana,
            covered=scored.covered,
            nearest_words=nearest.words,
            nearest_grams=nearest.grams,
            nearest_kana=nearest.kana,
            nearest_covered=nearest.covered,
            quote_words=quoted.words,
            quote_grams=quoted.grams,
            quote_kana=quoted.kana,
            fuzzy=_nearest(asked.pressed, [w.pressed for w in ways]),
            fuzzy_kana=_nearest(asked.kana, [w.kana for w in ways]),
            compares=float(entry.compares and several),
            compares_alone=float(entry.compares and not several),
            compares_one=float(entry.compares and len(asked.facets.places - {_CAPITAL}) == 1),
        )
        return Hit(entry, None, entry.quotes, RANKING.score(features), features)

    def _quoted(self, entry: Entry, found: _Found) -> Scored:
        """Return the best score of the sentences that the entry's first quote holds."""
        quote = entry.quotes[0]
        held = [s for n, s in found.sentences.items() if self._holds(quote, self.corpus.sentences[n])]
        return max(held, key=lambda s: s.words + s.grams + s.kana, default=_NOTHING)

    @staticmethod
    def _holds(quote: Quote, sentence: Sentence) -> bool:
        return quote.source == sentence.source and quote.span.overlaps(sentence.span)

    def _sentence_hit(self, asked: _Asked, scored: Scored) -> Hit:
        sentence = self.corpus.sentences[scored.document]
        quote = Quote(sentence.source, sentence.span)
        places = set(self.corpus.knowledge.sources[sentence.source].municipalities)
        features = self._facet_features(asked, places, quote, compares=False)._replace(
            covered=scored.covered,
            passage=1.0,
            passage_words=scored.words,
            passage_grams=scored.grams,
            passage_kana=scored.kana,
        )
        return Hit(None, sentence, (quote,), RANKING.score(features), features)

    def _facet_features(self, asked: _Asked, places: set[str], quote: Quote, compares: bool) -> Features:
        facets = asked.facets
        said = self.corpus.knowledge.text_of(quote)
        agrees = bool(facets.places & places)
        fits = has(said, asked.kinds) if asked.kinds else False
        mentions = bool(facets.foreign and facets.foreign & self.gazetteer.facets(fold(said), ()).foreign)
        conflict = bool(facets.places) and not agrees and not compares
        named = self._names_person(quote, said, facets)
        return Features(
            place=float(agrees or mentions),
            place_conflict=float(conflict or (bool(facets.foreign) and not mentions)),
            person=float(bool(facets.people) and named),
            person_conflict=float(bool(facets.people) and not named),
            kind=float(fits),
            kind_conflict=float(bool(asked.kinds) and not fits),
        )

    def _names_person(self, quote: Quote, said: str, facets: Facets) -> bool:
        passage = self.corpus.knowledge.articles[quote.source].passage_at(quote.span.start)
        people = [p.name for p in (passage.speaker, passage.subject) if p] if passage else []
        return any(person in said or any(n.startswith(person) for n in people) for person in facets.people)

    def _unknown(self, asked: _Asked) -> float:
        """Share of the question's words, by rarity, that neither entries nor sentences hold."""
        engines = (self.corpus.entry_engine, self.corpus.sentence_engine)
        weights = {w: max(e.weight_of(w) for e in engines) for w in asked.terms.words}
        unheard = sum(weight for w, weight in weights.items() if not any(e.holds(w) for e in engines))
        return unheard / max(sum(weights.values()), 1e-9)


def _nearest(text: str, ways: Sequence[str]) -> float:
    if not text or not ways:
        return 0.0
    best = process.extractOne(text, ways, scorer=fuzz.ratio)
    return best[1] / 100.0 if best else 0.0
