"""JSQuAD as retrieval: find the paragraph of each question among all, with our index and with bm25s.

The same engine as in the bot ranks whole paragraphs and single sentences; a paragraph's score is its own
plus that of its best sentence.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bot.index import MemoryEngine, Part, Query, Scored, Terms, analyse
from bot.seeds.sentences import sentences
from bot.text import Span, fold

__all__ = ["Figures", "Jsquad", "measure"]

_DEEP = 40  # candidates taken from each engine
_CUT = 10


@dataclass(frozen=True, slots=True)
class Jsquad:
    """Paragraphs (title and text) and questions with the number of their paragraph."""

    paragraphs: tuple[tuple[str, str], ...]
    questions: tuple[tuple[str, int], ...]

    @classmethod
    def read(cls, path: Path) -> Jsquad:
        """Read the SQuAD form; in a context ``[SEP]`` parts the title from the text."""
        paragraphs: list[tuple[str, str]] = []
        questions: list[tuple[str, int]] = []
        for article in json.loads(path.read_text(encoding="utf-8"))["data"]:
            for paragraph in article["paragraphs"]:
                title, _, text = paragraph["context"].partition("[SEP]")
                questions.extend((qa["question"], len(paragraphs)) for qa in paragraph["qas"])
                paragraphs.append((title.strip(), text.strip()))
        return cls(tuple(paragraphs), tuple(questions))


@dataclass(frozen=True, slots=True)
class Figures:
    """Recall@1, MRR@10 and milliseconds a query (median), the analysis of the question not counted."""

    name: str
    recall: float
    mrr: float
    milliseconds: float


def measure(data: Jsquad) -> list[Figures]:
    """Rank every question with both engines, ours over paragraphs alone and with sentences, and with bm25s."""
    terms = [analyse(f"{fold(title)}\n{fold(text)}") for title, text in data.paragraphs]
    asked = [analyse(fold(question)) for question, _ in data.questions]
    ours = MemoryEngine.build(terms)
    parts, owners = _sentences(data)
    by_sentence = MemoryEngine.build(parts)
    queries = [Query.of([Part(a)]) for a in asked]
    gold = [number for _, number in data.questions]
    return [
        _figures("ours: paragraphs", gold, lambda n: _ranked(ours.search(queries[n], _CUT))),
        _figures("ours: paragraphs + best sentence", gold, lambda n: _joined(ours, by_sentence, owners, queries[n])),
        _figures("bm25s (numpy), same tokens", gold, _bm25s(terms, asked)),
    ]


def _sentences(data: Jsquad) -> tuple[list[Terms], list[int]]:
    terms: list[Terms] = []
    owners: list[int] = []
    for number, (title, text) in enumerate(data.paragraphs):
        for span in sentences(text, Span(0, len(text))):
            terms.append(analyse(f"{fold(title)}\n{fold(span.of(text))}"))
            owners.append(number)
    return terms, owners


def _ranked(found: Sequence[Scored]) -> list[int]:
    return [s.document for s in found]


def _joined(ours: MemoryEngine, by_sentence: MemoryEngine, owners: list[int], query: Query) -> list[int]:
    scores = {s.document: s.words + s.grams + s.kana for s in ours.search(query, _DEEP)}
    best: dict[int, float] = {}
    for found in by_sentence.search(query, _DEEP):
        owner = owners[found.document]
        best.setdefault(owner, found.words + found.grams + found.kana)
    joined = {number: score + best.get(number, 0.0) for number, score in scores.items()}
    return sorted(joined, key=lambda number: -joined[number])[:_CUT]


def _bm25s(terms: Sequence[Terms], asked: Sequence[Terms]) -> Callable[[int], list[int]]:
    """Return bm25s's ranking over the very same tokens: words, character n-grams and kana n-grams in one bag."""
    import bm25s

    vocabulary: dict[str, int] = {}
    corpus = [[vocabulary.setdefault(t, len(vocabulary)) for t in _tokens(document)] for document in terms]
    engine = bm25s.BM25(k1=0.5, b=0.3, backend="numpy")
    engine.index(bm25s.tokenization.Tokenized(corpus, vocabulary), show_progress=False)
    queries = [[vocabulary[t] for t in _tokens(a) if t in vocabulary] for a in asked]

    def rank(number: int) -> list[int]:
        scores = engine.get_scores_from_ids(queries[number])
        best = np.argpartition(-scores, min(_CUT, len(scores) - 1))[:_CUT]
        return [int(n) for n in best[np.argsort(-scores[best])]]

    return rank


def _tokens(terms: Terms) -> list[str]:
    words = [word for word, count in terms.words.items() for _ in range(round(count))]
    return [*words, *(f"g{n}" for n in terms.grams.tolist()), *(f"k{n}" for n in terms.kana.tolist())]


def _figures(name: str, gold: Sequence[int], rank: Callable[[int], list[int]]) -> Figures:
    places: list[int] = []
    spent: list[float] = []
    for number, wanted in enumerate(gold):
        start = time.perf_counter()
        ranked = rank(number)
        spent.append(time.perf_counter() - start)
        places.append(ranked.index(wanted) + 1 if wanted in ranked else 0)
    count = max(1, len(places))
    recall = sum(p == 1 for p in places) / count
    mrr = sum(1 / p for p in places if p) / count
    return Figures(name, recall, mrr, sorted(spent)[len(spent) // 2] * 1000)
