"""Bots that run inside the test process, over Socket Mode or behind a small HTTP server."""

from __future__ import annotations

import threading
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from bot.desk import Desk
from bot.playground.slack.workspace import APP_TOKEN, BOT_TOKEN, Workspace
from bot.records import Records
from bot.settings import Settings
from bot.slack.bolt import build
from bot.slack.lasting import LastingHandler
from bot.slack.transport import EVENTS_PATH, wsgi_app

__all__ = ["ADMIN", "SIGNING_SECRET", "Bot", "HttpBot", "settings_for"]

ADMIN = "U9ADMIN"
SIGNING_SECRET = "8f742231b10e8888abcd99yyyzzz85a5"


def settings_for(workspace: Workspace, app_token: str = APP_TOKEN) -> Settings:
    """Return settings that lead to a workspace; without an app token, Slack delivers over HTTP."""
    return Settings(
        bot_token=BOT_TOKEN,
        app_token=app_token,
        signing_secret=SIGNING_SECRET,
        admins=frozenset({ADMIN}),
        api_url=workspace.api_url,
        port=3000,
    )


class Bot:
    """A bot over Socket Mode, built as ``serve`` builds it."""

    def __init__(self, settings: Settings, desk: Desk, records: Records | None = None) -> None:
        self.records = records or Records()
        self.app = build(settings, desk, self.records)
        self._handler = LastingHandler(self.app, settings.app_token)
        self._handler.connect()

    def finish(self) -> None:
        """Let everything that was acknowledged be done, and hang up: after this, nothing more is sent."""
        self.app.listener_runner.listener_executor.shutdown(wait=True)
        self._handler.close()


class HttpBot:
    """A bot over HTTP: the real WSGI application in the server of the standard library."""

    def __init__(self, settings: Settings, desk: Desk, records: Records | None = None) -> None:
        self.records = records or Records()
        self.app = build(settings, desk, self.records)
        self._server = _Server(("127.0.0.1", 0), _Quiet)
        self._server.set_app(wsgi_app(self.app))
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True, name="bot-http")
        self._thread.start()

    @property
    def root(self) -> str:
        """Return the address without a path."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def url(self) -> str:
        """Return where Slack delivers."""
        return f"{self.root}{EVENTS_PATH}"

    def finish(self) -> None:
        """Stop listening and let everything that was acknowledged be done."""
        self._server.shutdown()
        self._server.server_close()
        self.app.listener_runner.listener_executor.shutdown(wait=True)


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True
    request_queue_size = 128  # as many may come at once


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the standard library
        """Keep quiet."""
