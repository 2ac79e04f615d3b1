"""What the Slack tests share: a fake workspace, and a bot connected to it with the knowledge of ``tests/conftest.py``."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from bot.desk import Desk
from tests.slack.running import SIGNING_SECRET, Bot, HttpBot, settings_for
from tests.slack.workspace import Push, Workspace


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep a proxy of this machine's owner out of calls to this machine."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def workspace() -> Iterator[Workspace]:
    """Open an empty workspace."""
    opened = Workspace()
    yield opened
    opened.close()


@pytest.fixture
def connect(workspace: Workspace) -> Iterator[Callable[[Desk], Bot]]:
    """Return a function that connects a bot with any desk over Socket Mode."""
    bots: list[Bot] = []

    def connected(desk: Desk) -> Bot:
        bots.append(Bot(settings_for(workspace), desk))
        workspace.wait_for_connection()
        return bots[-1]

    yield connected
    for bot in bots:
        bot.finish()


@pytest.fixture
def bot(connect: Callable[[Desk], Bot], desk: Desk) -> Bot:
    """Connect a bot over Socket Mode."""
    return connect(desk)


@pytest.fixture
def http_bot(workspace: Workspace, desk: Desk) -> Iterator[HttpBot]:
    """Let a bot listen over HTTP, and the workspace deliver there."""
    listening = HttpBot(settings_for(workspace, app_token=""), desk)
    workspace.push_to(Push(listening.url, SIGNING_SECRET))
    yield listening
    listening.finish()
