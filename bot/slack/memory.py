"""Memory of the running process: which messages were answered, and what was asked before in a thread."""

from __future__ import annotations

import threading

from cachetools import TTLCache

__all__ = ["Memory"]

_ANSWERED_FOR = 3_600.0  # seconds; Slack retries at once, after one minute and after five
_REMEMBERED_FOR = 24 * 3_600.0
_ENTRIES = 20_000


class Memory:
    """Forget everything with time; safe between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._seen: TTLCache[str, bool] = TTLCache(_ENTRIES, _ANSWERED_FOR)
        self._asked: TTLCache[str, str] = TTLCache(_ENTRIES, _REMEMBERED_FOR)

    def claim(self, *keys: str) -> bool:
        """Return True for the first caller with any of these keys; a retried or doubled event gets False."""
        with self._lock:
            fresh = not any(key in self._seen for key in keys)
            self._seen.update(dict.fromkeys(keys, True))
            return fresh

    def release(self, key: str) -> None:
        """Give a claim back, for what failed and may be tried again."""
        with self._lock:
            self._seen.pop(key, None)

    def asked_before(self, thread: str, question: str) -> str:
        """Return what was asked before in a thread, or "", and remember this question."""
        with self._lock:
            before = self._asked.get(thread, "")
            self._asked[thread] = question
            return before
