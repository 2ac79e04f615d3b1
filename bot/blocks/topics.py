"""The list of topics, and the questions of one, page by page."""

from __future__ import annotations

from collections.abc import Sequence

from bot.blocks.message import Block, Message, actions, button, paragraph, plain, rich_text, styled
from bot.knowledge import Entry, Topic

__all__ = ["PAGE", "render_topic", "render_topics", "render_unknown_topic"]

PAGE = 10  # questions of a topic on one page
_ROW = 5  # topic buttons in one row


def render_topics(topics: Sequence[tuple[Topic, int]]) -> Message:
    """List the topics with what is in them and how many questions each has; a click opens one."""
    lines = [f"{topic.name}({count}件): {topic.about}" for topic, count in topics]
    listed = [
        piece
        for topic, count in topics
        for piece in (styled(topic.name, "bold"), plain(f"({count}件) {topic.about}\n"))
    ]
    blocks: list[Block] = [
        rich_text(paragraph(plain("話題の一覧です。ボタンを押すと、その話題の質問が並びます。"))),
        rich_text(paragraph(*listed)) if listed else rich_text(paragraph(plain("話題がありません。"))),
    ]
    for start in range(0, len(topics), _ROW):
        row = topics[start : start + _ROW]
        blocks.extend(actions(button("open_topic", t.name, f"{t.id}:0", f"話題を開く: {t.name}") for t, _ in row))
    return Message("\n".join(["話題の一覧", *lines]), tuple(blocks))


def render_topic(topic: Topic, entries: Sequence[Entry], page: int = 0) -> Message:
    """List a page of a topic's questions, each a button that answers it."""
    last = max(0, (len(entries) - 1) // PAGE)
    page = min(max(page, 0), last)
    shown = entries[page * PAGE : (page + 1) * PAGE]
    where = f"({page + 1}/{last + 1}ページ)" if last else ""
    head = f"{topic.name} {len(entries)}件{where}"
    blocks: list[Block] = [rich_text(paragraph(styled(head, "bold"), plain(f"\n{topic.about}")))]
    for entry in shown:
        blocks.extend(actions([button("ask_entry", entry.question, entry.id, f"質問する: {entry.question}")]))
    turns = [
        button("open_topic", text, f"{topic.id}:{number}", f"{topic.name}の{text}")
        for text, number in (("前のページ", page - 1), ("次のページ", page + 1))
        if 0 <= number <= last
    ]
    blocks.extend(actions(turns))
    return Message("\n".join([head, *(f"・{e.question}" for e in shown)]), tuple(blocks))


def render_unknown_topic(wanted: str, topics: Sequence[tuple[Topic, int]]) -> Message:
    """Say that there is no such topic, above the list of those there are."""
    listed = render_topics(topics)
    text = f"「{wanted}」という話題はありません。"
    return Message(f"{text}\n{listed.text}", (rich_text(paragraph(plain(text))), *listed.blocks))
