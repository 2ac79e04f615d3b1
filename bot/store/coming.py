"""Coming: a database that was away when it was to be opened is tried again until it is there."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from bot.editions import StoreError

__all__ = ["Coming"]

_PAUSES = (1.0, 2.0, 5.0, 10.0)  # seconds before each try; the last one for ever
_log = logging.getLogger("bot.store")


class Coming:
    """A thread that tries, and says in the log when it has come through."""

    def __init__(self, prepare: Callable[[], None], name: str) -> None:
        self._prepare = prepare
        self._name = name
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True, name="store-coming")

    def begin(self) -> None:
        """Try from now on."""
        self._thread.start()

    def end(self) -> None:
        """Try no more."""
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join(timeout=5)

    def _run(self) -> None:
        tried, last = 0, ""
        while not self._ended.wait(_PAUSES[min(tried, len(_PAUSES) - 1)]):
            try:
                self._prepare()
            except StoreError as error:
                tried += 1
                if str(error) != last:
                    _log.warning("the database is still away: %s", error)
                last = str(error)
            else:
                _log.warning("the database is there now: %s", self._name)
                return
