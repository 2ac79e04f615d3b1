"""What the bot says of its own accord: the news that a question can be answered, and the digest of a week."""

from __future__ import annotations

from collections.abc import Sequence

from bot.blocks.form import heading
from bot.blocks.message import Message, message, paragraph, plain, quoted, rich_text
from bot.blocks.unanswered import unanswered
from bot.question import as_read
from bot.text import shorten
from bot.unanswered import Group

__all__ = ["render_digest", "render_news"]

_NEWS = "お待たせしました。担当に届けていただいたご質問に、お答えできるようになりました。"
_ASKED = 300  # characters of a question that are shown
_GROUPS = 10


def render_news(question: str, answer: Message) -> Message:
    """Head an answer with the question that has waited for it."""
    head = message(_NEWS, [rich_text(paragraph(plain(_NEWS)), quoted(shorten(as_read(question), _ASKED)))])
    return Message(f"{head.text}\n{answer.text}", (*head.blocks, *answer.blocks))


def render_digest(groups: Sequence[Group], fresh: int) -> Message:
    """List what waits for an editor; ``fresh`` of the questions came within the last week."""
    head = "今週のまとめ: 答えられなかった質問"
    said = f"この1週間に新しく届いたのは {fresh}回です。すべて見るには /dx-unanswered と入力してください。"
    return message(f"{head}\n{said}", [heading(head), rich_text(paragraph(plain(said))), *unanswered(groups, _GROUPS)])
