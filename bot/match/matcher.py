"""The matcher: a question against a corpus, candidates from the engines, ranked by their features."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice

from bot.fitted import RANKING, TUNING, Ranking, Tuning
from bot.index import Query
from bot.index.corpus import Corpus
from bot.knowledge import Quote
from bot.match.asked import Asked, Reader
from bot.match.candidates import Found, Weigher
from bot.match.doubt import Doubter
from bot.match.facets import Gazetteer
from bot.match.hits import Hit, Matched
from bot.match.slips import Mended, Slips
from bot.question import Question

__all__ = ["Matcher"]


class Matcher:
    """Everything that matching needs, built once per knowledge; safe to share between threads."""

    def __init__(self, corpus: Corpus, ranking: Ranking = RANKING, tuning: Tuning = TUNING) -> None:
        gazetteer = Gazetteer(corpus.knowledge)
        self.corpus = corpus
        self.tuning = tuning
        self.aided = sum(len(ways.pressed) for ways in corpus.declined) >= tuning.fewest_examples
        self.reader = Reader(corpus, gazetteer, tuning)
        self.weigher = Weigher(corpus, gazetteer, ranking)
        self.doubter = Doubter(corpus, gazetteer, tuning.absences)
        self.slips = Slips(corpus, gazetteer)

    def mend(self, question: Question) -> Mended | None:
        """Return what a question probably meant if it was mistyped, or None; English is left alone."""
        return None if question.english else self.slips.mend(question.core)

    def match(self, question: Question) -> Matched:
        """Return the hits for a question, best first, and what speaks against the best."""
        asked = self.reader.read(question)
        if asked.before:
            asked = replace(asked, said=self._best_quote(Question(asked.before, asked.before, "", None, False)))
        touched = self.reader.touched(asked)
        query = self.reader.query(question, asked, touched)
        hits = self._ranked(asked, query)
        words = {n: self.reader.expander.groups[n].words[0] for n in touched}
        groups = tuple((phrase, words[n]) for n, phrase in touched.items())
        if not hits:
            return Matched((), asked.facets, 1.0, len(asked.terms.words), groups, missing=(1.0, 1.0))
        weights = self.doubter.telling_words(asked, hits[0])
        lacking = self.doubter.lacking(asked, hits[0], weights)
        return Matched(
            hits=hits,
            facets=asked.facets,
            unknown=0.0 if asked.in_kana else self.doubter.unknown(asked),
            size=len(asked.terms.words),
            touched=groups,
            absent=self.doubter.absent(asked, query, hits[0], weights),
            missing=self.doubter.missing(weights, lacking),
            scope=self.corpus.scope.of_question(asked.words),
            in_kana=asked.in_kana,
            aided=self.aided,
            bare=asked.is_bare,
            topic=asked.is_topic,
            follows=bool(asked.before),
            held=tuple(word for word in weights if word not in lacking),
            lacking=tuple(lacking),
        )

    def _best_quote(self, question: Question) -> Quote | None:
        asked = self.reader.read(question)
        hits = self._ranked(asked, self.reader.query(question, asked, self.reader.touched(asked)))
        return hits[0].quotes[0] if hits else None

    def _ranked(self, asked: Asked, query: Query) -> tuple[Hit, ...]:
        found = Found.of(self.corpus, query, self.tuning)
        hits = [
            *(self.weigher.entry(asked, number, found) for number in found.entries),
            *(self.weigher.sentence(asked, s) for s in islice(found.sentences.values(), self.tuning.sentences)),
        ]
        return tuple(sorted(hits, key=lambda hit: -hit.score))
