"""The matcher: a question against a corpus, candidates from the engines, ranked by their features."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from bot.features import Features
from bot.fitted import RANKING, TUNING, Ranking, Tuning
from bot.index import Engine, Part, Query, Scored, Terms
from bot.index.corpus import Corpus, Sentence
from bot.index.terms import from_words, term_of
from bot.knowledge import Absence, Entry, Quote
from bot.match.expansion import Expander
from bot.match.facets import Facets, Gazetteer
from bot.match.leaning import leans, telling
from bot.match.kinds import Kind, has, wanted
from bot.question import Question
from bot.words import Word, content, words

__all__ = ["Hit", "Matched", "Matcher"]


@dataclass(frozen=True, slots=True)
class Hit:
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


@dataclass(frozen=True, slots=True)
class Matched:
    """All that matching found out: hits, best first, the facets, and how much of the question is unheard of.

    ``unknown`` is the share, by rarity, of the question's words that no document holds (0 to 1);
    ``size`` counts the question's words; ``touched`` are the phrases that the glossary knows, with its own word.
    ``missing`` are, of the question's words (names apart) that the best hit lacks, the rarity of the rarest
    and their share, both 0 to 1.
    """

    hits: tuple[Hit, ...]
    facets: Facets
    unknown: float
    size: int
    touched: tuple[tuple[str, str], ...] = ()
    absent: Absent | None = None
    missing: tuple[float, float] = (0.0, 0.0)
    in_kana: bool = False
    bare: bool = False
    follows: bool = False


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question as the engines and the features need it."""

    folded: str
    words: list[Word]
    terms: Terms
    facets: Facets
    kinds: tuple[Kind, ...]
    in_kana: bool
    before: str


_KANA_SHARE = 0.85
_CAPITAL = "東京都"  # takes part in nearly every talk, so naming it narrows little
_NOTHING = Scored(-1, 0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class _Found:
    """What the engines gave: scores by entry and by sentence, best first."""

    entries: dict[int, Scored]
    sentences: dict[int, Scored]

    @classmethod
    def of(cls, corpus: Corpus, query: Query, candidates: int) -> _Found:
        entries = {s.document: s for s in corpus.entry_engine.search(query, candidates)}
        sentences = {s.document: s for s in corpus.sentence_engine.search(query, candidates * 2)}
        return cls(entries, sentences)


class Matcher:
    """Everything that matching needs, built once per knowledge; safe to share between threads."""

    def __init__(self, corpus: Corpus, ranking: Ranking = RANKING, tuning: Tuning = TUNING) -> None:
        self.corpus = corpus
        self.ranking = ranking
        self.tuning = tuning
        self.gazetteer = Gazetteer(corpus.knowledge)
        self.expander = Expander(corpus.knowledge.glossary)

    def match(self, question: Question) -> Matched:
        """Return the hits for a question, best first."""
        asked = self._asked(question)
        touched = self.expander.touched(asked.folded, asked.words)
        query = self._query(question, asked, touched)
        found = _Found.of(self.corpus, query, self.tuning.candidates)
        hits = [
            *(self._entry_hit(asked, n, found) for n in found.entries),
            *(self._sentence_hit(asked, s) for s in list(found.sentences.values())[: self.tuning.candidates]),
        ]
        ranked = tuple(sorted(hits, key=lambda h: -h.score))
        groups = tuple((phrase, self.expander.groups[n].words[0]) for n, phrase in touched.items())
        return Matched(
            hits=ranked,
            facets=asked.facets,
            unknown=0.0 if asked.in_kana else self._unknown(asked),
            size=len(asked.terms.words),
            touched=groups,
            absent=self._absent(asked, query, ranked[0]) if ranked else None,
            missing=self._missing(asked, ranked[0]) if ranked and not asked.in_kana else (0.0, 0.0),
            in_kana=asked.in_kana,
            follows=bool(asked.before),
            bare=not any(w.pos in ("助詞", "助動詞") for w in asked.words) and not question.english,
        )

    def _asked(self, question: Question) -> _Asked:
        found = words(question.core)
        terms = from_words(question.core, [found])
        before = question.before if leans(question.core, terms.words, self.corpus.entry_engine) else ""
        everything = " ".join(filter(None, (question.core, question.background)))
        facets = self.gazetteer.facets(everything, found)
        if before and not (facets.places or facets.foreign):
            named = self.gazetteer.facets(before, words(before))
            facets = Facets(named.places, named.foreign, facets.people or named.people, facets.several)
        return _Asked(
            question.core,
            found,
            terms,
            facets,
            wanted(question.core),
            _is_in_kana(question.core),
            before,
        )

    def _query(self, question: Question, asked: _Asked, touched: dict[int, str]) -> Query:
        """Put the query together: the question, what stands around and before it, and its synonyms."""
        thin = len(telling(asked.terms.words)) <= self.tuning.thin
        parts = [Part(_toned_down(asked, self.gazetteer, self.tuning.names), core=True)]
        if question.background:
            weight = self.tuning.background_of_thin if thin else self.tuning.background
            parts.append(Part(self._side_terms(question.background), weight))
        if asked.before:
            weight = self.tuning.before_thin if thin else self.tuning.before
            parts.append(Part(self._side_terms(asked.before), weight))
        synonyms = self.tuning.glossary_of_kana if asked.in_kana else self.tuning.glossary
        parts.extend(Part(self.expander.added(n), synonyms, expected=asked.in_kana) for n in touched)
        return Query.of(parts)

    def _side_terms(self, text: str) -> Terms:
        return from_words(text, [words(text)])

    def _entry_hit(self, asked: _Asked, number: int, found: _Found) -> Hit:
        entry = self.corpus.entries[number]
        ways = self.corpus.asked[number]
        scored = found.entries[number]
        quoted = max((found.sentences[n] for n in self.corpus.quoted_of[number] if n in found.sentences), default=_NOTHING)
        several = asked.facets.several
        features = self._facet_features(asked, entry.quotes[0], entry)._replace(
            words=scored.words,
            grams=scored.grams,
            kana=scored.kana,
            covered=scored.covered,
            quote_words=quoted.words,
            quote_grams=quoted.grams,
            quote_kana=quoted.kana,
            fuzzy=_nearest(asked.terms.pressed, ways.pressed),
            fuzzy_kana=_nearest(asked.terms.spoken, ways.kana),
            compares=float(entry.compares and several),
            compares_alone=float(entry.compares and not several),
            compares_one=float(entry.compares and len(asked.facets.places - {_CAPITAL}) == 1),
        )
        features = _as_spoken(features) if asked.in_kana else features
        return Hit(entry, None, entry.quotes, self.ranking.score(features), features, number)

    def _sentence_hit(self, asked: _Asked, scored: Scored) -> Hit:
        sentence = self.corpus.sentences[scored.document]
        quote = Quote(sentence.source, sentence.span)
        features = self._facet_features(asked, quote, None)._replace(
            covered=scored.covered,
            passage=1.0,
            passage_words=scored.words,
            passage_grams=scored.grams,
            passage_kana=scored.kana,
        )
        return Hit(None, sentence, (quote,), self.ranking.score(features), features, scored.document)

    def _facet_features(self, asked: _Asked, quote: Quote, entry: Entry | None) -> Features:
        facets, note = asked.facets, self.corpus.note(quote)
        compares = entry is not None and entry.compares
        agrees = any(p in note.places or (entry and p == entry.municipality) for p in facets.places)
        fits = bool(asked.kinds) and has(note.said, asked.kinds)
        mentions = bool(facets.foreign and facets.foreign & self.gazetteer.facets(note.said, ()).foreign)
        conflict = bool(facets.places) and not agrees and not compares
        named = any(person in note.named for person in facets.people)
        return Features(
            place=float(agrees or mentions),
            place_conflict=float(conflict or (bool(facets.foreign) and not mentions)),
            person=float(named),
            person_conflict=float(bool(facets.people) and not named),
            kind=float(fits),
            kind_conflict=float(bool(asked.kinds) and not fits),
        )

    def _absent(self, asked: _Asked, query: Query, best: Hit) -> Absent | None:
        found = self.corpus.absence_engine.search(query, self.tuning.absences)
        fuzzy = {s.document: _nearest(asked.terms.pressed, self.corpus.declined[s.document].pressed) for s in found}
        nearest = max(found, key=lambda s: s.words + s.grams + s.kana + fuzzy[s.document], default=None)
        return self._compared(asked, nearest, best, fuzzy[nearest.document]) if nearest else None

    def _compared(self, asked: _Asked, scored: Scored, best: Hit, fuzzy: float) -> Absent:
        weights = self._telling_words(asked, best)
        missed_by_it = set(self.corpus.absence_engine.lacking(scored.document, weights))
        missed_by_best = set(self._engine_of(best).lacking(best.document, weights))
        whole = max(sum(weights.values()), 1e-9)
        return Absent(
            self.corpus.knowledge.absences[scored.document],
            scored.words,
            scored.grams,
            scored.kana,
            scored.covered,
            fuzzy,
            only_it=sum(weights[w] for w in missed_by_best - missed_by_it) / whole,
            only_best=sum(weights[w] for w in missed_by_it - missed_by_best) / whole,
        )

    def _engine_of(self, hit: Hit) -> Engine:
        return self.corpus.entry_engine if hit.entry else self.corpus.sentence_engine

    def _telling_words(self, asked: _Asked, best: Hit) -> dict[str, float]:
        """Return the question's words, names of places and people apart, with their rarity."""
        if asked.in_kana:
            return {}
        words = {term_of(w) for w in content(asked.words) if not self.gazetteer.knows(w.surface)} - {""}
        return {word: self._engine_of(best).weight_of(word) for word in words}

    def _missing(self, asked: _Asked, best: Hit) -> tuple[float, float]:
        """Return how rare the rarest word is that the best hit lacks, and the share of all that it lacks."""
        weights = self._telling_words(asked, best)
        lacking = [weights[word] for word in self._engine_of(best).lacking(best.document, weights)]
        rarest = self._engine_of(best).weight_of("\0")
        return max(lacking, default=0.0) / rarest, sum(lacking) / max(sum(weights.values()), 1e-9)

    def _unknown(self, asked: _Asked) -> float:
        """Share of the question's words, by rarity, that neither entries nor sentences hold."""
        engines = (self.corpus.entry_engine, self.corpus.sentence_engine)
        weights = {w: max(e.weight_of(w) for e in engines) for w in asked.terms.words}
        unheard = sum(weight for w, weight in weights.items() if not any(e.holds(w) for e in engines))
        return unheard / max(sum(weights.values()), 1e-9)


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
        fuzzy=0.0,
        fuzzy_kana=0.0,
        spoken_words=features.words,
        spoken_grams=features.grams,
        spoken_kana=features.kana,
        spoken_quote=features.quote_kana,
        spoken_fuzzy=features.fuzzy_kana,
    )


def _is_in_kana(folded: str) -> bool:
    """Tell a question typed in kana, whose words MeCab cannot be trusted with."""
    letters = [c for c in folded if c.isalnum()]
    kana = sum("\u3041" <= c <= "\u30ff" for c in letters)
    hiragana = sum("\u3041" <= c <= "\u309f" for c in letters)
    return len(letters) > 4 and kana >= _KANA_SHARE * len(letters) and hiragana * 2 >= len(letters)


def _toned_down(asked: _Asked, gazetteer: Gazetteer, weight: float) -> Terms:
    """Let names of places weigh little (their facet counts), and words of a kana question nothing."""
    if asked.in_kana:
        return Terms({}, asked.terms.grams, asked.terms.kana)
    names = {term_of(w) for w in asked.words if w.kind == "固有名詞" or gazetteer.knows(w.surface)}
    bag = {word: count * (weight if word in names else 1.0) for word, count in asked.terms.words.items()}
    return Terms(bag, asked.terms.grams, asked.terms.kana)


def _nearest(text: str, ways: Sequence[str]) -> float:
    if not text or not ways:
        return 0.0
    best = process.extractOne(text, ways, scorer=fuzz.ratio)
    return best[1] / 100.0 if best else 0.0
