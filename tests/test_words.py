"""Words have a lemma and a reading, whatever the text holds."""

from __future__ import annotations

import threading

import pytest

from bot.text import fold
from bot.words import content, hiragana, level, reading, sounds_of, words
from tests.test_text import texts


def test_words_are_the_text_in_pieces() -> None:
    """No letter of a folded text is lost between its words, apart from spaces."""
    for text in texts():
        folded = fold(text)
        assert "".join(w.surface for w in words(folded)) == folded.replace(" ", "")


@pytest.mark.parametrize("text", ["", " ", "\n", "。", "EOS", "a\tb", "%m %f[7]", "\\", "'", "あ\x00い", "名詞\t一般"])
def test_what_looks_like_the_tagger_s_own_marks_is_only_text(text: str) -> None:
    """Tabs, line ends and format strings of MeCab make no wrong word."""
    assert "".join(w.surface for w in words(fold(text))) == fold(text).replace(" ", "")


def test_inflected_forms_share_a_lemma() -> None:
    """A verb is found in whatever form it is asked for."""
    assert words("進めた")[0].lemma == words("進める")[0].lemma == words("進めよう")[0].lemma


@pytest.mark.parametrize(
    ("text", "kept"),
    [("研修は何人ですか", ["研修", "何", "人"]), ("教えてください", []), ("教えていただけますか", [])],
)
def test_content_words_carry_the_subject(text: str, kept: list[str]) -> None:
    """Particles, auxiliaries, politeness and empty verbs are left out."""
    assert [w.surface for w in content(words(text))] == kept


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("デジタル茶会", "でじたるちゃかい"),
        ("サーバー", "サーバ"),
        ("ちょっと", "チョット"),
        ("続ける", "つずける"),
    ],
)
def test_readings_level_the_slips_of_typing(one: str, other: str) -> None:
    """Kana and kanji, long marks, small letters and voiced doubles read the same."""
    assert reading(words(one)) == level(hiragana(other))


def test_threads_share_the_tagger() -> None:
    """Many questions at once are cut as one after the other."""
    lines = [
        "小金井市のDXリーダーは何人ですか",
        "書かない窓口はなぜ早く導入できたのか",
        "デジタル茶会とは",
        "人材の確保が難しい",
    ] * 20
    expected = [words(line) for line in lines]
    found: dict[int, list[object]] = {}

    def cut(number: int) -> None:
        found[number] = [words(line) for line in lines]

    threads = [threading.Thread(target=cut, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(found[n] == expected for n in range(8))


def test_a_kanji_has_its_readings() -> None:
    """All that the dictionary knows, within a word also voiced."""
    assert {"まと", "てき"} <= set(sounds_of("的", True))
    assert "げい" in sounds_of("計", False)
    assert "げい" not in sounds_of("計", True)
    assert sounds_of("\U00020000", True) == ()
