"""Links lead to the page, and where words can be found there, to the very place."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest

from bot.answering.links import exact_place
from bot.desk import Desk

MARK = "#:~:text="
URL = "https://example.jp/a?p=1"


def _quotes(desk: Desk) -> list[tuple[str, str, str]]:
    knowledge = desk.knowledge
    return [
        (knowledge.sources[i].url, article.text, sentence.of(article.text))
        for i, article in knowledge.articles.items()
        for passage in article.passages
        for sentence in passage.sentences
    ]


def test_a_fragment_s_words_are_kanji_and_kana_of_the_quote(desk: Desk) -> None:
    """Half-width signs and digits, which the pages may write otherwise, are never in a fragment."""
    for url, text, quoted in _quotes(desk):
        words = unquote(exact_place(url, text, quoted).partition(MARK)[2])
        assert re.fullmatch(r"[\u3041-\u30fc\u3005\u4e00-\u9fff]*", words)
        assert words in quoted
        assert words in text
        assert len(words) <= 30


def test_a_fragment_is_ascii(desk: Desk) -> None:
    """The words are percent-encoded, so that no reader of the link has to guess."""
    for url, text, quoted in _quotes(desk):
        link = exact_place(url, text, quoted)
        assert link.isascii()
        assert re.fullmatch(r"[!-~]*", link)


def test_most_quotes_have_a_place_of_their_own(desk: Desk) -> None:
    """Nine quotes in ten can be found by words that stand once in the article."""
    links = [
        (text, unquote(exact_place(url, text, quoted).partition(MARK)[2])) for url, text, quoted in _quotes(desk) if url
    ]
    assert sum(text.count(words) == 1 for text, words in links if words) > 0.9 * len(links)


def test_words_that_stand_once_are_preferred() -> None:
    """A longer run that stands twice would lead to the wrong place."""
    text = "何度も出てくる言葉です。何度も出てくる言葉です、そして一度だけ。"
    assert unquote(exact_place(URL, text, "何度も出てくる言葉です、そして一度だけ。")).endswith("=そして一度だけ")


def test_a_link_leads_to_where_a_long_quote_begins() -> None:
    """The first run that is long enough is taken, though a longer one follows."""
    quoted = "最初の文はここから始まります。そのあとにもっとずっと長い文がいつまでも続いていきます。"
    assert unquote(exact_place(URL, quoted, quoted)).endswith("=最初の文はここから始まります")


@pytest.mark.parametrize("quoted", ["50%", "OK!", "はい。", "…", "", "\ud800"])
def test_words_too_few_to_be_found_give_the_bare_page(quoted: str) -> None:
    """Where no run is long enough, the link is the page itself."""
    assert exact_place(URL, f"前。{quoted}後。", quoted) == URL


def test_an_article_without_an_address_has_no_link() -> None:
    """No address, no link."""
    assert exact_place("", "今回の取組です。", "今回の取組です。") == ""


def test_a_fragment_of_the_address_gives_way() -> None:
    """An address has one fragment only, and ours is the useful one."""
    assert exact_place(f"{URL}#comments", "今回の取組です。", "今回の取組です。").startswith(f"{URL}{MARK}")
