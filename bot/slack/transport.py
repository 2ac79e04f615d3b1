"""How events come in: Socket Mode where there is an app token, else signed HTTP on a port. Stops on SIGTERM."""

from __future__ import annotations

import re
import signal
import threading
from collections.abc import Callable, Iterable
from types import FrameType
from typing import Any

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.adapter.wsgi import SlackRequestHandler
from waitress.server import create_server

from bot.settings import Settings
from bot.telemetry import log

__all__ = ["EVENTS_PATH", "run", "wsgi_app"]

EVENTS_PATH = "/slack/events"
_EVERYWHERE = "0.0.0.0"  # noqa: S104 - a container's port is reached from outside; requests are signed
_THREADS = 16
_LARGEST_BODY = 1_000_000
_TIMESTAMP = "HTTP_X_SLACK_REQUEST_TIMESTAMP"
_SECONDS = re.compile(r"[0-9]{1,12}")

StartResponse = Callable[..., Any]
Wsgi = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]


def run(app: App, settings: Settings) -> None:
    """Take events until the process is told to stop; questions in flight are answered first."""
    if settings.socket_mode:
        _run_socket(app, settings)
    else:
        _run_http(app, settings)


def _run_socket(app: App, settings: Settings) -> None:
    handler = SocketModeHandler(app, settings.app_token, web_client=app.client)
    stop = _stop_on_signal(threading.Event())
    handler.connect()  # type: ignore[no-untyped-call]  # slack_bolt gives it no types
    log.info("serving", transport="socket")
    stop.wait()
    handler.close()  # type: ignore[no-untyped-call]  # slack_bolt gives it no types
    _finish(app)


def _run_http(app: App, settings: Settings) -> None:
    server = create_server(
        wsgi_app(app), host=_EVERYWHERE, port=settings.port, threads=_THREADS, max_request_body_size=_LARGEST_BODY
    )
    stop = _stop_on_signal(threading.Event())
    threading.Thread(target=server.run, daemon=True, name="http").start()
    log.info("serving", transport="http", port=settings.port)
    stop.wait()
    server.close()
    _finish(app)


def wsgi_app(app: App) -> Wsgi:
    """Return the WSGI application: Slack's events, and nothing else.

    Bolt stumbles over some requests before it looks at their signature; those get what a forged one deserves.
    """
    handler: Wsgi = SlackRequestHandler(app, path=EVENTS_PATH)

    def answer(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        if not _SECONDS.fullmatch(environ.get(_TIMESTAMP, "")):
            environ = {**environ, _TIMESTAMP: "0"}  # older than five minutes
        try:
            return handler(environ, start_response)
        except Exception as error:  # noqa: BLE001 - a body that is no UTF-8, no JSON, no object …
            log.warning("request not understood", kind=type(error).__name__)
            start_response("400 Bad Request", [("Content-Type", "text/plain"), ("Content-Length", "0")])
            return []

    return answer


def _stop_on_signal(stop: threading.Event) -> threading.Event:
    def tell(number: int, frame: FrameType | None) -> None:
        del number, frame
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, tell)
    return stop


def _finish(app: App) -> None:
    """Let listeners end what they have begun."""
    app.listener_runner.listener_executor.shutdown(wait=True)
    log.info("stopped")
