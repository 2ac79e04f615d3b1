"""The list of questions that wait for an editor."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from bot.blocks.form import heading
from bot.blocks.message import Block, Message, actions, button, message, paragraph, plain, rich_text, styled
from bot.blocks.modal import View, modal
from bot.text import shorten
from bot.unanswered import Group

__all__ = ["render_unanswered", "render_unanswered_window", "unanswered"]

_MOST = 20  # groups in the list, each with its button: a message has room for 50 blocks
_ASKED, _REASON = 120, 100  # characters that are shown of a question and of a reason


def render_unanswered(groups: Sequence[Group] | None) -> Message:
    """List what waits for an editor, alike questions as one."""
    return message(_head(groups), [heading("答えられなかった質問"), *unanswered(groups, _MOST)])


def render_unanswered_window(groups: Sequence[Group] | None) -> View:
    """Show the list in a modal."""
    return modal("答えられなかった質問", unanswered(groups, _MOST))


def unanswered(groups: Sequence[Group] | None, most: int) -> Iterator[Block]:
    """Yield how many there are, then the first of them; None: nobody knows."""
    yield _line(_head(groups))
    for number, group in enumerate((groups or ())[:most], 1):
        yield rich_text(paragraph(styled(f"{number}. {_asked(group)}", "bold"), plain(f"\n{_about(group)}")))
        if group.question:
            label = f"{number}番の質問から項目の下書きを作る"
            yield from actions([button("draft_entry", "下書きを作る", group.answer_ids[0], label)])
    if groups and len(groups) > most:
        yield _line(f"ほか {len(groups) - most} 件")


def _head(groups: Sequence[Group] | None) -> str:
    if groups is None:
        return "記録する場所(データベース)がないか、応答がないため、一覧を出せません。"
    if not groups:
        return "答えられなかった質問はありません。"
    times = sum(group.times for group in groups)
    return f"{len(groups)}件({times}回)あります。似た質問は1件にまとめています。"


def _asked(group: Group) -> str:
    return shorten(group.question, _ASKED) or "(質問の文は保存していません)"


def _about(group: Group) -> str:
    """Say how often a question came, why it waits, what was said of its answers, and their numbers."""
    counts = (("担当へ", "handed"), ("👎", "bad"), ("見つからず", "none"))
    whys = "、".join(f"{name} {group.count(why)}" for name, why in counts if group.count(why))
    latest = _day(group.members[0].at.astimezone().date())
    lines = [f"{group.times}回({whys}) 最後は{latest} 回答番号 {group.answer_ids[0]}"]
    lines.extend(f"👎の理由「{shorten(reason, _REASON)}」" for reason in group.reasons[:1])
    return "\n".join(lines)


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _line(text: str) -> Block:
    return rich_text(paragraph(plain(text)))
