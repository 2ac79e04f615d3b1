"""Files that nobody would write are parsed all the same, and nothing is quoted that is not there."""

from __future__ import annotations

import random

import pytest

from bot.seeds import parse

PIECES = (
    "参加者(敬称略)", "都CIO:宮坂 学", "宮坂", "宮坂:", "宮坂:はい。", "都CIO:宮坂(以下「宮坂」)", "(以下「」)", "―", "―はい。", "議題", "①",
    "※", "画像1", "", " ", "\u3000", "\ufeff", "\x00", "\ud800", "𠮷", "か\u3099", "A:そうです。", "A:", ":", "「", "。", "執筆者:", "バックナンバー",
    "青梅市", "Q:どうですか。", "土村(東京都/事務職)", "土村:はい。", "(笑)", "https://example.jp/?a", "* a", "- b", "あ" * 200,
)  # fmt: skip
BREAKS = ("\n", "\n\n", "\r\n", "\r", "\u2028", "\v")


@pytest.mark.parametrize("seed", range(40))
def test_any_lines_in_any_order_are_parsed(seed: int) -> None:
    """Spans lie in the file, passages follow each other, and speech has a speaker."""
    chance = random.Random(seed)  # noqa: S311 - chooses cases, keeps no secret
    for _ in range(25):
        text = "".join(chance.choice(PIECES) + chance.choice(BREAKS) for _ in range(chance.randrange(40)))
        article = parse(text, ("青梅市",))
        ends = [0, *(p.span.end for p in article.passages)]
        assert all(
            end <= p.span.start < p.span.end <= len(text) for end, p in zip(ends, article.passages, strict=False)
        )
        assert all(p.speaker for p in article.passages if p.kind.name in ("SPEECH", "QUESTION"))
        assert all(person.name.strip() for person in article.participants)
        assert all(p.span.start <= s.start < s.end <= p.span.end for p in article.passages for s in p.sentences)


@pytest.mark.parametrize("text", ["", "\n", "\ufeff", "\r\n\r\n", " \u3000\n", "\x00"])
def test_a_file_without_words_has_no_participants(text: str) -> None:
    """An empty file is an article in which nobody speaks."""
    assert parse(text).participants == ()


@pytest.mark.parametrize(
    "text",
    [
        "宮坂\n" * 5_000,
        "あ" * 100_000,
        "「" * 50_000,
        "A:あ。\n" * 5_000,
        "参加者\n" + "課長:" * 10_000,
        " 学" * 30_000,
    ],
)
def test_a_long_file_is_read_at_once(text: str) -> None:
    """Length costs time in proportion only (the test would not end otherwise)."""
    assert parse(text).text == text
