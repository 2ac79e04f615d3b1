"""自治体くらべ: what articles say about a subject, and that those that are said to be silent are."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.answering.answer import Excerpt
from bot.desk import Desk
from bot.seeds import Kind
from bot.text import fold

SUBJECTS = (
    "人材育成",
    "研修",
    "標準化",
    "AI",
    "BPR",
    "窓口",
    "ネットワーク",
    "推進体制",
    "CIO補佐官",
    "ノンカスタマイズ",
)


def _said(desk: Desk, subject: str, before: str = "") -> dict[str, Excerpt | None]:
    return {source.id: excerpt for source, excerpt in desk.compare(subject, before).articles}


def _sentences(desk: Desk, source: str) -> Iterator[str]:
    """Yield what is spoken in an article, folded."""
    article = desk.knowledge.articles[source]
    for passage in article.passages:
        if passage.kind is Kind.SPEECH:
            yield from (fold(span.of(article.text)) for span in passage.sentences)


@pytest.mark.parametrize("subject", SUBJECTS)
def test_an_article_that_is_called_silent_does_not_name_the_subject(desk: Desk, subject: str) -> None:
    """「この記事に言及なし」 is true: nobody in the article utters the word."""
    silent = [source for source, excerpt in _said(desk, subject).items() if excerpt is None]
    assert [s for s in silent if any(fold(subject) in said for said in _sentences(desk, s))] == []


@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_article_is_there_once_in_its_order(desk: Desk, subject: str) -> None:
    """A comparison leaves no article out."""
    assert list(_said(desk, subject)) == list(desk.knowledge.sources)


@pytest.mark.parametrize("subject", SUBJECTS)
def test_what_is_said_is_verbatim_and_of_that_article(desk: Desk, subject: str) -> None:
    """Each excerpt is a piece of the article under which it stands."""
    found = [(source, excerpt) for source, excerpt in _said(desk, subject).items() if excerpt]
    assert found
    for source, excerpt in found:
        assert excerpt.source.id == source
        assert excerpt.span.of(desk.knowledge.articles[source].text) == excerpt.text


@pytest.mark.parametrize("subject", ["研修", "職員の意識改革", "推進体制"])
def test_the_editors_own_comparison_speaks_first(desk: Desk, subject: str) -> None:
    """Where an editor has compared the cities, their choice of quotes is shown."""
    compared = [e for e in desk.knowledge.entries if e.compares and subject in e.question]
    quotes = {(q.source, q.span.start) for e in compared for q in e.quotes}
    said = [e for e in _said(desk, subject).values() if e]
    assert {(e.source.id, e.span.start) for e in said} <= quotes
    assert len(said) >= 3


def test_a_question_about_one_city_is_asked_of_all(desk: Desk) -> None:
    """The city's name is left out: who asks for 小金井市's leaders learns of 青梅市's, too."""
    said = _said(desk, "小金井市のDXリーダーは何人?")
    first, other = said["koganei-2021"], said["ome-2023"]
    assert first is not None
    assert first.text == "今のところ、全庁で50人くらいを考えています。"
    assert other is not None
    assert "約60の各課から1名" in other.text


@pytest.mark.parametrize("asked", ["小金井市の研修を比べて", "各自治体の研修の違い", "研修を各市でくらべてください"])
def test_words_that_ask_for_a_comparison_are_no_subject(desk: Desk, asked: str) -> None:
    """However somebody asks for it, the subject is compared."""
    assert _said(desk, asked) == _said(desk, "研修")


def test_several_named_cities_are_compared_with_each_other(desk: Desk) -> None:
    """Whoever names two of them wants no third."""
    said = _said(desk, "小金井市と青梅市の研修を比べて")
    assert set(said) == {"koganei-2021", "ome-2021", "ome-2023"}
    assert said == {name: excerpt for name, excerpt in _said(desk, "研修").items() if name in said}


def test_a_question_that_stands_alone_is_compared_itself(desk: Desk) -> None:
    """Whatever was asked before it."""
    question = "小金井市のDXリーダーは何人?"
    assert _said(desk, question, "書かない窓口はなぜ早く導入できた?") == _said(desk, question)


@pytest.mark.parametrize("subject", ["量子コンピュータ", "ふるさと納税", "東大和市", "青梅市と小金井市"])
def test_a_city_alone_and_what_nobody_speaks_of_is_no_subject(desk: Desk, subject: str) -> None:
    """No article says anything of it, and none is said to."""
    assert not any(_said(desk, subject).values())


def test_a_city_speaks_for_itself_where_it_can(desk: Desk) -> None:
    """Its own words come before the questions of its interviewer."""
    said = _said(desk, "人材育成")["ome-2021"]
    assert said is not None
    assert "いかがですか" not in said.text
    assert not said.text.endswith("でしょうか。")


def test_a_follow_up_compares_the_question_before_it(desk: Desk) -> None:
    """「他の市は?」 has no subject of its own."""
    said = _said(desk, "他の市は?", "小金井市の研修はどうですか?")
    assert said == _said(desk, "小金井市の研修はどうですか?")
    assert sum(excerpt is not None for excerpt in said.values()) >= 3


@pytest.mark.parametrize("subject", ["横浜市の窓口", "カレーの作り方", "こんにちは", "", "?", "あ" * 3_000])
def test_what_no_article_speaks_of_has_no_excerpt(desk: Desk, subject: str) -> None:
    """Another city, another world and small talk: every article is silent."""
    assert desk.compare(subject).excerpts == ()


@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_heading_says_nothing(desk: Desk, subject: str) -> None:
    """Headings and lists of people are not what a city says, unless an editor has chosen them."""
    chosen = {q for e in desk.knowledge.entries if e.compares for q in e.quotes}
    for source, excerpt in _said(desk, subject).items():
        if excerpt and (source, excerpt.span) not in chosen:
            passage = desk.knowledge.articles[source].passage_at(excerpt.span.start)
            assert passage is not None
            assert passage.kind not in {Kind.HEADING, Kind.TITLE, Kind.AGENDA, Kind.PARTICIPANT, Kind.QUESTION}
