"""What is asked: a question as the engines and the features need it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.fitted import Tuning
from bot.index import Part, Query, Terms
from bot.index.corpus import Corpus
from bot.index.terms import from_words, press, term_of
from bot.knowledge import Quote
from bot.match.expansion import Expander
from bot.match.facets import Facets, Gazetteer
from bot.match.kinds import Kind, wanted
from bot.match.leaning import leans, telling
from bot.match.subject import is_topic, subject_of
from bot.question import Question
from bot.words import Word, words

__all__ = ["Asked", "Reader"]

_KANA_SHARE = 0.85
_SAYING = re.compile(
    r"言っ|いって|述べ|発言|意見|コメント|語っ|話し|思っ|(?<![a-z])(?:say|said|think|thought|comment|opinion)"
)
# Particles and endings that show a sentence where all is katakana; ノンカスタマイズ alone is a word like any other.
_SPOKEN_KATAKANA = re.compile(
    r"[ァ-ヶー](?:ノ|ハ|ヲ|ガ|デ|ニ|ト|モ|カラ|ッテ)(?:\s|$)|(?:デス|マス|シタ)カ|ナニ|ドンナ|ドコ|ドウ|ダレ|イツ|ナゼ"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as the engines and the features need it; ``said`` is what answered the one before in the thread.

    ``names`` are those of the thing that it asks for by name alone; ``is_topic`` tells one that only names a subject.
    """

    folded: str
    words: list[Word]
    terms: Terms
    facets: Facets
    kinds: tuple[Kind, ...]
    in_kana: bool
    before: str
    english: bool
    wants_silent: bool = False
    names: tuple[str, ...] = ()
    is_topic: bool = False
    said: Quote | None = None

    @property
    def names_nothing(self) -> bool:
        """Tell a question that leaves open which quotes answer it: no place, no person, no kind of thing, no talk before."""
        facets = self.facets
        told = facets.places or facets.foreign or facets.people or self.kinds or self.names or self.said
        return not (told or self.is_topic or self.wants_silent)

    @property
    def is_bare(self) -> bool:
        """Tell a question of mere keywords, without particle or ending."""
        return not self.english and not any(w.pos in ("助詞", "助動詞") for w in self.words)


class Reader:
    """Read a question with the names and synonyms of one knowledge."""

    def __init__(self, corpus: Corpus, gazetteer: Gazetteer, tuning: Tuning) -> None:
        self.gazetteer = gazetteer
        self.expander = Expander(corpus.knowledge.glossary)
        self.tuning = tuning
        self._engine = corpus.entry_engine

    def read(self, question: Question) -> Asked:
        """Return a question with its terms, facets and kinds, and with the former question if it leans on it."""
        found = words(question.core)
        terms = from_words(question.core, [found])
        before = question.before if leans(question.core, terms.words, self._engine) else ""
        everything = " ".join(filter(None, (question.core, question.background)))
        facets = self.gazetteer.facets(everything, found)
        if before and not (facets.places or facets.foreign):
            named = self.gazetteer.facets(before, words(before))
            facets = Facets(named.places, named.foreign, facets.people or named.people, facets.several)
        return Asked(
            question.core,
            found,
            terms,
            facets,
            wanted(question.core),
            _is_in_kana(question.core),
            before,
            question.english,
            bool(facets.silent and _SAYING.search(question.core)),
            self._names(question),
            is_topic(question.core, found, question.english),
        )

    def _names(self, question: Question) -> tuple[str, ...]:
        """Return the names, pressed, of the thing that a question asks for by name alone; English by the glossary."""
        subject = subject_of(question.core, question.english)
        if not subject:
            return ()
        return (press(subject), *(self.expander.translated(subject) if question.english else ()))

    def query(self, question: Question, asked: Asked, touched: dict[int, str]) -> Query:
        """Put the query together: the question, what stands around and before it, and its synonyms."""
        thin = len(telling(asked.terms.words)) <= self.tuning.thin
        parts = [Part(_toned_down(asked, self.gazetteer, self.tuning.names), core=True)]
        if question.background:
            weight = self.tuning.background_of_thin if thin else self.tuning.background
            parts.append(Part(_side_terms(question.background), weight))
        if asked.before:
            weight = self.tuning.before_thin if thin else self.tuning.before
            parts.append(Part(_side_terms(asked.before), weight))
        synonyms = self.tuning.glossary_of_kana if asked.in_kana else self.tuning.glossary
        parts.extend(Part(self.expander.added(n), synonyms, expected=asked.in_kana) for n in touched)
        return Query.of(parts)

    def touched(self, asked: Asked) -> dict[int, str]:
        """Return the glossary's groups that a question touches, with the phrase that touched each."""
        return self.expander.touched(asked.folded, asked.words)


def _side_terms(text: str) -> Terms:
    return from_words(text, [words(text)])


def _is_in_kana(folded: str) -> bool:
    """Tell a question typed in kana, whose words MeCab cannot be trusted with."""
    letters = [c for c in folded if c.isalnum()]
    kana = sum("\u3041" <= c <= "\u30ff" for c in letters)
    hiragana = sum("\u3041" <= c <= "\u309f" for c in letters)
    if len(letters) <= 4 or kana < _KANA_SHARE * len(letters):
        return False
    return hiragana * 2 >= len(letters) or bool(_SPOKEN_KATAKANA.search(folded))


def _toned_down(asked: Asked, gazetteer: Gazetteer, weight: float) -> Terms:
    """Let names of places weigh little (their facet counts), and words of a kana question nothing."""
    if asked.in_kana:
        return Terms({}, asked.terms.grams, asked.terms.kana)
    names = {term_of(w) for w in asked.words if w.kind == "固有名詞" or gazetteer.knows(w.surface)}
    bag = {word: count * (weight if word in names else 1.0) for word, count in asked.terms.words.items()}
    return Terms(bag, asked.terms.grams, asked.terms.kana)
