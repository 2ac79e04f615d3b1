"""The Socket Mode side of the workspace: a WebSocket that says hello, delivers envelopes and takes acks.

https://docs.slack.dev/apis/events-api/using-socket-mode
"""

from __future__ import annotations

import contextlib
import json
import socket
import threading
from collections.abc import Callable
from typing import Any

from websockets.exceptions import ConnectionClosed
from websockets.sync.server import ServerConnection, serve

from bot.playground.slack.people import APP_ID

__all__ = ["SocketMode"]

Payload = dict[str, Any]
_PATIENCE = 10.0  # seconds
_ABOUT = {"host": "applink-playground", "approximate_connection_time": 18_060}


class SocketMode:
    """A server on a free port of this machine; the latest connection gets the envelopes.

    ``taken`` hears of each ack (envelope id, payload), ``changed`` of each connection that comes or goes.
    """

    def __init__(self, taken: Callable[[str, Payload], None], changed: Callable[[], None]) -> None:
        self._taken = taken
        self._changed = changed
        self._lock = threading.Lock()
        self._connections: list[ServerConnection] = []
        self.opened = 0
        self._server = serve(self._hold, "127.0.0.1", 0, compression=None, ping_interval=None, close_timeout=1)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True, name="socket-mode")
        self._thread.start()

    @property
    def url(self) -> str:
        """Return the address that apps.connections.open gives."""
        return f"ws://127.0.0.1:{self._server.socket.getsockname()[1]}/link/?ticket=1"

    @property
    def connected(self) -> bool:
        """Tell whether a bot is there."""
        with self._lock:
            return bool(self._connections)

    def send(self, envelope: Payload) -> None:
        """Deliver an envelope; raises `ConnectionError` when no bot is there, or none any more."""
        with self._lock:
            latest = self._connections[-1] if self._connections else None
        if latest is None:
            raise ConnectionError("no bot is connected")
        try:
            latest.send(json.dumps(envelope))
        except ConnectionClosed as error:
            raise ConnectionError("the connection is gone") from error

    def refresh(self, reason: str = "refresh_requested") -> None:
        """Ask the bot for a new connection, as Slack does every few hours; ten seconds earlier it sends a ``warning``.

        The reason ``link_disabled`` means that somebody turned Socket Mode off.
        """
        self.send({"type": "disconnect", "reason": reason, "debug_info": _ABOUT})

    def drop(self) -> None:
        """Cut all connections without a goodbye, as a broken network does."""
        with self._lock:
            connections = list(self._connections)
        for connection in connections:
            with contextlib.suppress(OSError):
                connection.socket.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Hang up and stop listening."""
        with self._lock:
            connections = list(self._connections)
        for connection in connections:
            connection.close()
        self._server.shutdown()
        self._thread.join(_PATIENCE)

    def _hold(self, connection: ServerConnection) -> None:
        """Serve one connection until it ends."""
        with self._lock:
            count = len(self._connections) + 1
        about = {"connection_info": {"app_id": APP_ID}, "debug_info": _ABOUT}
        connection.send(json.dumps({"type": "hello", "num_connections": count, **about}))
        with self._lock:
            self._connections.append(connection)
            self.opened += 1
        self._changed()
        try:
            for raw in connection:
                message = json.loads(raw)
                self._taken(message["envelope_id"], message.get("payload") or {})
        except ConnectionClosed:
            pass
        finally:
            with self._lock:
                self._connections.remove(connection)
            self._changed()
