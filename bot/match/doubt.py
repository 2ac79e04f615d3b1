"""Doubt: what speaks against an answer: words that it lacks, words that nothing holds, a nearer absence."""

from __future__ import annotations

from rapidfuzz import fuzz, process

from bot.index import Engine, Query, Scored
from bot.index.corpus import Asked as Ways
from bot.index.corpus import Corpus
from bot.index.terms import term_of
from bot.match.asked import Asked
from bot.match.facets import Gazetteer
from bot.match.hits import Absent, Hit
from bot.words import content, level

__all__ = ["Doubter"]


_SHORTEST_SOUND = 3  # kana from which a word that sounds the same is taken for it
_SHORTEST_SLIP = 4  # letters from which one wrong letter is forgiven
_EXAMPLES = 8  # of an absence, the most alike, that are looked at
_DETAIL = 2  # letters that an example has more than a question, if it asks a detail more
_WITHIN = 90.0  # rapidfuzz partial ratio from which a question stands within an example
_NEARLY = 75.0  # rapidfuzz partial ratio: one letter of four


class Doubter:
    """Look for reasons not to answer."""

    def __init__(self, corpus: Corpus, gazetteer: Gazetteer, absences: int) -> None:
        self.corpus = corpus
        self.gazetteer = gazetteer
        self.absences = absences

    def absent(self, asked: Asked, query: Query, best: Hit, weights: dict[str, float]) -> Absent | None:
        """Return the nearest of the things that no article says; ``weights`` are the question's `telling_words`."""
        found = self.corpus.absence_engine.search(query, self.absences)
        fuzzy = {s.document: self._likeness(asked.terms.pressed, s.document) for s in found}
        closest = max(found, key=lambda s: s.words + s.grams + s.kana + fuzzy[s.document], default=None)
        return self._compared(closest, best, fuzzy[closest.document], weights) if closest else None

    def _likeness(self, pressed: str, absence: int) -> float:
        """Return the likeness of the nearest example that does not ask the question and a detail more.

        「青梅市の書かない窓口」 does not ask for 「青梅市の書かない窓口の費用」, however alike they look.
        """
        found = process.extract(pressed, self.corpus.declined[absence].pressed, scorer=fuzz.ratio, limit=_EXAMPLES)
        return next((score / 100.0 for way, score, _ in found if not _asks_more(way, pressed)), 0.0) if pressed else 0.0

    def _compared(self, scored: Scored, best: Hit, fuzzy: float, weights: dict[str, float]) -> Absent:
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

    def telling_words(self, asked: Asked, best: Hit) -> dict[str, float]:
        """Return the question's words, names of places and people apart, with their rarity."""
        if asked.in_kana:
            return {}
        words = {term_of(w) for w in content(asked.words) if not self.gazetteer.knows(w.surface)} - {""}
        return {word: self._engine_of(best).weight_of(word) for word in words}

    def missing(self, weights: dict[str, float], lacking: list[str]) -> tuple[float, float]:
        """Return how rare the rarest word is that the best hit lacks, and the share of all that it lacks."""
        rarest = max((weights[word] for word in lacking), default=0.0) / self.corpus.entry_engine.weight_of("\0")
        return rarest, sum(weights[word] for word in lacking) / max(sum(weights.values()), 1e-9)

    def unknown(self, asked: Asked) -> float:
        """Return the share of the question's words, by rarity, that neither entries nor sentences hold."""
        engines = (self.corpus.entry_engine, self.corpus.sentence_engine)
        weights = {w: max(e.weight_of(w) for e in engines) for w in asked.terms.words}
        unheard = sum(weight for w, weight in weights.items() if not any(e.holds(w) for e in engines))
        return unheard / max(sum(weights.values()), 1e-9)

    def lacking(self, asked: Asked, best: Hit, weights: dict[str, float]) -> list[str]:
        """Return those of the words that the best hit lacks, also under another spelling or a slip of typing."""
        lacking = self._engine_of(best).lacking(best.document, weights)
        if not lacking or best.entry is None:
            return lacking
        spoken = {term_of(w): level(w.kana) for w in asked.words}
        ways = self.corpus.asked[best.document]
        return [word for word in lacking if not _is_slip(word, spoken.get(word, ""), ways)]


def _asks_more(way: str, pressed: str) -> bool:
    """Tell whether an example is (nearly) the question with something added to it."""
    return len(way) >= len(pressed) + _DETAIL and fuzz.partial_ratio(pressed, way) >= _WITHIN


def _is_slip(word: str, kana: str, ways: Ways) -> bool:
    """Tell whether a word sounds like, or nearly reads like, something that people ask an entry with."""
    if len(kana) >= _SHORTEST_SOUND and any(kana in way for way in ways.kana):
        return True
    if len(word) < _SHORTEST_SLIP:
        return False
    return process.extractOne(word, ways.pressed, scorer=fuzz.partial_ratio, score_cutoff=_NEARLY) is not None
