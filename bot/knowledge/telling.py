"""Telling: what somebody says of a subject, apart from headings, lists of people and what the host asks."""

from __future__ import annotations

import re

from bot.knowledge.faq import Quote
from bot.knowledge.load import Knowledge
from bot.knowledge.places import CAPITAL
from bot.seeds import Kind

__all__ = ["asks", "is_said", "tells"]

_SAYING = frozenset({Kind.SPEECH, Kind.PARAGRAPH, Kind.LEAD, Kind.DEFINITION, Kind.PROFILE})
_ASKS = re.compile(
    r"(?:か|[?\uff1f]|ください|下さい|お?願い(?:いた)?します|いただきたいと思います|ございます|ですね!?)[。」]?(?:[(\uff08]笑[)\uff09])?$"
)
_QUESTION = re.compile(r"(?:(?<!ない)でしょうか|です?か|ます?か|ません?か|ください)[。?？]?\s*$")


def is_said(quote: Quote, knowledge: Knowledge) -> bool:
    """Tell a piece of a talk or a text from headings, notes and lists of people."""
    passage = knowledge.articles[quote.source].passage_at(quote.span.start)
    return passage is not None and passage.kind in _SAYING


def asks(quote: Quote, knowledge: Knowledge) -> bool:
    """Tell a question, whoever asks it."""
    return bool(_QUESTION.search(knowledge.text_of(quote)))


def tells(quote: Quote, knowledge: Knowledge) -> bool:
    """Tell what somebody says of a subject from what only frames it: headings, notes, and what the host asks and thanks for.

    A host is who is not of the article's own cities; in an interview it is who asks.
    """
    if not is_said(quote, knowledge):
        return False
    passage = knowledge.articles[quote.source].passage_at(quote.span.start)
    cities = set(knowledge.sources[quote.source].municipalities) - {CAPITAL}
    is_host = bool(cities and passage and passage.speaker and passage.speaker.place not in cities)
    return not (is_host and _ASKS.search(quote.span.of(knowledge.articles[quote.source].text).strip()))
