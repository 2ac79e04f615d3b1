"""A Socket Mode connection that lasts: it notices at once when it is cut, and comes back.

slack_sdk's own client takes the empty answer of a dead socket for a pause: it asks again as fast as it can, keeping
Python's one interpreter lock busy, and connects anew only after five pings have failed, which is after fifty seconds
(https://github.com/slackapi/bolt-python/issues/675). Slack delivers again what had no receipt; it must find us there.
"""

from __future__ import annotations

import errno
import time
from typing import Any

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk.socket_mode.builtin import SocketModeClient

from bot.telemetry import log

__all__ = ["LastingClient", "LastingHandler"]

_BUFFER = 65_536  # bytes; an envelope has two thousand, and each piece of it waits for the interpreter's lock anew
_PAUSES = (0.0, 1.0, 2.0, 5.0, 10.0)  # seconds before each attempt to come back; the last one for ever


class LastingClient(SocketModeClient):
    """The client of slack_sdk, which asks for a new connection as soon as the one that it has is dead."""

    _failed = 0

    def _run_current_session(self) -> None:
        """Receive until the session ends, however it does; then come back."""
        session: Any = self.current_session
        if session is None:
            return
        if session.sock is not None and not isinstance(session.sock, _HonestSocket):
            session.sock = _HonestSocket(session.sock)
        super()._run_current_session()  # type: ignore[no-untyped-call]  # slack_sdk gives it no types
        if self.auto_reconnect_enabled and not self.closed and not self.is_connected():
            self._come_back()

    def _come_back(self) -> None:
        time.sleep(_PAUSES[min(self._failed, len(_PAUSES) - 1)])
        try:
            self.connect_to_new_endpoint()
        except Exception as error:  # noqa: BLE001 - whatever keeps us away now may be over soon
            log.warning("not connected", kind=type(error).__name__)
        self._failed = 0 if self.is_connected() else self._failed + 1


class _HonestSocket:
    """A socket that says when the other side has hung up, instead of giving nothing for ever."""

    def __init__(self, sock: Any) -> None:
        self._sock = sock

    def recv(self, size: int) -> bytes:
        """Return what has come; raises `ConnectionAbortedError` when nothing will come any more."""
        received: bytes = self._sock.recv(size)
        if not received:
            raise ConnectionAbortedError(errno.ECONNABORTED, "the other side has hung up")
        return received

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sock, name)


class LastingHandler(SocketModeHandler):
    """Bolt's handler with that client."""

    def __init__(self, app: App, app_token: str) -> None:
        self.app = app
        self.app_token = app_token
        self.client = LastingClient(
            app_token, app.logger, app.client, ping_interval=10, receive_buffer_size=_BUFFER, proxy=app.client.proxy
        )
        self.client.socket_mode_request_listeners.append(self.handle)  # type: ignore[arg-type]  # as Bolt does
