"""Windows: what a message would say, in a modal, for what is pressed in Home and in other modals."""

from __future__ import annotations

from bot import wording
from bot.answer import Answer, Help, Reply
from bot.blocks.answers import render_reply
from bot.blocks.frame import Frame
from bot.blocks.message import Block, Message, actions, button, paragraph, plain, rich_text, styled
from bot.blocks.modal import View, modal, render_notice
from bot.question import as_read
from bot.text import shorten

__all__ = [
    "TOPIC",
    "render_answer_window",
    "render_nothing_written",
    "render_topic_window",
    "render_trouble_window",
    "render_waiting",
    "window",
]

TOPIC = "topic"  # callback id of the window of a topic, in which pages are turned
_ASKED = 300  # characters of a question that are shown


def window(title: str, message: Message, name: str = "") -> View:
    """Return a modal that says what a message says."""
    return {**modal(title, (), callback_id=name), "blocks": list(message.blocks)}


def render_waiting(doing: str = "調べています") -> View:
    """Say what is being done."""
    return render_notice(doing, f"{doing}。しばらく待っても変わらないときは、閉じてもう一度お試しください。")


def render_answer_window(question: str, reply: Reply, frame: Frame) -> View:
    """Show the answer to a question under the question, and ask whether it was of use."""
    asked = rich_text(paragraph(styled("質問 ", "bold"), plain(shorten(as_read(question), _ASKED))))
    shown = render_reply(reply, frame)
    blocks = (asked, *shown.blocks, *([] if isinstance(reply, Help) else _opinion(frame)))
    title = "回答" if isinstance(reply, Answer | Help) else "見つかりませんでした"
    return window(title, Message(shown.text, blocks))


def _opinion(frame: Frame) -> list[Block]:
    """Ask for an opinion by plain buttons, since Slack's own stand in messages only; then name the number."""
    good = button("give_feedback:0", "👍 役に立った", f"{frame.answer_id}:good", "この回答は役に立った")
    bad = button("give_feedback:1", "👎 違う", f"{frame.answer_id}:bad", "この回答は違う")
    return [*actions([good, bad]), rich_text(paragraph(plain(f"回答番号 {frame.answer_id}")))]


def render_topic_window(page: Message) -> View:
    """Show a page of a topic."""
    return window("話題", page, TOPIC)


def render_nothing_written() -> View:
    """Show how to ask, where the field was left empty."""
    examples = "\n".join(f"・{e}" for e in wording.EXAMPLES)
    return render_notice(
        "質問を書いてください", f"調べたいことを欄に書いて、「調べる」を押してください。例:\n{examples}"
    )


def render_trouble_window() -> View:
    """Say that something went wrong; what the log has on it comes as a message."""
    return render_notice("処理できませんでした", "うまく処理できませんでした。時間をおいて、もう一度お試しください。")
