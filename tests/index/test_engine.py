"""The engine scores by BM25 as shares of what a question could reach, and finds nothing where nothing is common."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence

import numpy as np
import pytest

from bot.index import Engine, MemoryEngine, Part, Query, Scored, Terms
from tests.index.plain import PlainEngine, terms

DOCUMENTS = (
    terms("青梅 窓口 書く 窓口", grams=[1, 2, 3], kana=[7, 8]),
    terms("小金井 リーダー 任命", grams=[3, 4, 4, 4], kana=[8, 9]),
    terms("青梅 課 推進", grams=[5], kana=[]),
    terms("茶会 雑談 菓子 茶会 茶会", grams=[6, 6], kana=[10]),
)


@pytest.fixture(scope="module")
def engine() -> MemoryEngine:
    """Index four documents made by hand."""
    return MemoryEngine.build(DOCUMENTS)


def _asked(text: str = "", grams: Sequence[int] = (), kana: Sequence[int] = ()) -> Query:
    return Query.of([Part(terms(text, grams, kana), core=True)])


def _documents(found: list[Scored]) -> list[int]:
    return [scored.document for scored in found]


def _same(one: list[Scored], other: list[Scored]) -> bool:
    """Compare by document: equal scores may come in any order."""
    return [s.document for s in sorted(one)] == [s.document for s in sorted(other)] and np.allclose(
        sorted(one), sorted(other), rtol=1e-4, atol=1e-6
    )


def _random_terms(chance: random.Random, most: int) -> Terms:
    words = " ".join(chance.choices("abcdefghijklmnop", k=chance.randint(0, most)))
    return terms(words, *(chance.choices(range(30), k=chance.randint(0, most)) for _ in range(2)))


@pytest.mark.parametrize("seed", range(25))
def test_scores_equal_a_plain_computation(seed: int) -> None:
    """On any small corpus, every field of every score is what the formula gives in plain Python."""
    chance = random.Random(seed)  # noqa: S311 - a reproducible mixture
    documents = [_random_terms(chance, 12) for _ in range(chance.randint(1, 9))]
    core = Part(_random_terms(chance, 6), core=True)
    parts = [core, Part(_random_terms(chance, 4), 0.5), Part(_random_terms(chance, 4), 0.15, expected=False)]
    query = Query.of(parts)
    found = MemoryEngine.build(documents).search(query, len(documents))
    assert _same(found, PlainEngine(documents).search(query, len(documents)))


def test_one_score_by_hand(engine: MemoryEngine) -> None:
    """The formula written out once: a word in two of four documents, once in a document shorter than the mean."""
    found = {s.document: s for s in engine.search(_asked("青梅"), 4)}
    idf = math.log(1 + (4 - 2 + 0.5) / (2 + 0.5))
    mean = (4 + 3 + 3 + 5) / 4
    impact = idf * 1 * (0.5 + 1) / (1 + 0.5 * (1 - 0.3 + 0.3 * 3 / mean))
    assert found[2].words == pytest.approx(impact / idf, rel=1e-5)


def test_only_documents_with_a_common_term_are_found(engine: MemoryEngine) -> None:
    """A document that shares nothing with the question is not returned, however many may be."""
    assert sorted(_documents(engine.search(_asked("青梅"), 10))) == [0, 2]
    assert _documents(engine.search(_asked(grams=[4]), 10)) == [1]
    assert _documents(engine.search(_asked(kana=[10]), 10)) == [3]
    assert engine.search(_asked("横浜", grams=[99], kana=[98]), 10) == []


def test_the_best_come_first_and_no_more_than_wanted(engine: MemoryEngine) -> None:
    """Documents come by the sum of their scores, at most as many as asked for."""
    query = _asked("青梅 窓口 茶会", grams=[3, 4, 5, 6])
    everything = engine.search(query, 4)
    sums = [s.words + s.grams + s.kana for s in everything]
    assert len(everything) == 4
    assert sums == sorted(sums, reverse=True)
    for limit in range(1, 4):
        assert _documents(engine.search(query, limit)) == _documents(everything)[:limit]


@pytest.mark.parametrize("limit", [1, 7, 30])
def test_the_best_of_many_are_those_of_all(limit: int) -> None:
    """Where only blocks are looked at that can hold the best, the best are still found, in the last block too."""
    chance = random.Random(limit)  # noqa: S311 - a reproducible mixture
    documents = [terms(grams=chance.choices(range(500), k=chance.randint(1, 20))) for _ in range(5_000)]
    documents.append(terms(grams=range(8)))
    query = _asked(grams=range(8))
    found = MemoryEngine.build(documents).search(query, limit)
    everything = MemoryEngine.build(documents).search(query, len(documents))
    assert [s.grams for s in found] == [s.grams for s in everything[:limit]]
    assert found[0].document == len(documents) - 1


def test_an_empty_engine_finds_nothing() -> None:
    """Without documents every search is empty, no word is held, and all are equally rare."""
    empty = MemoryEngine.build([])
    assert empty.search(_asked("青梅", grams=[1], kana=[1]), 5) == []
    assert not empty.holds("青梅")
    assert empty.weight_of("青梅") == empty.weight_of("茶会") > 0


def test_documents_without_terms_are_never_found() -> None:
    """A document of nothing takes part without harm."""
    engine = MemoryEngine.build([terms(), terms("青梅"), terms()])
    assert _documents(engine.search(_asked("青梅"), 5)) == [1]
    assert MemoryEngine.build([terms(), terms()]).search(_asked("青梅", [1], [1]), 5) == []


def test_an_empty_query_finds_nothing(engine: MemoryEngine) -> None:
    """A question without a term finds nothing."""
    assert engine.search(_asked(), 5) == []


def test_a_rarer_word_weighs_more(engine: MemoryEngine) -> None:
    """The weight falls with the number of documents that hold a word; one that none holds weighs most."""
    assert engine.weight_of("青梅") < engine.weight_of("窓口") < engine.weight_of("横浜")
    assert engine.weight_of("青梅") == pytest.approx(math.log(1 + 2.5 / 2.5))
    assert engine.weight_of("横浜") == pytest.approx(math.log(5.5))


def test_held_words_are_known(engine: MemoryEngine) -> None:
    """A word is held when any document has it."""
    assert engine.holds("雑談")
    assert not engine.holds("横浜")
    assert not engine.holds("")


def test_lacking_words_are_named_in_order(engine: MemoryEngine) -> None:
    """What a document lacks comes in the order of the question, unheard-of words too."""
    assert engine.lacking(0, ["茶会", "青梅", "横浜", "窓口", "課"]) == ["茶会", "横浜", "課"]
    assert engine.lacking(2, ["課", "推進"]) == []


def test_covered_is_the_share_by_rarity(engine: MemoryEngine) -> None:
    """A document that holds all of the question's words is covered wholly, else by the weight of what it holds."""
    found = {s.document: s for s in engine.search(_asked("青梅 窓口"), 4)}
    both = engine.weight_of("青梅") + engine.weight_of("窓口")
    assert found[0].covered == pytest.approx(1.0)
    assert found[2].covered == pytest.approx(engine.weight_of("青梅") / both)


def test_covered_counts_a_word_once(engine: MemoryEngine) -> None:
    """Neither repetition in the document nor in the question changes what is covered."""
    once = {s.document: s.covered for s in engine.search(_asked("窓口 横浜"), 4)}
    often = {s.document: s.covered for s in engine.search(_asked("窓口 窓口 窓口 横浜"), 4)}
    assert once == pytest.approx(often)
    assert once[0] == pytest.approx(engine.weight_of("窓口") / (engine.weight_of("窓口") + engine.weight_of("横浜")))


def test_covered_counts_the_question_alone(engine: MemoryEngine) -> None:
    """Words of the background and synonyms are not what was asked."""
    parts = [Part(terms("窓口"), core=True), Part(terms("横浜")), Part(terms("茶会"), 0.2, expected=False)]
    found = {s.document: s for s in engine.search(Query.of(parts), 4)}
    assert found[0].covered == pytest.approx(1.0)
    assert found[3].covered == 0.0


@pytest.mark.parametrize(
    ("field", "asked", "synonym"),
    [
        ("words", terms("青梅"), terms("窓口")),
        ("grams", terms(grams=[3]), terms(grams=[2])),
        ("kana", terms(kana=[8]), terms(kana=[7])),
    ],
)
def test_synonyms_help_and_do_not_harm(engine: MemoryEngine, field: str, asked: Terms, synonym: Terms) -> None:
    """In every field, a part that is not expected raises what holds it and leaves the others as they were."""
    plain = _shares(engine, field, Part(asked, core=True))
    helped = _shares(engine, field, Part(asked, core=True), Part(synonym, 0.2, expected=False))
    assert helped[0] > plain[0]
    others = plain.keys() - {0}
    assert others
    assert {n: helped[n] for n in others} == pytest.approx({n: plain[n] for n in others})


def _shares(engine: MemoryEngine, field: str, *parts: Part) -> dict[int, float]:
    return {s.document: getattr(s, field) for s in engine.search(Query.of(parts), 4)}


def test_an_expected_part_lowers_what_lacks_it(engine: MemoryEngine) -> None:
    """What stands around a question counts as expected: a document without it reaches a smaller share."""
    plain = {s.document: s.words for s in engine.search(_asked("青梅"), 4)}
    query = Query.of([Part(terms("青梅"), core=True), Part(terms("窓口"), 0.5)])
    assert {s.document: s.words for s in engine.search(query, 4)}[2] < plain[2]


def test_equal_parts_add_up(engine: MemoryEngine) -> None:
    """A word in two parts weighs what both weigh together."""
    halves = [Part(terms("青梅", grams=[3]), 0.5, core=True), Part(terms("青梅", grams=[3]), 0.5)]
    assert _same(engine.search(Query.of(halves), 4), engine.search(_asked("青梅", grams=[3]), 4))


def test_the_plain_engine_has_the_face(engine: MemoryEngine) -> None:
    """A second engine offers the face's methods and no other public name."""
    face = {name for name in vars(Engine) if not name.startswith("_")}
    assert face == {"search", "weight_of", "holds", "lacking"}
    assert {name for name in vars(PlainEngine) if not name.startswith("_")} == face
    assert face <= set(dir(engine))
