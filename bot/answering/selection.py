"""Selection: which quotes an answer shows, and in which order.

The best hit's quotes come first, then what stands close behind it; quotes that follow each other become one.
A question for several cities is answered from all articles: the best of each, and the second best where it is near.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from bot.fitted import EXCERPTS
from bot.knowledge import Entry, Knowledge, Quote
from bot.knowledge.telling import is_said, tells
from bot.match import Hit, Matched
from bot.match.facets import Facets
from bot.text import Span

__all__ = ["chosen", "distinct", "further", "is_bookkeeping", "joined", "related"]

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
# What a question asks about the articles themselves: numbers, headings, who led through a talk.
_OF_ARTICLES = re.compile(r"見出し|議題|第何回|何回(?:です|に分)|全文|マガジン|シリーズ|聞き手|司会")
_RELATED_SHOWN = 3
_RELATED_SEEN = 12  # runners-up among which those of the same topic come first


def chosen(matched: Matched, knowledge: Knowledge) -> list[Quote]:
    """Choose the quotes to show, `EXCERPTS.most` at most, all from different places; the first answers best."""
    best = matched.hits[0]
    if matched.facets.several or len(matched.facets.places) > 1 or (best.entry and best.entry.compares):
        return _article_by_article(matched, knowledge)
    others = _others(matched, knowledge)
    near = [h.quotes[0] for h in others if best.score - h.score <= EXCERPTS.behind]
    own = best.quotes
    most = max(EXCERPTS.fewest, min(EXCERPTS.most, 1 + len(own)))
    if best.is_an_editors:
        return _as_an_editor_chose(own, others, knowledge, most)
    first = _widened(own[0], best, knowledge)
    shown = joined([first, *near[:1], *own[1:2], *near[1:], *own[2:]], knowledge, most)
    if not matched.facets.places and not matched.facets.people:
        shown = [*shown, *_from_other_articles(matched, shown)][: EXCERPTS.most]
    if len(shown) < EXCERPTS.fewest:
        shown = joined([*shown, *(h.quotes[0] for h in others)], knowledge, EXCERPTS.fewest)
    return shown


def _as_an_editor_chose(own: Sequence[Quote], others: Iterable[Hit], knowledge: Knowledge, most: int) -> list[Quote]:
    """Leave alone what an editor chose for the very question; others come after it, and what only runs on does not."""
    beside = (h.quotes[0] for h in others)
    return distinct([*own, *(q for q in beside if not any(_union(q, o, knowledge) for o in own))])[:most]


def further(matched: Matched, shown: Iterable[Quote], knowledge: Knowledge) -> list[Quote]:
    """Choose what comes after the quotes that were shown: as near as what stands beside the best, of no other place.

    Neither headings nor questions of the interviewer are further cases, unless the best hit is one itself.
    """
    best, seen = matched.hits[0], list(shown)
    near = (h for h in matched.hits if best.score - h.score <= EXCERPTS.behind)
    ranked = distinct(q for h in near for q in h.quotes)
    fresh = [q for q in ranked if not any(q.meets(s) for s in seen) and _is_of_the_place(q, matched, knowledge)]
    return joined((q for q in fresh if not best.tells or tells(q, knowledge)), knowledge)


def is_bookkeeping(entry: Entry, knowledge: Knowledge) -> bool:
    """Tell a question about the articles themselves (headings, dates, lists of people) from one about their subject."""
    return bool(_OF_ARTICLES.search(entry.question)) or not any(is_said(quote, knowledge) for quote in entry.quotes)


def related(hits: Iterable[Hit], knowledge: Knowledge) -> tuple[Entry, ...]:
    """Suggest what else can be asked: what the best entry refers to, then runners-up, those of its topic first.

    Questions about the articles themselves come last, unless that is what was asked.
    """
    entries = [h.entry for h in hits if h.entry]
    if not entries:
        return ()
    best, named = entries[0], entries[0].see_also
    referred = [e for name in named for e in knowledge.entries if e.id == name]
    near = {e.id: e for e in (*referred, *entries[1 : 1 + _RELATED_SEEN])}
    candidates = [e for e in near.values() if e is not best]
    about_articles = is_bookkeeping(best, knowledge)

    def order(entry: Entry) -> tuple[bool, bool, bool]:
        beside = not about_articles and is_bookkeeping(entry, knowledge)
        return beside, entry.id not in named, entry.topic != best.topic

    return tuple(sorted(candidates, key=order)[:_RELATED_SHOWN])


def _is_of_the_place(quote: Quote, matched: Matched, knowledge: Knowledge) -> bool:
    """Tell whether a quote contradicts no place of the question: it is from there, and so is who says it."""
    facets, about = matched.facets, set(knowledge.sources[quote.source].municipalities)
    passage = knowledge.articles[quote.source].passage_at(quote.span.start)
    wanted = facets.named_cities or facets.places
    if wanted and not wanted & about:
        return False
    said_in = passage.speaker.place if passage and passage.speaker and not facets.people else ""
    return not (wanted and said_in in about) or said_in in facets.places


def distinct(quotes: Iterable[Quote]) -> list[Quote]:
    """Keep the first of quotes that overlap."""
    kept: list[Quote] = []
    spans: dict[str, list[Span]] = {}
    for quote in quotes:
        seen = spans.setdefault(quote.source, [])
        if not any(quote.span.overlaps(span) for span in seen):
            seen.append(quote.span)
            kept.append(quote)
    return kept


def joined(quotes: Iterable[Quote], knowledge: Knowledge, most: int = EXCERPTS.most) -> list[Quote]:
    """Keep quotes of different places, ``most`` at most; what follows one of them in the same mouth joins it.

    A reader gets one excerpt with one source then, not two that stand side by side in the article. Measured on 5,600
    questions left out in turn: the first excerpt answers in 0.929 instead of 0.920.
    """
    kept: list[Quote] = []
    for quote in distinct(quotes):
        found = _put(kept, quote, len(kept), knowledge)
        kept = found if len(found) <= most else kept
    return kept


def _put(kept: list[Quote], quote: Quote, place: int, knowledge: Knowledge) -> list[Quote]:
    """Put a quote at its place among others, or as one with those that it follows at the best place of them."""
    for number, other in enumerate(kept):
        union = _union(other, quote, knowledge)
        if union:
            return _put([*kept[:number], *kept[number + 1 :]], union, min(place, number), knowledge)
    return [*kept[:place], quote, *kept[place:]]


def _union(one: Quote, other: Quote, knowledge: Knowledge) -> Quote | None:
    """Return two quotes as one, if only white space parts them, the same person says both, and it is not too long."""
    if one.source != other.source:
        return None
    first, second = sorted((one.span, other.span))
    if second.end - first.start > EXCERPTS.joined:
        return None
    article = knowledge.articles[one.source]
    passages = article.passage_at(first.start), article.passage_at(second.start)
    alike = {(p.kind, p.speaker) for p in passages if p}
    apart = article.text[first.end : second.start].strip()
    return None if apart or None in passages or len(alike) > 1 else Quote(one.source, Span(first.start, second.end))


def _others(matched: Matched, knowledge: Knowledge) -> list[Hit]:
    """List the hits that may stand beside the best: all that are near it, and enough to fill an answer up."""
    best = matched.hits[0]
    near = [h for h in matched.hits[1:] if best.score - h.score <= EXCERPTS.behind]
    far = matched.hits[1 + len(near) :]

    def goes_with(hit: Hit) -> bool:
        """Tell whether a hit may stand beside the best: of no city but those named, and no mere question of the host."""
        cities = matched.facets.named_cities
        if cities and not cities & set(knowledge.sources[hit.quotes[0].source].municipalities):
            return False
        return hit.tells or not best.tells

    return [*filter(goes_with, near), *islice(filter(goes_with, far), EXCERPTS.fewest)]


def _article_by_article(matched: Matched, knowledge: Knowledge) -> list[Quote]:
    """Take the best quotes of each article, the first of each first; where several places are named, of theirs alone.

    A second quote of an article must be `EXCERPTS.again` better than the first of another.
    """
    best = matched.hits[0]
    scores: dict[Quote, float] = dict.fromkeys(best.quotes, best.score)
    for hit in matched.hits[1:]:
        fitting = hit.quotes if hit.entry and hit.entry.compares else hit.quotes[:1]
        for quote in fitting:
            if not best.tells or tells(quote, knowledge):
                scores.setdefault(quote, hit.score)
    by_article: dict[str, list[Quote]] = {}
    for quote in distinct(scores):
        by_article.setdefault(quote.source, []).append(quote)
    worth = {
        quote: scores[quote] - EXCERPTS.again * place
        for quotes in _of_named_places(by_article, matched, knowledge)
        for place, quote in enumerate(quotes)
    }
    return joined(sorted(worth, key=worth.__getitem__, reverse=True), knowledge)


def _of_named_places(
    by_article: Mapping[str, list[Quote]], matched: Matched, knowledge: Knowledge
) -> Iterator[list[Quote]]:
    """Keep the named cities' articles; the capital's are those about it alone, since it takes part in nearly all."""
    places, cities = matched.facets.places, matched.facets.named_cities
    about = {source: set(knowledge.sources[source].municipalities) for source in by_article}
    named = [s for s in by_article if cities & about[s] or (places - cities and about[s] <= places)]
    wanted = named if named and _names_all(matched.facets) else list(by_article)
    return (by_article[source] for source in wanted)


def _names_all(facets: Facets) -> bool:
    """Tell whether a question names all places that it is about: several, or one city and no others beside it."""
    return len(facets.places) > 1 or (bool(facets.named_cities) and not facets.elsewhere)


def _from_other_articles(matched: Matched, shown: Iterable[Quote]) -> list[Quote]:
    """Where no place is named, let every article that has something near speak once, the nearest first."""
    best, heard = matched.hits[0], {q.source for q in shown}
    near = (h for h in matched.hits[1:] if best.score - h.score <= EXCERPTS.elsewhere)
    found: dict[str, Quote] = {}
    for hit in near:
        quote = hit.quotes[0]
        if quote.source not in heard and (hit.tells or not best.tells):
            found.setdefault(quote.source, quote)
    return list(found.values())


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
