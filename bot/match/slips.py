"""Slips of typing: what a question that holds unknown words probably meant.

J-LYS → J-LIS, デジタル茶解 → デジタル茶会, 座談会の編週 → 座談会の編集
A suspicious stretch (a word that no document holds, or the splinters of a wrong conversion) is replaced by a
phrase of the lexicon that sounds the same, or nearly the same, or is spelled nearly the same.
Whoever asks decides by the answers whether the mended question is the better one.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

from bot.index.corpus import Corpus
from bot.index.terms import term_of
from bot.match.facets import Gazetteer
from bot.words import Word, content, level, sounds_of, words

__all__ = ["Mended", "Slip", "Slips"]

_WORDS = 5  # of one stretch at most
_SHORTEST = 2  # letters of a stretch
_SAME_SOUND = 3  # kana from which the same sound is no chance
_NEAR_SOUND = 5  # kana from which one wrong one is forgiven
_TWO_SLIPS = 9  # kana from which two are
_NEAR_SPELLING = 3  # letters from which one wrong one is forgiven
_KANJI = 4  # of a run that is read character by character, at most
_READINGS = 300  # ways to read such a run, at most
_MARKS = frozenset("-ー・")  # stand within a name
_PARTICLES = ("助詞", "助動詞")
_NOMINAL = ("名詞", "接頭辞", "接尾辞")
_HIRAGANA = re.compile("[\u3041-\u3096ー]+")
_IDEOGRAPHS = re.compile("[\u3400-\u9fff]+")
_KANJI_ALONE = re.compile("[\u3400-\u9fff](?![\u3400-\u9fff])")
_DIGITS = re.compile("[0-9]+|[一二三四五六七八九十百]+(?=[年月日回番人名])")
_WHICH = re.compile("何[階日点時月曜歳円件個台枚番週]")  # 何階 asks for a floor, and is no 何回
_TOWN = re.compile("[市区町村県府都]$")


class Slip(NamedTuple):
    """What was typed and what it is taken for."""

    typed: str
    meant: str


class Mended(NamedTuple):
    """A question's core with its slips replaced."""

    core: str
    slips: tuple[Slip, ...]


class _Guess(NamedTuple):
    """A replacement for the words from ``first`` to before ``end``; surer and longer ones go first."""

    sureness: int
    length: int
    first: int
    end: int
    slip: Slip


class Slips:
    """Mend questions with the words of one knowledge."""

    def __init__(self, corpus: Corpus, gazetteer: Gazetteer) -> None:
        self.lexicon = corpus.lexicon
        self.gazetteer = gazetteer
        self._engines = (corpus.entry_engine, corpus.sentence_engine, corpus.absence_engine)

    def mend(self, core: str) -> Mended | None:
        """Return the folded core of a question without its slips, or None where there seem to be none."""
        found = list(_split(words(core)))
        chosen = self._chosen(sorted(self._guesses(found), reverse=True))
        if not chosen:
            return None
        pieces = [w.surface for w in found]
        for guess in chosen:  # from the end, so that places before stay
            pieces[guess.first : guess.end] = [guess.slip.meant]
        return Mended("".join(pieces), tuple(g.slip for g in reversed(chosen)))

    @staticmethod
    def _chosen(guesses: list[_Guess]) -> list[_Guess]:
        """Keep the best guess for each place, the last place first."""
        kept: list[_Guess] = []
        for guess in guesses:
            if all(guess.end <= k.first or k.end <= guess.first for k in kept):
                kept.append(guess)
        return sorted(kept, key=lambda g: -g.first)

    def _guesses(self, found: list[Word]) -> Iterator[_Guess]:
        unheard = self._unheard(found)
        unwritten = self._unwritten(found)
        splinters = [len(w.surface) == 1 and w.pos not in (*_PARTICLES, "補助記号", "空白") for w in found]
        for first in range(len(found)):
            for end in range(first + 1, min(len(found), first + _WORDS) + 1):
                stretch = found[first:end]
                if any(w.pos in ("補助記号", "空白") and w.surface not in _MARKS for w in stretch):
                    break
                strange = any(unheard[first:end])
                beside = [found[n] for n in (first - 1, end) if 0 <= n < len(found)]
                doubtful = strange or any(unwritten[first:end]) or any(splinters[first:end])
                if doubtful and _is_whole(stretch, beside):
                    yield from self._guess(stretch, first, strange)

    def _unheard(self, found: list[Word]) -> list[bool]:
        telling = {id(w) for w in content(found)}
        terms = [term_of(w) if id(w) in telling else "" for w in found]
        return [bool(term) and not any(engine.holds(term) for engine in self._engines) for term in terms]

    def _unwritten(self, found: list[Word]) -> list[bool]:
        """Tell which nouns no article and no editor writes and no absence asks for: they may be mistyped."""
        terms = [term_of(w) if w.pos == "名詞" else "" for w in found]
        return [
            bool(term) and w.surface not in self.lexicon and not any(e.holds(term) for e in self._engines[1:])
            for w, term in zip(found, terms, strict=True)
        ]

    def _guess(self, stretch: list[Word], first: int, strange: bool) -> Iterator[_Guess]:
        typed = "".join(w.surface for w in stretch)
        if len(typed) < _SHORTEST or _WHICH.search(typed) or typed in self.lexicon or self.gazetteer.knows(typed):
            return
        sureness, meant = self._meant(stretch, typed, strange)
        if meant and _is_slip(typed, meant) and _is_alike(stretch, typed, meant):
            yield _Guess(sureness, len(typed), first, first + len(stretch), Slip(typed, meant))

    def _meant(self, stretch: list[Word], typed: str, strange: bool) -> tuple[int, str | None]:
        """Return how sure a guess is (3 to 1) and what was meant."""
        sound = "".join(level(w.kana) for w in stretch)
        spelled = () if _HIRAGANA.fullmatch(typed) else (sound, *_sounds(stretch, typed))
        for same in spelled:  # what is typed as it sounds needs no mending: it is looked up by its sound
            if len(same) >= _SAME_SOUND and (meant := self.lexicon.homophone(same)):
                return 3, meant
        if not strange or _is_known_name(stretch, typed) or any(w.pos in _PARTICLES for w in stretch):
            return 0, None
        slips = 2 if len(sound) >= _TWO_SLIPS else 1
        is_spoken = len(sound) >= _NEAR_SOUND and not typed.isascii() and not _is_a_word(stretch, typed)
        if is_spoken and (meant := self.lexicon.nearly_sounding(sound, slips)):
            return 2, meant
        return 1, self.lexicon.nearly_spelled(typed) if len(typed) >= _NEAR_SPELLING else None


def _split(found: list[Word]) -> Iterator[Word]:
    """Part a verb's kanji from its ending where a single kanji stands before it: 圧 宿し was 圧縮 and し."""
    before: Word | None = None
    for word in found:
        alone = before is not None and bool(_KANJI_ALONE.fullmatch(before.surface))
        if alone and word.pos == "動詞" and _KANJI_ALONE.match(word.surface) and len(word.surface) > 1:
            kanji, ending = word.surface[0], word.surface[1:]
            yield Word(kanji, "名詞", "普通名詞", kanji, word.kana[: -len(ending)])
            yield Word(ending, word.pos, word.kind, ending, ending)
        else:
            yield word
        before = word


def _sounds(stretch: list[Word], typed: str) -> Iterator[str]:
    """Yield the ways to read what is no word of the dictionary, character by character (業努 → 業務, ICT色 → ICT職)."""
    if len(stretch) < 2:
        return
    if len(typed) <= _KANJI and _IDEOGRAPHS.fullmatch(typed):
        each = [sounds_of(character, place == 0) for place, character in enumerate(typed)]
    else:
        each = [_ways_to_read(word, place == 0) for place, word in enumerate(stretch)]
    if math.prod(map(len, each)) <= _READINGS:
        yield from map("".join, product(*each))


def _ways_to_read(word: Word, is_first: bool) -> tuple[str, ...]:
    """Return the sounds of a single kanji, of any other word the one that it has."""
    alone = _KANJI_ALONE.fullmatch(word.surface)
    return sounds_of(word.surface, is_first) if alone else (level(word.kana),)


def _is_whole(stretch: list[Word], beside: list[Word]) -> bool:
    """Tell a stretch that begins and ends where a phrase may: not at a particle, nor within a run of single kanji."""
    if stretch[0].pos in _PARTICLES or stretch[-1].pos in _PARTICLES:
        return False
    return not any(len(w.surface) == 1 and w.pos in _NOMINAL and _IDEOGRAPHS.fullmatch(w.surface) for w in beside)


def _is_a_word(stretch: list[Word], typed: str) -> bool:
    """Tell a word of kanji that the dictionary has: whoever typed it meant it."""
    return len(stretch) == 1 and stretch[0].kind != "未知語" and bool(_IDEOGRAPHS.fullmatch(typed))


def _is_known_name(stretch: list[Word], typed: str) -> bool:
    """Tell the name of a town: 青森市 is no 青梅市 mistyped."""
    return bool(_TOWN.search(typed)) and any(w.kind == "固有名詞" for w in stretch)


def _is_alike(stretch: list[Word], typed: str, meant: str) -> bool:
    """Tell whether several words, of which some are kanji, have a character of what was meant: 利用率 is no 両立."""
    return len(stretch) == 1 or not _IDEOGRAPHS.search(typed) or bool(set(typed) & set(meant))


def _is_slip(typed: str, meant: str) -> bool:
    """Tell a slip from a phrase that only goes on further, and from another number."""
    return meant != typed and meant not in typed and _DIGITS.findall(typed) == _DIGITS.findall(meant)
