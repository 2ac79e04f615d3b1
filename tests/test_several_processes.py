"""Several processes on one database: killed in the middle of a reload, or answering while others reload."""

from __future__ import annotations

import functools
import json
import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import text

from bot import reloading
from bot.desk import Desk
from bot.knowledge import load_files
from bot.library import Library
from bot.records import Records
from bot.reloading import Admin
from bot.store import Store
from tests.databases import KINDS, ready_database
from tests.knowledge.folders import make_base
from tests.reloading_worker import HERE, KEY, OME, QUESTION, SEED, edit, said

ROOT = Path(__file__).resolve().parents[1]
POINTS = (4, 4, 12)  # of the phases of a reload, see the worker


class Life:
    """A folder and a database on which processes come and go."""

    def __init__(self, folder: Path, url: str) -> None:
        self.root = make_base(folder)
        self.url = url
        self.size = 6
        with Store.open(url, key=KEY) as store:
            library = Library(self.root, store.editions)
            reloading.begin(library, Records(store))()
            for _ in range(3):
                Records(store).note(Desk(library).ask(QUESTION), QUESTION, "", HERE)


class Worker:
    """Another process."""

    def __init__(self, *arguments: str) -> None:
        command = [sys.executable, "-m", "tests.reloading_worker", *arguments]
        pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
        self.process = subprocess.Popen(command, cwd=ROOT, text=True, encoding="utf-8", env=os.environ, **pipes)

    def finish(self) -> str:
        """Wait for its end, and return what else it has printed."""
        out, err = self.process.communicate(timeout=120)
        assert self.process.returncode == 0, err
        return out

    def tell(self, word: str = "go") -> None:
        """Let it go on."""
        assert self.process.stdin
        self.process.stdin.write(f"{word}\n")
        self.process.stdin.flush()

    def hear(self) -> str:
        """Return its next line."""
        assert self.process.stdout
        return self.process.stdout.readline().strip()


@pytest.fixture(params=KINDS)
def life(request: pytest.FixtureRequest, tmp_path: Path) -> Life:
    """Begin a life on SQLite, then on PostgreSQL."""
    return Life(tmp_path, ready_database(request.param, tmp_path))


@functools.cache
def _version_of(files: tuple[tuple[str, str], ...]) -> str:
    """Read a folder that was kept, and return which version that is."""
    knowledge = load_files(dict(files)).knowledge
    return knowledge.version if knowledge else ""


def _is_whole(store: Store) -> None:
    """See that each edition is what its name says, and that the journal agrees with what is in use."""
    kept = [version for version, _ in store.editions.list()]
    for version in kept:
        edition = store.editions.get(version)
        assert edition is not None
        assert _version_of(tuple(sorted(edition.files.items()))) == version
    assert store.editions.current() in kept
    changes = [r for r in store.reloads.latest(1_000) if r.outcome == "applied"]
    assert changes[0].after == store.editions.current()
    if store.engine.dialect.name == "sqlite":
        with store.engine.connect() as connection:
            assert connection.execute(text("PRAGMA integrity_check")).scalar() == "ok"


def test_a_process_killed_in_a_reload_leaves_everything_whole(life: Life) -> None:
    """At twenty points: knowledge and records are whole, a new process starts, and the next reload works."""
    dying = Worker("die", life.url, str(life.root))
    for size in (1, 2, 3, 1):  # the last time, nothing is done for the first time
        dying.tell(f"{life.size} {size} 0 0")
        counted, life.size = json.loads(dying.hear()), size
        assert dying.hear() == "0"
    points = [
        (phase, 1 + int(number * counted[phase] / (times - 0.3)))
        for phase, times in enumerate(POINTS)
        for number in range(times)
    ]
    assert len(set(points)) == 20
    seen: set[bool] = set()
    with Store.open(life.url, key=KEY) as store:
        for phase, call in points:
            before, size = store.editions.current(), 1 + life.size % 3
            dying.tell(f"{life.size} {size} {phase} {call}")
            life.size = size
            assert dying.hear() == str(-signal.SIGKILL)
            _is_whole(store)
            seen.add(store.editions.current() == before)
            assert store.answers.latest_questions(9) == (QUESTION,)
            _starts_and_reloads(life, store)
    assert seen == {True, False}  # some died before the decision was made, some after
    dying.finish()


def _starts_and_reloads(life: Life, store: Store) -> None:
    """See that a process that starts now answers from a whole version, and that it can reload."""
    library, records = Library(life.root, store.editions), Records(store)
    reloading.begin(library, records)()
    reply = Desk(library).ask(QUESTION)
    assert reply.excerpts[0].text in (said(size) for size in range(1, 7))  # type: ignore[union-attr]  # it is an answer
    reloading.publish(library, records, Admin(), library.prepare())
    assert Desk(library).ask(QUESTION).excerpts[0].text == said(life.size)  # type: ignore[union-attr]  # it is one, too
    _is_whole(store)


def test_two_processes_answer_while_both_reload(life: Life, tmp_path: Path) -> None:
    """A hundred reloads, a thousand questions meanwhile: none fails, each is answered from one whole version.

    In each version the article and the entry that quotes it name another number, and the answer holds that number.
    """
    with ThreadPoolExecutor(2) as pool:
        workers = list(pool.map(lambda number: _answering(life, tmp_path, number), range(2)))
        assert [w.hear() for w in workers] == ["ready", "ready"]
        for w in workers:
            w.tell()
        assert list(pool.map(Worker.hear, workers)) == ["done", "done"]
        for w in workers:
            w.tell()
        found = [json.loads(out) for out in pool.map(Worker.finish, workers)]
    assert [f["failures"] for f in found] == [[], []]
    assert sum(f["outcomes"]["reloads"] for f in found) == 100
    assert sum(f["outcomes"]["questions"] for f in found) >= 1_000
    answered = {tuple(key.split()) for f in found for key in f["outcomes"] if " " in key}
    assert len(answered) >= 3
    assert len({size for size, _ in answered}) == len({version for _, version in answered}) == len(answered)
    with Store.open(life.url, key=KEY) as store:
        assert {f["version"] for f in found} == {store.editions.current()}
        _is_whole(store)


def _answering(life: Life, folder: Path, number: int) -> Worker:
    """Start a process with a folder of its own, as on another machine."""
    (folder / f"machine {number}").mkdir()
    root = make_base(folder / f"machine {number}")
    return Worker("answer", life.url, str(root), str(number * 2), "50", "500")


def test_a_process_that_starts_during_a_reload_takes_a_whole_version(life: Life) -> None:
    """Its own files may be half of one version and half of another; the database holds whole ones."""
    with Store.open(life.url, key=KEY) as store:
        whole = Library(life.root, store.editions)
        path = life.root / SEED
        path.write_text(path.read_text(encoding="utf-8").replace(said(6), said(2)), encoding="utf-8")
        library = Library(life.root, store.editions)  # the entry still quotes the old article
        assert library.current.knowledge == whole.current.knowledge
        assert library.found is not None
        assert [p.path for p in library.found.problems] == [OME]
        edit(life.root, 6, 2)
        assert Desk(Library(life.root, store.editions)).ask(QUESTION).excerpts[0].text == said(2)  # type: ignore[union-attr]  # it is an answer
