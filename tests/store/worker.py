"""Another process on the same database: says "ready", waits for the time to begin, does one thing, and prints what came of it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from sqlalchemy import event

from bot.store import Store
from tests.store.records import KEY

ROOT = Path(__file__).resolve().parents[2]


def start(count: int, verb: str, *arguments: str) -> list[subprocess.Popen[str]]:
    """Start processes and wait until all are ready."""
    command = [sys.executable, "-m", "tests.store.worker", verb, *arguments]
    pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    processes = [subprocess.Popen(command, cwd=ROOT, text=True, **pipes) for _ in range(count)]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n", process.communicate()[1]
    return processes


def finish(processes: Iterable[subprocess.Popen[str]]) -> list[tuple[str, str]]:
    """Let processes go, all at once, and return what each printed."""
    start_at = time.time() + 0.1  # so that the first is not done before the last is told
    for process in processes:
        assert process.stdin is not None
        process.stdin.write(f"{start_at}\n")
        process.stdin.flush()
    return [process.communicate(timeout=30) for process in processes]


def _ready() -> None:
    print("ready", flush=True)
    time.sleep(max(0.0, float(sys.stdin.readline()) - time.time()))


def open_store(url: str) -> str:
    """Open the database."""
    _ready()
    with Store.open(url, key=KEY) as store:
        return str(store.forget_old())


def claim(url: str, threads: str, keys: str) -> str:
    """Claim each key from each of many threads, and tell which were won."""
    with Store.open(url, key=KEY) as store, ThreadPoolExecutor(int(threads)) as pool:
        _ready()
        wanted = [f"event-{number}" for number in range(int(keys))] * int(threads)
        won = pool.map(store.claims.claim, wanted)
        return json.dumps([key for key, mine in zip(wanted, won, strict=True) if mine])


def die_keeping(url: str) -> str:
    """Keep an edition, and be killed once the new one is written and the oldest dropped, but nothing committed."""
    with Store.open(url, key=KEY) as store:
        _ready()

        def after(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
            if statement.startswith("DELETE") and " NOT IN " in statement:
                os.kill(os.getpid(), signal.SIGKILL)

        event.listen(store.engine, "after_cursor_execute", after)
        store.editions.keep("killed", {f"faq/{n}.yaml": os.urandom(2000).hex() for n in range(200)})
        return "survived"


VERBS: dict[str, Callable[..., str]] = {"open": open_store, "claim": claim, "die_keeping": die_keeping}

if __name__ == "__main__":
    print(VERBS[sys.argv[1]](*sys.argv[2:]))
