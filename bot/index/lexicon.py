"""The lexicon: the words and phrases that the knowledge is written in, by spelling and by sound.

It serves to tell what somebody meant who mistyped one (デジタル茶解, J-LYS), so it is taken from what editors
and articles write, not from the ways to ask: those hold slips of typing on purpose.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.words import Word, level, words

__all__ = ["Lexicon"]

_WORDS = 4  # of one phrase at most
_SHORTEST = 2
_NOMINAL = frozenset({"名詞", "接頭辞", "接尾辞", "形状詞"})
_ALONE = frozenset({"動詞", "形容詞", "副詞"})


@dataclass(frozen=True)
class Lexicon:
    """Folded spellings with their sound (kana, levelled as `words.reading` does)."""

    sounds: Mapping[str, str]

    @classmethod
    def of(cls, texts: Iterable[str]) -> Lexicon:
        """Collect the words and runs of up to four nominal words of folded texts."""
        found = dict(phrase for text in texts for phrase in _phrases(words(text)))
        return cls(
            {spelling: sound for spelling, sound in found.items() if min(len(spelling), len(sound)) >= _SHORTEST}
        )

    def __contains__(self, spelling: str) -> bool:
        return spelling in self.sounds

    def homophone(self, sound: str) -> str | None:
        """Return a spelling that sounds exactly so."""
        return self._by_sound.get(sound)

    def nearly_sounding(self, sound: str, slips: int) -> str | None:
        """Return a spelling whose sound differs by so many kana at most; swapped neighbours count as one."""
        found = process.extractOne(sound, self._heard, scorer=OSA.distance, score_cutoff=slips)
        return self._by_sound[found[0]] if found else None

    def nearly_spelled(self, spelling: str) -> str | None:
        """Return a spelling of three or more letters that differs by one; swapped neighbours count as one."""
        length = len(spelling)
        near = (s for n in (length - 1, length, length + 1) for s in self._by_length.get(n, ()))
        found = process.extractOne(spelling, list(near), scorer=OSA.distance, score_cutoff=1)
        return found[0] if found else None

    @cached_property
    def _by_sound(self) -> dict[str, str]:
        return {sound: spelling for spelling, sound in self.sounds.items()}

    @cached_property
    def _heard(self) -> list[str]:
        return list(self._by_sound)

    @cached_property
    def _by_length(self) -> dict[int, list[str]]:
        table: dict[int, list[str]] = {}
        for spelling in self.sounds:
            if len(spelling) > _SHORTEST:
                table.setdefault(len(spelling), []).append(spelling)
        return table


def _phrases(found: list[Word]) -> Iterator[tuple[str, str]]:
    for first, word in enumerate(found):
        if word.pos in _ALONE:
            yield word.surface, level(word.kana)
        spelling = sound = ""
        for part in found[first : first + _WORDS]:
            if part.pos not in _NOMINAL:
                break
            spelling, sound = spelling + part.surface, sound + level(part.kana)
            yield spelling, sound
