"""A reply as somebody wants to read it in a terminal."""

from __future__ import annotations

from bot import wording
from bot.answering.answer import Answer, Excerpt, Help, NoAnswer, Reply

__all__ = ["render_reply"]


def render_reply(question: str, reply: Reply) -> str:
    """Return the lines of a reply; quotes stand in 「」 and are never cut."""
    if isinstance(reply, Help):
        return wording.help_text(reply)
    if isinstance(reply, NoAnswer):
        return _no_answer(reply)
    return _answer(question, reply)


def _answer(question: str, answer: Answer) -> str:
    parts = [f"質問: {question}", wording.introduction(answer), wording.read_as(answer), wording.uncovered(answer)]
    parts.extend(_excerpt(number, e) for number, e in enumerate(answer.excerpts, 1))
    parts.append(wording.silence(answer))
    if answer.related:
        parts.append("\n".join(["関連する質問:", *(f"  ・{e.question}" for e in answer.related)]))
    return "\n\n".join(part for part in parts if part)


def _excerpt(number: int, excerpt: Excerpt) -> str:
    quote = excerpt.text.replace("\n", "\n    ")  # below its beginning
    lines = [
        f"{number}. 「{quote}」",
        f"   {excerpt.said_by}、{excerpt.when}",
        f"   『{excerpt.source.title}』({excerpt.source.publisher})",
    ]
    return "\n".join([*lines, f"   {excerpt.url}"] if excerpt.url else lines)


def _no_answer(reply: NoAnswer) -> str:
    lines = [wording.no_answer(reply)]
    if reply.topics:
        lines.append("近い話題(回答ではありません): " + "、".join(t.name for t in reply.topics))
    return "\n".join(lines)
