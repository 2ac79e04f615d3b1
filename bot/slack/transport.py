"""How events come in: Socket Mode where there is an app token, else signed HTTP on a port. Stops on SIGTERM."""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable
from typing import Any

from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.socket_mode.request import SocketModeRequest
from waitress.server import create_server

from bot.desk import Desk
from bot.health import Health
from bot.records import Records
from bot.settings import Settings, SettingsError
from bot.slack.lasting import LastingHandler
from bot.slack.pool import ListenerPool
from bot.slack.stopping import PATIENCE, Gate, stop_on_signal
from bot.slack.web import EVENTS_PATH, Wsgi, gated, status_app, wsgi_app
from bot.telemetry import log

__all__ = ["EVENTS_PATH", "run", "wsgi_app"]

_EVERYWHERE = "0.0.0.0"  # noqa: S104 - a container's port is reached from outside; requests are signed
_THREADS = 16
_LARGEST_BODY = 1_000_000
_PROBE = 5  # seconds that Slack may take to say that it is there
_SENDING = 0.2  # seconds in which the last receipts arrive: a connection that is cut loses what is under way

HangUp = Callable[[], object]


def run(app: App, settings: Settings, desk: Desk, records: Records) -> None:
    """Take events until the process is told to stop; questions in flight are answered first."""
    take = _by_socket if settings.socket_mode else _by_http
    gate, wait = Gate(), stop_on_signal()
    hang_up = take(app, settings, desk, records, gate)
    wait()
    log.info("stopping")
    end = time.monotonic() + PATIENCE
    gate.close(PATIENCE)
    time.sleep(_SENDING)
    hang_up()
    _finish(app, end - time.monotonic())
    log.info("stopped")


def _by_socket(app: App, settings: Settings, desk: Desk, records: Records, gate: Gate) -> HangUp:
    """Connect; over HTTP there are only the pages to install the app, and what operators look at."""
    handler = _GatedHandler(app, settings.app_token, gate)
    health = Health(desk, records, handler.client.is_connected, lambda: gate.closed)
    pages = gated(wsgi_app(app, events=False), gate) if settings.installable else None
    _listen(settings, health, pages)
    handler.connect()  # type: ignore[no-untyped-call]  # slack_bolt gives it no types
    log.info("serving", transport="socket")
    return handler.hang_up


def _by_http(app: App, settings: Settings, desk: Desk, records: Records, gate: Gate) -> HangUp:
    health = Health(desk, records, _asking_slack(app.client), lambda: gate.closed)
    _listen(settings, health, gated(wsgi_app(app), gate))
    log.info("serving", transport="http", port=settings.port)
    return lambda: None  # the ports go with the process; until then they say that it is stopping


def _listen(settings: Settings, health: Health, pages: Wsgi | None) -> None:
    """Open the ports that the settings ask for; metrics have their own, or stand beside the other pages."""
    apps = {settings.port: status_app(health, pages, not settings.metrics_port)} if pages else {}
    if settings.metrics_port:
        apps[settings.metrics_port] = status_app(health)
    for port, served in apps.items():
        _open(port, served)


def _open(port: int, served: Wsgi) -> None:
    """Serve on a port from now on; raises `SettingsError` where it is taken."""
    try:
        server = create_server(
            served,
            host=_EVERYWHERE,
            port=port,
            threads=_THREADS,
            max_request_body_size=_LARGEST_BODY,
            asyncore_use_poll=True,  # select() knows no more than 1,024 open files
        )
    except OSError as error:
        raise SettingsError(
            f"ポート {port} を開けません({error.strerror})。ほかのプログラムが使っていないか確かめてください。"
        ) from error
    threading.Thread(target=server.run, daemon=True, name=f"http-{port}").start()


def _asking_slack(client: WebClient) -> Callable[[], bool]:
    """Return what asks Slack whether it is there (and our token good, if there is one token), with little patience."""
    asking = WebClient(token=client.token, base_url=client.base_url, timeout=_PROBE, retry_handlers=[])
    ask = asking.auth_test if client.token else asking.api_test
    return lambda: bool(ask()["ok"])


class _GatedHandler(LastingHandler):
    """Bolt's handler, which leaves envelopes without a receipt once the bot is about to stop."""

    def __init__(self, app: App, app_token: str, gate: Gate) -> None:
        self._gate = gate
        super().__init__(app, app_token)

    def handle(self, client: Any, req: SocketModeRequest) -> None:
        with self._gate.passing() as admitted:
            if admitted:
                super().handle(client, req)

    def hang_up(self) -> None:
        """Close the connection, while listeners go on; replies do not need it."""
        self.close()  # type: ignore[no-untyped-call]  # slack_bolt gives it no types


def _finish(app: App, seconds: float) -> None:
    """Let listeners end what they have begun; what is left after these seconds is lost, and counted."""
    pool = app.listener_runner.listener_executor
    left = pool.drain(seconds) if isinstance(pool, ListenerPool) else 0
    if left:
        log.error("stopped", unanswered=left)
        logging.shutdown()
        os._exit(1)
