"""自治体くらべ: what each article says about a subject, one quote an article, and which say nothing of it."""

from __future__ import annotations

from collections.abc import Iterable

from bot import wording
from bot.answering.answer import Excerpt
from bot.blocks.answers import posting, receipt, render_excerpt
from bot.blocks.frame import Frame
from bot.blocks.message import (
    Block,
    Message,
    actions,
    button,
    feedback,
    link,
    message,
    paragraph,
    plain,
    rich_text,
    styled,
)
from bot.desk import Comparison
from bot.knowledge import Source
from bot.question import as_read
from bot.text import shorten

__all__ = ["COMPARE", "render_comparison", "render_nothing_to_compare"]

Article = tuple[Source, Excerpt | None]

COMPARE = "自治体くらべ"
_SUBJECT = 80  # characters of a subject that are shown
_CITIES = 60
_TITLE = 60
# A page has room for eight quotes, or for forty articles that say nothing: well within Slack's 13,000 characters.
_ROOM, _SAID, _SILENT = 40, 5, 1


def render_comparison(subject: str, comparison: Comparison, frame: Frame, page: int = 0) -> Message:
    """Show a page of the articles, those first that say something."""
    pages = _pages(sorted(comparison.articles, key=lambda pair: pair[1] is None))
    page = min(max(page, 0), len(pages) - 1)
    said = [(source, excerpt) for source, excerpt in pages[page] if excerpt]
    silent = [source for source, excerpt in pages[page] if not excerpt]
    head, count = f"「{_shown(subject)}」の{COMPARE}", _count(comparison, page, len(pages))
    blocks: list[Block] = [rich_text(paragraph(styled(head, "bold"), plain(f"\n{count}")))]
    for source, excerpt in said:
        blocks.append(rich_text(paragraph(styled(_cities(source), "bold"))))
        blocks.extend(render_excerpt(excerpt, frame))
    if silent:
        blocks.append(_silence(silent))
    blocks.extend(actions(_turns(frame, page, len(pages))))
    blocks.extend(receipt(frame))
    blocks.extend(_opinion(frame))
    return message("\n".join([f"{head} {count}", *_first(said, silent)]), blocks)


def render_nothing_to_compare() -> Message:
    """Show how to compare, where a command came without a subject."""
    text = "くらべたい話題を続けて書いてください。例:\n/dx-compare 人材育成\n/dx-compare 職員の意識改革\n/dx-compare 標準化"
    return message(text, [rich_text(paragraph(plain(text)))])


def _pages(articles: Iterable[Article]) -> list[list[Article]]:
    """Divide the articles into pages; there is one at least."""
    pages: list[list[Article]] = [[]]
    left = _ROOM
    for pair in articles:
        needed = _SAID if pair[1] else _SILENT
        if needed > left:
            pages.append([])
            left = _ROOM
        pages[-1].append(pair)
        left -= needed
    return pages


def _count(comparison: Comparison, page: int, pages: int) -> str:
    where = f"({page + 1}/{pages}ページ)" if pages > 1 else ""
    return f"{len(comparison.articles)}本の記事のうち{len(comparison.excerpts)}本に発言があります。{where}"


def _silence(sources: Iterable[Source]) -> Block:
    """Name the articles that say nothing, each as a link."""
    listed = [
        piece
        for source in sources
        for piece in (plain(f"\n・{_cities(source)} "), _titled(source), plain(f"({source.when})"))
    ]
    return rich_text(paragraph(styled("この記事に言及なし", "bold"), *listed))


def _titled(source: Source) -> Block:
    title = f"『{wording.title_of(source.title, _TITLE)}』"
    return link(source.url, title) if source.url else plain(title)


def _turns(frame: Frame, page: int, pages: int) -> list[Block]:
    turns = [
        button("turn_comparison", text, f"{frame.answer_id}:{number}", f"{COMPARE}の{text}")
        for text, number in (("前のページ", page - 1), ("次のページ", page + 1))
        if 0 <= number < pages
    ]
    return [*turns, *posting("share_comparison", f"{frame.answer_id}:{page}", f"この{COMPARE}", frame)]


def _opinion(frame: Frame) -> list[Block]:
    number = rich_text(paragraph(plain(f"回答番号 {frame.answer_id}")))
    return [number] if frame.modal else [feedback("give_feedback", frame.answer_id), number]


def _first(said: list[tuple[Source, Excerpt]], silent: list[Source]) -> list[str]:
    """Return what a notification says of a page: its first quote, else who says nothing."""
    if said:
        return [wording.citation(said[0][1])]
    return [f"この記事に言及なし: {'、'.join(wording.title_of(s.title) for s in silent)}"]


def _cities(source: Source) -> str:
    return shorten("・".join(source.municipalities), _CITIES)


def _shown(subject: str) -> str:
    return shorten(as_read(subject), _SUBJECT)
