"""The subject of a question that asks for nothing but a thing by its name: 「デジタル茶会とは」, "What is BPR?".

What is asked about such a thing is whatever an article says of it, so a quote that names it answers.
"""

from __future__ import annotations

import re

__all__ = ["subject_of"]

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
_NO_TEXT = re.compile(r"[\W_]+")


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
