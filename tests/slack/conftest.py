"""What the Slack tests share: a fake workspace, and a bot connected to it with the knowledge of ``tests/conftest.py``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

import pytest

from bot.desk import Desk
from bot.playground.slack.workspace import Push, Workspace
from bot.records import Records
from tests.slack.running import SIGNING_SECRET, Bot, HttpBot, settings_for


class Connect(Protocol):
    """Connect a bot with any desk, and with the records of a test where it has its own."""

    def __call__(self, desk: Desk, records: Records | None = None) -> Bot:
        """Return the bot once it is connected."""


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep a proxy of this machine's owner out of calls to this machine."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def workspace() -> Iterator[Workspace]:
    """Open an empty workspace; a message or view that Slack would not show fails the test."""
    opened = Workspace()
    yield opened
    refused = [(call.method, call.answer.why if call.answer else ()) for call in opened.refusals()]
    opened.close()
    assert refused == []


@pytest.fixture
def connect(workspace: Workspace) -> Iterator[Connect]:
    """Return a function that connects a bot with any desk over Socket Mode."""
    bots: list[Bot] = []

    def connected(desk: Desk, records: Records | None = None) -> Bot:
        bots.append(Bot(settings_for(workspace), desk, records))
        workspace.wait_for_connection(opened=len(bots))
        return bots[-1]

    yield connected
    for bot in bots:
        bot.finish()


@pytest.fixture
def records() -> Records:
    """Return the records of the bots below: in memory, as where there is no database."""
    return Records()


@pytest.fixture
def bot(connect: Connect, desk: Desk, records: Records) -> Bot:
    """Connect a bot over Socket Mode."""
    return connect(desk, records)


@pytest.fixture
def http_bot(workspace: Workspace, desk: Desk, records: Records) -> Iterator[HttpBot]:
    """Let a bot listen over HTTP, and the workspace deliver there."""
    listening = HttpBot(settings_for(workspace, app_token=""), desk, records)
    workspace.push_to(Push(listening.url, SIGNING_SECRET))
    yield listening
    listening.finish()
