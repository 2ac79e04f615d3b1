"""Patience with a busy Slack: what is said again, when, and how a message that may have arrived is not said twice.

A rate limit and a connection that never came about mean that nothing happened: the call is repeated. After a 5xx, a
cut connection or a timeout nobody knows (Slack says so itself of ``fatal_error``); for most calls that does not
matter, but a message posted twice is a second reply. So `post_once` looks before it posts again.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from http.client import HTTPException
from typing import Any
from urllib.error import URLError
from weakref import WeakValueDictionary

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import ConnectionErrorRetryHandler, RateLimitErrorRetryHandler
from slack_sdk.http_retry.handler import RetryHandler
from slack_sdk.http_retry.request import HttpRequest
from slack_sdk.http_retry.response import HttpResponse
from slack_sdk.http_retry.state import RetryState

from bot.telemetry import log

__all__ = ["patience", "post_once"]

_RETRIES = 3
_PAUSES = (0.5, 1.0, 2.0)  # seconds before each further attempt to post
_BROKEN = 500
_POST = "/chat.postMessage"
_BEFORE = 300.0  # seconds by which our clock and Slack's may differ
_ENOUGH = 100  # messages that are looked at
_TURNS: WeakValueDictionary[str, threading.Lock] = WeakValueDictionary()
_TURNS_LOCK = threading.Lock()
_UNKNOWN_OUTCOME = (HTTPException, ConnectionError, TimeoutError)


def patience() -> list[RetryHandler]:
    """Return what repeats a call: after the seconds that a rate limit asks for, else after a little while."""
    return [
        _ConnectionErrors(max_retry_count=_RETRIES),
        RateLimitErrorRetryHandler(max_retry_count=_RETRIES),
        _ServerErrors(max_retry_count=_RETRIES),
    ]


class _ConnectionErrors(ConnectionErrorRetryHandler):
    """Repeat what did not get through; of a post only what was not even sent."""

    def _can_retry(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> bool:
        unsent = isinstance(error, URLError)  # urllib's name for all that happens before the answer is awaited
        again = super()._can_retry(state=state, request=request, response=response, error=error)
        return again and (unsent or not _is_post(request))


class _ServerErrors(RetryHandler):
    """Repeat what met a server in trouble, but no post."""

    def _can_retry(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> bool:
        del state, error
        return response is not None and response.status_code >= _BROKEN and not _is_post(request)


def _is_post(request: HttpRequest) -> bool:
    return str(request.url).endswith(_POST)


def post_once(client: WebClient, channel: str, text: str, blocks: Sequence[dict[str, Any]], thread: str = "") -> str:
    """Post a message without previews of its links, in a thread unless that is ""; returns its ts.

    Where the outcome is unknown, the place is looked at before the message is posted again. Slack takes about one
    message a second and channel: whoever has to wait for that holds its turn, and the others wait behind.
    """
    with _turn(channel):
        return _post_seeing(client, channel, text, blocks, thread)


def _turn(channel: str) -> threading.Lock:
    with _TURNS_LOCK:
        return _TURNS.setdefault(channel, threading.Lock())


def _post_seeing(client: WebClient, channel: str, text: str, blocks: Sequence[dict[str, Any]], thread: str) -> str:
    said: dict[str, Any] = {"channel": channel, "text": text, "blocks": list(blocks), "thread_ts": thread or None}
    begun = time.time()
    for pause in _PAUSES:
        try:
            return _post(client, said)
        except (SlackApiError, *_UNKNOWN_OUTCOME) as error:
            if isinstance(error, SlackApiError) and error.response.status_code < _BROKEN:
                raise
            log.info("post may have arrived", kind=type(error).__name__)
        time.sleep(pause)
        arrived = _arrived(client, said, begun)
        if arrived:
            return arrived
    return _post(client, said)


def _post(client: WebClient, said: dict[str, Any]) -> str:
    answer = client.chat_postMessage(**said, unfurl_links=False, unfurl_media=False)
    return str(answer.get("ts") or "")


def _arrived(client: WebClient, said: dict[str, Any], begun: float) -> str:
    """Return the ts of a message that is there after all, or ""; where that cannot be seen, it is not there."""
    place = {"channel": said["channel"], "oldest": f"{begun - _BEFORE:.6f}", "limit": _ENOUGH}
    thread = said["thread_ts"]
    try:
        found = client.conversations_replies(**place, ts=thread) if thread else client.conversations_history(**place)
    except (SlackApiError, OSError, HTTPException) as error:
        log.info("place not seen", kind=type(error).__name__)
        return ""
    words = list(_texts(said["blocks"])) or [said["text"]]
    own = (m for m in found.get("messages") or () if m.get("bot_id"))
    same = (m for m in own if (list(_texts(m.get("blocks") or ())) or [m.get("text")]) == words)
    return next((str(message["ts"]) for message in same), "")


def _texts(value: Any) -> Iterator[str]:
    """Yield every text in blocks: the number of the answer is among them, so no two replies say the same."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name == "text" and isinstance(inner, str):
                yield inner
            else:
                yield from _texts(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from _texts(inner)
