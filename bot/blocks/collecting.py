"""Citations collected: all quotes of a thread in one message, numbered, each in the form that documents need."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from bot import wording
from bot.answering.answer import Excerpt
from bot.blocks.answers import posting, receipt
from bot.blocks.frame import Frame
from bot.blocks.message import (
    Block,
    Message,
    actions,
    divider,
    link,
    message,
    paragraph,
    plain,
    rich_text,
    styled,
    user,
)

__all__ = ["posted_by", "render_collection", "render_nothing_collected"]

_LONGEST = 10_000  # characters of one message; Slack takes about 13,000
_MOST = 40  # citations of one message; Slack takes 50 blocks
_CHANGED = "途中で記事や質問が更新されたため、今の内容で探し直した引用が含まれます。"

Numbered = tuple[int, Excerpt, str]


def render_collection(
    excerpts: Sequence[Excerpt], today: date, thread: str = "", changed: bool = False, *, is_posted: bool = False
) -> tuple[Message, ...]:
    """Render quotes with their citations, as one message unless Slack's limits demand several.

    The button that posts them into ``thread`` stands under the last one, until they are posted; ``changed`` tells
    that the knowledge did.
    """
    numbered = [(n, e, wording.formal_citation(e, today)) for n, e in enumerate(excerpts, 1)]
    parts = _parts(numbered)
    head = f"{'このスレッド' if thread else 'この会話'}の引用 {len(excerpts)}件"
    return tuple(
        _part(
            f"{head}{f'({n}/{len(parts)})' if len(parts) > 1 else ''}",
            part,
            changed,
            _posting(thread, is_posted) if part is parts[-1] else [],
        )
        for n, part in enumerate(parts, 1)
    )


def posted_by(user_id: str, collected: Message) -> Message:
    """Head a collection that everybody sees with who made it, and leave its button out."""
    head = rich_text(paragraph(user(user_id), plain(" さんがこのスレッドの引用をまとめました")))
    kept = (block for block in collected.blocks if block["type"] != "actions")
    return Message(collected.text, (head, divider(), *kept))


def render_nothing_collected() -> Message:
    """Say that there is nothing to collect."""
    text = "ここには、まとめられる引用がまだありません。質問にお答えしたスレッドで使うと、引用を出典付きで1つにまとめます。"
    return message(text, [rich_text(paragraph(plain(text)))])


def _parts(numbered: Iterable[Numbered]) -> list[list[Numbered]]:
    parts: list[list[Numbered]] = [[]]
    length = 0
    for one in numbered:
        if parts[-1] and (length + len(one[2]) > _LONGEST or len(parts[-1]) == _MOST):
            parts.append([])
            length = 0
        parts[-1].append(one)
        length += len(one[2])
    return parts


def _part(head: str, part: Sequence[Numbered], changed: bool, end: Sequence[Block]) -> Message:
    note = [_CHANGED] if changed else []
    blocks: list[Block] = [rich_text(paragraph(styled(head, "bold"), *(plain(f"\n{line}") for line in note)))]
    blocks.extend(rich_text(paragraph(*_pieces(number, excerpt, cited))) for number, excerpt, cited in part)
    text = "\n".join([head, *note, *(f"{number}. {cited}" for number, _, cited in part)])
    return message(text, [*blocks, *end])


def _posting(thread: str, is_posted: bool) -> list[Block]:
    if not thread:
        return []
    frame = Frame("", date.min, private=True, in_thread=True, is_posted=is_posted)
    return [*actions(posting("post_quotes", thread, "まとめた引用", frame)), *receipt(frame)]


def _pieces(number: int, excerpt: Excerpt, cited: str) -> list[Block]:
    """Return a citation, its address as a link to the exact place: copied, it is the plain address."""
    address = excerpt.source.url
    before, found, after = cited.rpartition(address) if address else ("", "", cited)
    shown = [plain(before), link(excerpt.url or address, address)] if found else []
    return [plain(f"{number}. "), *shown, plain(after)]
