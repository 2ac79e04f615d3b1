"""Postings: impacts by the formula, and the same sums whichever way long postings are read."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from bot.index import MemoryEngine, Part, Query, Terms, postings
from bot.index.postings import Bm25, Postings
from tests.index.plain import impacts

PAIRS = [(0, 5), (0, 5), (0, 9), (1, 9), (2, 5), (2, 7), (2, 7), (2, 7), (4, 9)]
SIZE = 5
MANY = 20_000  # documents of the large corpus


def _built(pairs: list[tuple[int, int]], size: int, constants: Bm25) -> Postings:
    documents, held = (np.array(column, dtype=np.int32) for column in zip(*pairs, strict=True))
    return Postings.build(documents, held, size, constants)


def _row(built: Postings, term: int) -> dict[int, float]:
    row = int(np.flatnonzero(built.terms == term)[0])
    piece = slice(built.starts[row], built.starts[row + 1])
    return dict(zip(built.documents[piece].tolist(), built.impacts[piece].tolist(), strict=True))


@pytest.mark.parametrize(("k1", "b"), [(0.5, 0.3), (1.2, 0.75), (2.0, 0.0), (1.5, 1.0)])
def test_impacts_are_those_of_the_formula(k1: float, b: float) -> None:
    """Every impact equals a plain computation over counted bags, whatever the constants."""
    built = _built(PAIRS, SIZE, Bm25(k1, b))
    bags = [Counter(t for d, t in PAIRS if d == n) for n in range(SIZE)]
    plain = impacts(bags, k1, b)
    for term in (5, 7, 9):
        expected = {n: found[term] for n, found in enumerate(plain) if term in found}
        assert _row(built, term) == pytest.approx(expected, rel=1e-5)


def test_rows_of_known_terms_only() -> None:
    """Terms that nothing holds have no row, below, between and above those that do."""
    built = _built(PAIRS, SIZE, Bm25(0.5, 0.3))
    known, rows = built.rows(np.array([-1, 5, 6, 9, 2**40]))
    assert known.tolist() == [1, 3]
    assert built.terms[rows].tolist() == [5, 9]


def test_a_row_knows_its_documents() -> None:
    """Only the documents of a row are in it."""
    built = _built(PAIRS, SIZE, Bm25(0.5, 0.3))
    assert [n for n in range(SIZE + 1) if built.has(0, n)] == [0, 2]


def test_nothing_built_gives_nothing() -> None:
    """Postings of no pair have no rows, and score every document with nothing."""
    empty = np.empty(0, dtype=np.int32)
    built = Postings.build(empty, empty, 3, Bm25(0.5, 0.3))
    known, rows = built.rows(np.array([1, 2]))
    assert not len(known)
    assert built.scores(rows, np.empty(0, dtype=np.float32)).tolist() == [0.0, 0.0, 0.0]
    assert built.cover(rows).tolist() == [0.0, 0.0, 0.0]


@pytest.fixture(scope="module")
def large() -> Postings:
    """Make 20,000 documents: terms 0 to 2 in all of them, 3 in half of them (in some twice), 4 to 43 in ten each."""
    everyone = np.arange(MANY, dtype=np.int32)
    columns = [(everyone, term) for term in (0, 1, 2)] + [(everyone[::2], 3), (everyone[::4], 3)]
    columns += [(everyone[term * 100 : term * 100 + 10], term) for term in range(4, 44)]
    documents = np.concatenate([held for held, _ in columns])
    return Postings.build(
        documents, np.repeat([t for _, t in columns], [len(h) for h, _ in columns]), MANY, Bm25(0.5, 0.3)
    )


@pytest.fixture
def unlimited(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a search read as much as it likes."""
    monkeypatch.setattr(postings, "_READ_AT_MOST", 10**9)


def _takes_slices(built: Postings, rows: list[int]) -> bool:
    return bool(np.mean([built.starts[r + 1] - built.starts[r] for r in rows]) > postings._LONG)


def _scores(built: Postings, weights: dict[int, float]) -> list[float]:
    return built.scores(np.array(list(weights)), np.array(list(weights.values()), dtype=np.float32)).tolist()


@pytest.mark.usefixtures("unlimited")
def test_slices_score_as_the_gathered_index_does(large: Postings) -> None:
    """Long postings, added slice by slice, give the scores that the same postings give when gathered."""
    rare = dict.fromkeys(range(4, 44), 0.0)
    assert _takes_slices(large, [3])
    assert not _takes_slices(large, [3, *rare])
    by_slices = _scores(large, {3: 0.7})
    assert any(by_slices)
    np.testing.assert_allclose(by_slices, _scores(large, {3: 0.7, **rare}), rtol=1e-5)


@pytest.mark.usefixtures("unlimited")
def test_slices_add_up_as_a_plain_sum(large: Postings) -> None:
    """The score of a document is the weighted sum of its impacts in all the rows."""
    weights = {0: 1.0, 3: 0.5, 5: 2.0}
    assert _takes_slices(large, list(weights))
    found = _scores(large, weights)
    for document in (0, 1, 2, 500, 505, MANY - 1):
        plain = sum(weight * _row(large, row).get(document, 0.0) for row, weight in weights.items())
        assert found[document] == pytest.approx(plain, rel=1e-5)


@pytest.mark.parametrize(("limit", "read"), [(6, {5, 7, 9}), (5, {5, 7}), (3, {5, 7}), (2, {7}), (0, set())])
def test_the_commonest_terms_are_left_out_first(monkeypatch: pytest.MonkeyPatch, limit: int, read: set[int]) -> None:
    """Up to the limit all is read; beyond it the rarest terms count as they would alone, and the others not."""
    built = _built(PAIRS, SIZE, Bm25(0.5, 0.3))
    weights = {5: 1.0, 7: 2.0, 9: 4.0}
    monkeypatch.setattr(postings, "_READ_AT_MOST", limit)
    known, rows = built.rows(np.array(list(weights)))
    assert len(known) == len(weights)
    found = built.scores(rows, np.array(list(weights.values()), dtype=np.float32))
    plain = [sum(weights[t] * _row(built, t).get(n, 0.0) for t in read) for n in range(SIZE)]
    assert found.tolist() == pytest.approx(plain, rel=1e-5)


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
