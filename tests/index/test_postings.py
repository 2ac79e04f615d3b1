"""Postings: impacts by the formula, and the same sums whichever way postings are kept and read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
import pytest

from bot.index import MemoryEngine, Part, Query, Terms, postings
from bot.index.fields import Field, key_of
from bot.index.postings import Bm25, Pairs, Postings
from tests.index.plain import impacts

OCCURRENCES = [(0, 5), (0, 5), (0, 9), (1, 9), (2, 5), (2, 7), (2, 7), (2, 7), (4, 9)]
SIZE = 5
MANY = 20_000  # documents of the large corpus
NONE = Pairs(np.empty(0, np.int32), np.empty(0, np.int32))
CONSTANTS = Bm25(0.5, 0.3)


def _pairs(occurrences: list[tuple[int, int]]) -> Pairs:
    documents, terms = (np.array(column, dtype=np.int32) for column in zip(*occurrences, strict=True))
    return Pairs(documents, terms)


def _built(field: Field, constants: Bm25 = CONSTANTS) -> Postings:
    """Build postings of one field alone."""
    fields = [_pairs(OCCURRENCES) if other is field else NONE for other in Field if other is not Field.HELD]
    return Postings.build(fields, SIZE, constants)


def _row(built: Postings, field: Field, term: int) -> dict[int, float]:
    """Return the documents of a term with their impacts."""
    row = built.keys.tolist().index(key_of(field, term))
    piece = slice(built.starts[row], built.starts[row + 1])
    documents = (built.cells[piece] - field * built.size).tolist()
    return dict(zip(documents, built.impacts[piece].tolist(), strict=True))


def _scores(built: Postings, weights: Mapping[int, float], field: Field = Field.GRAMS) -> Sequence[float]:
    """Score documents by the terms of a field."""
    rows = built.rows(np.array([key_of(field, term) for term in weights], dtype=np.int32))
    scores = built.scores(rows, np.full(len(rows), field), np.array(list(weights.values()), dtype=np.float32))
    assert not scores[[other for other in Field if other is not field]].any()
    return list(scores[field].tolist())


@pytest.fixture(params=["a matrix", "no matrix"])
def _kept(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the postings of common terms as a matrix too, or not."""
    if request.param == "no matrix":
        monkeypatch.setattr(postings, "_SMALL", 0)


@pytest.mark.parametrize("field", [Field.WORDS, Field.GRAMS, Field.KANA])
@pytest.mark.parametrize(("k1", "b"), [(0.5, 0.3), (1.2, 0.75), (2.0, 0.0), (1.5, 1.0)])
def test_impacts_are_those_of_the_formula(field: Field, k1: float, b: float) -> None:
    """Every impact equals a plain computation over counted bags, whatever the field and the constants."""
    built = _built(field, Bm25(k1, b))
    bags = [Counter(t for d, t in OCCURRENCES if d == n) for n in range(SIZE)]
    plain = impacts(bags, k1, b)
    for term in (5, 7, 9):
        expected = {n: found[term] for n, found in enumerate(plain) if term in found}
        assert _row(built, field, term) == pytest.approx(expected, rel=1e-5)


def test_what_is_held_counts_once() -> None:
    """The words again, each worth its idf in every document that has it, however often."""
    built = _built(Field.WORDS)
    idf = built.idf[: built.keys.tolist().index(key_of(Field.WORDS, 9)) + 1].tolist()
    assert _row(built, Field.HELD, 5) == pytest.approx({0: idf[0], 2: idf[0]})
    assert _row(built, Field.HELD, 7) == pytest.approx({2: idf[1]})
    assert _row(built, Field.HELD, 9) == pytest.approx({0: idf[2], 1: idf[2], 4: idf[2]})


def test_terms_that_nothing_holds_share_an_empty_row() -> None:
    """Below, between and above those that occur, and in other fields."""
    built = _built(Field.GRAMS)
    terms = (-1, 5, 6, 9, 2**22)
    rows = built.rows(np.array([key_of(Field.GRAMS, term) for term in terms], dtype=np.int32)).tolist()
    empty = len(built.keys)
    assert rows == [empty, 0, empty, 2, empty]
    assert built.rows(np.array([-1, 5, key_of(Field.KANA, 5)], dtype=np.int32)).tolist() == [empty] * 3
    assert built.starts[empty] == built.starts[empty + 1]


def test_a_row_knows_its_documents() -> None:
    """Only the documents of a row are in it."""
    built = _built(Field.WORDS)
    assert [n for n in range(SIZE + 1) if built.has(0, n)] == [0, 2]


def test_nothing_built_gives_nothing() -> None:
    """Postings of no pair have no rows, and score every document with nothing."""
    built = Postings.build([NONE] * 3, 3, CONSTANTS)
    assert _scores(built, {1: 1.0, 2: 1.0}) == [0.0, 0.0, 0.0]


@pytest.mark.usefixtures("_kept")
def test_scores_add_up_as_a_plain_sum() -> None:
    """The score of a document is the weighted sum of its impacts in all the rows, kept in whichever way."""
    built = _built(Field.GRAMS)
    assert bool(built.common.size) == (postings._SMALL > 0)
    weights = {5: 0.5, 7: 2.0, 8: 4.0, 9: 1.0}
    plain = [
        sum(w * _row(built, Field.GRAMS, t).get(n, 0.0) for t, w in weights.items() if t != 8) for n in range(SIZE)
    ]
    assert _scores(built, weights) == pytest.approx(plain, rel=1e-5)


def test_the_matrix_takes_the_commonest_that_have_room(monkeypatch: pytest.MonkeyPatch) -> None:
    """With room for one row the commonest term has it; what is left out scores as before."""
    whole = _built(Field.GRAMS)
    monkeypatch.setattr(postings, "_CELLS", SIZE)
    built = _built(Field.GRAMS)
    assert built.places.tolist() == [-1, -1, 0, -1]
    weights = {5: 0.5, 7: 2.0, 9: 1.0}
    assert _scores(built, weights) == pytest.approx(_scores(whole, weights), rel=1e-6)


def test_rare_terms_stay_out_of_the_matrix(monkeypatch: pytest.MonkeyPatch) -> None:
    """A term that less than the common share of documents holds has no row there."""
    monkeypatch.setattr(postings, "_COMMON", 2)
    assert _built(Field.GRAMS).places.tolist() == [-1, -1, 0, -1]


@pytest.fixture(scope="module")
def large() -> Postings:
    """Make 20,000 documents: terms 0 to 2 in all of them, 3 in half of them (in some twice), 4 to 43 in ten each."""
    everyone = np.arange(MANY, dtype=np.int32)
    columns = [(everyone, term) for term in (0, 1, 2)] + [(everyone[::2], 3), (everyone[::4], 3)]
    columns += [(everyone[term * 100 : term * 100 + 10], term) for term in range(4, 44)]
    documents = np.concatenate([held for held, _ in columns])
    terms = np.repeat([t for _, t in columns], [len(h) for h, _ in columns]).astype(np.int32)
    return Postings.build([NONE, Pairs(documents, terms), NONE], MANY, CONSTANTS)


@pytest.fixture
def _unlimited(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a search read as much as it likes."""
    monkeypatch.setattr(postings, "_READ_AT_MOST", 10**9)


def _takes_slices(built: Postings, rows: list[int]) -> bool:
    return bool(np.mean([built.starts[r + 1] - built.starts[r] for r in rows]) > postings._LONG)


@pytest.mark.usefixtures("_unlimited")
def test_slices_score_as_the_gathered_index_does(large: Postings) -> None:
    """Long postings, added slice by slice, give the scores that the same postings give when gathered."""
    rare = dict.fromkeys(range(4, 44), 0.0)
    assert _takes_slices(large, [3])
    assert not _takes_slices(large, [3, *rare])
    by_slices = _scores(large, {3: 0.7})
    assert any(by_slices)
    np.testing.assert_allclose(by_slices, _scores(large, {3: 0.7, **rare}), rtol=1e-5)


@pytest.mark.usefixtures("_unlimited")
def test_slices_add_up_as_a_plain_sum(large: Postings) -> None:
    """The score of a document is the weighted sum of its impacts in all the rows."""
    weights = {0: 1.0, 3: 0.5, 5: 2.0}
    assert _takes_slices(large, list(weights))
    found = _scores(large, weights)
    for document in (0, 1, 2, 500, 505, MANY - 1):
        plain = sum(weight * _row(large, Field.GRAMS, term).get(document, 0.0) for term, weight in weights.items())
        assert found[document] == pytest.approx(plain, rel=1e-5)


@pytest.mark.parametrize(("limit", "read"), [(6, {5, 7, 9}), (5, {5, 7}), (3, {5, 7}), (2, {7}), (0, set())])
def test_the_commonest_terms_are_left_out_first(monkeypatch: pytest.MonkeyPatch, limit: int, read: set[int]) -> None:
    """Up to the limit all is read; beyond it the rarest terms count as they would alone, and the others not."""
    monkeypatch.setattr(postings, "_SMALL", 0)
    monkeypatch.setattr(postings, "_READ_AT_MOST", limit)
    built = _built(Field.GRAMS)
    weights = {5: 1.0, 7: 2.0, 9: 4.0}
    plain = [sum(weights[t] * _row(built, Field.GRAMS, t).get(n, 0.0) for t in read) for n in range(SIZE)]
    assert _scores(built, weights) == pytest.approx(plain, rel=1e-5)


def test_what_is_held_is_always_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """However little may be read, a document is known to hold a common word."""
    monkeypatch.setattr(postings, "_SMALL", 0)
    monkeypatch.setattr(postings, "_READ_AT_MOST", 0)
    built = _built(Field.WORDS)
    assert np.flatnonzero(_scores(built, {9: 1.0}, Field.HELD)).tolist() == [0, 1, 4]


def test_what_is_left_out_leaves_the_long_rest_as_it_is(large: Postings, monkeypatch: pytest.MonkeyPatch) -> None:
    """With long postings too, what remains is scored as if the rest had not been asked for."""
    expected = _scores(large, {3: 1.0, 5: 2.0})
    monkeypatch.setattr(postings, "_READ_AT_MOST", MANY - 1)
    np.testing.assert_allclose(_scores(large, {0: 1.0, 3: 1.0, 1: 1.0, 5: 2.0}), expected, rtol=1e-5)


def test_a_rare_word_is_found_among_very_common_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a large corpus a question of too common words and one rare word finds the document of the rare one first."""
    monkeypatch.setattr(postings, "_READ_AT_MOST", MANY)
    empty = np.empty(0, dtype=np.int32)
    common = Terms({"市": 1.0, "職員": 1.0, "課": 1.0}, empty, empty)
    rare = Terms({**common.words, "茶会": 1.0}, empty, empty)
    engine = MemoryEngine.build(rare if n == 12_345 else common for n in range(MANY))
    best = engine.search(Query.of([Part(rare, core=True)]), 3)[0]
    assert best.document == 12_345
    assert best.covered == pytest.approx(1.0)
