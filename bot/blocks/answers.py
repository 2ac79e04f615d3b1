"""Replies to questions as messages."""

from __future__ import annotations

import zlib
from collections.abc import Iterable

from bot import wording
from bot.answering.answer import Answer, Excerpt, Help, NoAnswer, Reply
from bot.blocks.frame import Frame
from bot.blocks.message import (
    Block,
    Message,
    actions,
    button,
    divider,
    feedback,
    link,
    message,
    paragraph,
    plain,
    quoted,
    rich_text,
    styled,
    user,
)
from bot.knowledge import Entry, Topic
from bot.question import as_read
from bot.small_talk import Talk

__all__ = ["asking", "posting", "quote_place", "receipt", "render_answer", "render_reply", "shared"]

_SHARE = "share_answer"


def render_reply(reply: Reply, frame: Frame) -> Message:
    """Render any reply."""
    if isinstance(reply, Help):
        return _help(reply)
    if isinstance(reply, NoAnswer):
        return _no_answer(reply, frame)
    return render_answer(reply, frame)


def render_answer(answer: Answer, frame: Frame) -> Message:
    """Render excerpts with their sources, then what can be done with them and what else can be asked."""
    lead = [line for line in (wording.introduction(answer), wording.read_as(answer), wording.uncovered(answer)) if line]
    blocks: list[Block] = [*_heading(frame), *(_line(line) for line in lead)]
    for excerpt in answer.excerpts:
        blocks.extend(render_excerpt(excerpt, frame))
    silence = wording.silence(answer)
    if silence:
        blocks.append(_line(silence))
    blocks.extend(actions(_about_the_answer(answer, frame)))
    blocks.extend(receipt(frame))
    if answer.related:
        blocks.append(_line("関連する質問"))
    blocks.extend(actions(_entry_button(e) for e in answer.related))
    blocks.extend(_opinion(frame))
    head = [frame.heading] if frame.heading else []
    return message("\n".join([*head, *lead, wording.citation(answer.excerpts[0])]), blocks)


def _heading(frame: Frame) -> list[Block]:
    return [rich_text(paragraph(styled(frame.heading, "bold")))] if frame.heading else []


def render_excerpt(excerpt: Excerpt, frame: Frame) -> list[Block]:
    """Render one excerpt: the quote, whose it is, when it was said, where it stands, and its buttons."""
    title = excerpt.source.title
    source = link(excerpt.url, title) if excerpt.url else plain(title)
    who = plain(f"{excerpt.said_by}\n{wording.dated(excerpt, frame.today)}『")
    place = quote_place(excerpt)
    return [
        rich_text(quoted(excerpt.text), paragraph(who, source, plain(f"』{excerpt.source.publisher}"))),
        *actions([
            button("read_context", "前後を読む", place, f"前後を読む: {excerpt.text}"),
            button("copy_quote", "引用をコピー", place, f"出典付きで引用をコピー: {excerpt.text}"),
        ]),
    ]  # fmt: skip


def quote_place(excerpt: Excerpt) -> str:
    """Return where an excerpt stands as the value of a button: 「koganei-2021:1612:1634:5e0f8a1c」.

    The last part is a checksum of its words: a button outlives the article that it was made from.
    """
    words = zlib.crc32(excerpt.text.encode("utf-8", "surrogatepass"))
    return f"{excerpt.source.id}:{excerpt.span.start}:{excerpt.span.end}:{words:08x}"


def _about_the_answer(answer: Answer, frame: Frame) -> list[Block]:
    number = frame.answer_id
    buttons = [
        button("more_cases", "ほかの事例", frame.number, "この質問に関係するほかの引用を見る"),
        button("compare_cities", "自治体くらべ", number, "この話題を記事ごとに並べて比べる"),
        button("why_quote", "なぜこの引用か", number, "この引用が選ばれた理由を見る"),
    ]
    if frame.chain and frame.modal:
        before = ":".join(frame.chain)
        buttons.insert(0, button("earlier_cases", "前の引用に戻る", before, "この前に見ていた引用に戻る"))
    if frame.thread:
        label = "この会話の引用を、番号と出典付きで1つにまとめる"
        buttons.append(button("collect_quotes", "このスレッドの引用をまとめる", frame.thread, label))
    return [*buttons, *posting(_SHARE, frame.number, "この回答", frame)] if answer.question else []


def posting(action_id: str, value: str, what: str, frame: Frame) -> list[Block]:
    """Return the button that lets everybody see ``what`` one person sees, until it is posted."""
    if not frame.private or frame.modal or frame.is_posted:
        return []
    where = _where(frame)
    return [button(action_id, f"{where}に投稿", value, f"{what}を、{where}の全員に見えるように投稿する")]


def receipt(frame: Frame) -> list[Block]:
    """Say that it is posted, in place of that button."""
    return [_line(f"{_where(frame)}に投稿しました。")] if frame.is_posted else []


def _where(frame: Frame) -> str:
    return "スレッド" if frame.in_thread else "チャンネル"


def _opinion(frame: Frame) -> list[Block]:
    """Ask for an opinion, and name the answer's number; modals take neither feedback buttons nor numbers."""
    number = rich_text(paragraph(plain(f"回答番号 {frame.answer_id}")))
    return [] if frame.modal else [feedback("give_feedback", frame.answer_id), number]


def shared(answer: Message, user_id: str, question: str, *, goes_on: bool = False) -> Message:
    """Head a shared answer with who asked what; one that ``goes_on`` shows further cases."""
    which = "\uff08ほかの事例\uff09" if goes_on else ""
    head = rich_text(paragraph(user(user_id), plain(f" さんの質問: {as_read(question)}{which}")))
    kept = [_without_share(b) for b in answer.blocks]
    return Message(answer.text, (head, divider(), *(b for b in kept if b.get("elements") != [])))


def _without_share(block: Block) -> Block:
    if block["type"] != "actions":
        return block
    return {**block, "elements": [e for e in block["elements"] if not e["action_id"].startswith(_SHARE)]}


def _entry_button(entry: Entry) -> Block:
    return button("ask_entry", entry.question, entry.id, f"質問する: {entry.question}")


def _no_answer(reply: NoAnswer, frame: Frame) -> Message:
    text = wording.no_answer(reply)
    blocks = [*_heading(frame), _line(text)]
    if reply.topics:
        blocks.append(_line("近い話題(回答ではありません)"))
        blocks.extend(actions(_topic_button(t) for t in reply.topics))
    hand_over = button("hand_over", "この質問を担当へ", frame.answer_id, "この質問を、記事を集める担当へ届ける")
    blocks.extend(actions([hand_over]))
    blocks.extend(_opinion(frame))
    return message(f"{frame.heading}\n{text}" if frame.heading else text, blocks)


def _topic_button(topic: Topic) -> Block:
    return button("open_topic", topic.name, f"{topic.id}:0", f"話題を開く: {topic.name}")


def _help(reply: Help) -> Message:
    text = wording.help_text(reply)
    if reply.talk is not Talk.HELP:
        return message(text, [_line(text)])
    lead = f"{wording.HELP}\n{wording.ENGLISH_HELP}" if reply.english else wording.HELP
    topics = button("show_topics", "話題を見る", "all", "話題の一覧を見る")
    blocks = [_line(lead), *asking(wording.EXAMPLES), *actions([topics]), _line(wording.MORE_HELP)]
    return message(f"{text}\n{wording.MORE_HELP}", blocks)


def asking(questions: Iterable[str]) -> list[Block]:
    """Return questions as buttons that ask them."""
    return [block for q in questions for block in actions([button("ask_example", q, q, f"質問する: {q}")])]


def _line(text: str) -> Block:
    return rich_text(paragraph(plain(text)))
