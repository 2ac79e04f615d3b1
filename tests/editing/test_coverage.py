"""Coverage: which sentences no entry quotes."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from bot.editing import ArticleCoverage, Reason, measure_coverage
from bot.editing.reasons import reason_to_leave_out
from bot.knowledge import Knowledge, Quote
from bot.seeds import Article, Kind, Passage
from bot.text import Span

CASES = [json.loads(line) for line in (Path(__file__).parent / "reasons.jsonl").read_text("utf-8").splitlines()]


def _of(knowledge: Knowledge, source: str) -> ArticleCoverage:
    return next(a for a in measure_coverage(knowledge) if a.source.id == source)


def _with_quotes(knowledge: Knowledge, source: str, *texts: str) -> Knowledge:
    """Return a knowledge whose first entry quotes these texts and whose others quote nothing of the source."""
    article = knowledge.articles[source].text
    quotes = [Quote(source, Span(start, start + len(t))) for t in texts if (start := article.index(t)) >= 0]
    return replace(knowledge, entries=(replace(knowledge.entries[0], quotes=tuple(quotes)),))


@pytest.mark.parametrize("case", CASES, ids=[case["said"][:20] for case in CASES])
def test_a_sentence_is_left_out_by_rule_and_with_its_reason(case: dict[str, str]) -> None:
    """Greetings, nods, bare questions and page furniture want no entry; whatever tells something does."""
    span = Span(0, len(case["said"]))
    passage = Passage(Kind[case["kind"]], span, (span,))
    found = reason_to_leave_out(Article(case["said"], "", span, (), (passage,), ()), passage, span)
    assert (found.name if found else None) == case["reason"]


def test_every_sentence_is_quoted_missing_or_left_out(knowledge: Knowledge) -> None:
    """No sentence with a letter in it is forgotten."""
    for article in measure_coverage(knowledge):
        text = knowledge.articles[article.source.id]
        sentences = [s for p in text.passages for s in p.sentences if any(map(str.isalnum, s.of(text.text)))]
        assert article.quoted + len(article.missing) + len(article.left_out) == len(sentences)


def test_a_sentence_is_named_by_its_line(knowledge: Knowledge) -> None:
    """The line is that of the file, from 1."""
    lines = knowledge.articles["ome-2023"].text.splitlines()
    found = _of(knowledge, "ome-2023")
    assert found.missing
    assert all(sentence.text in lines[sentence.line - 1] for sentence in (*found.missing, *found.left_out))


def test_a_quoted_sentence_is_content_whatever_it_looks_like(knowledge: Knowledge) -> None:
    """A greeting that an entry quotes counts as covered, not as left out."""
    thanks = "本日はよろしくお願いします。"
    before, after = (_of(k, "koganei-2021") for k in (knowledge, _with_quotes(knowledge, "koganei-2021", thanks)))
    assert thanks in [s.text for s in before.left_out]
    assert thanks not in [s.text for s in after.left_out]


def test_a_sentence_of_which_a_part_is_quoted_is_not_covered(knowledge: Knowledge) -> None:
    """Half a sentence says less than the whole: it stays on the list, marked."""
    found = _of(_with_quotes(knowledge, "koganei-2021", "全庁で50人くらい"), "koganei-2021")
    assert [s.text for s in found.missing if s.in_part] == ["今のところ、全庁で50人くらいを考えています。"]


def test_the_same_words_need_no_second_quote(knowledge: Knowledge) -> None:
    """A quote means its first occurrence, so that the second could never be quoted."""
    found = _of(_with_quotes(knowledge, "ome-2023", "※ 前編はこちら(URL)。"), "ome-2023")
    assert not [s for s in found.left_out if "前編" in s.text]


def test_a_heading_needs_no_entry_once_something_below_it_is_quoted(knowledge: Knowledge) -> None:
    """A heading over quoted words is left out; one over words that nobody quotes is missing."""
    found = _of(_with_quotes(knowledge, "koganei-2021", "今のところ、全庁で50人くらいを考えています。"), "koganei-2021")
    left_out = [s.text for s in found.left_out if s.reason is Reason.HEADING]
    assert "デジタルの理解と業務の理解の両立を目指して" in left_out
    assert "職員の意識改革について" in [s.text for s in found.missing]


def test_the_share_counts_content_only() -> None:
    """What is left out is in neither part of the share."""
    nothing: ArticleCoverage = ArticleCoverage(None, 0, (), ())
    assert nothing.share == 1.0
    assert replace(nothing, quoted=3).share == 1.0
