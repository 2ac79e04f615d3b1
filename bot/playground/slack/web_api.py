"""The HTTP side of the workspace: a server for the bot's calls of the Web API and of response URLs."""

from __future__ import annotations

import json
import threading
import time
from base64 import b64decode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

__all__ = ["REFUSED_CONTENT", "Answer", "Call", "WebApi"]

Payload = dict[str, Any]
_API = "/api/"
# JSON inside a form field.
_NESTED = ("blocks", "attachments", "metadata", "view", "prompts", "loading_messages")
_PATIENCE = 10.0  # seconds
_POLL = 0.01  # seconds; how soon the server notices that it is to close
_WAITING = 128  # connections that may wait to be accepted: a crowd of answers comes at once
# Codes that mean: what was sent is no message or view that Slack would show.
REFUSED_CONTENT = frozenset(
    {
        "invalid_blocks",
        "invalid_blocks_format",
        "invalid_arguments",
        "markdown_text_conflict",
        "msg_blocks_too_long",
        "msg_too_long",
        "no_text",
        "view_too_large",
    }
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server answers: a status, a JSON body, headers."""

    body: Payload
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def ok(cls, **more: Any) -> Answer:
        """Do as asked."""
        return cls({"ok": True, **more})

    @classmethod
    def refused(cls, error: str, why: tuple[str, ...] = (), **more: Any) -> Answer:
        """Refuse the way that Slack does: status 200 with an error code, and sentences where it has any."""
        messages = {"response_metadata": {"messages": [f"[ERROR] {sentence}" for sentence in why]}} if why else {}
        return cls({"ok": False, "error": error, **more, **messages})

    @classmethod
    def rate_limited(cls, seconds: int) -> Answer:
        """Ask for patience."""
        return cls({"ok": False, "error": "ratelimited"}, 429, {"Retry-After": str(seconds)})

    @classmethod
    def broken(cls, status: int = 500) -> Answer:
        """Fail as a server does that has trouble of its own."""
        return cls({"ok": False, "error": "internal_error"}, status)

    @property
    def error(self) -> str:
        """Return the error code, "" where there is none."""
        return "" if self.body.get("ok") else str(self.body.get("error", ""))

    @property
    def why(self) -> tuple[str, ...]:
        """List Slack's sentences on what is wrong."""
        return tuple(self.body.get("response_metadata", {}).get("messages", ()))


@dataclass(frozen=True, slots=True)
class Call:
    """A request of the bot: ``method`` is ``chat.postMessage`` and the like, or ``response/ID``.

    ``failed`` and ``answer`` say what came of it; ``arranged`` is an answer that a test had laid down with ``fail_next``.
    """

    method: str
    payload: Payload = field(repr=False)
    token: str = field(repr=False)
    at: float
    failed: bool = False
    answer: Answer | None = None
    arranged: bool = False

    @property
    def refused(self) -> bool:
        """Tell whether Slack would not show what was sent: its form, its length, a field that does not exist."""
        return bool(self.answer and not self.arranged and self.answer.error in REFUSED_CONTENT)

    def to_json(self) -> Payload:
        """Return it for an inspector, without the token."""
        return {
            "method": self.method,
            "payload": {name: value for name, value in self.payload.items() if name not in ("token", "client_secret")},
            "failed": self.failed,
            "refused": self.refused,
            "status": self.answer.status if self.answer else 0,
            "answer": self.answer.body if self.answer else {},
            "why": list(self.answer.why) if self.answer else [],
        }


class WebApi:
    """A server on a free port of this machine that hands every request to ``answer``, in a thread of its own."""

    def __init__(self, answer: Callable[[Call], Answer]) -> None:
        self._server = _Server(("127.0.0.1", 0), _handler(answer))
        self._thread = threading.Thread(target=self._server.serve_forever, args=(_POLL,), daemon=True, name="web-api")
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


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = _WAITING


def _handler(answer: Callable[[Call], Answer]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._answer(urlsplit(self.path).query.encode(), "")

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            self._answer(body, self.headers.get("Content-Type", ""))

        def _answer(self, body: bytes, content_type: str) -> None:
            try:
                payload = _decoded(body, content_type)
            except ValueError:
                self._write(Answer.refused("invalid_json" if "json" in content_type else "invalid_form_data"))
                return
            token, payload = _authorized(self.headers.get("Authorization", ""), payload)
            method = urlsplit(self.path).path.removeprefix(_API).lstrip("/")
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


def _decoded(body: bytes, content_type: str) -> Payload:
    """Return the arguments of a call; raises `ValueError` on what is no JSON object and no form."""
    if content_type.startswith("application/json"):
        payload = json.loads(body or "{}")
        if not isinstance(payload, dict):
            raise ValueError("an object is expected")
        return payload
    fields: Payload = dict(parse_qsl(body.decode(), keep_blank_values=True))
    return {name: _nested(value) if name in _NESTED else value for name, value in fields.items()}


def _authorized(header: str, payload: Payload) -> tuple[str, Payload]:
    """Return the token of a call, and its arguments with the client's id and secret where it names itself by these."""
    kind, _, value = header.partition(" ")
    if kind == "Basic":
        client_id, _, secret = b64decode(value).decode().partition(":")
        return "", {**payload, "client_id": client_id, "client_secret": secret}
    return (value if kind == "Bearer" else str(payload.get("token", ""))), payload


def _nested(value: str) -> Any:
    try:
        return json.loads(value)
    except ValueError:
        return value  # the method will say what it expected
