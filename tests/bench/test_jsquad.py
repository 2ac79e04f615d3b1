"""The benchmark on questions in SQuAD's form: read as they are, and its figures computed right."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.bench.jsquad import Figures, Jsquad, measure

PARAGRAPHS = {
    "梅": [
        "梅は早春に白い花を咲かせる。実は梅干しになる。",
        "桜は春に淡い花を咲かせる。花見の季節である。",
    ],
    "鉄道": ["蒸気機関車は石炭で走る。", "電車は架線から電気を取る。"],
    "茶": ["緑茶は蒸して作る。", "紅茶は発酵させて作る。"],
}
QUESTIONS = {
    (0, 0): ["梅干しになる実は何か", "早春に白い花を咲かせるのは"],
    (0, 1): ["花見の季節に咲く桜"],
    (1, 0): ["石炭で走る蒸気機関車"],
    (1, 1): ["架線から電気を取る乗り物"],
    (2, 0): ["蒸して作る緑茶"],
    (2, 1): ["発酵させて作る紅茶"],
}


def _squad(gold: dict[tuple[int, int], list[str]]) -> dict[str, object]:
    """Put the paragraphs and the questions of each (article, paragraph) into SQuAD's form."""
    articles = [
        {
            "title": title,
            "paragraphs": [
                {
                    "context": f"{title} [SEP] {text}",
                    "qas": [
                        {"id": f"{a}{p}{n}", "question": q, "is_impossible": False, "answers": []}
                        for n, q in enumerate(gold.get((a, p), []))
                    ],
                }
                for p, text in enumerate(texts)
            ],
        }
        for a, (title, texts) in enumerate(PARAGRAPHS.items())
    ]
    return {"version": "test", "data": articles}


def _read(tmp_path: Path, gold: dict[tuple[int, int], list[str]]) -> Jsquad:
    path = tmp_path / "tiny.json"
    path.write_text(json.dumps(_squad(gold), ensure_ascii=False), encoding="utf-8")
    return Jsquad.read(path)


def _measured(data: Jsquad) -> dict[str, Figures]:
    pytest.importorskip("bm25s", reason="the baseline is one of the dev extras")
    return {row.name: row for row in measure(data)}


def test_paragraphs_and_questions_are_read(tmp_path: Path) -> None:
    """Each paragraph has its title and its text, and each question the number of its paragraph in the whole file."""
    data = _read(tmp_path, QUESTIONS)
    assert len(data.paragraphs) == 6
    assert data.paragraphs[2] == ("鉄道", "蒸気機関車は石炭で走る。")
    assert data.questions[0] == ("梅干しになる実は何か", 0)
    assert data.questions[-1] == ("発酵させて作る紅茶", 5)
    assert len(data.questions) == 7


def test_clear_questions_find_their_paragraphs(tmp_path: Path) -> None:
    """Where each question names its paragraph's own words, all three engines find every one first."""
    rows = _measured(_read(tmp_path, QUESTIONS))
    assert len(rows) == 3
    assert [(row.recall, row.mrr) for row in rows.values()] == [(1.0, 1.0)] * 3
    assert all(row.milliseconds > 0 for row in rows.values())


def test_figures_are_those_of_the_ranks(tmp_path: Path) -> None:
    """Ranks 1, 1, 2 and none at all give a Recall@1 of 2/4 and an MRR of (1 + 1 + 1/2) / 4."""
    gold = {
        (0, 0): ["梅干しになる実は何か"],
        (1, 0): ["石炭で走る蒸気機関車"],
        (0, 1): ["梅は早春に白い花を咲かせる。花見"],  # the words are mostly those of the paragraph before
        (2, 1): ["xyz"],  # shares nothing with any paragraph
    }
    rows = _measured(_read(tmp_path, gold))
    for name in ("ours: paragraphs", "ours: paragraphs + best sentence"):
        assert (rows[name].recall, rows[name].mrr) == (0.5, 0.625)


def test_a_file_without_questions_is_no_measurement(tmp_path: Path) -> None:
    """Paragraphs alone can be read."""
    assert _read(tmp_path, {}).questions == ()
