"""Mentions: everything that holds all words of a subject, not the best candidates alone; for comparing articles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from bot.index import Query, Scored
from bot.match.asked import Asked
from bot.match.candidates import Found
from bot.match.hits import Hit
from bot.match.matcher import Matcher
from bot.question import Question

__all__ = ["entries_about", "sentences_about"]

_ALL = 0.99  # of the subject's words, by rarity
_OF_AN_ARTICLE = 3  # sentences of one article that are weighed, those that the engine finds best


def entries_about(matcher: Matcher, question: Question) -> list[Hit]:
    """Return the entries that hold all words of a question, best first."""
    asked, query = _read(matcher, question)
    scored = matcher.corpus.entry_engine.search(query, len(matcher.corpus.entries))
    found = Found({s.document: s for s in scored}, {})
    return _sorted(matcher.weigher.entry(asked, s.document, found) for s in scored if s.covered >= _ALL)


def sentences_about(matcher: Matcher, question: Question) -> list[Hit]:
    """Return of each article some sentences that hold all words of a question, with the heading over them, best first."""
    asked, query = _read(matcher, question)
    corpus, counted = matcher.corpus, Counter[str]()
    kept: list[Scored] = []
    for scored in corpus.sentence_engine.search(query, len(corpus.sentences)):
        source = corpus.sentences[scored.document].source
        if scored.covered >= _ALL and counted[source] < _OF_AN_ARTICLE:
            counted[source] += 1
            kept.append(scored)
    return _sorted(matcher.weigher.sentence(asked, s) for s in kept)


def _read(matcher: Matcher, question: Question) -> tuple[Asked, Query]:
    asked = matcher.reader.read(question)
    return asked, matcher.reader.query(question, asked, matcher.reader.touched(asked))


def _sorted(hits: Iterable[Hit]) -> list[Hit]:
    return sorted(hits, key=lambda hit: -hit.score)
