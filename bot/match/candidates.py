"""Candidates: what the engines found for a question, each with its features."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from bot.fitted import Ranking, Tuning
from bot.fitted.features import FACING, Features
from bot.index import Query, Scored
from bot.index.corpus import Corpus
from bot.knowledge import Entry, Quote
from bot.match.asked import Asked
from bot.match.facets import Gazetteer
from bot.match.hits import Hit
from bot.match.kinds import has, lacks_thing

__all__ = ["Found", "Weigher", "nearest"]

_FAR = 200.0  # characters in which nearness falls to a third
_NOTHING = Scored(-1, 0.0, 0.0, 0.0, 0.0)
_TELLS, _FRAMES = Features(), Features(frames=1.0)


@dataclass(frozen=True, slots=True)
class Found:
    """What the engines gave: scores by entry and by sentence, best first."""

    entries: dict[int, Scored]
    sentences: dict[int, Scored]

    @classmethod
    def of(cls, corpus: Corpus, query: Query, tuning: Tuning) -> Found:
        """Ask the engines for the best entries and sentences; of these more than are weighed, for entries' quotes."""
        entries = {s.document: s for s in corpus.entry_engine.search(query, tuning.entries)}
        sentences = {s.document: s for s in corpus.sentence_engine.search(query, tuning.quoted)}
        return cls(entries, sentences)


class Weigher:
    """Turn what the engines found into hits with features and score."""

    def __init__(self, corpus: Corpus, gazetteer: Gazetteer, ranking: Ranking) -> None:
        self.corpus = corpus
        self.gazetteer = gazetteer
        self.ranking = ranking
        self._foreign: dict[Quote, frozenset[str]] = {}

    def entry(self, asked: Asked, number: int, found: Found) -> Hit:
        """Return an entry as a hit."""
        entry = self.corpus.entries[number]
        ways = self.corpus.asked[number]
        scored = found.entries[number]
        quoted = max(
            (found.sentences[n] for n in self.corpus.quoted_of[number] if n in found.sentences), default=_NOTHING
        )
        several = asked.facets.several
        quotes = self._of_the_places_first(entry.quotes, asked.facets.places)
        features = Features(
            *self._facing(asked, quotes[0], entry)[:FACING],
            *scored[1:],  # words, grams, kana, covered
            *quoted[1:4],  # the first three
            fuzzy=0.0 if asked.in_kana else nearest(asked.terms.pressed, ways.pressed),
            spoken_fuzzy=nearest(asked.terms.spoken, ways.kana) if asked.in_kana else 0.0,
            compares=float(entry.compares and several),
            compares_alone=float(entry.compares and not several),
            compares_one=float(entry.compares and len(asked.facets.named_cities) == 1),
        )
        features = _as_spoken(features) if asked.in_kana else features
        return Hit(entry, None, quotes, self.ranking.score(features), features, number)

    def sentence(self, asked: Asked, scored: Scored) -> Hit:
        """Return a sentence as a hit."""
        sentence = self.corpus.sentences[scored.document]
        quote = Quote(sentence.source, sentence.span)
        features = Features(
            *self._facing(asked, quote, None)[:FACING],
            covered=scored.covered,
            passage=1.0,
            passage_words=scored.words,
            passage_grams=scored.grams,
            passage_kana=scored.kana,
        )
        return Hit(None, sentence, (quote,), self.ranking.score(features), features, scored.document)

    def _of_the_places_first(self, quotes: tuple[Quote, ...], places: frozenset[str]) -> tuple[Quote, ...]:
        """Put the quotes of a place that the question names first, as a reader is shown them."""
        if not places or len(quotes) == 1:
            return quotes
        return tuple(sorted(quotes, key=lambda quote: not places & self.corpus.note(quote).places))

    def _foreign_in(self, quote: Quote) -> frozenset[str]:
        """Return the places without an article that a quote mentions (立川市 in 小金井市's words)."""
        found = self._foreign.get(quote)
        if found is None:
            found = self._foreign[quote] = self.gazetteer.facets(self.corpus.note(quote).said, ()).foreign
        return found

    def _facing(self, asked: Asked, quote: Quote, entry: Entry | None) -> Features:
        """Return how a quote stands to what a question names and asks for; the other features are 0."""
        note = self.corpus.note(quote)
        if asked.names_nothing:
            return _TELLS if note.tells else _FRAMES
        facets = asked.facets
        compares = entry is not None and entry.compares and (facets.several or facets.elsewhere)
        agrees = not facets.places.isdisjoint(note.places) or (
            entry is not None and entry.municipality in facets.places
        )
        fits = bool(asked.kinds) and has(note.said, asked.kinds)
        mentions = bool(facets.foreign and facets.foreign & self._foreign_in(quote))
        conflict = bool(facets.places) and not agrees and not compares
        named = any(person in note.named for person in facets.people)
        facing = Features(
            place=float(agrees or mentions),
            place_conflict=float(conflict or (bool(facets.foreign) and not mentions and not agrees)),
            person=float(named),
            person_conflict=float(bool(facets.people) and not named),
            kind=float(fits),
            kind_conflict=float(bool(asked.kinds) and not fits),
            thing_conflict=float(lacks_thing(note.said, asked.kinds) or asked.wants_silent),
            named=float(any(name in note.pressed for name in asked.names)),
            frames=float(not note.tells),
            frames_topic=float(asked.is_topic and not note.tells),
        )
        return _after(facing, asked.said, quote) if asked.said else facing


def _after(facing: Features, said: Quote, quote: Quote) -> Features:
    """Add how a quote stands to what was said before: whoever asks on has read that, and talks go on in order."""
    if quote.source != said.source:
        return facing
    if quote.meets(said):
        return facing._replace(said=1.0, said_article=1.0)
    behind, ahead = quote.span.start - said.span.end, said.span.start - quote.span.end
    near = math.exp(-max(behind, ahead, 0) / _FAR)
    if behind >= ahead:
        return facing._replace(said_article=1.0, said_after=near)
    return facing._replace(said_article=1.0, said_before=near)


def _as_spoken(features: Features) -> Features:
    """Weigh a question in kana by what it sounds like: its own weights, since written words cannot agree."""
    return features._replace(
        words=0.0,
        grams=0.0,
        kana=0.0,
        covered=0.0,
        quote_words=0.0,
        quote_grams=0.0,
        quote_kana=0.0,
        spoken_words=features.words,
        spoken_grams=features.grams,
        spoken_kana=features.kana,
        spoken_quote=features.quote_kana,
    )


def nearest(text: str, ways: Sequence[str]) -> float:
    """Return the likeness (0 to 1) of the nearest of several ways to ask."""
    if not text or not ways:
        return 0.0
    best = process.extractOne(text, ways, scorer=fuzz.ratio)
    return best[1] / 100.0 if best else 0.0
