"""Opinions and wishes: what is asked after a 👎, the question for the editors, and the thanks."""

from __future__ import annotations

from typing import Any

from bot.blocks.form import boxes, choice, is_ticked, text_field, value_of
from bot.blocks.message import Block, Message, message, paragraph, plain, rich_text, styled
from bot.blocks.modal import View, modal, render_notice
from bot.question import as_read
from bot.store import AnswerRecord, Wish
from bot.text import shorten

__all__ = [
    "HAND_OVER",
    "WHY_BAD",
    "can_be_told",
    "read_notify",
    "read_reason",
    "render_hand_over",
    "render_handed_over",
    "render_no_hand_over",
    "render_thanks",
    "render_thanks_for_reason",
    "render_why_bad",
]

WHY_BAD, HAND_OVER = "why_bad", "hand_over"  # callback ids
_KIND, _WORDS, _NOTIFY = "kind", "words", "notify"
_OF_AN_ANSWER = (
    "聞きたいことと違う発言だった",
    "合っているが、これだけでは足りない",
    "内容が古くて使えない",
    "話した人・日付・リンクがおかしい",
)
_OF_NO_ANSWER = (
    "記事に書いてあるはず",
    "質問が正しく読み取られていない",
    "近い話題も見当違いだった",
    "記事を増やしてほしい",
)
_THERE = "この質問は、すでに担当へ届いています。"
_FOR_OTHERS = "質問した方がお知らせを希望していれば、答えられるようになったときに、質問のスレッドに回答が届きます。"
_NO_NEWS = {True: "お知らせは取りやめました。", False: "お知らせはしません。"}  # whether they were promised before
_LONGEST_REASON, _LONGEST_QUESTION = 500, 300
_NOT_KEPT = "ただ、記録する場所(データベース)がない設定のため、評価は残りません。"
_NOT_NOW = "ただ、いまは記録できませんでした。時間をおいて、もう一度お試しください。"


def render_thanks(good: bool, kept: bool, recording: bool) -> Message:
    """Thank for a 👍 or 👎, and say so where it could not be kept (``recording``: there is a place for it)."""
    thanks = "ありがとうございます。お役に立ててうれしいです。" if good else "教えていただき、ありがとうございます。"
    text = thanks if kept else f"{thanks}{_NOT_NOW if recording else _NOT_KEPT}"
    return message(text, [_line(text)])


def render_why_bad(record: AnswerRecord) -> View:
    """Ask what was wrong with an answer, or with finding none; nothing has to be filled in."""
    intro = "評価を受け取りました。よろしければ、理由も教えてください。記事や質問の手入れに使います。"
    kinds = _OF_NO_ANSWER if record.kind == "none" else _OF_AN_ANSWER
    blocks = [
        _line(intro),
        choice(_KIND, "いちばん近いもの", kinds),
        text_field(_WORDS, "くわしく(任意)", "例: 青梅市のことを聞きたかった", lines=True, longest=_LONGEST_REASON),
    ]
    return modal("どこが違いましたか?", blocks, "送る", WHY_BAD, record.id)


def read_reason(state: dict[str, Any]) -> str:
    """Return what somebody gave as the reason, in one line or more; "" for nothing."""
    return ": ".join(filter(None, (value_of(state, _KIND), value_of(state, _WORDS))))


def render_thanks_for_reason(kept: bool) -> View:
    """Thank for the reason."""
    thanks = "教えていただき、ありがとうございました。"
    return render_notice("ありがとうございました", thanks if kept else f"{thanks}{_NOT_NOW}")


def can_be_told(record: AnswerRecord, person: str) -> bool:
    """Tell whether a person can be told news: who asked, where there is a thread of the question, or direct messages.

    Slack tells the asker alone of what is written in that thread. Who asked by a command or in Home is known by a
    hash only, and what they asked is nobody else's business.
    """
    return _has_place(record) and record.person == person


def _has_place(record: AnswerRecord) -> bool:
    return bool(record.question_ts) or record.channel.startswith("D")


def render_hand_over(record: AnswerRecord, person: str, wish: Wish | None = None) -> View:
    """Show what a person would hand over, and ask whoever asked it whether they want to hear of it.

    What has arrived already is said to have (``wish``), and the box is as it was left.
    """
    question = shorten(as_read(record.question), _LONGEST_QUESTION)
    blocks: list[Block] = [rich_text(paragraph(styled("質問 ", "bold"), plain(question)))]
    if wish is None:
        blocks.append(_line("記事を集める担当者に届けます。届くのは質問の文だけで、お名前は届きません。"))
        blocks.extend([_news_box()] if can_be_told(record, person) else _others_news(record))
        return modal("この質問を担当へ", blocks, "届ける", HAND_OVER, record.id)
    if not can_be_told(record, person):
        return modal("この質問を担当へ", [*blocks, _line(_THERE), *_others_news(record)])
    now = "お知らせする約束です。" if wish.notify else "お知らせはしない約束です。"
    blocks.extend([_line(f"{_THERE}いまは、答えられるようになったとき、{now}"), _news_box(wish.notify)])
    return modal("この質問を担当へ", blocks, "保存する", HAND_OVER, record.id)


def _others_news(record: AnswerRecord) -> list[Block]:
    """Say where news may come, to whoever did not ask."""
    return [_line(_FOR_OTHERS)] if _has_place(record) else []


def _news_box(ticked: bool = False) -> Block:
    field = boxes(_NOTIFY, "お知らせ", ["答えられるようになったら、この会話で知らせる"])
    element: Block = field["element"]
    return {**field, "element": {**element, "initial_options": element["options"]}} if ticked else field


def read_notify(state: dict[str, Any]) -> bool:
    """Tell whether somebody wants to hear when a question can be answered."""
    return is_ticked(state, _NOTIFY)


def render_handed_over(kept: bool, notify: bool, wish: Wish | None = None) -> View:
    """Say that a question has reached the editors, or that it has not; ``wish`` is the one that was there before."""
    if not kept:
        return render_notice(
            "届けられませんでした",
            "いまは記録できず、担当へ届けられませんでした。時間をおいて、もう一度お試しください。",
        )
    news = "答えられるようになったら、この会話でお知らせします。" if notify else ""
    if wish:
        return render_notice("すでに届いています", f"{_THERE}{news or _NO_NEWS[wish.notify]}")
    return render_notice("担当へ届けました", f"質問を担当へ届けました。ありがとうございます。{news}")


def render_no_hand_over() -> View:
    """Say that there is nowhere to file a question."""
    return render_notice(
        "届けられません",
        "記録する場所(データベース)がない設定のため、ここからは届けられません。お手数ですが、管理者に直接お知らせください。",
    )


def _line(text: str) -> Block:
    return rich_text(paragraph(plain(text)))
