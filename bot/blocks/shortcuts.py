"""What the shortcuts show: a form that answers in place, the answer to somebody's message, and that one posted."""

from __future__ import annotations

from bot import wording
from bot.answering.answer import Answer, Reply
from bot.blocks.form import text_field
from bot.blocks.frame import Frame
from bot.blocks.message import Block, Message, actions, button, divider, paragraph, plain, rich_text, user
from bot.blocks.modal import View, modal, render_notice
from bot.blocks.windows import render_answer_window
from bot.question import as_read
from bot.text import shorten

__all__ = [
    "QUESTION",
    "SEARCH",
    "render_about_message",
    "render_no_words",
    "render_not_there",
    "render_posted",
    "render_search",
]

SEARCH = "search_cases"  # callback id of the form
QUESTION = "question"  # the field in it; it keeps its id when the answer comes, and with it what was written
_TITLE = "DX事例を調べる"
_LONGEST = 2_000  # characters of a question
_SAID = 80  # characters of a message that was looked up


def render_search(reply: Reply | None = None, frame: Frame | None = None) -> View:
    """Ask for a question, above the answer to the one before it."""
    field = text_field(QUESTION, "質問", f"例: {wording.EXAMPLES[0]}", longest=_LONGEST)
    shown = render_answer_window("", reply, frame)["blocks"] if reply and frame else []
    found = (divider(), *shown[0 if frame and frame.heading else 1 :]) if shown else ()
    return {**modal(_TITLE, (), submit="調べる", callback_id=SEARCH), "blocks": [field, *found]}


def render_about_message(text: str, reply: Reply, frame: Frame, place: str, *, is_posted: bool = False) -> View:
    """Show one person the answer to a message, with a button that posts it into the thread at ``place``."""
    view = render_answer_window(text, reply, frame, "もとの発言")
    asked, *rest = view["blocks"]
    return {**view, "private_metadata": place, "blocks": [asked, *_posting(reply, frame, is_posted), *rest]}


def _posting(reply: Reply, frame: Frame, is_posted: bool) -> list[Block]:
    if not isinstance(reply, Answer):
        return []
    if is_posted:
        return [rich_text(paragraph(plain("スレッドに投稿しました。")))]
    label = "この回答を、もとの発言のスレッドに投稿する"
    alone = rich_text(paragraph(plain("この回答は、あなただけに見えています。")))
    return [alone, *actions([button("post_to_thread:0", "スレッドに投稿", frame.number, label)])]


def render_posted(answer: Message, user_id: str, text: str) -> Message:
    """Head an answer that somebody posted into a thread with who looked up which message."""
    said = shorten(as_read(text), _SAID)
    head = rich_text(paragraph(user(user_id), plain(f" さんが、このスレッドの発言「{said}」をDX事例で調べました。")))
    return Message(answer.text, (head, divider(), *answer.blocks))


def render_no_words() -> View:
    """Say that a message without words cannot be looked up."""
    return render_notice(_TITLE, "この発言には文字がないため、調べられません。")


def render_not_there() -> View:
    """Say that the bot is no member of the channel, and what helps."""
    text = "このチャンネルにはまだ参加していないため、投稿できませんでした。チャンネルに招待してから、もう一度お試しください。"
    return render_notice("投稿できませんでした", text)
