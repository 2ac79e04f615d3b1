"""Terms: words, n-grams that stay within their line, and readings that meet where the writing does not."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from bot.index import Terms, analyse
from bot.index.terms import BUCKETS, stem
from bot.text import fold

HOSTILE = {
    "nothing": "",
    "line ends": "\n\n\n",
    "one letter": "市",
    "marks": "。、!?「」…ー・",
    "emoji": "👨‍👩‍👧🏽🇯🇵" * 50,
    "40,000 letters": "窓口" * 20_000,
    "lone surrogates": "\ud800青梅\udfff",
    "control characters": "\x00青\x07梅\x1b[31m",
    "combining marks": "か" + "\u3099\u0301" * 500,
    "tabs": "青梅\t市民課\t窓口",
    "plane 16": "\U0010ffff\U0001f600\U00020b9f",
    "Thai and Hangul": "디지털 전환 การเปลี่ยนแปลง",
    "MeCab's own marks": "EOS\nBOS\n青梅\tEOS %m\\n",
    "a very long word": "a" * 5_000,
    "digits": "1" * 5_000,
}


def _grams(text: str) -> Counter[int]:
    return Counter(analyse(text).grams.tolist())


def _kana(text: str) -> Counter[int]:
    return Counter(analyse(text).kana.tolist())


@pytest.mark.parametrize(
    "lines", [("青梅市", "窓口"), ("市", "民"), ("", "書かない窓口", "", "dx"), ("青", "", "梅", "市")]
)
def test_no_ngram_crosses_a_line_end(lines: tuple[str, ...]) -> None:
    """The n-grams of several lines are those of each line, no more and no fewer."""
    whole = "\n".join(lines)
    assert _grams(whole) == sum((_grams(line) for line in lines), Counter())
    assert _kana(whole) == sum((_kana(line) for line in lines), Counter())


def test_ngrams_within_a_line_are_all_counted() -> None:
    """A line of n letters has n - 1 pairs and n - 2 triples, and a repeated pair counts twice."""
    assert len(analyse("書かない窓口").grams) == 5 + 4
    assert max(_grams("窓口窓口").values()) == 2


@pytest.mark.parametrize(
    ("one", "other"), [("移行", "以降"), ("移行", "いこう"), ("庁内", "ちょうない"), ("研修", "ケンシュウ")]
)
def test_what_sounds_alike_meets_in_kana(one: str, other: str) -> None:
    """Words of one reading have the same kana n-grams, however they are written."""
    assert _kana(one)
    assert _kana(one) == _kana(other)


def test_what_is_written_otherwise_does_not_meet_in_letters() -> None:
    """Two words of one reading share neither letters nor words."""
    one, other = analyse("移行"), analyse("以降")
    assert not set(one.grams.tolist()) & set(other.grams.tolist())
    assert not one.words.keys() & other.words.keys()


def test_slips_of_kana_are_levelled() -> None:
    """A left-out long mark and a large for a small kana make the same reading."""
    assert _kana("デジタルリーダー") == _kana("デジタルリーダ")
    assert _kana("ちょうない") == _kana("ちようない")


@pytest.mark.parametrize(
    ("one", "other"),
    [("leaders", "leader"), ("customized", "customize"), ("municipalities", "municipality"), ("training", "train")],
)
def test_english_words_meet_in_their_stem(one: str, other: str) -> None:
    """Endings of English words do not matter."""
    assert stem(one) == stem(other)
    assert analyse(one).words == analyse(other).words == {stem(one): 1.0}


def test_english_words_that_tell_nothing_do_not_count() -> None:
    """Of an English question the words about its subject stay."""
    assert set(analyse("how many dx leaders does the city have").words) == {"dx", "leader", stem("city")}


def test_words_are_lemmas_with_their_counts() -> None:
    """Forms of one word count together; particles and empty verbs do not count."""
    bag = analyse("職員が書く。職員は書きました。").words
    assert bag["職員"] == 2.0
    assert bag["書く"] == 2.0
    assert not bag.keys() & {"が", "は", "ます", "た", "。"}


def test_pressed_and_spoken_keep_the_lines() -> None:
    """Letters and digits stay, marks and spaces go, and both forms have a line for each line."""
    found = analyse("青梅市の、窓口!\n\ndx 2023年")
    assert found.pressed == "青梅市の窓口\n\ndx2023年"
    assert len(found.spoken.split("\n")) == 3


@pytest.mark.parametrize("name", HOSTILE)
def test_any_folded_text_has_terms(name: str) -> None:
    """Whatever was typed, its folded form gives bags of numbers within the buckets."""
    found = analyse(fold(HOSTILE[name]))
    assert isinstance(found, Terms)
    for ids in (found.grams, found.kana):
        assert ids.dtype == np.int32
        assert not len(ids) or (ids.min() >= 0 and ids.max() < BUCKETS)
    assert all(word and count >= 1 for word, count in found.words.items())


@pytest.mark.parametrize("name", HOSTILE)
def test_any_unfolded_lines_keep_their_number(name: str) -> None:
    """A document's lines, each folded, come back as as many lines of letters and of kana."""
    lines = [fold(HOSTILE[name]), "青梅市", fold(HOSTILE[name])]
    found = analyse("\n".join(lines))
    assert len(found.pressed.split("\n")) == len(found.spoken.split("\n")) == 3
    assert found.pressed.split("\n")[1] == "青梅市"
