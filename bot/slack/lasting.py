"""A Socket Mode connection that lasts: nothing that has arrived is lost, and a cut is noticed at once.

The client that slack_sdk brings parses frames by itself: when a connection breaks, what was read together with half a
frame is gone, and the empty answer of a dead socket counts as a pause, so that it connects anew only after five pings
(https://github.com/slackapi/bolt-python/issues/675). Here the websockets library reads; messages, listeners and new
addresses are slack_sdk's as before. Slack delivers again what had no receipt; it must find us there.
"""

from __future__ import annotations

import contextlib
import json
import logging
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.socket_mode.client import BaseSocketModeClient
from websockets.exceptions import ConnectionClosed
from websockets.protocol import State
from websockets.sync.client import ClientConnection, connect

from bot.telemetry import log

__all__ = ["LastingClient", "LastingHandler"]

_PAUSES = (0.0, 1.0, 2.0, 5.0, 10.0)  # seconds before each attempt to come back; the last one for ever
_PING = 10.0  # seconds between two pings, and for which a reply is awaited
_LARGEST = 2**24  # bytes of a message
_OVERLAP = 15.0  # seconds for which a connection that Slack replaces is still read
_RECEIPT = 2.5  # seconds for which a receipt waits for a connection; after three it is worth nothing
_GOODBYE = 1.0  # seconds
_WORKERS = 10  # messages that are handed to listeners at the same time, as in slack_sdk


class LastingClient(BaseSocketModeClient):
    """A client for Bolt's handler: one connection, or two while Slack replaces the older one."""

    def __init__(self, app_token: str, web_client: WebClient, logger: logging.Logger) -> None:
        self.app_token, self.web_client, self.logger = app_token, web_client, logger
        self.message_listeners, self.socket_mode_request_listeners = [], []
        self.message_workers = ThreadPoolExecutor(_WORKERS, thread_name_prefix="envelope")
        self.closed = False
        self._changed = threading.Condition()
        self._current: ClientConnection | None = None
        self._open: set[ClientConnection] = set()

    def is_connected(self) -> bool:
        """Tell whether Slack can reach us."""
        current = self._current
        return current is not None and current.state is State.OPEN

    def connect(self) -> None:
        """Connect, and read from this connection from now on; raises what keeps it from that."""
        url = self.issue_new_wss_url()
        connection = connect(
            url,
            compression=None,
            max_size=_LARGEST,
            ping_interval=_PING,
            ping_timeout=_PING,
            close_timeout=_GOODBYE,
            ssl=self.web_client.ssl if url.startswith("wss:") else None,
            legacy=True,  # the name of connecting without a context manager
        )
        with self._changed:
            self._current = connection
            self._open.add(connection)
            self._changed.notify_all()
        threading.Thread(target=self._stay, args=(connection,), daemon=True, name="socket-mode").start()

    def send_message(self, message: str) -> None:
        """Send a receipt, over the next connection if there is none now; raises `ConnectionError` if there will be none.

        Slack takes it on any connection of the app.
        """
        end = time.monotonic() + _RECEIPT
        while (left := end - time.monotonic()) > 0 and not self.closed:
            with self._changed:
                self._changed.wait_for(lambda: self.is_connected() or self.closed, left)
                current = self._current
            with contextlib.suppress(ConnectionClosed):
                if current is not None and self.is_connected():
                    current.send(message)
                    return
        raise ConnectionError("there is no connection for a receipt")

    def disconnect(self) -> None:
        """Hang up."""
        for connection in tuple(self._open):
            connection.close()

    def close(self) -> None:
        """Hang up and stay away; listeners that have begun go on."""
        with self._changed:
            self.closed = True
            self._changed.notify_all()
        self.disconnect()
        self.message_workers.shutdown(wait=False)

    def _stay(self, connection: ClientConnection) -> None:
        """Read until the connection ends, however it does; then come back, unless another one is there."""
        for raw in self._heard(connection):
            self._take(connection, raw)
        with self._changed:
            self._open.discard(connection)
        if connection is self._current and not self.closed:
            log.info("connection lost", code=connection.close_code)
            self._come_back()

    def _heard(self, connection: ClientConnection) -> Iterator[str]:
        """Yield messages until nothing comes any more, or until a connection that was replaced has had its time."""
        end = None
        with contextlib.suppress(ConnectionClosed, TimeoutError):
            while True:
                if connection is not self._current and end is None:
                    end = time.monotonic() + _OVERLAP
                yield str(connection.recv(timeout=None if end is None else max(0.0, end - time.monotonic())))
        connection.close()

    def _take(self, connection: ClientConnection, raw: str) -> None:
        try:
            message: dict[str, Any] = json.loads(raw)
        except ValueError:
            log.warning("not understood", what="message")  # one that is no JSON must not end the reading
            return
        if message.get("type") != "disconnect":
            with contextlib.suppress(RuntimeError):  # we are closed: Slack delivers it again
                self.message_workers.submit(self.run_message_listeners, message, raw)
        elif connection is self._current:
            log.info("connection is replaced", reason=str(message.get("reason")))
            self._come_back()

    def _come_back(self) -> None:
        """Connect anew, as often as it takes."""
        failed, before = 0, self._current
        while not self.closed and self._current is before:
            with self._changed:
                self._changed.wait_for(lambda: self.closed, _PAUSES[min(failed, len(_PAUSES) - 1)])
            if self.closed:
                return
            try:
                self.connect()
            except Exception as error:  # noqa: BLE001 - whatever keeps us away now may be over soon
                failed += 1
                log.warning("not connected", kind=type(error).__name__)


class LastingHandler(SocketModeHandler):
    """Bolt's handler with that client."""

    def __init__(self, app: App, app_token: str) -> None:
        self.app = app
        self.app_token = app_token
        client: Any = LastingClient(app_token, app.client, app.logger)  # the type that Bolt names is its own client's
        client.socket_mode_request_listeners.append(self.handle)
        self.client = client
