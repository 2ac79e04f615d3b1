"""Causes: why a place could not be reached, in words for editors; the log has the name of the error.

Each library (urllib3, aiohttp, botocore, the standard one) has errors of its own and wraps those of others: what
tells them apart are their names, and those of what they were made of.
"""

from __future__ import annotations

from collections.abc import Iterator

__all__ = ["in_words", "names_of"]

_DEEPEST = 8  # errors within errors
_WORDS = {
    "応答がないまま、時間切れになりました": ("timeout", "timedout"),
    "ホストの名前が見つかりません": ("nameresolution", "gaierror", "dnserror"),
    "通信の証明書を確かめられません": ("sslerror", "certificate"),
    "鍵が設定されていません": ("nocredentials", "partialcredentials", "tokenretrieval"),
    "接続を断られました": ("connectionrefused",),
    "途中で切れました": ("incompleteread", "protocolerror", "connectionreset", "connectionaborted", "hangup"),
}


def in_words(error: BaseException) -> str:
    """Return the cause as half a sentence, "" where its name tells nothing to anybody.

    >>> in_words(TimeoutError()), in_words(ValueError())
    ('応答がないまま、時間切れになりました', '')
    """
    # Not those of the classes above them: urllib3 counts a connection that was refused among the timeouts.
    names = [type(one).__name__.casefold() for one in _within(error)]
    found = (words for words, parts in _WORDS.items() if any(part in name for name in names for part in parts))
    return next(found, "")


def names_of(error: BaseException) -> str:
    """Return the names of an error and of what it was made of, for the log: none holds a secret, as messages may."""
    return " < ".join(dict.fromkeys(type(one).__name__ for one in _within(error)))


def _within(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and what it wraps, however the library does that."""
    left, seen = [error], 0
    while left and seen < _DEEPEST:
        one, seen = left.pop(0), seen + 1
        yield one
        inner = (
            getattr(one, "reason", None),
            getattr(one, "os_error", None),
            one.__cause__,
            one.__context__,
            *one.args,
        )
        left += [found for found in inner if isinstance(found, BaseException)]
