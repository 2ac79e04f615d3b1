"""The HTTP side of the fake Slack: a server for the bot's calls, and signed requests to the bot."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

__all__ = ["Answer", "Call", "Push", "WebApi", "signed"]

Payload = dict[str, Any]
_API = "/api/"
_NESTED = ("blocks", "attachments", "metadata", "view")  # JSON inside a form field
_PATIENCE = 10.0  # seconds


@dataclass(frozen=True, slots=True)
class Call:
    """A request of the bot: ``method`` is ``chat.postMessage`` and the like, or ``response/ID``."""

    method: str
    payload: Payload
    token: str
    at: float
    failed: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server answers: a status, a JSON body, headers."""

    body: Payload
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def refused(cls, error: str) -> Answer:
        """Refuse the way that Slack does: status 200 with an error code."""
        return cls({"ok": False, "error": error})

    @classmethod
    def rate_limited(cls, seconds: int) -> Answer:
        """Ask for patience."""
        return cls({"ok": False, "error": "ratelimited"}, 429, {"Retry-After": str(seconds)})

    @classmethod
    def broken(cls, status: int = 500) -> Answer:
        """Fail as a server does that has trouble of its own."""
        return cls({"ok": False, "error": "internal_error"}, status)


class WebApi:
    """A server on a free port of this machine that hands every request to ``answer``, in a thread of its own."""

    def __init__(self, answer: Callable[[Call], Answer]) -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(answer))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True, name="web-api")
        self._thread.start()

    @property
    def root(self) -> str:
        """Return the address without a slash at its end."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def api_url(self) -> str:
        """Return the base of the Web API."""
        return f"{self.root}{_API}"

    def close(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(_PATIENCE)


def _handler(answer: Callable[[Call], Answer]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            payload = _decoded(body, self.headers.get("Content-Type", ""))
            token = self.headers.get("Authorization", "").removeprefix("Bearer ") or str(payload.get("token", ""))
            method = self.path.removeprefix(_API).lstrip("/")
            self._write(answer(Call(method, payload, token, time.monotonic())))

        def _write(self, reply: Answer) -> None:
            data = json.dumps(reply.body).encode()
            self.send_response(reply.status)
            for name, value in {"Content-Type": "application/json", **reply.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the standard library
            """Keep quiet."""

    return Handler


def _decoded(body: str, content_type: str) -> Payload:
    if content_type.startswith("application/json"):
        return dict(json.loads(body or "{}"))
    fields: Payload = dict(parse_qsl(body, keep_blank_values=True))
    return {name: json.loads(value) if name in _NESTED else value for name, value in fields.items()}


@dataclass(frozen=True, slots=True)
class Push:
    """The way to a bot that listens over HTTP."""

    url: str
    secret: str

    def deliver(self, kind: str, payload: Payload, retry: int = 0) -> tuple[int, str]:
        """Post an event, a command or an interaction as Slack does; returns status and body of the answer."""
        if kind == "events_api":
            body, content_type = json.dumps(payload), "application/json"
        else:
            form = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
            body, content_type = urlencode(form), "application/x-www-form-urlencoded"
        headers = {"Content-Type": content_type, **signed(self.secret, body)}
        if retry:
            headers |= {"X-Slack-Retry-Num": str(retry), "X-Slack-Retry-Reason": "http_timeout"}
        return self.request(body, headers)

    def request(self, body: str, headers: Mapping[str, str], method: str = "POST") -> tuple[int, str]:
        """Send any request, good or bad."""
        parts = urlsplit(self.url)
        connection = HTTPConnection(parts.netloc, timeout=_PATIENCE)
        try:
            connection.request(method, parts.path, body.encode(), dict(headers))
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()


def signed(secret: str, body: str, at: float | None = None) -> dict[str, str]:
    """Return the headers by which Slack signs a body (https://docs.slack.dev/authentication/verifying-requests-from-slack)."""
    timestamp = str(int(time.time() if at is None else at))
    digest = hmac.new(secret.encode(), f"v0:{timestamp}:{body}".encode(), hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": f"v0={digest}"}
