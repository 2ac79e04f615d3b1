"""A crowd in Slack: many questions at once, each acknowledged and answered; ``serve`` runs as its own process.

The workspace is that of the playground, over a real connection; its clock starts when an envelope leaves it.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.playground.slack import APP_TOKEN, BOT_TOKEN, Push, Workspace

__all__ = ["SURFACES", "Crowd", "crowd", "one_by_one", "served"]

SURFACES = ("direct", "mention", "command")

_SECRET = "8f742231b10e8888abcd99yyyzzz85a5"  # of a workspace that lives for a minute
_PATIENCE = 120.0  # seconds
_LINGER = 0.3  # seconds after which a second reply would be there


@dataclass(frozen=True, slots=True)
class Crowd:
    """What came of the questions: milliseconds to each receipt and to each answer, and how many had not one answer."""

    acks: tuple[float, ...]
    answers: tuple[float, ...]
    wrong: int


@contextmanager
def served(root: Path, over: str) -> Iterator[Workspace]:
    """Run ``serve`` against an empty workspace, ``over`` "socket" or "http", with a database of its own."""
    with tempfile.TemporaryDirectory() as folder:
        workspace, port = Workspace(), _free_port()
        way = {"SLACK_APP_TOKEN": APP_TOKEN}
        if over == "http":
            way = {"SLACK_SIGNING_SECRET": _SECRET, "PORT": str(port)}
            workspace.push_to(Push(f"http://127.0.0.1:{port}/slack/events", _SECRET))
        settings = {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_API_URL": workspace.api_url, "XDG_DATA_HOME": folder, **way}
        command = [sys.executable, "-m", "bot", "serve", "--root", str(root)]
        process = subprocess.Popen(command, env={**os.environ, **settings}, stderr=subprocess.PIPE, text=True)  # noqa: S603 - ourselves
        try:
            _wait_until_serving(process)
            yield workspace
        finally:
            process.terminate()
            process.wait(_PATIENCE)
            workspace.close()


def one_by_one(workspace: Workspace, questions: Sequence[str]) -> Crowd:
    """Ask one question after the other: what a crowd is compared with."""
    return _outcome(
        workspace, [_Person(workspace, "direct", f"alone{n}", q) for n, q in enumerate(questions)], _in_turn
    )


def crowd(workspace: Workspace, questions: Sequence[str], people: int, surface: str) -> Crowd:
    """Let so many people ask at the same moment, on one of the `SURFACES`, each in a place of their own."""
    asked = [questions[n % len(questions)] for n in range(people)]
    return _outcome(workspace, [_Person(workspace, surface, f"{n}", q) for n, q in enumerate(asked)], _at_once)


@dataclass(frozen=True, slots=True)
class _Person:
    """Somebody who asks one question on one surface."""

    workspace: Workspace
    surface: str
    name: str
    question: str

    @property
    def channel(self) -> str:
        return f"{'D' if self.surface == 'direct' else 'C'}-{self.surface}-{self.name}"

    def ask(self) -> None:
        user = f"U-{self.surface}-{self.name}"
        if self.surface == "command":
            self.workspace.command("/dx", self.question, user=user, channel=self.channel)
        elif self.surface == "mention":
            self.workspace.mention(self.question, user=user, channel=self.channel)
        else:
            self.workspace.direct_message(self.question, user=user, channel=self.channel)

    def wait(self) -> None:
        self.workspace.wait_for_replies(self.channel, timeout=_PATIENCE)


def _in_turn(people: Sequence[_Person]) -> None:
    for person in people:
        person.ask()
        person.wait()


def _at_once(people: Sequence[_Person]) -> None:
    start = threading.Barrier(len(people))

    def ask(person: _Person) -> None:
        start.wait()
        person.ask()

    threads = [threading.Thread(target=ask, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _outcome(workspace: Workspace, people: Sequence[_Person], let: Callable[[Sequence[_Person]], None]) -> Crowd:
    before = len(workspace.deliveries())
    let(people)
    for person in people:
        person.wait()
    workspace.wait_for_acks(_PATIENCE)
    time.sleep(_LINGER)
    asked = workspace.deliveries()[before:]
    acks = [ack.after for d in asked if (ack := workspace.ack(d))]
    answers = [after for d in asked if (after := workspace.answered_after(d)) is not None]
    wrong = sum(len(workspace.replies(person.channel)) != 1 for person in people)
    return Crowd(tuple(1000 * a for a in acks), tuple(1000 * a for a in answers), wrong)


def _wait_until_serving(process: subprocess.Popen[str]) -> None:
    assert process.stderr  # noqa: S101 - it is a pipe
    lines: list[str] = []
    for line in process.stderr:
        lines.append(line)
        if '"serving"' in line:
            threading.Thread(target=process.stderr.read, daemon=True).start()  # a full pipe would stop it
            return
    raise RuntimeError(f"serve ended: {''.join(lines)[-2_000:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
