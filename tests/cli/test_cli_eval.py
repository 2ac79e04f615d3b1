"""``eval`` measures labelled questions, compares runs, and holds a floor."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.evaluation import QuestionFileError, read_questions

GOLD = {"doc": "000", "quote": "今のところ、全庁で50人くらいを考えています。"}
RECORDS = [
    {"id": "hit", "q": "小金井市のDXリーダーは何人ですか?", "style": "natural", "gold": [GOLD]},
    {"id": "miss", "q": "デジタル茶会とは何ですか?", "style": "natural", "gold": [GOLD]},
    {"id": "none", "q": "大阪市の水道料金はいくらですか?", "style": "other_gov"},
    {"id": "thanks", "q": "ありがとう", "style": "chat", "expect": "thanks"},
    {"id": "hint", "q": "ありがとう", "style": "chat", "expect": "help"},
]


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    """Write five questions: a hit, a miss, a rightful no, thanks, and thanks where a hint is expected."""
    path = tmp_path / "questions.jsonl"
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in RECORDS), encoding="utf-8")
    return path


def _row(table: str, style: str) -> list[str]:
    return next(line.split() for line in table.splitlines() if line.startswith(style + " "))


def test_the_figures_are_counted_by_style(call, questions: Path) -> None:
    """Shares stand under their names, for each style and for all; - where nothing counts for one."""
    done = call("eval", str(questions))
    assert done.code == 0
    assert _row(done.out, "natural")[1:5] == ["2", "0.500", "0.500", "0.000"]
    assert _row(done.out, "other_gov")[1:6] == ["1", "-", "-", "-", "0.000"]
    assert _row(done.out, "all")[1] == "5"
    assert "expected reply: 1" in done.out


def test_misses_are_listed_with_what_was_wanted(call, questions: Path) -> None:
    """A miss shows its id, the question, what was shown and what was wanted; a hit is not listed."""
    done = call("eval", str(questions), "--misses")
    assert "\nmiss natural" in done.out
    assert "\nhint chat" in done.out
    assert f"want: {GOLD['quote']}" in done.out
    assert "\nhit natural" not in done.out


def test_a_saved_run_compares_with_itself(call, questions: Path, tmp_path: Path) -> None:
    """Nothing is won or lost against the same run, and what changed is listed by question."""
    saved = tmp_path / "run.json"
    assert call("eval", str(questions), "--save", str(saved)).code == 0
    assert "0 won, 0 lost" in call("eval", str(questions), "--baseline", str(saved)).out
    record = json.loads(saved.read_text(encoding="utf-8"))
    record["hit"][0], record["miss"][0] = 0, 1
    saved.write_text(json.dumps(record), encoding="utf-8")
    assert "1 won, 1 lost" in call("eval", str(questions), "--baseline", str(saved)).out


@pytest.mark.parametrize(
    ("floor", "code"), [({"hit@1": 0.5, "false answers": 0.0}, 0), ({"hit@1": 0.51}, 1), ({"verbatim": 1.0}, 0)]
)
def test_a_floor_is_held(call, questions: Path, tmp_path: Path, floor: dict[str, float], code: int) -> None:
    """A figure below its floor is named and the exit code is 1."""
    path = tmp_path / "floor.json"
    path.write_text(json.dumps(floor), encoding="utf-8")
    done = call("eval", str(questions), "--floor", str(path))
    assert done.code == code
    assert ("below the floor: hit@1" in done.out) is bool(code)


BROKEN = [
    "{",
    '{"id": "x"}',
    '{"id": "x", "q": "?", "gold": {"doc": "0"}}',
    '{"id": "x", "q": "?", "gold": ["y"]}',
    "[]",
    "1",
]


@pytest.mark.parametrize("broken", BROKEN)
def test_a_broken_question_is_found(tmp_path: Path, broken: str) -> None:
    """The error names the file and the line."""
    path = tmp_path / "broken.jsonl"
    path.write_text(json.dumps(RECORDS[0]) + "\n" + broken + "\n", encoding="utf-8")
    with pytest.raises(QuestionFileError, match=r"broken\.jsonl:2: "):
        read_questions(path)


def test_a_broken_question_file_is_explained(call, tmp_path: Path) -> None:
    """One sentence, no traceback, exit code 1."""
    path = tmp_path / "broken.jsonl"
    path.write_text("{", encoding="utf-8")
    done = call("eval", str(path))
    assert done.code == 1
    assert "broken.jsonl:1: " in done.err
    assert "Traceback" not in done.err


def test_a_missing_question_file_is_named(call) -> None:
    """One sentence, no traceback."""
    done = call("eval", "no-such-file.jsonl")
    assert done.code == 1
    assert "no-such-file.jsonl" in done.err
    assert "Traceback" not in done.err
