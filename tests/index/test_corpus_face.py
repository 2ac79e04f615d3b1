"""Matching needs the engine's narrow face only: a second engine can take the place of the first."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.index import Engine, Part, Query, analyse, documents
from bot.index.corpus import Corpus
from bot.knowledge import Knowledge
from bot.match import Matcher
from bot.question import understand
from bot.text import fold
from tests.index.plain import PlainEngine

QUESTIONS = (
    "小金井市のDXリーダーは何人ですか?",
    "青梅市のDX推進課の人数",
    "デジタル人材の確保はなぜ難しい?",
    "How many people work in the DX section?",
    "でぃーえっくすりーだーはなんにん",
    "横浜市の水道料金",
)


@pytest.fixture(scope="module")
def plain_corpus(small: Knowledge, small_corpus: Corpus) -> Corpus:
    """Return the small corpus with engines of plain Python, of the same documents."""
    nothing: frozenset[str] = frozenset()
    entries: Engine = PlainEngine(documents._entry(small, entry, nothing)[0] for entry in small.entries)
    absences: Engine = PlainEngine(documents._absence(absence, nothing)[0] for absence in small.absences)
    sentences: Engine = PlainEngine(documents._sentence(small, s) for s in small_corpus.sentences)
    return replace(small_corpus, entry_engine=entries, absence_engine=absences, sentence_engine=sentences)


@pytest.mark.parametrize("question", QUESTIONS)
def test_another_engine_gives_the_same_hits(small_corpus: Corpus, plain_corpus: Corpus, question: str) -> None:
    """The same question finds the same hits with the same scores through either engine."""
    asked = understand(question)
    ours, other = Matcher(small_corpus).match(asked), Matcher(plain_corpus).match(asked)
    assert ours.hits[0].name == other.hits[0].name
    scores = {hit.name: hit.score for hit in ours.hits if hit.entry}
    assert scores == pytest.approx({hit.name: hit.score for hit in other.hits if hit.entry}, rel=1e-3)
    assert (ours.unknown, ours.held, ours.lacking) == (pytest.approx(other.unknown), other.held, other.lacking)


@pytest.mark.parametrize(
    ("asked", "entry"),
    [
        ("DXリーダーの人数", "koganei-leaders"),
        ("現在は兼務も含めて6名体制", "ome-dx-size"),
        ("DX section", "ome-dx-size"),
    ],
)
def test_entries_are_found_by_question_and_by_quote(small_corpus: Corpus, asked: str, entry: str) -> None:
    """What an editor wrote down as a question, and what the entry quotes, both lead to the entry."""
    found = small_corpus.entry_engine.search(Query.of([Part(analyse(fold(asked)), core=True)]), 1)
    assert [small_corpus.entries[scored.document].id for scored in found] == [entry]


def test_a_question_can_be_left_out(small: Knowledge) -> None:
    """Fitting asks questions of a corpus that does not hold them; the entry's others stay."""
    left_out = Corpus.of(small, frozenset(["DXリーダーの人数"]))
    number = next(n for n, entry in enumerate(small.entries) if entry.id == "koganei-leaders")
    assert left_out.asked[number].pressed == ("小金井市のdxリーダーは何人ですか",)
    assert Corpus.of(small).asked[number].pressed == ("小金井市のdxリーダーは何人ですか", "dxリーダーの人数")


def test_every_sentence_is_a_verbatim_piece(small_corpus: Corpus) -> None:
    """Sentences lie inside their passages, and an entry knows those that its first quote overlaps."""
    assert all(s.passage.span.contains(s.span) for s in small_corpus.sentences)
    for entry, numbers in zip(small_corpus.entries, small_corpus.quoted_of, strict=True):
        quote = entry.quotes[0]
        assert numbers
        assert all(small_corpus.sentences[n].source == quote.source for n in numbers)
        assert all(small_corpus.sentences[n].span.overlaps(quote.span) for n in numbers)
