"""Windows: what a message would say, in a modal, for what is pressed in Home and in other modals."""

from __future__ import annotations

from dataclasses import replace

from bot import wording
from bot.answering.answer import Answer, Help, Reply
from bot.blocks.answers import asking, render_reply
from bot.blocks.frame import Frame
from bot.blocks.message import Block, Message, actions, button, message, paragraph, plain, rich_text, styled
from bot.blocks.modal import View, modal, render_notice
from bot.blocks.notices import render_no_more
from bot.question import as_read
from bot.text import shorten

__all__ = [
    "TOPIC",
    "render_answer_window",
    "render_no_more_window",
    "render_nothing_written",
    "render_topic_window",
    "render_trouble_window",
    "render_waiting",
    "window",
]

TOPIC = "topic"  # callback id of the window of a topic, in which pages are turned
_ASKED = 300  # characters of a question that are shown


def window(title: str, said: Message, name: str = "") -> View:
    """Return a modal that says what a message says."""
    return {**modal(title, (), callback_id=name), "blocks": list(said.blocks)}


def render_waiting(doing: str = "調べています") -> View:
    """Say what is being done."""
    return render_notice(doing, f"{doing}。しばらく待っても変わらないときは、閉じてもう一度お試しください。")


def render_answer_window(question: str, reply: Reply, frame: Frame, name: str = "質問") -> View:
    """Show the answer to a question under the question (or what else ``name`` calls it), and ask for an opinion.

    Where the frame has a heading, that stands in the place of the question.
    """
    asked = (styled(f"{name} ", "bold"), plain(shorten(as_read(question), _ASKED)))
    head = rich_text(paragraph(*((styled(frame.heading, "bold"),) if frame.heading else asked)))
    shown = render_reply(reply, replace(frame, heading=""))
    blocks = (head, *shown.blocks, *([] if isinstance(reply, Help) else _opinion(frame)))
    title = "回答" if isinstance(reply, Answer | Help) else "見つかりませんでした"
    return window(title, Message(shown.text, blocks))


def render_no_more_window(question: str, number: str) -> View:
    """Say that there are no further cases, with the way back to those of the answer of that ``number``."""
    head = rich_text(paragraph(styled(wording.further_cases(question), "bold")))
    back = button("earlier_cases", "前の引用に戻る", number, "この前に見ていた引用に戻る")
    said = render_no_more()
    return window("ほかの事例", message(said.text, [head, *said.blocks, *actions([back])]))


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
    how = "調べたいことを欄に書いて、「調べる」を押してください。次の例は、押すとすぐにお答えします。"
    return modal("質問を書いてください", [rich_text(paragraph(plain(how))), *asking(wording.EXAMPLES)])


def render_trouble_window() -> View:
    """Say that something went wrong; what the log has on it comes as a message."""
    return render_notice("処理できませんでした", "うまく処理できませんでした。時間をおいて、もう一度お試しください。")
