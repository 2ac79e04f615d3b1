"""Response URLs: where each leads, how often and how long it works.

https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

__all__ = ["Origin", "ResponseUrls"]

_USES = 5
_SECONDS = 30 * 60.0


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a response URL leads; ``message`` is the ts of the message in which something was pressed."""

    channel: str
    user: str
    message: str = ""


class ResponseUrls:
    """Hand out response URLs; whoever uses it from several threads locks."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._made: dict[str, tuple[Origin, float]] = {}
        self._uses: dict[str, int] = {}

    def make(self, origin: Origin) -> str:
        """Make a response URL; returns its path."""
        path = f"response/R{len(self._made) + 1}"
        self._made[path] = (origin, self._now())
        return path

    def use(self, path: str) -> tuple[Origin | None, str]:
        """Return where it leads and "", or None and why it does not work any more."""
        if path not in self._made or self._now() - self._made[path][1] > _SECONDS:
            return None, "expired_url"
        self._uses[path] = self._uses.get(path, 0) + 1
        return (self._made[path][0], "") if self._uses[path] <= _USES else (None, "used_url")
