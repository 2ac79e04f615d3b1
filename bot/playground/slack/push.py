"""How Slack delivers to a bot that listens over HTTP: signed requests."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode, urlsplit

__all__ = ["Push", "signed"]

Payload = dict[str, Any]
_PATIENCE = 10.0  # seconds


@dataclass(frozen=True, slots=True)
class Push:
    """The way to a bot that listens over HTTP."""

    url: str
    secret: str = field(repr=False)

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
