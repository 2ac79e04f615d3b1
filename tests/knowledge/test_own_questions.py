"""What an editor wrote finds its entry: the questions of the shipped entries, and every tenth of all ways to ask."""

from __future__ import annotations

from bot.desk import Desk

_STEP = 10  # all 15,000 ways take a minute: `bot check --collisions` asks them all
_AT_LEAST = 0.99


def test_an_entrys_own_questions_find_it_first(desk: Desk) -> None:
    """At least 99 % of an entry's own questions bring that entry first."""
    knowledge = desk.knowledge
    asked = [(e.id, q) for e in knowledge.entries for n, q in enumerate(e.questions) if n % _STEP == 0]
    found = [(wanted, question, desk.reason(question)[1]) for wanted, question in asked]
    missed = [(w, q) for w, q, m in found if not (m and m.hits and m.hits[0].entry and m.hits[0].entry.id == w)]
    assert len(asked) > len(knowledge.entries)
    assert len(missed) <= (1 - _AT_LEAST) * len(asked), missed[:10]
