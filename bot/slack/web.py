"""What the bot serves over HTTP: Slack's events, the pages of an installation, and what operators look at.

POST /slack/events                           signed by Slack
GET  /slack/install, /slack/oauth_redirect   where several workspaces are served
GET  /healthz                                the process lives
GET  /readyz                                 it can answer people (200) or not (503), and how its parts are
GET  /metrics                                for Prometheus
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

from slack_bolt import App
from slack_bolt.adapter.wsgi import SlackRequestHandler

from bot import metrics
from bot.health import Health
from bot.slack.stopping import Gate
from bot.telemetry import log

__all__ = ["EVENTS_PATH", "Wsgi", "gated", "status_app", "wsgi_app"]

EVENTS_PATH = "/slack/events"
_NOWHERE = "nowhere"  # a path that no request has: they begin with a slash
_TIMESTAMP = "HTTP_X_SLACK_REQUEST_TIMESTAMP"
_SECONDS = re.compile(r"[0-9]{1,12}")
_TEXT = "text/plain; charset=utf-8"

StartResponse = Callable[..., Any]
Wsgi = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]
Page = tuple[int, str, bytes]  # status, type, body


def wsgi_app(app: App, events: bool = True) -> Wsgi:
    """Return the WSGI application of Bolt: Slack's events, unless they come otherwise, and pages to install the app.

    Bolt stumbles over some requests before it looks at their signature; those get what a forged one deserves.
    """
    handler: Wsgi = SlackRequestHandler(app, path=EVENTS_PATH if events else _NOWHERE)

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


def gated(inner: Wsgi, gate: Gate) -> Wsgi:
    """Turn requests away once the bot is about to stop; Slack comes again with what got no receipt."""

    def answer(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        with gate.passing() as admitted:
            if admitted:
                return inner(environ, start_response)
        return _send(start_response, (503, _TEXT, b"stopping"), [("Retry-After", "5")])

    return answer


def status_app(health: Health, inner: Wsgi | None = None, with_metrics: bool = True) -> Wsgi:
    """Return an application that tells operators how the bot is, and leaves all other paths to another one."""
    pages: dict[str, Callable[[], Page]] = {"/healthz": _alive, "/readyz": lambda: _ready(health)}
    if with_metrics:
        pages["/metrics"] = lambda: (200, metrics.CONTENT_TYPE, metrics.page(*health.knowledge))

    def answer(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        page = pages.get(environ.get("PATH_INFO", ""))
        if page and environ.get("REQUEST_METHOD") in ("GET", "HEAD"):
            return _send(start_response, page(), [("Cache-Control", "no-store")])
        return inner(environ, start_response) if inner else _send(start_response, (404, _TEXT, b"not found"))

    return answer


def _alive() -> Page:
    return 200, _TEXT, b"ok"


def _ready(health: Health) -> Page:
    readiness = health.readiness()
    return 200 if readiness.ready else 503, "application/json", json.dumps(readiness.state).encode()


def _send(start_response: StartResponse, page: Page, more: Iterable[tuple[str, str]] = ()) -> Iterable[bytes]:
    status, content_type, body = page
    headers = [("Content-Type", content_type), ("Content-Length", str(len(body))), *more]
    start_response(f"{status} {HTTPStatus(status).phrase}", headers)
    return [body]
