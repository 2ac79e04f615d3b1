"""Unanswered questions, grouped: what many people miss is one thing to do for an editor, however they asked for it.

Two questions are alike when they sound alike: the readings of their content words are compared as a string and as
a set, by rapidfuzz, so that neither the order of words, nor kana for kanji, nor politeness counts.
A follow-up (「青梅市は?」) is compared together with the question before it, without which nobody can tell what it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rapidfuzz import fuzz

from bot.question import as_read, understand
from bot.store import Kept
from bot.words import content, words

__all__ = ["LIKE", "Group", "grouped", "likeness"]

LIKE = 78.0  # of tests/data/alike.yaml, hardly a pair is wrongly together from here up, and four in five are found
_LEANS = 1  # words that tell something; a question with no more of them leans on the one before it
# What a follow-up is made of beside its one word, as lemmas: 「青梅市は何人くらい?」「なぜ?」「もっと詳しく」
_VAGUE = frozenset((
    "何", "誰", "どう", "どの", "どんな", "どれ", "何時", "何処", "何故", "幾つ", "幾ら", "人", "年", "回", "名", "市",
    "区", "町", "村", "其の", "此の", "他", "外", "もう", "もっと", "少し", "一", "具体", "的", "詳しい", "理由", "方法",
    "結果", "評判", "反応", "場合", "今", "後", "先",
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that are alike, newest first; at least one."""

    members: tuple[Kept, ...]

    @property
    def lead(self) -> Kept:
        """Return the member that names the group: the newest that a person handed over, else the newest."""
        return next((kept for kept in self.members if kept.why == "handed"), self.members[0])

    @property
    def question(self) -> str:
        """Return the wording that names the group, without the mention of the bot; "" where texts are not recorded."""
        return as_read(self.lead.question)

    @property
    def before(self) -> str:
        """Return the question that stood before the one that names the group, if that leans on it, else ""."""
        return as_read(self.lead.before) if _leans(self.lead) else ""

    @property
    def wordings(self) -> tuple[str, ...]:
        """List the wordings: that of the group, what else was handed over, then the others, each newest first."""
        handed = [kept.question for kept in self.members if kept.why == "handed"]
        texts = map(as_read, (*handed, *(kept.question for kept in self.members)))
        return tuple(dict.fromkeys(text for text in texts if text))

    @property
    def people(self) -> int:
        """Count who asked, disliked or handed over; 0 where nobody knows who they were."""
        return len(frozenset().union(*(kept.people for kept in self.members)))

    @property
    def times(self) -> int:
        """Count how often it was asked."""
        return len(self.members)

    @property
    def reasons(self) -> tuple[str, ...]:
        """List what people said was wrong with the answers, newest first."""
        return tuple(dict.fromkeys(kept.reason for kept in self.members if kept.reason))

    @property
    def answer_ids(self) -> tuple[str, ...]:
        """List the numbers of the answers."""
        return tuple(kept.answer_id for kept in self.members)

    def count(self, why: str) -> int:
        """Count those that wait for one reason: "handed", "bad" or "none"."""
        return sum(kept.why == why for kept in self.members)


class _Sound(NamedTuple):
    """What is compared of a question: its content words as they are read, joined and apart."""

    whole: str
    parts: str


def grouped(waiting: Sequence[Kept]) -> tuple[Group, ...]:
    """Group questions, newest first, by likeness; what was handed over comes first, then what is asked most often.

    A question joins the group whose members it is most alike on average, if that is enough; one whose text is not
    recorded stays alone.
    """
    groups: list[list[tuple[_Sound, Kept]]] = []
    for kept in waiting:
        sound = _sound(kept.question, kept.before if _leans(kept) else "")
        near = max(groups, key=lambda group: _mean(sound, group), default=None)
        if near is not None and _mean(sound, near) >= LIKE:
            near.append((sound, kept))
        else:
            groups.append([(sound, kept)])
    found = [Group(tuple(kept for _, kept in group)) for group in groups]
    return tuple(sorted(found, key=lambda g: (not g.count("handed"), -g.times)))


def likeness(one: str, other: str) -> float:
    """Return how alike two questions are, from 0 to 100.

    >>> likeness("テレワークの実施率は?", "てれわーくのじっしりつを教えてください") > LIKE
    True
    >>> likeness("AI-OCRの精度は?", "AI-OCRの費用は?") > LIKE
    False
    """
    return _alike(_sound(one), _sound(other))


def _leans(kept: Kept) -> bool:
    """Tell whether a question cannot be understood without the one before it."""
    if not kept.before or not kept.question:
        return False
    telling = [word for word in content(words(understand(kept.question).core)) if word.lemma not in _VAGUE]
    return len(telling) <= _LEANS


def _sound(question: str, before: str = "") -> _Sound:
    core = " ".join(filter(None, (understand(text).core for text in (question, before))))
    kana = [word.kana for word in content(words(core))] or [core]
    return _Sound("".join(kana), " ".join(kana))


def _alike(one: _Sound, other: _Sound) -> float:
    if not one.whole or not other.whole:
        return 0.0
    return (fuzz.ratio(one.whole, other.whole) + fuzz.token_set_ratio(one.parts, other.parts)) / 2


def _mean(sound: _Sound, group: Sequence[tuple[_Sound, Kept]]) -> float:
    return sum(_alike(sound, member) for member, _ in group) / len(group)
