"""The server of the page: on 127.0.0.1 alone, for one browser that knows the key of this run.

Other pages in the same browser, other people on the same machine and names that point here (DNS rebinding) get
nothing: the ``Host`` must be ours, the API wants the key in a header of its own, and nothing allows another origin.
"""

from __future__ import annotations

import hmac
import json
import secrets
import threading
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

from bot.playground.page import Page
from bot.playground.verbs import RefusedError

__all__ = ["Server"]

Payload = dict[str, Any]
HOST = "127.0.0.1"
KEY_HEADER = "X-Playground-Key"
_STATIC = Path(__file__).resolve().parent / "static"
_KINDS = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
_LARGEST = 1_000_000  # bytes of a request
_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
    " object-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class File(NamedTuple):
    """A file of the page."""

    kind: str
    body: bytes


class Server:
    """Serve a page until closed; ``port`` 0 takes any free one."""

    def __init__(self, page: Page, port: int = 0) -> None:
        self.page, self.key = page, secrets.token_urlsafe(24)
        self._server = _Http((HOST, port), _handler(page, self.key, _files()))
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.1,), daemon=True, name="page")
        self._thread.start()

    @property
    def root(self) -> str:
        """Return the address without a path."""
        return f"http://{HOST}:{self._server.server_address[1]}"

    @property
    def address(self) -> str:
        """Return the address to open; the key stands where browsers keep it to themselves."""
        return f"{self.root}/#key={self.key}"

    def close(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5.0)


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Leave out the traceback of a browser that went away."""


def _files() -> Mapping[str, File]:
    """Read the files of the page by their paths; there is no other way to a file."""
    found = {
        f"/static/{path.relative_to(_STATIC).as_posix()}": File(_KINDS[path.suffix], path.read_bytes())
        for path in sorted(_STATIC.rglob("*"))
        if path.suffix in _KINDS
    }
    return {**found, "/": found["/static/index.html"]}


def _handler(page: Page, key: str, files: Mapping[str, File]) -> type[BaseHTTPRequestHandler]:
    class Handler(_Handler):
        pass

    Handler.page, Handler.key, Handler.files = page, key, files
    return Handler


class _Handler(BaseHTTPRequestHandler):
    """One request; every answer carries the headers that keep the page to itself."""

    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body go out together: apart, the second waits 40 ms for the receipt of the first
    server_version, sys_version = "playground", ""
    page: Page
    key: str
    files: Mapping[str, File]

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        file = self.files.get(parts.path)
        if not self._is_meant_for_us():
            self._refuse(HTTPStatus.FORBIDDEN, "このアドレスでは開けません。端末に表示されたアドレスを開いてください。")
        elif file:
            self._write(HTTPStatus.OK, file.kind, file.body)
        elif self._has_key():
            self._get(parts.path, asked)

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length) if 0 <= length <= _LARGEST else b""
        if not self._is_meant_for_us():
            self._refuse(HTTPStatus.FORBIDDEN, "このアドレスでは使えません。")
        elif length > _LARGEST:
            self.close_connection = True
            self._refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "長すぎます。")
        elif self.headers.get_content_type() != "application/json":
            self._refuse(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "JSON で送ってください。")
        elif self._has_key():
            self._act(body)

    # What there is.

    def _get(self, path: str, asked: Mapping[str, str]) -> None:
        user = asked.get("user", "U1")
        if path == "/api/state":
            self._json(lambda: self.page.state(user))
        elif path == "/api/history":
            self._json(self.page.history)
        elif path == "/api/stream" and asked.get("after", "").isdecimal():
            self._stream(self.page.stream(user, int(asked["after"])))
        else:
            self._refuse(HTTPStatus.NOT_FOUND, "ありません。")

    def _act(self, body: bytes) -> None:
        try:
            request = json.loads(body)
            user, verb, arguments = str(request["user"]), str(request["verb"]), dict(request.get("arguments") or {})
        except (ValueError, TypeError, KeyError, AttributeError):
            self._refuse(HTTPStatus.BAD_REQUEST, "読み取れない要求です。")
            return
        self._json(lambda: self.page.act(user, verb, arguments))

    def _json(self, made: Any) -> None:
        try:
            answer: Payload = made()
        except RefusedError as error:
            self._refuse(HTTPStatus.CONFLICT, str(error))
        except (TypeError, ValueError, KeyError):
            self._refuse(HTTPStatus.BAD_REQUEST, "読み取れない要求です。")
        else:
            self._write(HTTPStatus.OK, "application/json", _encoded(answer))

    def _stream(self, records: Iterator[Payload]) -> None:
        """Write a line for each record; the browser going away ends it."""
        self.close_connection = True
        self._head(HTTPStatus.OK, "application/x-ndjson")
        self.send_header("Connection", "close")
        self.end_headers()
        try:
            for record in records:
                self.wfile.write(_encoded(record) + b"\n")
                self.wfile.flush()
        except OSError:
            pass
        finally:
            records.close()  # type: ignore[attr-defined]  # a generator

    # Who asks.

    def _is_meant_for_us(self) -> bool:
        """Tell whether the request came to our own name, from our own page or from an address bar."""
        port = self.server.server_address[1]  # type: ignore[index]  # of a TCP server
        ours = {f"{HOST}:{port}", f"localhost:{port}"}
        origin = self.headers.get("Origin")
        from_us = origin is None or origin in {f"http://{name}" for name in ours}
        site = self.headers.get("Sec-Fetch-Site", "none")
        return self.headers.get("Host") in ours and from_us and (site in ("same-origin", "none") or self._opens_page())

    def _opens_page(self) -> bool:
        """Tell whether somebody follows a link to the page, which shows nothing without the key."""
        return self.command == "GET" and self.headers.get("Sec-Fetch-Mode") == "navigate" and self.path == "/"

    def _has_key(self) -> bool:
        given = self.headers.get(KEY_HEADER, "")
        if hmac.compare_digest(given.encode(), self.key.encode()):
            return True
        self._refuse(HTTPStatus.UNAUTHORIZED, "端末に表示されたアドレスを、# から後ろも含めて開いてください。")
        return False

    # How it is written.

    def _refuse(self, status: HTTPStatus, sentence: str) -> None:
        self._write(status, "application/json", _encoded({"error": sentence}))

    def _write(self, status: HTTPStatus, kind: str, body: bytes) -> None:
        self._head(status, kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _head(self, status: HTTPStatus, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        for name, value in _HEADERS.items():
            self.send_header(name, value)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the standard library
        """Keep quiet."""


def _encoded(value: Payload) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")
