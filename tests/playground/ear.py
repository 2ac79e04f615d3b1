"""The smallest app there can be: it connects over Socket Mode, hears everything, and says back what it is told to."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from slack_sdk import WebClient
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from bot.playground.slack import APP_TOKEN, BOT_TOKEN, Workspace

__all__ = ["Ear"]

Payload = dict[str, Any]


class Ear:
    """Hear what the workspace sends. ``answer`` makes what goes back in a receipt; None sends no receipt at all."""

    def __init__(self, workspace: Workspace) -> None:
        self.slack = WebClient(token=BOT_TOKEN, base_url=workspace.api_url)
        self.answer: Callable[[Payload], Payload | None] = lambda _: {}
        self.envelopes: list[Payload] = []
        self.greetings: list[Payload] = []
        self._workspace = workspace
        self._news = threading.Condition()
        self._connection: ClientConnection | None = None
        self.connect()

    @property
    def payloads(self) -> list[Payload]:
        """List what was heard."""
        return [envelope["payload"] for envelope in self.envelopes]

    @property
    def events(self) -> list[Payload]:
        """List the events that were heard, without their envelopes."""
        return [p["event"] for p in self.payloads if p.get("type") == "event_callback"]

    def connect(self) -> None:
        """Open a connection, and hear what comes until it ends."""
        before = self._workspace.socket.opened
        url = WebClient(token=APP_TOKEN, base_url=self._workspace.api_url).apps_connections_open(app_token=APP_TOKEN)
        threading.Thread(target=self._hear, args=(url["url"],), daemon=True, name="ear").start()
        self._workspace.wait_for_connection(before + 1)

    def wait_for(self, count: int) -> list[Payload]:
        """Wait until so many envelopes have come; returns what was in them."""
        with self._news:
            assert self._news.wait_for(lambda: len(self.envelopes) >= count, 5.0), self.envelopes
            return self.payloads

    def hang_up(self) -> None:
        """End the connection."""
        if self._connection:
            self._connection.close()

    def _hear(self, url: str) -> None:
        with suppress(ConnectionClosed), connect(url, compression=None, proxy=None, close_timeout=1) as connection:
            self._connection = connection
            for raw in connection:
                self._take(connection, json.loads(raw))

    def _take(self, connection: ClientConnection, message: Payload) -> None:
        with self._news:
            (self.envelopes if "envelope_id" in message else self.greetings).append(message)
            self._news.notify_all()
        if "envelope_id" in message:
            self._receipt(connection, message)

    def _receipt(self, connection: ClientConnection, envelope: Payload) -> None:
        answer = self.answer(envelope)
        if answer is not None:
            payload = {"payload": answer} if answer else {}
            connection.send(json.dumps({"envelope_id": envelope["envelope_id"], **payload}))
