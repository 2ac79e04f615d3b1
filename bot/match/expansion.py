"""Expansion: the glossary's groups that a question touches, and the words that they add to it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import TypeVar

from bot.index import Terms, analyse
from bot.index.terms import stem
from bot.knowledge import Group
from bot.text import fold
from bot.words import Word, hiragana

__all__ = ["Expander"]

Key = TypeVar("Key")
_ENGLISH = re.compile(r"[a-z]+")
_LONGEST = 16  # characters of the longest phrase that is looked for
_SHORTEST_KANA = 4  # kana of a reading; shorter ones stand in too many other words
_TURNING = frozenset("副非")  # prefixes after which a word means something else: 副首長 is not 首長


class Expander:
    """Find groups by their words (at word boundaries), their readings (in kana questions) and their English."""

    def __init__(self, groups: Iterable[Group]) -> None:
        self.groups = tuple(groups)

    @cached_property
    def _by_word(self) -> dict[str, list[int]]:
        return _table((n, _press(word)) for n, group in enumerate(self.groups) for word in group.words)

    @cached_property
    def _starts(self) -> frozenset[str]:
        """The first two letters of the groups' words, or the only one: most places of a question begin none."""
        return frozenset(word[:2] for word in self._by_word)

    @cached_property
    def _by_reading(self) -> dict[str, list[int]]:
        return _table((n, hiragana(_press(kana))) for n, group in enumerate(self.groups) for kana in group.readings)

    @cached_property
    def _reading_starts(self) -> frozenset[str]:
        """The first kana of the groups' readings."""
        return frozenset(kana[:_SHORTEST_KANA] for kana in self._by_reading)

    @cached_property
    def _by_english(self) -> dict[tuple[str, ...], list[int]]:
        return _table((n, _stems(phrase)) for n, group in enumerate(self.groups) for phrase in group.english)

    def touched(self, folded: str, words: list[Word]) -> dict[int, str]:
        """Return the numbers of the groups that a question touches, with the phrase that touched each."""
        found: dict[int, str] = {}
        for phrase, numbers in self._phrases(folded, words):
            for number in numbers:
                found.setdefault(number, phrase)
        return found

    def added(self, number: int) -> Terms:
        """Return the terms of a group's Japanese words."""
        return _terms_of(self.groups[number].words)

    def translated(self, english: str) -> list[str]:
        """Return the Japanese words, pressed, of the groups that an English name stands for as a whole."""
        numbers = self._by_english.get(_stems(english), [])
        return [_press(word) for number in numbers for word in self.groups[number].words]

    def _phrases(self, folded: str, words: list[Word]) -> Iterable[tuple[str, list[int]]]:
        surfaces = [w.surface for w in words]
        bounds = [0, *accumulate(len(s) for s in surfaces)]
        text = "".join(surfaces)
        for first, start in enumerate(bounds[:-1]):
            if first and surfaces[first - 1] in _TURNING:
                continue
            if text[start : start + 2] in self._starts or text[start] in self._starts:
                after = bisect_right(bounds, start + _LONGEST)
                yield from _looked_up(self._by_word, [text[start:end] for end in bounds[first + 1 : after]])
            if words[first].lemma in self._by_word:
                yield words[first].lemma, self._by_word[words[first].lemma]
        yield from self._kana_phrases(hiragana(text))
        yield from self._english_phrases(folded)

    def _kana_phrases(self, text: str) -> Iterable[tuple[str, list[int]]]:
        for run in re.finditer(r"[ぁ-ゖー]{4,}", text):
            kana = run.group()
            for start in range(len(kana) - _SHORTEST_KANA + 1):
                if kana[start : start + _SHORTEST_KANA] not in self._reading_starts:
                    continue
                ends = range(start + _SHORTEST_KANA, min(len(kana), start + _LONGEST) + 1)
                yield from _looked_up(self._by_reading, (kana[start:end] for end in ends))

    def _english_phrases(self, folded: str) -> Iterable[tuple[str, list[int]]]:
        if not _ENGLISH.search(folded):
            return
        stems = _stems(folded)
        for start in range(len(stems)):
            for end in range(start + 1, min(len(stems), start + 4) + 1):
                numbers = self._by_english.get(stems[start:end])
                if numbers:
                    yield " ".join(stems[start:end]), numbers


def _table(pairs: Iterable[tuple[int, Key]]) -> dict[Key, list[int]]:
    """Collect group numbers under their phrases; made when first needed."""
    table: dict[Key, list[int]] = {}
    for number, phrase in pairs:
        table.setdefault(phrase, []).append(number)
    return table


def _looked_up(table: dict[str, list[int]], phrases: Iterable[str]) -> list[tuple[str, list[int]]]:
    return [(phrase, table[phrase]) for phrase in phrases if phrase in table]


def _press(word: str) -> str:
    return fold(word).replace(" ", "")


def _stems(text: str) -> tuple[str, ...]:
    return tuple(stem(word) for word in _ENGLISH.findall(fold(text)))


@lru_cache(maxsize=4_096)
def _terms_of(words: tuple[str, ...]) -> Terms:
    terms = analyse("\n".join(fold(word) for word in words))
    return Terms(dict.fromkeys(terms.words, 1.0), terms.grams, terms.kana)
