"""The machine-readable face of a reply, as the acceptance measurement reads it."""

from __future__ import annotations

from bot.answering.answer import Answer, Excerpt, Help, Reply

__all__ = ["as_record"]


def as_record(reply: Reply) -> dict[str, object]:
    """Return kind, confidence, faq and excerpts; ``start`` and ``end`` count code points of the file."""
    if isinstance(reply, Help):
        return {"kind": reply.talk.value, "confidence": 1.0, "faq": None, "excerpts": []}
    answers = isinstance(reply, Answer)
    return {
        "kind": "answer" if answers else "none",
        "confidence": round(reply.confidence, 4),
        "faq": reply.entry.id if isinstance(reply, Answer) and reply.entry else None,
        "excerpts": [_excerpt(e) for e in reply.excerpts] if isinstance(reply, Answer) else [],
    }


def _excerpt(excerpt: Excerpt) -> dict[str, object]:
    return {
        "source": excerpt.source.id,
        "file": excerpt.source.file,
        "start": excerpt.span.start,
        "end": excerpt.span.end,
        "quote": excerpt.text,
        "speaker": excerpt.speaker or None,
        "url": excerpt.url or None,
    }
