"""The subject of a question that asks for nothing but a thing by its name: 「デジタル茶会とは」, "What is BPR?".

What is asked about such a thing is whatever an article says of it, so a quote that names it answers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.words import Word

__all__ = ["is_topic", "subject_of"]

_SHORTEST = 2
_LONGEST = 24
_JAPANESE = re.compile(
    r"^(?P<subject>.+?)(?:とは(?:何|なに|なん)?(?:ですか|でしょうか|か)?|って(?:何|なに|なん|どんな(?:もの|やつ|こと))?(?:ですか|でしょうか|の|か|だっけ)?"
    r"|(?:は|が)(?:何|なに|なん)(?:ですか|でしょうか|の|か)?|に(?:ついて|関して)|の(?:意味|説明|定義|話|こと|概要|内容|取組|取り組み))*"
    r"(?:(?:を|が)?(?:教えて|知りたい|聞きたい|見たい)(?:ください|です|のですが|んですけど|んだけど)?)?[\s?!。、]*$"
)
_ENGLISH = re.compile(
    r"^(?:what(?:'s| is| are| was| were)|who (?:is|are)|tell me about|explain|describe|define|about)?\s*(?:a |an |the )?(?P<subject>[a-z0-9][a-z0-9 .'-]*?)[\s?!.]*$"
)
_ASKING = re.compile(r"[のはがをに](?:[^のはがをに]{1,8})$|いつ|誰|だれ|何人|どこ|なぜ|どう|いくら|何")
# What opens a question of its own, in Japanese a particle of a clause or an asking word.
_ASKS_ITSELF = frozenset({"は", "が", "を", "か", "ば", "から", "ので", "けど"})
_ASKING_LEMMAS = frozenset(
    {"何", "誰", "何時", "何処", "幾ら", "幾つ", "どう", "どの", "どんな", "何故", "何れ", "何方", "如何"}
)
_ENGLISH_ASKS = re.compile(
    r"(?<![a-z])(?:wh[a-z]+|how|is|are|was|were|do|does|did|can|has|have|list|say|said)(?![a-z])"
)
_ENGLISH_WORDS = 7  # of a subject, at most
_NOMINAL = frozenset({"名詞", "接尾辞", "代名詞"})
_NO_TEXT = re.compile(r"[\W_]+")


def is_topic(core: str, found: Sequence[Word], english: bool) -> bool:
    """Tell a folded question, also cut into words, that only names a subject and leaves to others what is told of it.

    >>> from bot.words import words
    >>> asked = "青梅市の書かない窓口について教えて", "書かない窓口は誰が始めたの"
    >>> [is_topic(core, words(core), False) for core in asked]
    [True, False]
    """
    if english:
        about = re.sub(r"^(?:tell me about|explain|describe|what (?:is|are)) ", "", core)
        return len(about.split()) <= _ENGLISH_WORDS and not _ENGLISH_ASKS.search(about)
    named = _JAPANESE.match(core)
    beginning = _beginning(found, named["subject"] if named else core)
    subject = [w for w in beginning if w.pos not in ("補助記号", "空白")]
    if subject and subject[-1].surface == "は":
        subject.pop()
    clause = any((w.pos == "助詞" and w.surface in _ASKS_ITSELF) or w.lemma in _ASKING_LEMMAS for w in subject)
    return bool(subject) and not clause and subject[-1].pos in _NOMINAL


def _beginning(found: Sequence[Word], text: str) -> Iterator[Word]:
    """Yield the words that the beginning of a question consists of."""
    left = len("".join(text.split()))
    for word in found:
        left -= len("".join(word.surface.split()))
        if left < 0:
            return
        yield word


def subject_of(core: str, english: bool) -> str:
    """Return the name that a folded question asks for (Japanese: letters and digits only), or "" where it asks for more.

    >>> subject_of("デジタル茶会とは何ですか", False), subject_of("what is the digital tea party?", True)
    ('デジタル茶会', 'digital tea party')
    >>> subject_of("デジタル茶会は誰が始めたの", False)
    ''
    """
    found = (_ENGLISH if english else _JAPANESE).match(core)
    subject = found["subject"].strip() if found else ""
    if not _SHORTEST <= len(subject) <= (2 * _LONGEST if english else _LONGEST):
        return ""
    if not english and _ASKING.search(subject):
        return ""
    return subject if english else _NO_TEXT.sub("", subject)
