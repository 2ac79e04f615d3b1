"""The speed measurement times what it says, and further passages are the articles' own words."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.answering.answer import Answer
from bot.bench.speed import Timing, answers, baseline, grown, memory_mb
from bot.desk import Desk
from bot.index.store import IndexStore
from bot.library import Library

BASE = Path(__file__).resolve().parents[1] / "knowledge" / "base"


@pytest.mark.parametrize(("share", "time"), [(0.0, 1.0), (0.5, 3.0), (0.99, 5.0), (1.0, 5.0)])
def test_percentiles_are_those_of_the_calls(share: float, time: float) -> None:
    """The median is the middle call, and no percentile lies beyond the slowest."""
    assert Timing("x", (5.0, 3.0, 1.0, 2.0, 4.0)).percentile(share) == time


def test_every_question_is_timed(desk: Desk) -> None:
    """There is a time for each question, of the answer and of the baseline."""
    questions = ["小金井市のDXリーダーは何人?", "カレーの作り方"]
    for timing in (answers(desk, questions, "answers"), baseline(desk.knowledge, questions)):
        assert len(timing.calls) == 2
        assert all(call > 0 for call in timing.calls)


def test_further_passages_are_searched_beside_the_articles(tmp_path: Path) -> None:
    """A grown snapshot holds the passages, answers as before, and comes from its store the second time."""
    library = Library(BASE)
    store = IndexStore(tmp_path)
    snapshot, seconds = grown(library, 300, store)
    again, _ = grown(library, 300, store)
    added = len(snapshot.matcher.corpus.sentences) - len(library.current.matcher.corpus.sentences)
    assert added >= 300
    assert seconds > 0
    assert again.knowledge == snapshot.knowledge
    assert store.load(snapshot.knowledge.version) is not None
    library.use(snapshot)
    reply = Desk(library).ask("小金井市のDXリーダーは何人ですか")
    assert isinstance(reply, Answer)
    assert reply.excerpts[0].text == "今のところ、全庁で50人くらいを考えています。"


def test_memory_is_measured() -> None:
    """This process takes some megabytes."""
    assert 10 < memory_mb() < 100_000
