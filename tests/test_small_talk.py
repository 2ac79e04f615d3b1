"""Small talk is met with a friendly word, and a question never is."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot.desk import Desk
from bot.question import understand
from bot.small_talk import small_talk
from bot.text import fold

CASES = yaml.load((Path(__file__).parent / "cases" / "small_talk.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)


@pytest.mark.parametrize(("kind", "message"), [(kind, message) for kind, all_ in CASES.items() for message in all_])
def test_a_message_is_taken_for_what_it_is(kind: str, message: str) -> None:
    """Greetings, tests and grumbling get a hint, thanks get thanks, and everything else is a question."""
    talk = understand(message).talk
    assert (talk.value if talk else "question") == kind


def test_no_question_of_the_knowledge_is_small_talk(desk: Desk) -> None:
    """Whoever types a question that an editor wrote down is never met with a hint."""
    asked = [q for entry in desk.knowledge.entries for q in entry.questions]
    assert [q for q in asked if small_talk(fold(q))] == []


def test_a_long_message_is_judged_at_once() -> None:
    """Repetition of any phrase costs time in proportion only (the test would not end otherwise)."""
    for piece in ("アナノ", "ー", "ありがとう", "です", "あ", "w", "ネノ", "ね。", "うん", "("):
        for end in ("", "ス", "x", "?"):
            small_talk(fold(piece * 2_000 + end))
