"""A draft in the files: whole or not at all, checked first, and nothing else touched."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bot.desk import Desk
from bot.drafting import DraftError, Wanted, check_complete, is_writable, sketch, tried, write
from bot.exchange import ExchangeError
from bot.knowledge import load
from bot.library import Library
from tests.conftest import ROOT
from tests.knowledge.folders import damage, make_base

OME = "knowledge/faq/ome.yaml"
ASKED = "庁舎の電気代はいくらですか"
QUOTE = "[ome-dx] DX推進課は令和5年度に設置され、現在は兼務も含めて6名体制となっています。"


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """Open a small folder of knowledge."""
    return Library(make_base(tmp_path))


def wanted(library: Library, **changes: object) -> Wanted:
    """Return a complete draft with some of it otherwise."""
    version = library.current.knowledge.version
    values = {"version": version, "home": "", "question": ASKED, "others": "", "topic": "soshiki", "places": ()}
    return Wanted(**{**values, "more": QUOTE, **changes})  # type: ignore[arg-type]  # each test knows its fields


def test_a_sketch_has_what_is_near(library: Library) -> None:
    """Candidates are whole quotes of the articles, all from different places; entries are those of the nearest hits."""
    desk = Desk(library)
    question = "推進員は何名か"
    _, matched, _ = desk.reason(question)
    found = sketch([question, "推進員の数", question, "推進員の数"], matched, desk.knowledge)
    assert found.entries[0].id == "ome-dx-members"
    assert found.topic == found.entries[0].topic
    assert found.others == ("推進員の数",)
    quotes = [candidate.quote for candidate in found.candidates]
    assert not any(a.meets(b) for n, a in enumerate(quotes) for b in quotes[:n])
    assert all(c.text == desk.knowledge.text_of(c.quote) for c in found.candidates)


def test_a_sketch_of_small_talk_is_empty(library: Library) -> None:
    """Nothing is near a greeting, and that is no error."""
    found = sketch(["こんにちは"], None, library.current.knowledge)
    assert (found.entries, found.candidates, found.topic) == ((), (), "")


def test_trying_changes_no_file(library: Library) -> None:
    """The check runs on a copy."""
    before = (library.root / OME).read_bytes()
    made = tried(wanted(library), library, writable=True)
    assert not made.refused
    assert (library.root / OME).read_bytes() == before
    assert f"  question: {ASKED}" in made.lines


def test_the_lines_that_are_shown_are_those_that_come(library: Library) -> None:
    """What is copied by hand gives the same file as what is written."""
    made = tried(wanted(library, others="電気代\n光熱費は?"), library, writable=True)
    before = (library.root / made.path).read_text("utf-8")
    write(made)
    assert (library.root / made.path).read_text("utf-8") == f"{before.rstrip()}\n\n{made.lines}\n"
    entry = load(library.root).knowledge.entries[-1]  # type: ignore[union-attr]  # it was checked
    assert entry.questions == (ASKED, "電気代", "光熱費は?")
    assert entry.municipality == "青梅市"


def test_the_place_of_a_tick_is_that_of_the_version_that_was_shown(library: Library) -> None:
    """Files may change while an editor reads: the words that were shown are the words that are written."""
    knowledge = library.current.knowledge
    quote = knowledge.entries[0].quotes[0]
    place = f"{quote.source}:{quote.span.start}:{quote.span.end}"
    before = knowledge.text_of(quote)
    source = knowledge.sources[quote.source].file
    text = (library.root / source).read_text("utf-8")
    (library.root / source).write_text(text.replace("\n", "\n加わった行です。\n", 1), "utf-8")
    made = tried(wanted(library, more="", places=(place,)), library, writable=True)
    assert before in made.lines


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"question": "  "}, "question"),
        ({"topic": ""}, "topic"),
        ({"more": ""}, "more"),
        ({"more": "出典がない文"}, "more"),
    ],
)
def test_what_is_missing_is_named(library: Library, changes: dict[str, object], field: str) -> None:
    """Without looking into any file."""
    with pytest.raises(DraftError) as error:
        check_complete(wanted(library, **changes))
    assert error.value.field == field


@pytest.mark.parametrize(
    "changes",
    [
        {"home": "no-such-entry"},
        {"home": "ome-dx-size", "question": "DX推進課の人数", "more": ""},
        {"topic": "no-such-topic"},
        {"version": "0000"},
        {"places": ("koganei:1:99999x",)},
    ],
)
def test_what_does_not_fit_is_refused(library: Library, changes: dict[str, object]) -> None:
    """An entry, a topic or a version that is gone, and a wording that is there already."""
    with pytest.raises(DraftError):
        tried(wanted(library, **changes), library, writable=True)


def test_a_question_that_is_there_already_is_found_by_the_check(library: Library) -> None:
    """Two entries with one question are what the check of the folder says they are."""
    made = tried(wanted(library, question="DX推進員は何人いますか"), library, writable=True)
    assert made.problems


def test_files_that_changed_in_between_are_not_overwritten(library: Library) -> None:
    """An editor who saved meanwhile loses nothing."""
    made = tried(wanted(library), library, writable=True)
    damage(library.root, {made.path: {"append": "# 別の人の変更\n"}})
    with pytest.raises(ExchangeError):
        write(made)
    assert "# 別の人の変更" in (library.root / made.path).read_text("utf-8")


def test_an_unwritable_place_gets_lines_of_the_version_in_use(library: Library) -> None:
    """Where files are elsewhere, the draft is tried on the edition that answers, and nothing is written."""
    damage(library.root, {"knowledge/topics.yaml": {"append": "\n- id: [\n"}})
    made = tried(wanted(library), library, writable=False)
    assert not made.refused
    assert ASKED in made.lines


def test_fetched_knowledge_is_never_writable(library: Library) -> None:
    """Its folder would be thrown away."""
    assert is_writable(library, fetched=False)
    assert not is_writable(library, fetched=True)


def test_a_writer_that_is_killed_leaves_the_old_or_the_new_file(tmp_path: Path) -> None:
    """Killed with signal 9 at twenty lines of the writing, the file is whole each time, and the folder can be read."""
    folder = make_base(tmp_path)
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": str(tmp_path)}
    command = [sys.executable, "-m", "tests.drafting.killed", str(folder), "20"]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    states = found["states"]
    assert found["lines"] >= 20
    assert [died for died, _ in states] == [signal.SIGKILL] * 20
    assert [state for _, state in states[:5]] == ["old"] * 5
    assert states[-1][1] == "new"
    assert "broken" not in [state for _, state in states]
