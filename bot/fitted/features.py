"""Features: what is known about a question and one candidate, as numbers between about 0 and 1.

The first `FACING` are known of the question and a quote, whoever found it.
"""

from __future__ import annotations

from typing import Final, NamedTuple

__all__ = ["FACING", "Features"]

FACING: Final = 14


class Features(NamedTuple):
    """What the ranking weighs.

    ``words``, ``grams``, ``kana``: BM25 of each field as a share of what the question could reach.
    ``quote_*``: the same for the sentences that the entry quotes first.
    ``covered``: share, by rarity, of the question's words that the candidate holds.
    ``fuzzy``: the nearest of the entry's questions, by rapidfuzz.
    ``place``, ``place_conflict``, ``person``, ``person_conflict``: the facets agree, or do not.
    ``compares``: several cities are asked for and the entry compares; ``compares_alone``: only the latter;
    ``compares_one``: the question names one city and the entry compares.
    ``kind``, ``kind_conflict``: it asks for a time, a person, a number or money, and the quote has one, or not.
    ``thing_conflict``: it asks for a maker, a contact, a time of day or a venue that the quote has not, or for the
    words of somebody who says nothing in the articles.
    ``frames``: the quote is a heading, a list or a host's question, which tells nothing of a subject; ``frames_topic``:
    the same where the question names a subject alone.
    ``named``: the question asks for a thing by its name alone, and the quote names it.
    ``said``: it answered the question before in the thread, and has been read; ``said_after``, ``said_before``: it
    stands near behind or before that in the same article; ``said_article``: it stands in that article.
    ``spoken_*``: the same for a question typed in kana, in place of the written ones.
    ``passage`` and ``passage_*``: the candidate is a sentence that no editor has curated.
    """

    place: float = 0.0
    place_conflict: float = 0.0
    person: float = 0.0
    person_conflict: float = 0.0
    kind: float = 0.0
    kind_conflict: float = 0.0
    thing_conflict: float = 0.0
    named: float = 0.0
    frames: float = 0.0
    frames_topic: float = 0.0
    said: float = 0.0
    said_after: float = 0.0
    said_before: float = 0.0
    said_article: float = 0.0
    words: float = 0.0
    grams: float = 0.0
    kana: float = 0.0
    covered: float = 0.0
    quote_words: float = 0.0
    quote_grams: float = 0.0
    quote_kana: float = 0.0
    fuzzy: float = 0.0
    compares: float = 0.0
    compares_alone: float = 0.0
    compares_one: float = 0.0
    spoken_words: float = 0.0
    spoken_grams: float = 0.0
    spoken_kana: float = 0.0
    spoken_quote: float = 0.0
    spoken_fuzzy: float = 0.0
    passage: float = 0.0
    passage_words: float = 0.0
    passage_grams: float = 0.0
    passage_kana: float = 0.0
