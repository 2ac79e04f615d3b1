"""Further cases: what is shown beyond an answer, and beyond that, until there is no more; nothing comes twice.

A button names the answers before it, 「k7m2p9q:2345678」: what they showed is known after a restart, too.
"""

from __future__ import annotations

from typing import NamedTuple

from bot.answering.answer import Answer
from bot.desk import Desk
from bot.knowledge import Quote
from bot.records import Records, quotes_of
from bot.store import AnswerRecord

__all__ = ["Cases", "further_cases", "numbers_in"]


class Cases(NamedTuple):
    """What goes on from an answer: that answer, the numbers up to it, and what comes next (None: there is no more)."""

    former: AnswerRecord
    chain: tuple[str, ...]
    reply: Answer | None


def further_cases(value: str, desk: Desk, records: Records) -> Cases | None:
    """Find what nobody has seen in a chain of answers; None where the last of them is forgotten."""
    chain = numbers_in(value)
    former = records.find(chain[-1])
    if former is None or not former.question:
        return None
    reply = desk.more(former.question, former.before, _shown(chain, records))
    return Cases(former, chain, reply)


def numbers_in(value: str) -> tuple[str, ...]:
    """Return the numbers of answers that the value of a button names, the last of which it is about."""
    return tuple(value.split(":"))


def _shown(chain: tuple[str, ...], records: Records) -> list[Quote]:
    answers = (records.find(number) for number in chain)
    return [quote for answer in answers if answer for quote in quotes_of(answer)]
