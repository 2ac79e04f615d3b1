"""The list of topics, and the questions of one, page by page."""

from __future__ import annotations

from collections.abc import Sequence

from bot import wording
from bot.blocks.message import Block, Message, actions, button, link, message, paragraph, plain, rich_text, styled
from bot.knowledge import Entry, Source, Topic
from bot.text import shorten

__all__ = ["PAGE", "render_articles", "render_topic", "render_topics", "render_unknown_topic"]

PAGE = 10  # questions of a topic on one page
_ROW = 5  # topic buttons in one row
_MOST = 100  # topics in the list; the others open by name
_ROOM = 6_000  # characters for what the topics are about, beside buttons that say their names again
_ARTICLES = 40  # articles in the list of those there are
_TITLE = 60
_WANTED = 80  # characters shown of a topic that somebody looked for


def render_topics(topics: Sequence[tuple[Topic, int]]) -> Message:
    """List the topics with what is in them and how many questions each has; a click opens one."""
    shown = topics[:_MOST]
    details = [f"({count}件)" + (f" {topic.about}" if _fit(shown) else "") for topic, count in shown]
    lines = [f"{topic.name}{detail}" for (topic, _), detail in zip(shown, details, strict=True)]
    listed = [
        piece
        for (topic, _), detail in zip(shown, details, strict=True)
        for piece in (styled(topic.name, "bold"), plain(f"{detail}\n"))
    ]
    blocks: list[Block] = [
        rich_text(paragraph(plain("話題の一覧です。ボタンを押すと、その話題の質問が並びます。"))),
        rich_text(paragraph(*listed)) if listed else rich_text(paragraph(plain("話題がありません。"))),
    ]
    for start in range(0, len(shown), _ROW):
        row = shown[start : start + _ROW]
        blocks.extend(actions(button("open_topic", t.name, f"{t.id}:0", f"話題を開く: {t.name}") for t, _ in row))
    if len(topics) > len(shown):
        lines.append(f"ほかに {len(topics) - len(shown)} 件の話題があります。「/dx-topics 話題の名前」で開けます。")
        blocks.append(rich_text(paragraph(plain(lines[-1]))))
    return message("\n".join(["話題の一覧", *lines]), blocks)


def _fit(topics: Sequence[tuple[Topic, int]]) -> bool:
    return sum(len(topic.name) + len(topic.about) for topic, _ in topics) <= _ROOM


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
        button("turn_topic", text, f"{topic.id}:{number}", f"{topic.name}の{text}")
        for text, number in (("前のページ", page - 1), ("次のページ", page + 1))
        if 0 <= number <= last
    ]
    blocks.extend(actions(turns))
    return message("\n".join([head, *(f"・{e.question}" for e in shown)]), blocks)


def render_articles(sources: Sequence[Source]) -> Message:
    """Say which municipalities the articles are about, and list these."""
    places = "・".join(dict.fromkeys(place for source in sources for place in source.municipalities))
    head = f"{places}の記事があります。" if places else "記事がありません。"
    titles = [f"『{wording.title_of(source.title, _TITLE)}』" for source in sources[:_ARTICLES]]
    listed = [
        piece
        for source, title in zip(sources, titles, strict=False)
        for piece in (
            plain("\n・"),
            link(source.url, title) if source.url else plain(title),
            plain(f"\uff08{source.when}\uff09"),
        )
    ]
    rest = len(sources) - len(titles)
    more = [plain(f"\nほかに{rest}本あります。")] if rest else []
    topics = button("show_topics", "話題を見る", "all", "話題の一覧を見る")
    return message("\n".join([head, *titles]), [rich_text(paragraph(plain(head), *listed, *more)), *actions([topics])])


def render_unknown_topic(wanted: str, topics: Sequence[tuple[Topic, int]]) -> Message:
    """Say that there is no such topic, above the list of those there are."""
    text = f"「{shorten(wanted, _WANTED)}」という話題はありません。"
    apology, listed = message(text, [rich_text(paragraph(plain(text)))]), render_topics(topics)
    return Message(f"{apology.text}\n{listed.text}", (*apology.blocks, *listed.blocks))
