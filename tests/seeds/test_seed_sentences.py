"""Sentences end where a reader sees them end."""

from __future__ import annotations

import random

import pytest

from bot.seeds.sentences import sentences
from bot.text import Span

CASES = [
    ("そうですね。はい。", ["そうですね。", "はい。"]),
    ("すごい!本当?はい", ["すごい!", "本当?", "はい"]),
    ("「変えろ。直せ。」と、強行にやりました。次です。", ["「変えろ。直せ。」と、強行にやりました。", "次です。"]),
    ("大胆ですね(笑)次は", ["大胆ですね(笑)", "次は"]),
    ("大胆ですね(笑)。次は", ["大胆ですね(笑)。", "次は"]),
    ("『「二重。」だ。』と。次", ["『「二重。」だ。』と。", "次"]),
    ("現状でして・・・。はい", ["現状でして・・・。", "はい"]),
    ("詳しくは https://example.jp/?p=1&b=!x をどうぞ。次", ["詳しくは https://example.jp/?p=1&b=!x をどうぞ。", "次"]),
    ("(https://example.jp/?p=1)です。次", ["(https://example.jp/?p=1)です。", "次"]),
    ("閉じない「まま。次です。", ["閉じない「まま。", "次です。"]),
    ("1)まず。2)次に。", ["1)まず。", "2)次に。"]),
    ("ﾊﾝｶｸ｡次", ["ﾊﾝｶｸ｡", "次"]),
    ("  前後の空白。  ", ["前後の空白。"]),
    ("", []),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_a_text_is_cut_at_the_ends_of_its_sentences(text: str, expected: list[str]) -> None:
    """Full stops inside brackets and addresses end nothing; laughter ends a sentence."""
    assert [s.of(text) for s in sentences(text, Span(0, len(text)))] == expected


def test_sentences_never_lose_or_repeat_a_letter() -> None:
    """Whatever the brackets, the sentences of a text are its letters in their order."""
    chance = random.Random(7)  # noqa: S311 - chooses cases, keeps no secret
    for _ in range(500):
        text = "".join(chance.choice("あア亜「」『』()。!?(笑)… 　a:/\u00a0") for _ in range(chance.randrange(40)))
        cut = sentences(text, Span(0, len(text)))
        assert "".join("".join(s.of(text) for s in cut).split()) == "".join(text.split())
        assert all(s.end > s.start for s in cut)
