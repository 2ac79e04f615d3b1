"""A message is taken apart into what it asks, what it says around that, and politeness."""

from __future__ import annotations

import pytest

from bot.question import LONGEST, understand

ASKED = [
    ("お疲れさまです。DXリーダーは何人ですか。ご教示ください", "dxリーダーは何人ですか"),
    (
        "お世話になっております。窓口の者です。書かない窓口はなぜ早く導入できたのでしょうか。よろしくお願いいたします。",
        "書かない窓口はなぜ早く導入できたのでしょうか",
    ),
    ("すみませんが、標準化の課題は何ですか?", "標準化の課題は何ですか?"),
    ("<@U012ABCDEF> 研修の対象は?", "研修の対象は?"),
    ("[メンバー] 研修の対象は?", "研修の対象は?"),
    ("研修の対象は? :pray:", "研修の対象は?"),
    ("窓口&amp;申請の見直しは?", "窓口&申請の見直しは?"),
    ("ＤＸ推進課　は　何人体制?", "dx推進課 は 何人体制?"),
    ("AI", "ai"),
]


@pytest.mark.parametrize(("message", "core"), ASKED)
def test_the_core_is_what_is_asked(message: str, core: str) -> None:
    """Greetings, thanks in advance, mentions and emoji are gone; the question stays."""
    assert understand(message).core == core


def test_what_is_said_around_the_question_is_background() -> None:
    """A sentence that asks nothing is kept, apart."""
    asked = understand("青梅市で窓口を担当しています。管理職の研修では何を学びますか。")
    assert asked.core == "管理職の研修では何を学びますか"
    assert "青梅市で窓口を担当しています" in asked.background


def test_a_short_last_question_leans_on_the_one_before() -> None:
    """Two questions of which the second is a word or two are asked together."""
    assert "研修はありますか" in understand("研修はありますか。誰が対象?").core


@pytest.mark.parametrize(
    "message",
    ["話は変わりますが、研修の対象は?", "ところで研修の対象は?", "別件ですが研修の対象は?", "By the way, who?"],
)
def test_a_new_topic_that_says_so_forgets_the_question_before(message: str) -> None:
    """Whoever changes the subject in so many words is not taken to ask on."""
    assert understand(message, "DXリーダーは何人ですか").before == ""


def test_the_question_before_is_kept_without_its_politeness() -> None:
    """A thread's former question serves as context."""
    assert (
        understand("何人?", "お疲れ様です。DXリーダーとは何ですか。ご教示ください").before == "dxリーダーとは何ですか"
    )


def test_an_address_in_a_message_is_its_text() -> None:
    """Slack's form of a link is replaced by the address."""
    assert "https://example.jp/a" in understand("<https://example.jp/a|こちら> の研修は何ですか").core


@pytest.mark.parametrize(
    ("message", "english"), [("What is DX?", True), ("DXとは", False), ("DX", True), ("？", False), ("ﾃﾞｼﾞﾀﾙ", False)]
)
def test_english_is_told_by_its_letters(message: str, english: bool) -> None:
    """A message with Latin letters and no Japanese one is English."""
    assert understand(message).english is english


def test_a_message_that_is_too_long_says_so() -> None:
    """The limit is known to the question, and what is within it is understood."""
    assert understand("研修は?" * LONGEST).too_long
    assert not understand("研" * LONGEST).too_long


def test_the_core_has_a_bounded_length() -> None:
    """However long a sentence, what is matched stays short."""
    assert len(understand("研修" * 900 + "は何ですか").core) <= 260


def test_the_text_is_kept_as_typed() -> None:
    """What a reply repeats is what the person wrote."""
    assert understand("  ＤＸ <@U1>  ").text == "  ＤＸ <@U1>  "
