"""The list of questions that wait for an editor, and what was just taken off it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bot.blocks.form import heading
from bot.blocks.message import Block, Message, actions, button, message, paragraph, plain, rich_text, styled
from bot.blocks.modal import View, modal
from bot.clock import day_of
from bot.store import NEWEST
from bot.text import shorten
from bot.unanswered import Group

__all__ = ["UNANSWERED", "Done", "read_questions", "render_unanswered", "render_unanswered_window", "unanswered"]

UNANSWERED = "unanswered"  # the callback id of the window
_TITLE = "答えられなかった質問"
_MOST = 20  # groups in the list, each with its buttons: a message has room for 50 blocks
_ASKED, _SHORTER, _REASON = 120, 60, 80  # characters that are shown of a question, of one beside it, of a reason
_BESIDE = 2  # other wordings that are shown
_NUMBERS = 200  # answers that one button names: eight characters each, of 2,000


@dataclass(frozen=True, slots=True)
class Done:
    """What a press has done to a question: taken off the list, put back, or neither, because nothing was on record.

    ``numbers`` are those of its answers.
    """

    question: str
    numbers: tuple[str, ...]
    taken_off: bool
    kept: bool = True


def render_unanswered(groups: Sequence[Group] | None, done: Done | None = None) -> Message:
    """List what waits for an editor, alike questions as one."""
    blocks = [heading(_TITLE), *unanswered(groups, _MOST, done)]
    return message(" ".join((*_said(done), _head(groups))), blocks)


def render_unanswered_window(groups: Sequence[Group] | None, done: Done | None = None) -> View:
    """Show the list in a modal."""
    return modal(_TITLE, unanswered(groups, _MOST, done), callback_id=UNANSWERED)


def unanswered(groups: Sequence[Group] | None, most: int, done: Done | None = None) -> Iterator[Block]:
    """Yield what a press has done, how many there are, then the first of them; None: nobody knows."""
    yield from _news(done)
    yield _line(_head(groups))
    for number, group in enumerate((groups or ())[:most], 1):
        before = f" (前の質問: {shorten(group.before, _SHORTER)})" if group.before else ""
        named = styled(f"{number}. {_asked(group)}", "bold")
        yield rich_text(paragraph(named, plain(f"{before}\n{_about(group)}")))
        yield from actions(_buttons(number, group))
    if groups and len(groups) > most:
        yield _line(f"ほか {len(groups) - most} 件")


def _buttons(number: int, group: Group) -> Iterator[Block]:
    if group.question:
        label = f"{number}番の質問から項目の下書きを作る"
        yield button("draft_entry", "下書きを作る", group.answer_ids[0], label)
    label = f"{number}番の質問には対応しないことにして、一覧から外す"
    yield button("dismiss_questions", "対応しない", " ".join(group.answer_ids[:_NUMBERS]), label)


def read_questions(value: str) -> tuple[str, ...]:
    """Return the numbers of the answers that a button names."""
    return tuple(value.split())


def _news(done: Done | None) -> Iterator[Block]:
    for line in _said(done):
        yield _line(line, bold=True)
    if done and done.kept and done.taken_off:
        yield from actions([button("restore_questions", "元に戻す", " ".join(done.numbers), "外した質問を一覧に戻す")])


def _said(done: Done | None) -> list[str]:
    if done is None:
        return []
    if not done.kept:
        return ["いまは記録できず、一覧を変えられませんでした。時間をおいて、もう一度お試しください。"]
    what = f"「{shorten(done.question, _ASKED)}」" if done.question else "この質問"
    if done.taken_off:
        return [f"{what}を一覧から外しました。同じ質問がまた届くと、もう一度ここに出ます。"]
    return [f"{what}を一覧に戻しました。"]


def _head(groups: Sequence[Group] | None) -> str:
    if groups is None:
        return "記録する場所(データベース)がないか、応答がないため、一覧を出せません。"
    if not groups:
        return "答えられなかった質問はありません。"
    times = sum(group.times for group in groups)
    others = times - sum(group.count("handed") for group in groups)
    rest = f"担当へ届いた質問のほかは、新しい順に{NEWEST}回分までです。" if others >= NEWEST else ""
    return f"{len(groups)}件({times}回)あります。似た質問は1件にまとめています。{rest}"


def _asked(group: Group) -> str:
    return shorten(group.question, _ASKED) or "(質問の文は保存していません)"


def _about(group: Group) -> str:
    """Say how often a question came, of how many people and why it waits, and what was said of its answers."""
    counts = (("担当へ", "handed"), ("👎", "bad"), ("見つからず", "none"))
    whys = "、".join(f"{name} {group.count(why)}" for name, why in counts if group.count(why))
    people = f"・{group.people}人" if group.people not in (0, group.times) else ""
    latest = _day(day_of(group.members[0].at))
    lines = [f"{group.times}回{people}({whys}) 最後は{latest} 回答番号 {group.answer_ids[0]}"]
    others = "".join(f"「{shorten(text, _SHORTER)}」" for text in group.wordings[1 : 1 + _BESIDE])
    lines.extend([f"ほかの言い方: {others}"] if others else [])
    lines.extend(f"👎の理由「{shorten(reason, _REASON)}」" for reason in group.reasons[:1])
    return "\n".join(lines)


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _line(text: str, bold: bool = False) -> Block:
    return rich_text(paragraph(styled(text, "bold") if bold else plain(text)))
