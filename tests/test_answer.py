"""Answers are made of verbatim quotes, few, short, and from different places."""

from __future__ import annotations

import json
import re
from itertools import combinations
from pathlib import Path

import pytest

from bot.answering.answer import Answer, Excerpt, Help, NoAnswer, Reply
from bot.answering.face import as_record
from bot.answering.selection import chosen
from bot.desk import Desk

QUESTIONS = Path(__file__).parent / "questions"
MOST = 5
JOINED = 200
LONGEST = 300


@pytest.fixture(scope="module")
def replies(desk: Desk) -> list[Reply]:
    """Answer many questions of every style, and open every entry."""
    lines = [
        line
        for path in sorted(QUESTIONS.glob("train_1_*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    asked = [json.loads(line) for line in lines[::4]]
    answered = [desk.ask(a["q"], a.get("prev") or "") for a in asked]
    opened = [desk.open_entry(entry.id) for entry in desk.knowledge.entries]
    return [*answered, *filter(None, opened)]


@pytest.fixture(scope="module")
def answers(replies: list[Reply]) -> list[Answer]:
    """Keep the replies that answer."""
    found = [reply for reply in replies if isinstance(reply, Answer)]
    assert len(found) > 100
    return found


@pytest.fixture(scope="module")
def fresh(desk: Desk) -> list[Answer]:
    """Answer questions that no editor has written down in these words."""
    lines = (QUESTIONS / "measure_7_answerable.jsonl").read_text(encoding="utf-8").splitlines()
    asked = [(a["q"], a.get("prev") or "") for a in map(json.loads, lines[::3])]
    return [reply for q in asked if isinstance(reply := desk.ask(*q), Answer) and not _is_an_editors(desk, *q)]


def _is_an_editors(desk: Desk, question: str, before: str) -> bool:
    _, matched, _ = desk.reason(question, before)
    return matched is not None and matched.hits[0].is_an_editors


@pytest.fixture(scope="module")
def excerpts(answers: list[Answer]) -> list[Excerpt]:
    """Return every excerpt of every answer."""
    return [excerpt for answer in answers for excerpt in answer.excerpts]


def test_an_answer_has_one_to_five_excerpts(answers: list[Answer]) -> None:
    """There is no answer without a quote, and no wall of them."""
    assert {len(answer.excerpts) for answer in answers} <= set(range(1, MOST + 1))


def test_an_excerpt_is_at_most_three_hundred_characters(excerpts: list[Excerpt]) -> None:
    """What is shown can be read at a glance."""
    assert max(len(e.text) for e in excerpts) <= LONGEST


def test_an_excerpt_is_a_piece_of_its_file(root: Path, excerpts: list[Excerpt]) -> None:
    """Code points start to end of the file, decoded as UTF-8, are the quote: nothing is ever reworded."""
    texts = {e.source.file: (root / e.source.file).read_bytes().decode("utf-8") for e in excerpts}
    assert [e for e in excerpts if texts[e.source.file][e.span.start : e.span.end] != e.text] == []


def test_the_excerpts_of_an_answer_are_different_places(answers: list[Answer]) -> None:
    """No character of an article is shown twice in one reply."""
    for answer in answers:
        for one, other in combinations(answer.excerpts, 2):
            assert one.source.id != other.source.id or not one.span.overlaps(other.span)


def test_an_excerpt_comes_from_one_mouth(desk: Desk, excerpts: list[Excerpt], fresh: list[Answer]) -> None:
    """A quote never runs from one speaker's words into another's, nor into furniture."""
    for excerpt in [*excerpts, *(e for answer in fresh for e in answer.excerpts)]:
        article = desk.knowledge.articles[excerpt.source.id]
        places = (n for n in range(*excerpt.span) if not article.text[n].isspace())
        passages = [article.passage_at(place) for place in places]
        assert None not in passages
        assert len({(p.kind, p.speaker) for p in passages if p}) == 1


def test_excerpts_that_follow_each_other_are_one(fresh: list[Answer]) -> None:
    """What a person says in one go is one excerpt with one source, unless it would be long."""
    assert sum("\n" in e.text for answer in fresh for e in answer.excerpts) > 5
    for answer in fresh:
        for one, other in combinations(answer.excerpts, 2):
            first, second = sorted((one.span, other.span))
            if one.source == other.source and one.said_by == other.said_by and second.start <= first.end + 1:
                assert second.end - first.start > JOINED


def test_what_an_editor_chose_for_a_question_is_left_alone(desk: Desk) -> None:
    """Asked in the editor's words, an entry shows its own first quote as it is; what compares cities may grow."""
    for entry in desk.knowledge.entries:
        _, matched, _ = desk.reason(entry.question)
        assert matched
        compared = entry.compares or matched.facets.several or len(matched.facets.places) > 1
        if not compared and matched.hits[0].entry is entry:
            assert chosen(matched, desk.knowledge)[0].span == entry.quotes[0].span


def test_an_excerpt_names_who_says_it(desk: Desk, excerpts: list[Excerpt]) -> None:
    """The speaker is the passage's, and where nobody speaks the part of the article is named."""
    for excerpt in excerpts:
        passage = desk.knowledge.articles[excerpt.source.id].passage_at(excerpt.span.start)
        speaker = passage.speaker.name if passage and passage.speaker else ""
        assert excerpt.speaker == speaker
        assert excerpt.said_by.startswith(speaker or f"記事の{excerpt.part}")


def test_a_shortened_excerpt_ends_with_a_sentence(desk: Desk) -> None:
    """A quote over the limit is cut where a sentence ends, never inside one that fits."""
    for entry in desk.knowledge.entries:
        answer = desk.open_entry(entry.id)
        assert answer
        for excerpt in answer.excerpts:
            asked = [q for q in entry.quotes if q.source == excerpt.source.id and q.span.start == excerpt.span.start]
            if asked[0].span != excerpt.span:
                passage = desk.knowledge.articles[excerpt.source.id].passage_at(excerpt.span.start)
                assert passage
                assert excerpt.span.end in {s.end for s in passage.sentences}


def test_an_excerpt_links_to_its_place(excerpts: list[Excerpt]) -> None:
    """Each link is the article's address with a fragment, and holds nothing that breaks a link."""
    assert all(e.url.startswith(e.source.url) for e in excerpts)
    assert all(re.fullmatch(r"[!-~]*", e.url) for e in excerpts)


def test_the_best_quote_of_an_entry_comes_first(desk: Desk) -> None:
    """Who asks an entry's own question reads its first quote first."""
    for entry in desk.knowledge.entries:
        answer = desk.open_entry(entry.id)
        assert answer
        assert answer.excerpts[0].span.start == entry.quotes[0].span.start


def test_related_questions_are_other_ones(answers: list[Answer]) -> None:
    """What is suggested is not what was just answered, and nothing twice."""
    for answer in answers:
        assert answer.entry not in answer.related
        assert len(set(answer.related)) == len(answer.related)


def test_a_no_has_no_excerpt_and_its_reason(desk: Desk) -> None:
    """Where nothing is found, the reply says so and names what there is."""
    reply = desk.ask("大阪市の水道料金はいくらですか")
    assert isinstance(reply, NoAnswer)
    assert reply.places
    assert as_record(reply)["excerpts"] == []


def test_small_talk_gets_help_with_examples(desk: Desk) -> None:
    """A greeting is answered with what can be asked, and never with a quote."""
    reply = desk.ask("こんにちは")
    assert isinstance(reply, Help)
    assert reply.topics


def test_a_confidence_is_a_probability(replies: list[Reply]) -> None:
    """Between 0 and 1, for every reply."""
    assert all(0.0 <= r.confidence <= 1.0 for r in replies if not isinstance(r, Help))


def test_the_same_question_gets_the_same_answer(desk: Desk) -> None:
    """Nothing about an answer is left to chance."""
    asked = "書かない窓口はなぜ早く導入できたのですか"
    assert desk.ask(asked) == desk.ask(asked)


def test_an_unknown_entry_cannot_be_opened(desk: Desk) -> None:
    """A click on an entry that an editor removed since finds nothing."""
    assert desk.open_entry("no-such-entry") is None
