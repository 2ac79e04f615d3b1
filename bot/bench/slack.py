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

from bot.playground.slack import APP_TOKEN, BOT_TOKEN, Delivery, Push, Workspace

__all__ = ["Crowd", "crowd", "served"]

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


def crowd(workspace: Workspace, questions: Sequence[str], people: int, surface: str) -> Crowd:
    """Let so many people ask at the same moment, on a ``surface``: "mention", "direct" or "command"."""
    asking = [_asking(workspace, surface, number, questions[number % len(questions)]) for number in range(people)]
    start = threading.Barrier(people)
    asked: list[Delivery] = []

    def ask(one: Callable[[], None]) -> None:
        start.wait()
        one()

    before = len(workspace.deliveries())
    threads = [threading.Thread(target=ask, args=(one,)) for one in asking]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    places = [_channel(surface, number) for number in range(people)]
    workspace.wait_until(lambda: all(workspace.replies(p) for p in places), f"{people} answers", _PATIENCE)
    workspace.wait_for_acks(_PATIENCE)
    time.sleep(_LINGER)
    asked = list(workspace.deliveries()[before:])
    acks = [ack.after for d in asked if (ack := workspace.ack(d))]
    answers = [after for d in asked if (after := workspace.answered_after(d)) is not None]
    wrong = sum(len(workspace.replies(p)) != 1 for p in places)
    return Crowd(tuple(1000 * a for a in acks), tuple(1000 * a for a in answers), wrong)


def _asking(workspace: Workspace, surface: str, number: int, question: str) -> Callable[[], None]:
    user, channel = f"U{100 + number}", _channel(surface, number)

    def ask() -> None:
        if surface == "command":
            workspace.command("/dx", question, user=user, channel=channel)
        elif surface == "mention":
            workspace.mention(question, user=user, channel=channel)
        else:
            workspace.direct_message(question, user=user, channel=channel)

    return ask


def _channel(surface: str, number: int) -> str:
    return f"{'D' if surface == 'direct' else 'C'}{surface.upper()}{number}"


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
