"""A reload that fails changes nothing, whatever happens to the folder meanwhile."""

from __future__ import annotations

import gc
import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.knowledge import load
from bot.library import Library, LibraryError
from tests.knowledge.folders import BASE, damage

OME = "knowledge/faq/ome.yaml"
_watchers: list[Callable[[str], None]] = []


def _on_audit(event: str, arguments: tuple[object, ...]) -> None:
    if event == "open" and _watchers and isinstance(arguments[0], str | bytes | os.PathLike):
        _watchers[-1](os.fsdecode(arguments[0]))


sys.addaudithook(_on_audit)  # It cannot be taken away again, but does nothing without a watcher.


@contextmanager
def when_opened(path: Path, act: Callable[[], None], times: int = 1) -> Iterator[None]:
    """Do something in the moment in which a file is about to be opened, as another program might."""
    left = times
    acting = False

    def watch(opened: str) -> None:
        nonlocal left, acting
        if opened == str(path) and left and not acting:
            left, acting = left - 1, True
            act()
            acting = False

    _watchers.append(watch)
    try:
        yield
    finally:
        _watchers.pop()


def test_a_failed_reload_keeps_the_snapshot(folder: Path) -> None:
    """Whoever asks after a failed reload is answered from the very same snapshot."""
    library = Library(folder)
    before = library.current
    damage(folder, {OME: {"replace": [["兼務も", "兼務を"]]}})
    outcome = library.reload()
    assert not outcome.applied
    assert outcome.before == outcome.after == before.knowledge.version
    assert [p.path for p in outcome.problems] == [OME]
    assert library.current is before


def test_a_reload_after_the_repair_is_applied(folder: Path) -> None:
    """The next good folder is taken as if nothing had happened."""
    library = Library(folder)
    good = (folder / OME).read_text(encoding="utf-8")
    (folder / OME).write_text("- id: [\n", encoding="utf-8")
    library.reload()
    (folder / OME).write_text(good.replace("何人体制", "何名体制"), encoding="utf-8")
    outcome = library.reload()
    assert outcome.applied
    assert outcome.after == library.current.knowledge.version != outcome.before
    assert any("何名体制" in entry.question for entry in library.current.knowledge.entries)


def test_a_warning_lets_the_new_knowledge_in(folder: Path) -> None:
    """The editor is told, and the new version is in use."""
    library = Library(folder)
    damage(folder, {"knowledge/faq/new.yaml": {"text": ""}})
    outcome = library.reload()
    assert outcome.applied
    assert [p.path for p in outcome.problems] == ["knowledge/faq/new.yaml"]


def test_a_start_with_a_broken_folder_says_why(folder: Path) -> None:
    """There is nothing to fall back on: the findings are in the error."""
    damage(folder, {"knowledge/sources.yaml": {"remove": True}})
    with pytest.raises(LibraryError) as caught:
        Library(folder)
    assert [p.path for p in caught.value.problems] == ["knowledge/sources.yaml"]


def test_a_file_that_vanishes_during_the_reload_refuses_it(folder: Path) -> None:
    """Half a folder is no folder, even if nothing moves any more (case 13 of the specification)."""
    library = Library(folder)
    before = library.current
    path = folder / OME
    with when_opened(path, path.unlink):
        outcome = library.reload()
    assert not outcome.applied
    assert library.current is before
    assert [(p.path, p.message) for p in outcome.problems] == [(OME, "読み込みの途中でファイルがなくなりました。")]
    assert "もう一度再読み込みしてください" in outcome.problems[0].hint


def test_an_article_that_is_renamed_during_the_reload_refuses_it(folder: Path) -> None:
    """A sync tool that renames a file is waited for."""
    path = folder / "seeds/koganei.txt"
    with when_opened(path, lambda: _renamed(path)):
        loaded = load(folder)
    assert loaded.knowledge is None
    assert ("seeds/koganei.txt", "読み込みの途中でファイルがなくなりました。") in [
        (p.path, p.message) for p in loaded.problems
    ]


def _renamed(path: Path) -> None:
    path.rename(path.with_name("elsewhere.txt"))


def test_a_file_that_is_replaced_during_the_reload_is_read_again(folder: Path) -> None:
    """The second reading sees the new text, and only the new text."""
    path = folder / OME
    new = path.read_text(encoding="utf-8").replace("何人体制", "何名体制")

    def replace() -> None:
        other = folder / "knowledge" / ".new"
        other.write_text(new, encoding="utf-8")
        other.replace(path)

    with when_opened(path, replace):
        loaded = load(folder)
    assert loaded.knowledge is not None
    assert [e.question for e in loaded.knowledge.entries if e.id == "ome-dx-size"] == [
        "青梅市のDX推進課は何名体制ですか"
    ]


def test_a_folder_that_never_rests_is_given_up(folder: Path) -> None:
    """After the second reading the old knowledge stays, and the editor is asked to wait."""
    path = folder / OME
    with when_opened(path, lambda: path.write_bytes(path.read_bytes() + b"# x\n"), times=10):
        loaded = load(folder)
    assert loaded.knowledge is None
    assert [p.message for p in loaded.problems] == ["読み込みの途中でファイルが変わりました。"]


def test_a_file_that_becomes_a_pipe_is_not_waited_for(folder: Path) -> None:
    """A pipe put in a file's place between the check and the opening does not hang the bot."""
    path = folder / OME

    def replace() -> None:
        path.unlink()
        os.mkfifo(path)

    found: list[object] = []

    def read() -> None:
        with when_opened(path, replace):
            found.append(load(folder).knowledge)

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    reader.join(timeout=20)
    assert found == [None]


def test_loading_leaves_the_collector_as_it_was(folder: Path) -> None:
    """The pause in collecting garbage ends with the loading, and one that somebody else made does not."""
    assert gc.isenabled()
    load(folder)
    assert gc.isenabled()
    gc.disable()
    try:
        load(folder)
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_the_version_is_that_of_the_content(folder: Path) -> None:
    """The same files have the same version wherever they lie; any change is another one."""
    same, original = load(folder).knowledge, load(BASE).knowledge
    assert same is not None
    assert original is not None
    assert same.version == original.version
    damage(folder, {OME: {"append": "# x\n"}})
    other = load(folder).knowledge
    assert other is not None
    assert other.version != same.version
