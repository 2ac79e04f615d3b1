"""Signals: what the confidence in the best hit is computed from."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["Signals"]


class Signals(NamedTuple):
    """Numbers about a question and its best hit.

    ``score`` is the ranking's, ``margin`` its lead over the next different quote; ``unknown`` the share of
    the question's words, by rarity, that the whole corpus lacks (measured: the strongest sign of a no);
    ``missing`` the rarity of the rarest word that the best hit lacks, ``missing_share`` the share of all it lacks;
    ``nearer_*`` how much nearer the question is to something that no article says (logarithm of the ratio);
    ``alike`` and ``alike_absent`` how far the nearest question is above mere likeness, of the entry and of the
    absence; ``whole`` tells that the best hit holds every word, ``few`` is one over the number of words;
    ``english_*`` are the same again for questions in English, whose words are seldom all found;
    ``scope`` is how much it is worded like what articles say, not like what none says;
    ``spoken`` tells a question in kana, ``bare`` one of mere keywords, ``topic`` one that names a subject alone, ``several`` one for several cities, ``compares`` an entry that does;
    the others are the best hit's `Features` and the question's length.
    """

    score: float = 0.0
    margin: float = 0.0
    words: float = 0.0
    grams: float = 0.0
    kana: float = 0.0
    covered: float = 0.0
    fuzzy: float = 0.0
    spoken_fuzzy: float = 0.0
    spoken: float = 0.0
    bare: float = 0.0
    several: float = 0.0
    compares: float = 0.0
    compares_one: float = 0.0
    unknown: float = 0.0
    missing: float = 0.0
    missing_share: float = 0.0
    nearer_words: float = 0.0
    nearer_grams: float = 0.0
    nearer_kana: float = 0.0
    nearer_fuzzy: float = 0.0
    only_absent: float = 0.0
    only_best: float = 0.0
    alike: float = 0.0
    alike_absent: float = 0.0
    whole: float = 0.0
    few: float = 0.0
    whole_bare: float = 0.0
    whole_few: float = 0.0
    size: float = 0.0
    log_size: float = 0.0
    place: float = 0.0
    place_conflict: float = 0.0
    person_conflict: float = 0.0
    kind: float = 0.0
    kind_conflict: float = 0.0
    thing_conflict: float = 0.0
    named: float = 0.0
    foreign: float = 0.0
    passage: float = 0.0
    english: float = 0.0
    english_words: float = 0.0
    english_missing: float = 0.0
    english_nearer: float = 0.0
    english_only_absent: float = 0.0
    english_unknown: float = 0.0
    before: float = 0.0
    topic: float = 0.0
    whole_topic: float = 0.0
    scope: float = 0.0
