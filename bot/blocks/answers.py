"""Replies to questions as messages."""

from __future__ import annotations

from bot import wording
from bot.answer import Answer, Excerpt, Help, NoAnswer, Reply
from bot.blocks.message import (
    Block,
    Message,
    actions,
    button,
    divider,
    link,
    message,
    paragraph,
    plain,
    quoted,
    rich_text,
    user,
)
from bot.knowledge import Entry, Topic

__all__ = ["render_answer", "render_reply", "shared"]


def render_reply(reply: Reply, share: str = "") -> Message:
    """Render any reply; ``share`` is the question that a button may bring to the channel."""
    if isinstance(reply, Help):
        return _help(reply)
    if isinstance(reply, NoAnswer):
        return _no_answer(reply)
    return render_answer(reply, share)


def render_answer(answer: Answer, share: str = "") -> Message:
    """Render excerpts with their sources, then what else can be asked."""
    blocks: list[Block] = []
    introduction = wording.introduction(answer)
    if introduction:
        blocks.append(rich_text(paragraph(plain(introduction))))
    blocks.extend(_excerpt(e) for e in answer.excerpts)
    silence = wording.silence(answer)
    if silence:
        blocks.append(rich_text(paragraph(plain(silence))))
    if answer.related:
        blocks.append(rich_text(paragraph(plain("関連する質問"))))
    blocks.extend(actions(_entry_button(e) for e in answer.related))
    if share:
        blocks.extend(actions([button("share_answer", "チャンネルに共有", share, "この回答をチャンネルに共有する")]))
    return message("\n".join(filter(None, (introduction, wording.citation(answer.excerpts[0])))), blocks)


def shared(answer: Message, user_id: str, question: str) -> Message:
    """Head a shared answer with who asked what."""
    head = rich_text(paragraph(user(user_id), plain(f" さんの質問: {question}")))
    kept = (b for b in answer.blocks if not _is_share(b))
    return Message(answer.text, (head, divider(), *kept))


def _is_share(block: Block) -> bool:
    return block["type"] == "actions" and any(e["action_id"].startswith("share_answer") for e in block["elements"])


def _excerpt(excerpt: Excerpt) -> Block:
    title = excerpt.source.title
    source = link(excerpt.url, title) if excerpt.url else plain(title)
    who = plain(f"{excerpt.said_by}\n{excerpt.when}『")
    return rich_text(quoted(excerpt.text), paragraph(who, source, plain(f"』{excerpt.source.publisher}")))


def _entry_button(entry: Entry) -> Block:
    return button("ask_entry", entry.question, entry.id, f"質問する: {entry.question}")


def _no_answer(reply: NoAnswer) -> Message:
    text = wording.no_answer(reply)
    blocks = [rich_text(paragraph(plain(text)))]
    if reply.topics:
        blocks.append(rich_text(paragraph(plain("近い話題(回答ではありません)"))))
        blocks.extend(actions(_topic_button(t) for t in reply.topics))
    return message(text, blocks)


def _topic_button(topic: Topic) -> Block:
    return button("open_topic", topic.name, f"{topic.id}:0", f"話題を開く: {topic.name}")


def _help(reply: Help) -> Message:
    text = wording.help_text(reply)
    return message(text, [rich_text(paragraph(plain(text)))])
