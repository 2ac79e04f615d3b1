"""The workspace with the real bot in it, built as ``serve`` builds it, with a database that is thrown away."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.app import composed
from bot.desk import Desk
from bot.playground.office import Office
from bot.playground.slack import ADMIN, APP_TOKEN, BOT_TOKEN
from bot.records import Records
from bot.settings import Settings
from bot.slack.connection import Connection

__all__ = ["Playground", "open_playground"]

_PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy")


@dataclass(frozen=True, slots=True)
class Playground:
    """A workspace and the bot that is connected to it."""

    workspace: Office
    desk: Desk
    records: Records
    connection: Connection

    def settle(self) -> None:
        """Return when the bot has done everything that the workspace has sent it."""
        self.workspace.wait_for_acks()
        self.connection.settle()


@contextmanager
def open_playground(
    root: Path, desk: Desk | None = None, clock: Callable[[], float] = time.time
) -> Iterator[Playground]:
    """Open a workspace with the bot of a folder; raises `LibraryError` when the folder cannot be used.

    ``clock`` sets the times of messages; ``desk`` is one that is there already.
    """
    with ExitStack() as ends:
        ends.enter_context(_without_proxies())
        workspace = Office(clock=clock)
        ends.callback(workspace.close)
        folder = ends.enter_context(TemporaryDirectory(prefix="dx-playground-", ignore_cleanup_errors=True))
        settings = _settings(workspace, Path(folder))
        app, used, records = ends.enter_context(composed(settings, root, desk))
        connection = Connection(app, settings.app_token)
        ends.callback(connection.close)
        workspace.wait_for_connection()
        yield Playground(workspace, used, records, connection)


def _settings(workspace: Office, folder: Path) -> Settings:
    """Return what the environment would say, if this workspace were Slack."""
    return Settings.read(
        {
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_APP_TOKEN": APP_TOKEN,
            "SLACK_API_URL": workspace.api_url,
            "DX_ADMINS": ADMIN,
            "DATABASE_URL": f"sqlite:///{(folder / 'records.db').as_posix()}",
        }
    )


@contextmanager
def _without_proxies() -> Iterator[None]:
    """Keep a proxy of this machine's network out of calls to this machine; slack_sdk knows no exceptions to one."""
    kept = {name: os.environ.pop(name) for name in _PROXIES if name in os.environ}
    try:
        yield
    finally:
        os.environ.update(kept)
