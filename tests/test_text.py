"""The folded form compares what a reader takes for the same, and its way back never leaves the original."""

from __future__ import annotations

import random
import unicodedata

import pytest

from bot.text import Span, fold, fold_with_origins, narrow, shorten, strip_span

SAME = [
    ("ＤＸ", "dx"),
    ("ﾃﾞｼﾞﾀﾙ", "デジタル"),
    ("か\u3099", "が"),
    ("ｶﾞ", "ガ"),
    ("㈱青梅", "(株)青梅"),
    ("①", "1"),
    ("Ａ\u200bＩ", "ai"),
    ("\u202eDX\u202c", "dx"),
    ("デ\ufeffジ", "デジ"),
    ("あ\x00い", "あい"),
    ("あ\ud800い", "あい"),
    ("〜～", "~~"),
    ("“引用”", '"引用"'),
    ("  あ\u3000\n い ", "あ い"),
    ("STRASSE ß", "strasse ss"),
]
# What the properties below are tried on: every kind of letter that a question or an article may hold.
LETTERS = "あがアガｱｶﾞ゛か\u3099は\u309a㈱㍿①ＡａzßİΐﬁDX5５ー―~〜「」。、!?！？ \u3000\n\t\u00a0\u200b\u202e\ufeff\x00\ud83d\ud800😀👍🏽👨‍👩‍👧é\u0301葛󠄀辻\ufe00한가"


def texts(count: int = 400) -> list[str]:
    """Return made-up texts, the same ones at every run."""
    chance = random.Random(11)  # noqa: S311 - chooses cases, keeps no secret
    return ["".join(chance.choice(LETTERS) for _ in range(chance.randrange(1, 24))) for _ in range(count)]


@pytest.mark.parametrize(("text", "folded"), SAME)
def test_spellings_of_the_same_word_fold_to_one_form(text: str, folded: str) -> None:
    """Width, composition, case and invisible characters make no difference."""
    assert fold(text) == folded


def test_a_folded_text_is_one_line_of_visible_characters() -> None:
    """Nothing that cannot be seen gets into the comparison, nor white space at the ends."""
    for text in texts():
        folded = fold(text)
        assert folded == folded.strip()
        assert not [c for c in folded if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Cn")]
        assert "  " not in folded
        assert "\n" not in folded


def test_a_folded_text_can_be_written() -> None:
    """A lone surrogate, which no encoding can hold, does not survive folding."""
    for text in texts():
        fold(text).encode("utf-8")


def test_each_folded_letter_knows_its_cluster() -> None:
    """Origins lie in the text, in order, and folding an origin's cluster gives its letter back."""
    for text in texts():
        normal = fold_with_origins(text)
        assert len(normal.text) == len(normal.origins)
        for letter, origin in zip(normal.text, normal.origins, strict=True):
            assert 0 <= origin.start < origin.end <= len(text)
            assert letter in fold(origin.of(text))
        assert list(normal.origins) == sorted(normal.origins)


def test_a_range_of_the_folded_text_is_a_piece_of_the_original() -> None:
    """A match becomes the piece of the original whose folding holds the match."""
    chance = random.Random(12)  # noqa: S311 - chooses cases, keeps no secret
    for text in texts():
        normal = fold_with_origins(text)
        if not normal.text:
            continue
        start = chance.randrange(len(normal.text))
        end = chance.randrange(start, len(normal.text)) + 1
        piece = normal.span(start, end).of(text)
        assert normal.text[start:end] in fold_with_origins(piece).text


def test_a_voiced_mark_stays_with_its_letter() -> None:
    """Half-width kana and their marks, and decomposed kana, are one cluster each."""
    assert [tuple(o) for o in fold_with_origins("ﾃﾞか\u3099").origins] == [(0, 2), (2, 4)]


def test_narrowing_keeps_every_offset() -> None:
    """Full-width ASCII becomes half-width code point by code point; kana and kanji stay."""
    for text in texts():
        assert len(narrow(text)) == len(text)
        assert [n for t, n in zip(text, narrow(text), strict=True) if t != n and not n.isascii()] == []


def test_stripping_takes_white_space_only() -> None:
    """A stripped span has no white space at its ends, and what it lost was nothing else."""
    for text in texts():
        span = strip_span(text, Span(0, len(text)))
        assert 0 <= span.start <= span.end <= len(text)
        lost = text[: span.start] + text[span.end :]
        assert not lost.strip(" \t\n\u3000\u00a0\u200b\ufeff")
        assert span.of(text) == span.of(text).strip(" \t\n\u3000\u00a0")


@pytest.mark.parametrize("limit", [1, 2, 5, 40])
def test_a_shortened_text_fits_on_one_line(limit: int) -> None:
    """Whatever it held, it is at most as long as allowed, and one line."""
    for text in texts():
        short = shorten(text, limit)
        assert len(short) <= limit
        assert "\n" not in short
        short.encode("utf-8")


@pytest.mark.parametrize(
    ("one", "other", "overlap", "holds"),
    [
        ((0, 3), (2, 5), True, False),
        ((0, 3), (3, 5), False, False),
        ((0, 5), (1, 5), True, True),
        ((2, 2), (0, 5), True, False),
    ],
)
def test_spans_are_half_open(one: tuple[int, int], other: tuple[int, int], overlap: bool, holds: bool) -> None:
    """The end of a span is not in it."""
    assert Span(*one).overlaps(Span(*other)) is overlap
    assert Span(*one).contains(Span(*other)) is holds
