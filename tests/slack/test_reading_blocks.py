"""The modals of reading on, with ordinary and with hostile content, against the limits of Slack."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import pytest
from slack_sdk.models.blocks import Block

from bot.answering.answer import Answer, Excerpt, NoAnswer
from bot.answering.explain import Chosen, Reasons
from bot.answering.surroundings import Surroundings, surroundings
from bot.blocks import Frame, Message, View, quote_place
from bot.blocks.reading import (
    Given,
    render_changed,
    render_citation,
    render_surroundings,
    render_unknown_number,
    render_why,
    render_why_message,
)
from bot.desk import Desk
from bot.knowledge import Knowledge, Quote, Source
from bot.playground.slack.limits import refusal_of_message, refusal_of_view
from bot.seeds import Kind, Participant
from bot.seeds.builder import Builder
from bot.text import Span
from bot.wording import formal_citation

HOSTILE = "<!channel> <@U1> <https://example.jp|x> *太字* _斜体_ ~線~ `code` &lt;b&gt; & :smile: 😀 > 引用"
TODAY, GIVEN = date(2026, 11, 22), Given("0123456789ab", date(2026, 11, 21))
FRAME = Frame("k7m2p9q", TODAY, private=True)
QUESTION = "小金井市のDXリーダーは何人?"
MOST_BLOCKS, TITLE, FIELD = 100, 24, 3_000
CHOSEN = Chosen((HOSTILE * 5)[:300], 20, 43.6, exact=False, shared=(HOSTILE,) * 12)
REASONS = Reasons(
    quotes=(CHOSEN, replace(CHOSEN, question=""), replace(CHOSEN, exact=True), replace(CHOSEN, rank=0), CHOSEN),
    understood=(f"背景: {HOSTILE * 3}"[:260], f"言い換え: {HOSTILE * 12}"[:960], f"前の質問: {HOSTILE * 3}"[:260]),
    held=(HOSTILE[:40],) * 12,
    lacking=(HOSTILE[:40],) * 12,
    clues=("同じ言葉",) * 5,
    doubts=("地名",) * 5,
    best_score=43.6,
    runner_up=(HOSTILE * 5)[:300],
    runner_up_score=38.6,
    absence=HOSTILE[:60],
    confidence=0.9,
    threshold=0.74,
    answers=True,
)


def _hostile_source(desk: Desk) -> Source:
    source = desk.knowledge.sources["koganei-2021"]
    url = "https://example.jp/" + "a" * 981
    return replace(source, title=(HOSTILE * 3)[:200], publisher=(HOSTILE * 2)[:100], url=url, date_label=HOSTILE[:40])


def _article(desk: Desk, *lines: tuple[Kind, str]) -> Knowledge:
    """Return a knowledge of one hostile article with these lines, spoken by somebody with a hostile name."""
    speaker = Participant(HOSTILE, HOSTILE, HOSTILE[:20])
    build, start = Builder("\n".join(text for _, text in lines)), 0
    for kind, text in lines:
        span = Span(start, start + len(text))
        start = span.end + 1
        if kind is Kind.SPEECH:
            build.open_turn(speaker)
            build.continue_turn(span)
        else:
            build.state(kind, span)
    source = _hostile_source(desk)
    return replace(desk.knowledge, articles={source.id: build.article("test", [speaker])}, sources={source.id: source})


ARTICLES: dict[str, list[tuple[Kind, str]]] = {
    "hostile": [(Kind.TITLE, HOSTILE), *[(k, HOSTILE) for k in Kind for _ in range(9)], (Kind.SPEECH, HOSTILE * 9)],
    "endless sentence": [(Kind.SPEECH, "長" * 12_000)],
    "hostile endless sentence": [(Kind.SPEECH, HOSTILE * 150)],
    "one letter a turn": [(Kind.SPEECH, "あ")] * 300,
    "nothing but headings": [(Kind.HEADING, HOSTILE)] * 200,
    "long headings": [(Kind.HEADING, HOSTILE * 20)] * 9,
    "one line": [(Kind.TITLE, "題")],
}


def _excerpt(desk: Desk, knowledge: Knowledge, quote: Quote) -> Excerpt:
    answer = _answer(desk)
    said = knowledge.text_of(quote)
    source = knowledge.sources[quote.source]
    return replace(
        answer.excerpts[0], source=source, span=quote.span, text=said, speaker=HOSTILE, role=HOSTILE, url=source.url
    )


def _pages(desk: Desk, lines: list[tuple[Kind, str]]) -> list[tuple[Surroundings, View]]:
    """Render all pages around a quote in the middle; a quote is a piece of one passage, of 300 characters at most."""
    knowledge = _article(desk, *lines)
    passages = knowledge.articles["koganei-2021"].passages
    inside = passages[len(passages) // 2].span
    middle = (inside.start + inside.end) // 2
    quote = Quote("koganei-2021", Span(middle, min(middle + 300, inside.end)))
    first = surroundings(knowledge, quote)
    assert first is not None
    found = [surroundings(knowledge, quote, number) for number in range(first.pages)]
    excerpt = _excerpt(desk, knowledge, quote)
    return [(page, render_surroundings(excerpt, page, TODAY)) for page in found if page]


def _answer(desk: Desk) -> Answer:
    answer = desk.ask(QUESTION)
    assert isinstance(answer, Answer)
    return answer


def _hostile_answer(desk: Desk) -> Answer:
    """Make the longest answer that there can be: five quotations of 300 characters out of hostile articles."""
    answer = _answer(desk)
    text = (HOSTILE * 5)[:300]
    excerpt = replace(
        answer.excerpts[0], source=_hostile_source(desk), text=text, speaker=HOSTILE, role=HOSTILE, url="https://a.jp/"
    )
    return replace(answer, question=(HOSTILE * 40)[:2_000], excerpts=(excerpt,) * 5)


def _hostile_refusal(desk: Desk) -> NoAnswer:
    reply = desk.ask("カレーの作り方を教えて")
    assert isinstance(reply, NoAnswer)
    return replace(reply, question=(HOSTILE * 40)[:2_000], about=HOSTILE[:60])


def _longest_citation(desk: Desk) -> View:
    excerpt = _hostile_answer(desk).excerpts[0]
    return render_citation(replace(excerpt, source=_hostile_source(desk)), TODAY)


def _citation_that_no_field_holds(desk: Desk) -> View:
    excerpt = _hostile_answer(desk).excerpts[0]
    return render_citation(replace(excerpt, role=HOSTILE * 40), TODAY)


VIEWS: dict[str, Callable[[Desk], list[View]]] = {
    **{
        f"pages: {n}": partial(lambda desk, lines: [v for _, v in _pages(desk, lines)], lines=a)
        for n, a in ARTICLES.items()
    },
    "citation": lambda desk: [render_citation(_answer(desk).excerpts[0], TODAY)],
    "citation without address": lambda desk: [render_citation(replace(_answer(desk).excerpts[0], url=""), TODAY)],
    "longest citation": lambda desk: [_longest_citation(desk)],
    "citation that no field holds": lambda desk: [_citation_that_no_field_holds(desk)],
    "why": lambda desk: [render_why(_hostile_answer(desk), REASONS, FRAME, GIVEN)],
    "why without reasons": lambda desk: [render_why(replace(_hostile_answer(desk), question=""), None, FRAME, GIVEN)],
    "why not": lambda desk: [render_why(_hostile_refusal(desk), replace(REASONS, answers=False), FRAME, GIVEN)],
    "why small talk": lambda desk: [render_why(desk.ask("ありがとう"), None, FRAME, GIVEN)],
    "changed": lambda _: [render_changed("前後を読む")],
}
MESSAGES: dict[str, Callable[[Desk], Message]] = {
    "why": lambda desk: render_why_message(_hostile_answer(desk), REASONS, FRAME, GIVEN),
    "why without reasons": lambda desk: render_why_message(replace(_hostile_answer(desk), question=""), None, FRAME, GIVEN),
    "why not": lambda desk: render_why_message(_hostile_refusal(desk), replace(REASONS, answers=False), FRAME, GIVEN),
    "why small talk": lambda desk: render_why_message(desk.ask("ありがとう"), None, FRAME, GIVEN),
    "unknown number": lambda _: render_unknown_number(HOSTILE * 50),
    "no number": lambda _: render_unknown_number(""),
}  # fmt: skip


def _walk(value: Any) -> Iterator[dict[str, Any]]:
    """Yield every object within blocks."""
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from _walk(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from _walk(inner)


@pytest.mark.parametrize("name", VIEWS)
def test_slack_takes_every_modal(desk: Desk, name: str) -> None:
    """Blocks, title, buttons and fields are within the limits, by slack_sdk's models and by Slack's own rules."""
    views = VIEWS[name](desk)
    assert views
    for view in views:
        assert refusal_of_view(view, "modal") is None
        assert 1 <= len(view["blocks"]) <= MOST_BLOCKS
        assert len(view["title"]["text"]) <= TITLE
        for block in view["blocks"]:
            parsed = Block.parse(block)
            assert parsed is not None, block
            parsed.validate_json()


@pytest.mark.parametrize("name", MESSAGES)
def test_slack_takes_every_message(desk: Desk, name: str) -> None:
    """So are the answers of ``/dx-why``, and their plain text calls nobody."""
    message = MESSAGES[name](desk)
    assert refusal_of_message({"text": message.text, "blocks": list(message.blocks)}) is None
    assert not re.search(r"[<>]|&(?!amp;|lt;|gt;)", message.text)
    for block in message.blocks:
        parsed = Block.parse(block)
        assert parsed is not None, block
        parsed.validate_json()


@pytest.mark.parametrize("name", VIEWS)
def test_nothing_in_a_modal_is_parsed_as_markup(desk: Desk, name: str) -> None:
    """There is no mrkdwn, no emoji code and no mention: what people and articles say stays text."""
    kinds = {part["type"] for view in VIEWS[name](desk) for part in _walk(view) if "type" in part}
    rich = {"rich_text", "rich_text_section", "rich_text_quote", "rich_text_preformatted", "text", "link"}
    assert kinds <= rich | {"modal", "actions", "button", "plain_text", "input", "plain_text_input"}
    assert not any(part.get("emoji") for view in VIEWS[name](desk) for part in _walk(view))


@pytest.mark.parametrize("name", VIEWS)
def test_every_button_is_named_for_a_screen_reader(desk: Desk, name: str) -> None:
    """Each says what it opens, and no two of a modal have the same id."""
    for view in VIEWS[name](desk):
        buttons = [part for part in _walk(view) if part.get("type") == "button"]
        assert all(0 < len(b["accessibility_label"]) <= 75 for b in buttons)
        assert len({b["action_id"] for b in buttons}) == len(buttons)


@pytest.mark.parametrize("name", ARTICLES)
def test_all_words_of_a_hostile_article_are_read(desk: Desk, name: str) -> None:
    """Whatever an article holds, its pages show it character by character, and the quote alone is bold in quotations."""
    pages = _pages(desk, ARTICLES[name])
    shown = "".join(p.text for page, _ in pages for turn in page.turns for para in turn.paragraphs for p in para)
    assert shown == "".join(text for _, text in ARTICLES[name])
    for page, view in pages:
        quotes = [part for part in _walk(view) if part.get("type") == "rich_text_quote"]
        bold = "".join(e["text"] for q in quotes for e in q["elements"] if e.get("style"))
        marked = [p for t in page.turns if not t.is_heading for para in t.paragraphs for p in para if p.marked]
        assert bold == "".join(p.text for p in marked)


def test_the_field_holds_the_whole_citation(desk: Desk) -> None:
    """The longest that knowledge allows fits, uncut; what does not fit stands as text of its own, uncut, too."""
    excerpt = _hostile_answer(desk).excerpts[0]
    (field,) = (part for part in _walk(_longest_citation(desk)) if part.get("type") == "plain_text_input")
    assert field["initial_value"] == formal_citation(excerpt, TODAY)
    assert len(field["initial_value"]) <= FIELD
    long = _citation_that_no_field_holds(desk)
    (shown,) = (part for part in _walk(long) if part.get("type") == "rich_text_preformatted")
    assert shown["elements"][0]["text"] == formal_citation(replace(excerpt, role=HOSTILE * 40), TODAY)
    assert "submit" not in long


def test_quotes_stand_uncut_over_their_reasons(desk: Desk) -> None:
    """Each quote is one quotation, and the line below says why; what was said of the one before is not repeated."""
    answer = _hostile_answer(desk)
    view = render_why(answer, replace(REASONS, quotes=(CHOSEN,) * 5), FRAME, GIVEN)
    quotes = [part for part in _walk(view) if part.get("type") == "rich_text_quote"]
    assert [q["elements"][0]["text"] for q in quotes] == [e.text for e in answer.excerpts]
    said = [part["text"] for part in _walk(view) if str(part.get("text", "")).startswith("→ ")]
    assert len(said) == 5
    assert CHOSEN.question in said[0]
    assert not any(CHOSEN.question in line for line in said[1:])


def test_a_button_names_the_words_it_was_made_from(desk: Desk) -> None:
    """Another text in the same place is another value, however alike."""
    excerpt = _answer(desk).excerpts[0]
    other = replace(excerpt, text=excerpt.text.replace("50", "51"))
    assert quote_place(excerpt) != quote_place(other)
    assert quote_place(excerpt).rpartition(":")[0] == quote_place(other).rpartition(":")[0]
