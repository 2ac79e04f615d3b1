"""The knowledge that comes with the bot is sound, rich, and word for word."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.knowledge import Knowledge, Loaded, load

FEWEST_VARIANTS = 10
FEWEST_ENGLISH = 2
ENGLISH = re.compile(r"[\x20-\x7e\u2018-\u201d\u2013\u2014é]+")
# What pages put around articles: a quote of it would say nothing.
FURNITURE = re.compile(
    r"^(?:見出し画像|画像\d*|キャプチャ\d*|バックナンバー)$|この記事が気に入ったら|サポートをしてみませんか|^参加者|公開日:|更新日:|\(以下「|^―"
)


@pytest.fixture(scope="module")
def loaded(root: Path) -> Loaded:
    """Load the repository's folder."""
    return load(root)


@pytest.fixture(scope="module")
def knowledge(loaded: Loaded) -> Knowledge:
    """Return the repository's knowledge."""
    assert loaded.knowledge is not None, loaded.problems
    return loaded.knowledge


def test_the_shipped_folder_has_no_finding(loaded: Loaded) -> None:
    """``check`` has nothing to say."""
    assert [f"{p.place}: {p.message}" for p in loaded.problems] == []


def test_there_are_many_entries(knowledge: Knowledge) -> None:
    """Over 200 entries, and over 2,500 ways to ask for them."""
    assert len(knowledge.entries) > 200
    assert sum(len(entry.variants) for entry in knowledge.entries) > 2_500


def test_every_entry_has_many_variants(knowledge: Knowledge) -> None:
    """At least ten other ways to ask."""
    assert [e.id for e in knowledge.entries if len(e.variants) < FEWEST_VARIANTS] == []


def test_every_entry_can_be_asked_for_in_english(knowledge: Knowledge) -> None:
    """At least two of the ways are English."""
    english = {e.id: sum(bool(ENGLISH.fullmatch(v)) for v in e.variants) for e in knowledge.entries}
    assert [name for name, count in english.items() if count < FEWEST_ENGLISH] == []


def test_no_way_to_ask_comes_twice_in_an_entry(knowledge: Knowledge) -> None:
    """Each variant adds something."""
    assert [e.id for e in knowledge.entries if len(set(e.questions)) < len(e.questions)] == []


def test_every_quote_is_word_for_word(knowledge: Knowledge, root: Path) -> None:
    """What is quoted stands in the file, at its place, byte for byte."""
    texts = {s.id: (root / s.file).read_bytes().decode("utf-8") for s in knowledge.sources.values()}
    written = "\n".join(p.read_text(encoding="utf-8") for p in sorted((root / "knowledge/faq").glob("*.yaml")))
    for entry in knowledge.entries:
        for quote in entry.quotes:
            words = texts[quote.source][quote.span.start : quote.span.end]
            assert words == knowledge.text_of(quote), entry.id
            assert words.replace("'", "''") in written or words in written, entry.id


def test_no_quote_is_furniture(knowledge: Knowledge) -> None:
    """Nothing is quoted that belongs to the page, to a label or to a list's heading."""
    for entry in knowledge.entries:
        for quote in entry.quotes:
            article = knowledge.articles[quote.source]
            assert not any(span.overlaps(quote.span) for span in article.furniture), entry.id
            assert not FURNITURE.search(knowledge.text_of(quote)), entry.id


def test_every_quote_lies_in_one_passage(knowledge: Knowledge) -> None:
    """A quote has one speaker, or none; it never runs over a label."""
    for entry in knowledge.entries:
        for quote in entry.quotes:
            holding = [p for p in knowledge.articles[quote.source].passages if p.span.contains(quote.span)]
            assert len(holding) == 1, entry.id


def test_every_article_is_quoted_and_every_topic_filled(knowledge: Knowledge) -> None:
    """No article lies idle, and no topic opens on an empty list."""
    assert {q.source for e in knowledge.entries for q in e.quotes} == set(knowledge.sources)
    assert {e.topic for e in knowledge.entries} == {t.id for t in knowledge.topics}


def test_every_municipality_of_an_entry_is_that_of_an_article(knowledge: Knowledge) -> None:
    """A place that no article is about could never be asked for."""
    known = {m for s in knowledge.sources.values() for m in s.municipalities}
    assert {e.municipality for e in knowledge.entries} - {""} <= known
