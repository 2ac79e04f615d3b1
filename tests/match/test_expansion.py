"""Expansion: synonyms are found where they stand as words, readings in kana, English by its stems."""

from __future__ import annotations

import pytest

from bot.desk import Desk
from bot.knowledge import Group
from bot.match.expansion import Expander
from bot.text import fold
from bot.words import words

GROUPS = (
    Group(("トップ", "首長", "市長"), ("しゅちょう",), ("mayor", "person at the top"), None, 1),
    Group(("窓口", "カウンター"), ("まどぐち",), ("counter", "service counter"), None, 2),
    Group(("研修", "トレーニング"), ("けんしゅう",), ("training",), None, 3),
    Group(("庁内", "役所の中"), ("ちょうない", "うち"), (), None, 4),
    Group(("DX推進課", "推進課"), (), ("DX division",), None, 5),
)


@pytest.fixture(scope="module")
def expander() -> Expander:
    """Return an expander over a few groups made by hand."""
    return Expander(GROUPS)


def _touched(expander: Expander, question: str) -> set[str]:
    folded = fold(question)
    return {GROUPS[number].words[0] for number in expander.touched(folded, words(folded))}


@pytest.mark.parametrize(
    ("question", "touched"),
    [
        ("首長の考え", {"トップ"}),
        ("この首長は", {"トップ"}),
        ("副首長の考え", set()),
        ("副市長は誰", set()),
        ("非トップ", set()),
        ("各首長の考え", {"トップ"}),
        ("カウンターで書く", {"窓口"}),
        ("役所の中の研修", {"庁内", "研修"}),
        ("DX推進課の人数", {"DX推進課"}),
        ("DX 推進課", {"DX推進課"}),
        ("ＤＸ推進課の人数", {"DX推進課"}),
        ("検収の手続き", set()),
        ("", set()),
    ],
)
def test_words_are_found_at_word_boundaries(expander: Expander, question: str, touched: set[str]) -> None:
    """A phrase counts where it begins and ends with a word, and not where a prefix turns it into something else."""
    assert _touched(expander, question) == touched


@pytest.mark.parametrize(
    ("question", "touched"),
    [
        ("まどぐちはどこ", {"窓口"}),
        ("かかないまどぐち", {"窓口"}),
        ("マドグチ", {"窓口"}),
        ("ちょうないのけんしゅう", {"庁内", "研修"}),
        ("検収の手続き", set()),
        ("聴内容", set()),
        ("うちの話", set()),
        ("そのうちにわかる", set()),
    ],
)
def test_readings_are_found_in_kana_only(expander: Expander, question: str, touched: set[str]) -> None:
    """A reading of four kana or more is found in a run of kana, and never through the reading of other kanji."""
    assert _touched(expander, question) == touched


@pytest.mark.parametrize(
    ("question", "touched"),
    [
        ("What about the mayors?", {"トップ"}),
        ("the person at the top", {"トップ"}),
        ("service counters", {"窓口"}),
        ("trainings and counters", {"研修", "窓口"}),
        ("DX divisions", {"DX推進課"}),
        ("encounter", set()),
        ("the top person", set()),
    ],
)
def test_english_is_found_by_its_stems(expander: Expander, question: str, touched: set[str]) -> None:
    """English phrases are found in any form of their words, in order, and only as whole words."""
    assert _touched(expander, question) == touched


def test_a_group_adds_its_words_once(expander: Expander) -> None:
    """What a group adds are its Japanese words, each once, and their n-grams."""
    added = expander.added(1)
    assert set(added.words) == {"窓口", "カウンター"}
    assert set(added.words.values()) == {1.0}
    assert len(added.grams)
    assert len(added.kana)


def test_the_longest_question_is_read_quickly(desk: Desk) -> None:
    """Time grows with the length of a question only (the test would not end otherwise)."""
    expander = Expander(desk.knowledge.glossary)
    for text in ("まどぐち" * 60, "窓口" * 120, "counter " * 60, "あ" * 260):
        folded = fold(text)
        assert isinstance(expander.touched(folded, words(folded)), dict)


def test_every_group_of_the_glossary_is_found_by_its_own_words(desk: Desk) -> None:
    """Whoever types a group's word, reading or English phrase alone touches the group."""
    expander = Expander(desk.knowledge.glossary)
    lost = []
    for number, group in enumerate(expander.groups):
        kana = [reading for reading in group.readings if len(reading) >= 4]
        latin = [phrase for phrase in group.english if not phrase.isdigit()]
        for phrase in filter(_is_short, [*group.words, *kana, *latin]):
            folded = fold(phrase)
            if number not in expander.touched(folded, words(folded)):
                lost.append(phrase)
    assert lost == []


def _is_short(phrase: str) -> bool:
    return len(fold(phrase)) <= 16
