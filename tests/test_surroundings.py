"""What stands around a quote is the article itself, page by page, with everybody named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.answering.answer import excerpt_of
from bot.answering.surroundings import Surroundings, surroundings
from bot.desk import Desk
from bot.knowledge import Knowledge, Quote
from bot.seeds import Article, Kind, Participant
from bot.seeds.builder import Builder
from bot.text import Span

SOURCE = "koganei-2021"
QUOTE = "今のところ、全庁で50人くらいを考えています。"
ROOM, LEAD = 1_000, 250  # characters of a page, and of what stands before a quote
ASKER, GUEST = Participant("山田 花子", "聞き手"), Participant("佐藤 太郎", "課長", "青梅市")


@pytest.fixture(scope="module")
def knowledge(desk: Desk) -> Knowledge:
    """Return the repository's own knowledge."""
    return desk.knowledge


def _quote(knowledge: Knowledge, words: str = QUOTE, source: str = SOURCE) -> Quote:
    start = knowledge.articles[source].text.index(words)
    return Quote(source, Span(start, start + len(words)))


def _page(knowledge: Knowledge, quote: Quote, page: int | None = None) -> Surroundings:
    found = surroundings(knowledge, quote, page)
    assert found is not None
    return found


def _pages(knowledge: Knowledge, quote: Quote) -> Iterator[Surroundings]:
    count = _page(knowledge, quote).pages
    return (_page(knowledge, quote, number) for number in range(count))


def _words(found: Surroundings, marked: bool | None = None) -> str:
    """Return the words of a page, all or those (not) of the quote."""
    pieces = (p for turn in found.turns for paragraph in turn.paragraphs for p in paragraph)
    return "".join(p.text for p in pieces if marked in (None, p.marked))


def _said(article: Article) -> str:
    return "".join(p.span.of(article.text) for p in article.passages)


def _with(knowledge: Knowledge, *turns: tuple[Participant | None, str]) -> tuple[Knowledge, Article]:
    """Return a knowledge whose one article has these turns; nobody's are headings."""
    text = "\n".join(words for _, words in turns)
    build, start = Builder(text), 0
    for speaker, words in turns:
        span = Span(start, start + len(words))
        start = span.end + 1
        if speaker is None:
            build.state(Kind.HEADING, span)
        else:
            build.open_turn(speaker)
            build.continue_turn(span)
    article = build.article("test", [ASKER, GUEST])
    return replace(knowledge, articles={SOURCE: article}), article


def test_every_quote_of_every_entry_is_marked_on_its_page(knowledge: Knowledge) -> None:
    """The marked words of the page that opens are the quote, and all of it."""
    quotes = dict.fromkeys(q for entry in knowledge.entries for q in entry.quotes)
    assert len(quotes) > 200
    wrong = [q for q in quotes if _words(_page(knowledge, q), marked=True) != knowledge.text_of(q)]
    assert wrong == []


def test_the_pages_together_are_the_whole_article(knowledge: Knowledge) -> None:
    """Whoever turns all pages reads every passage once, word for word and in order, wherever the quote stands."""
    for source, article in knowledge.articles.items():
        for passage in article.passages[::7]:
            read = "".join(_words(page) for page in _pages(knowledge, Quote(source, passage.span)))
            assert read == _said(article)


def test_whose_words_they_are_is_said_as_in_the_answer(knowledge: Knowledge) -> None:
    """The turn with the quote names its speaker as the excerpt does; a heading speaks for itself."""
    for entry in knowledge.entries[::5]:
        quote = entry.quotes[0]
        (quoted,) = (turn for turn in _page(knowledge, quote).turns if turn.is_quoted)
        assert quoted.said_by == ("" if quoted.is_heading else excerpt_of(knowledge, quote).said_by)


def test_everybody_who_speaks_is_named(knowledge: Knowledge) -> None:
    """No turn but a heading is without the name of a person, or of the part of the article."""
    turns = [turn for page in _pages(knowledge, _quote(knowledge)) for turn in page.turns]
    assert [turn for turn in turns if bool(turn.said_by) == turn.is_heading] == []
    assert {"宮坂 学(東京都・都CIO)", "聞き手", "記事の参加者欄"} <= {turn.said_by for turn in turns}


def test_what_the_quote_answers_stands_before_it(knowledge: Knowledge) -> None:
    """The page opens with the question that led there, by whoever asked it."""
    turns = _page(knowledge, _quote(knowledge)).turns
    number = next(n for n, turn in enumerate(turns) if turn.is_quoted)
    assert turns[number - 1].said_by.startswith("宮坂 学")
    assert "何人くらいのDXリーダー" in turns[number - 1].paragraphs[0][0].text


def test_the_quote_is_seen_without_scrolling_far(knowledge: Knowledge) -> None:
    """Before the paragraph of the quote stand few words: none are added once there are 250."""
    for entry in knowledge.entries[::5]:
        page = _page(knowledge, entry.quotes[0])
        above = [sum(len(p.text) for p in paragraph) for turn in page.turns for paragraph in turn.paragraphs]
        marked = [any(p.marked for p in paragraph) for turn in page.turns for paragraph in turn.paragraphs]
        lead = above[: marked.index(True)]
        assert sum(lead[1:]) < LEAD + 100, entry.id  # headings come along with what they stand over


def test_no_page_is_longer_than_a_reader_likes(knowledge: Knowledge) -> None:
    """A page has about two screens of a phone."""
    for source, article in knowledge.articles.items():
        pages = list(_pages(knowledge, Quote(source, article.passages[0].span)))
        assert len(pages) > 2
        assert max(len(_words(page)) for page in pages) <= ROOM


def test_no_page_ends_with_a_heading(knowledge: Knowledge) -> None:
    """A heading goes to the page of what stands below it."""
    for source, article in knowledge.articles.items():
        pages = list(_pages(knowledge, Quote(source, article.passages[20].span)))
        assert not any(page.turns[-1].is_heading for page in pages)


def test_a_page_names_the_headings_that_it_stands_under(knowledge: Knowledge) -> None:
    """Whoever turns the page knows which section it is in; a heading on the page itself is not said twice."""
    page = _page(knowledge, _quote(knowledge))
    assert page.headings == ("デジタルネイティブ世代と働く環境について", "デジタルの理解と業務の理解の両立を目指して")
    last = _page(knowledge, _quote(knowledge), 99)
    assert (last.headings, last.turns[0].is_heading) == ((), True)


def test_a_page_that_is_not_there_is_the_nearest(knowledge: Knowledge) -> None:
    """Numbers beyond either end lead to the first and the last page."""
    quote = _quote(knowledge)
    assert _page(knowledge, quote, -5) == _page(knowledge, quote, 0)
    assert _page(knowledge, quote, 10**6).page == _page(knowledge, quote).pages - 1


def test_the_page_that_opens_knows_its_number(knowledge: Knowledge) -> None:
    """Asked for by its number it is the same page, and no other holds the quote."""
    quote = _quote(knowledge)
    home = _page(knowledge, quote)
    assert home == _page(knowledge, quote, home.home)
    assert [page.page for page in _pages(knowledge, quote) if _words(page, marked=True)] == [home.home]


@pytest.mark.parametrize(
    "quote",
    [Quote("gone", Span(0, 10)), Quote(SOURCE, Span(10**6, 10**6 + 5)), Quote(SOURCE, Span(5, 5))],
    ids=["no such article", "behind the end", "empty"],
)
def test_a_quote_that_is_not_there_has_no_surroundings(knowledge: Knowledge, quote: Quote) -> None:
    """A button that outlived its article leads to nothing else instead."""
    assert surroundings(knowledge, quote) is None


def test_page_furniture_is_no_place_of_a_quote(knowledge: Knowledge) -> None:
    """What belongs to the web page and not to the article is neither shown nor found."""
    source, article = next((s, a) for s, a in knowledge.articles.items() if a.furniture)
    assert surroundings(knowledge, Quote(source, article.furniture[0])) is None


def test_a_turn_that_begins_a_page_before_says_so(knowledge: Knowledge) -> None:
    """On the second page of a long turn its speaker is named again, as going on."""
    long = "".join(f"{n}番目の話をします。" for n in range(300))
    made, article = _with(knowledge, (ASKER, "どうですか。"), (GUEST, long), (ASKER, "はい。"))
    pages = list(_pages(made, Quote(SOURCE, Span(0, 4))))
    assert len(pages) > 2
    assert [page.turns[0].goes_on for page in pages] == [False, *[True] * (len(pages) - 1)]
    assert {page.turns[0].said_by for page in pages[1:-1]} == {"佐藤 太郎(青梅市・課長)"}
    assert "".join(map(_words, pages)) == _said(article)


def test_a_long_turn_is_divided_between_sentences(knowledge: Knowledge) -> None:
    """No page of it stops in the middle of one."""
    long = "".join(f"{n}番目の話をします。" for n in range(300))
    made, _ = _with(knowledge, (GUEST, long))
    assert all(_words(page).endswith("。") for page in _pages(made, Quote(SOURCE, Span(0, 4))))


def test_a_sentence_without_end_still_has_pages(knowledge: Knowledge) -> None:
    """Five thousand characters without a full stop are read in pieces, none of them lost."""
    made, article = _with(knowledge, (GUEST, "長" * 5_000))
    pages = list(_pages(made, Quote(SOURCE, Span(2_400, 2_600))))
    assert max(len(_words(page)) for page in pages) <= ROOM
    assert "".join(map(_words, pages)) == _said(article)
    assert len(_words(_page(made, Quote(SOURCE, Span(2_400, 2_600))), marked=True)) == 200


def test_a_quote_across_a_cut_is_on_one_page(knowledge: Knowledge) -> None:
    """Where a long paragraph would be divided within the quote, both parts open together, as one paragraph."""
    made, _ = _with(knowledge, (GUEST, "長" * 5_000))
    page = _page(made, Quote(SOURCE, Span(900, 1_100)))
    assert len(_words(page, marked=True)) == 200
    assert [len(turn.paragraphs) for turn in page.turns] == [1]


def test_very_short_turns_do_not_pile_up_on_a_page(knowledge: Knowledge) -> None:
    """A page has room for twenty turns at most: a modal takes a hundred blocks."""
    made, _ = _with(knowledge, *[(person, "はい。") for person in (ASKER, GUEST) * 100])
    assert max(len(page.turns) for page in _pages(made, Quote(SOURCE, Span(400, 402)))) <= 20


def test_very_many_headings_are_still_read(knowledge: Knowledge) -> None:
    """An article of nothing but headings has pages like any other."""
    made, article = _with(knowledge, *[(None, f"第{n}の見出し") for n in range(200)])
    pages = list(_pages(made, Quote(SOURCE, Span(0, 5))))
    assert max(len(page.turns) for page in pages) <= 80
    assert "".join(map(_words, pages)) == _said(article)
