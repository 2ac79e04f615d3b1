"""Another process that reloads: one that is killed in the middle, and one that goes on answering meanwhile."""

from __future__ import annotations

import json
import logging
import os
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

from bot import reloading, telemetry
from bot.answering.answer import Answer
from bot.desk import Desk
from bot.library import Library
from bot.records import Place, Records
from bot.reloading import Admin, Applied, Proposal, Unchanged
from bot.store import Store

KEY = b"a key of the tests, of thirty-two"
OME, SEED = "knowledge/faq/ome.yaml", "seeds/ome_dx.txt"
QUESTION = "青梅市のDX推進課は何人体制ですか"
SIZES = range(1, 4)
HERE = Place("T1", "C1", "", "mention", "1.1", "1.2")


def said(size: int) -> str:
    """Return what the article says in the version of this size."""
    return f"DX推進課は令和5年度に設置され、現在は兼務も含めて{size}名体制となっています。"


def edit(root: Path, before: int, size: int) -> None:
    """Change the article and the entry that quotes it: a version is whole if the two agree."""
    for name in (OME, SEED):
        path = root / name
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace(said(before), said(size)), encoding="utf-8")


# Killed in the middle.


def die(url: str, root: str) -> None:
    """For each line of sizes before and after, phase and call let a child reload and die; print how it ended."""
    with Store.open(url, key=KEY) as store:  # no child has to import what a database needs
        store.editions.current()
    for line in sys.stdin:
        before, size, *point = map(int, line.split())
        child = os.fork()
        if child == 0:
            _reload_and_die(url, Path(root), before, size, (point[0], point[1]))
            os._exit(0)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


def _reload_and_die(url: str, root: Path, before: int, size: int, point: tuple[int, int]) -> None:
    """Reload as an admin would, and die at a call of a phase; at call 0, count the calls of all phases.

    The phases: 0 shows what would change, 1 reads the files again, 2 lets all processes use them.
    """
    calls = [0, 0, 0]
    phase = 0

    def count(frame: FrameType, event: str, argument: object) -> None:
        del frame, argument
        if event in ("call", "c_call"):
            calls[phase] += 1
            if (phase, calls[phase]) == point:
                os.kill(os.getpid(), signal.SIGKILL)

    def begin(next_phase: int) -> None:
        nonlocal phase
        phase = next_phase
        sys.setprofile(count if point[1] == 0 or point[0] == phase else None)

    with Store.open(url, key=KEY) as store:
        library, records = Library(root, store.editions), Records(store)
        reloading.begin(library, records)
        edit(root, before, size)
        admin, use = Admin(store.person("U9ADMIN"), "T1"), library.apply
        library.apply = lambda *what: (begin(2), use(*what))[1]  # type: ignore[method-assign,func-returns-value]  # begins
        begin(0)
        shown = reloading.propose(Desk(library), records, admin)
        assert isinstance(shown, Proposal)
        begin(1)
        reloading.apply(Desk(library), records, admin, shown.preview.after)
        sys.setprofile(None)
    if point[1] == 0:
        print(json.dumps(calls), flush=True)


# Answering meanwhile.


def answer(url: str, root: str, first: str, reloads: str, questions: str) -> None:
    """Reload many times and answer many questions at the same time; print what came of it."""
    with Store.open(url, key=KEY) as store:
        library, records = Library(Path(root), store.editions), Records(store)
        reloading.begin(library, records)
        desk, outcomes, failures = Desk(library), Counter[str](), list[str]()
        print("ready", flush=True)
        sys.stdin.readline()
        deciding = threading.Thread(
            target=_noting(failures, _decide), args=(desk, records, first, int(reloads), outcomes)
        )
        asking = threading.Thread(
            target=_noting(failures, _ask), args=(desk, records, int(questions), deciding, outcomes)
        )
        deciding.start()
        asking.start()
        deciding.join()
        asking.join()
        print("done", flush=True)
        sys.stdin.readline()  # by now the other one has decided for the last time, too
        _settle(library, store)
        print(json.dumps({"outcomes": outcomes, "failures": failures, "version": library.current.knowledge.version}))


def _noting(failures: list[str], work: Callable[..., None]) -> Callable[..., None]:
    def noted(*arguments: Any) -> None:
        try:
            work(*arguments)
        except BaseException as error:
            failures.append(repr(error))
            raise

    return noted


def _decide(desk: Desk, records: Records, first: str, reloads: int, outcomes: Counter[str]) -> None:
    size = 6
    for number in range(reloads):
        coming = SIZES[(number + int(first)) % len(SIZES)]
        edit(desk.library.root, size, coming)
        size = coming
        found = reloading.publish(desk.library, records, Admin(), desk.library.prepare())
        assert isinstance(found, Applied | Unchanged), found
        outcomes["reloads"] += 1


def _ask(desk: Desk, records: Records, questions: int, deciding: threading.Thread, outcomes: Counter[str]) -> None:
    """Ask at least so many questions, and for as long as there are reloads; each answer is of one whole version."""
    while outcomes["questions"] < questions or deciding.is_alive():
        reply = desk.ask(QUESTION)
        assert isinstance(reply, Answer)
        (size,) = [size for size in (*SIZES, 6) if reply.excerpts[0].text == said(size)]
        outcomes[f"{size} {reply.version}"] += 1
        outcomes["questions"] += 1
        if outcomes["questions"] % 50 == 0:
            records.note(reply, QUESTION, "", HERE)
        time.sleep(0.004)


def _settle(library: Library, store: Store) -> None:
    deadline = time.monotonic() + 5
    while library.current.knowledge.version != store.editions.current() and time.monotonic() < deadline:
        time.sleep(0.05)


if __name__ == "__main__":
    telemetry.configure(logging.ERROR)
    {"die": die, "answer": answer}[sys.argv[1]](*sys.argv[2:])
