"""Comparison: what each article says about a subject.

That an article says nothing of it is told to the reader, so it must be true; and what it says must be about the
subject, not beside it. For each article speaks, in this order,

1. the editors' own comparison whose question names the subject (「各市ではどのような研修・人材育成を行っていますか?」)
   or, of a question, the one in which its answer stands,
2. any other entry whose question names it,
3. a sentence that holds all words of the subject, or stands under a heading or question that does,
4. what answers the subject if it is taken as a question.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain

from bot.confidence import Reason, Verdict
from bot.fitted import EXCERPTS
from bot.index.terms import from_words
from bot.knowledge import Knowledge, Quote
from bot.knowledge.places import CAPITAL
from bot.knowledge.telling import asks, is_said
from bot.match import Hit, Matched, Matcher
from bot.match.leaning import telling
from bot.match.mentions import entries_about, sentences_about
from bot.question import Question, understand
from bot.text import fold
from bot.words import words

__all__ = ["best_of_each", "cities_of", "subject_of"]

_ELSEWHERE = frozenset({Reason.FOREIGN_PLACE, Reason.OTHER_PLACE, Reason.TOO_LONG})
# What asks for a comparison and is no part of its subject.
_COMPARE = re.compile(
    r"(?:について|に関して)?(?:を|で|の)?(?:比較|比べ|くらべ|見比べ|並べ)(?:て|る|した|してみた|てみ|たい|表)?(?:い|ください|下さい|教えて)*"
    r"|(?:各|どの|他の|ほかの|複数の)(?:市|自治体|市町村|区市町村|記事)(?:で|の|は|ごと)*|自治体(?:ごと|別)|それぞれ|違い"
)
_HANGING = re.compile(r"^[のはがをにでともや、,\s]+|(?:では|は)?[?。\s]*$")  # what is left of 「青梅市は?」
_UNHEARD = 0.5  # share of a subject's words, by rarity, that nobody has said or asked: from there on it is unheard of
_ASKING = frozenset({"どう", "如何", "何", "何故", "何時", "何処", "誰", "どんな", "どの", "幾つ", "何れ"})


def subject_of(text: str, before: str, matcher: Matcher) -> str:
    """Return what is compared, "" where nothing is: no city's name, as all are asked.

    「小金井市のDXリーダーは何人?」 is compared as 「dxリーダーは何人」; of a follow-up that tells nothing by itself
    (「青梅市は?」「理由は?」) the question before it is.
    """
    question = understand(text, before)
    if question.talk:
        return text
    own = _without_cities(question.core, matcher)
    return own if telling(_words(own)) or not question.before else _without_cities(question.before, matcher)


def _without_cities(core: str, matcher: Matcher) -> str:
    """Return what is left of a folded question without cities and what asks for a comparison, "" if that is nothing."""
    cities = matcher.reader.gazetteer.facets(core, words(core)).named_cities
    for name in (fold(name) for city in cities for name in (city, city[:-1])):
        core = core.replace(name, "")
    bare = (_HANGING.sub("", left) for left in (_COMPARE.sub("", core), core))
    return next((left for left in bare if _words(left)), "")


def cities_of(text: str, matcher: Matcher) -> frozenset[str]:
    """Return the cities to which a comparison is restricted: those that it names, if these are several."""
    core = understand(text).core
    named = matcher.reader.gazetteer.facets(core, words(core)).named_cities
    return named if len(named) > 1 else frozenset()


def best_of_each(question: Question, matched: Matched, verdict: Verdict, matcher: Matcher) -> dict[str, Quote]:
    """Choose for each article what it says about a subject, by the article's id; an article without is silent."""
    if verdict.reason in _ELSEWHERE or not matched.hits or matched.unknown > _UNHEARD or not _words(question.core):
        return {}
    knowledge = matcher.corpus.knowledge
    named = _entries_that_name(question, matcher)
    steps: tuple[Iterable[Quote], ...] = (
        _telling_first(_compared(named) or (_compared_beside(matched) if verdict.answers else ()), knowledge),
        _in_order(named, knowledge),
        _in_order(sentences_about(matcher, question), knowledge),
        (q for q in _answering(matched) if is_said(q, knowledge)) if verdict.answers else (),
    )
    found: dict[str, Quote] = {}
    for quote in chain.from_iterable(steps):
        found.setdefault(quote.source, quote)
    return found


def _entries_that_name(question: Question, matcher: Matcher) -> list[Hit]:
    """Return the entries whose own question holds all words of the subject, best first."""
    wanted = _words(question.core)
    hits = entries_about(matcher, question)
    return [h for h in hits if wanted and h.entry and wanted <= _words(fold(h.entry.question))]


def _compared(named: Iterable[Hit]) -> tuple[Quote, ...]:
    """Return the quotes of the comparison that asks most articles about the subject."""
    entries = (hit.entry for hit in named if hit.entry and hit.entry.compares)
    best = max(entries, key=lambda entry: len(entry.quotes), default=None)
    return best.quotes if best else ()


def _compared_beside(matched: Matched) -> tuple[Quote, ...]:
    """Return the quotes of the nearest comparison in which the best answer's own quote stands."""
    first = matched.hits[0].quotes[0]
    entries = (hit.entry for hit in matched.hits if hit.entry and hit.entry.compares)
    return next((entry.quotes for entry in entries if any(first.meets(q) for q in entry.quotes)), ())


def _in_order(hits: Iterable[Hit], knowledge: Knowledge) -> list[Quote]:
    """Return what the hits would show, best first, a city's own words before those of its guests."""
    ranked = sorted(((q, h.score) for h in hits for q in h.quotes), key=lambda pair: -pair[1])
    quotes = (quote for quote, _ in ranked if is_said(quote, knowledge))
    return sorted(quotes, key=lambda quote: not _is_the_citys_own(quote, knowledge))


def _telling_first(quotes: Iterable[Quote], knowledge: Knowledge) -> list[Quote]:
    """Put what tells something before what asks, and a city's own words before those of its guests."""

    def rank(quote: Quote) -> tuple[bool, bool]:
        return asks(quote, knowledge), not _is_the_citys_own(quote, knowledge)

    return sorted((quote for quote in quotes if is_said(quote, knowledge)), key=rank)


def _is_the_citys_own(quote: Quote, knowledge: Knowledge) -> bool:
    cities = set(knowledge.sources[quote.source].municipalities) - {CAPITAL} or {CAPITAL}
    passage = knowledge.articles[quote.source].passage_at(quote.span.start)
    return bool(passage and passage.speaker and passage.speaker.place in cities)


def _answering(matched: Matched) -> Iterator[Quote]:
    """Yield what stands close enough to the best hit."""
    best = matched.hits[0].score
    for hit in matched.hits:
        if best - hit.score <= EXCERPTS.behind:
            yield from hit.quotes if hit.entry and hit.entry.compares else hit.quotes[:1]


def _words(folded: str) -> frozenset[str]:
    """Return the words of a text that carry its subject, in the form in which the engines know them."""
    return frozenset(from_words(folded, [words(folded)]).words) - _ASKING
