"""Selection: which quotes an answer shows, and in which order.

The best hit's quotes come first, then what stands close behind it.
A question for several cities is answered article by article: the best of each, then the second best of each.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, zip_longest

from bot.fitted import EXCERPTS
from bot.knowledge import Knowledge, Quote
from bot.match import Hit, Matched
from bot.text import Span

__all__ = ["chosen", "distinct", "further"]

_LONGEST = 300
_CONTEXT = 120  # a sentence shorter than this takes the sentence before it along where it leans on it
_LEANING = (
    "その",
    "そう",
    "こう",
    "これ",
    "それ",
    "また",
    "しかし",
    "ですが",
    "ただし",
    "だから",
    "そこ",
    "例えば",
    "ここ",
)


def chosen(matched: Matched, knowledge: Knowledge) -> list[Quote]:
    """Choose the quotes to show, `EXCERPTS.most` at most, all from different places; the first answers best."""
    best = matched.hits[0]
    if matched.facets.several or len(matched.facets.places) > 1 or (best.entry and best.entry.compares):
        return _article_by_article(matched, knowledge)[: EXCERPTS.most]
    others = matched.hits[1:]
    near = [h.quotes[0] for h in others if best.score - h.score <= EXCERPTS.behind]
    own = _by_place(best, matched, knowledge)
    first = _widened(own[0], best, knowledge)
    fill = [h.quotes[0] for h in others[: EXCERPTS.fewest]]
    quotes = distinct([first, *near[:1], *own[1:2], *near[1:], *own[2:], *fill])
    shown = quotes[: max(EXCERPTS.fewest, min(EXCERPTS.most, 1 + len(own)))]
    elsewhere = () if matched.facets.places or matched.facets.people else _from_other_articles(near, shown)
    return [*shown, *elsewhere][: EXCERPTS.most]


def further(matched: Matched, shown: Iterable[Quote]) -> list[Quote]:
    """Choose what comes after the quotes that were shown."""
    seen = list(shown)
    ranked = distinct(q for h in matched.hits for q in h.quotes)
    return [q for q in ranked if not any(q.meets(s) for s in seen)][: EXCERPTS.most]


def distinct(quotes: Iterable[Quote]) -> list[Quote]:
    """Keep the first of quotes that overlap."""
    kept: list[Quote] = []
    for quote in quotes:
        if not any(quote.meets(k) for k in kept):
            kept.append(quote)
    return kept


def _article_by_article(matched: Matched, knowledge: Knowledge) -> list[Quote]:
    """Take the best quote of each article in turn; where several places are named, of their articles alone."""
    best = matched.hits[0]
    own = _by_place(best, matched, knowledge)
    rest = (q for h in matched.hits[1:] for q in (h.quotes if h.entry and h.entry.compares else h.quotes[:1]))
    by_article: dict[str, list[Quote]] = {}
    for quote in distinct([*own, *rest]):
        by_article.setdefault(quote.source, []).append(quote)
    rounds = zip_longest(*_of_named_places(by_article, matched, knowledge))
    return [quote for quote in chain.from_iterable(rounds) if quote]


def _of_named_places(
    by_article: Mapping[str, list[Quote]], matched: Matched, knowledge: Knowledge
) -> Iterator[list[Quote]]:
    """Keep the named cities' articles; the capital's are those about it alone, since it takes part in nearly all."""
    places, cities = matched.facets.places, matched.facets.named_cities
    about = {source: set(knowledge.sources[source].municipalities) for source in by_article}
    named = [s for s in by_article if cities & about[s] or (places - cities and about[s] <= places)]
    wanted = named if len(places) > 1 and named else list(by_article)
    return (by_article[source] for source in wanted)


def _from_other_articles(quotes: Iterable[Quote], shown: Iterable[Quote]) -> list[Quote]:
    """Where no place is named, let every article that has something near speak once."""
    heard = {q.source for q in shown}
    return list({q.source: q for q in reversed(list(quotes)) if q.source not in heard}.values())


def _by_place(hit: Hit, matched: Matched, knowledge: Knowledge) -> list[Quote]:
    """Put the quotes of a place that the question names first."""
    places = matched.facets.places
    return sorted(hit.quotes, key=lambda q: not places & set(knowledge.sources[q.source].municipalities))


def _widened(quote: Quote, hit: Hit, knowledge: Knowledge) -> Quote:
    """Give a bare sentence that leans on the one before it (その結果…) that sentence too."""
    if hit.sentence is None:
        return quote
    text = knowledge.articles[quote.source].text
    sentences = hit.sentence.passage.sentences
    position = sentences.index(quote.span)
    if position == 0 or len(quote.span.of(text)) > _CONTEXT or not quote.span.of(text).startswith(_LEANING):
        return quote
    wider = Span(sentences[position - 1].start, quote.span.end)
    return Quote(quote.source, wider) if wider.end - wider.start <= _LONGEST else quote
