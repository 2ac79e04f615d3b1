"""Answered: whether what the knowledge says now settles a question that waited for it."""

from __future__ import annotations

from bot.answering.answer import Answer, Reply
from bot.knowledge import Quote

__all__ = ["is_answered"]


def is_answered(reply: Reply, kind: str, former: Quote | None) -> bool:
    """Tell whether a reply is the news that somebody waits for.

    ``kind`` is that of the former reply and ``former`` what it quoted first. Where nothing had been found, any answer
    is news; where an answer was no help, only one that an editor has curated, and that quotes something else first.
    """
    if not isinstance(reply, Answer):
        return False
    return kind == "none" or (reply.entry is not None and not _is_same(reply, former))


def _is_same(reply: Answer, former: Quote | None) -> bool:
    """Tell whether the same words come first; an article that grew has them elsewhere, but they are as long."""
    first = reply.excerpts[0]
    length = first.span.end - first.span.start
    return former is not None and (former.source, former.span.end - former.span.start) == (first.source.id, length)
