"""Reloading, as an admin sees it: what would change, the buttons that decide, what came of it, and the way back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.blocks.history import way_back
from bot.blocks.message import (
    Block,
    Message,
    actions,
    button,
    message,
    paragraph,
    plain,
    rich_text,
    styled,
)
from bot.blocks.modal import View
from bot.blocks.notices import findings
from bot.blocks.windows import window
from bot.preview import Given, Preview, Shift
from bot.problems import Problem
from bot.text import shorten

__all__ = [
    "SHIFTS",
    "TITLE",
    "above",
    "render_applied",
    "render_checking",
    "render_discarded",
    "render_gone",
    "render_proposal",
    "render_refused",
    "render_shifts",
    "render_unchanged",
    "render_undone",
    "render_usage",
]

TITLE = "再読み込み"
SHIFTS = "reload_shifts"  # callback id of the window in which the questions are turned over page by page
_ENTRIES, _SHOWN, _PAGE = 12, 4, 8  # lines about entries and articles, questions in the message, questions on a page
_LINE = 100  # characters of a question or title
_WARNINGS = (10, 5, 2, 1)
_ROOM = 2_500  # characters for warnings beside everything else
_WANTED = 40


def render_proposal(preview: Preview, problems: tuple[Problem, ...], moved: bool) -> Message:
    """Show what another version would change, and ask for a decision."""
    head = "新しい内容を読み込みました。まだ使っていません。"
    if moved:
        head = f"先ほどお見せした後に、ファイルが変わっていました。今の内容で確かめ直しました。\n{head}"
    facts = [f"版 {preview.before} → {preview.after}", preview.summary, *_changes(preview)]
    warned = findings(problems, _WARNINGS, _ROOM)
    blocks = [_told(head, bold=True), _told("\n".join(facts))]
    blocks += [_told("\n".join(warned))] if warned else []
    blocks.append(_told(preview.effect, bold=True))
    blocks += [_shift(shift) for shift in preview.shifts[:_SHOWN]]
    blocks.extend(actions(_decisions(preview)))
    return message("\n".join([head, *facts, *warned, preview.effect]), blocks)


def _changes(preview: Preview) -> list[str]:
    entries = [f"・{side.value} {shorten(entry.question, _LINE)}" for side, entry in preview.entries]
    sources = [f"・記事の{side.value} {shorten(source.title, _LINE)}" for side, source in preview.sources]
    lines = _most([*sources, *entries], _ENTRIES)
    return [*lines, f"ほかに変わるもの: {'、'.join(preview.others)}"] if preview.others else lines


def _most(lines: Sequence[str], most: int) -> list[str]:
    rest = len(lines) - most
    return [*lines[:most], f"・ほか {rest} 件"] if rest > 0 else list(lines)


def _shift(shift: Shift) -> Block:
    whose = "最近の質問" if shift.real else "項目の質問"
    question = styled(shorten(shift.question, _LINE), "bold")
    answers = plain(f"\n今: {_given(shift.before)}\n後: {_given(shift.after)}")
    return rich_text(paragraph(plain(f"{whose} "), question, answers))


def _given(given: Given) -> str:
    return f"「{given.text}」『{shorten(given.title, _WANTED)}』" if given.text else "答えなし"


def _decisions(preview: Preview) -> Iterable[Block]:
    ask = _confirm("この内容に切り替えますか", f"{preview.summary}。後から元に戻すこともできます。", "適用する")
    apply = button("apply_reload", "適用する", preview.after, f"版 {preview.after} を適用する")
    yield {**apply, "style": "primary", "confirm": ask}
    yield button("discard_reload", "やめる", preview.before, "適用せず、今の内容のままにする")
    if len(preview.shifts) > _SHOWN:
        text = f"答えが変わる質問をすべて見る({len(preview.shifts)}問)"
        yield button("list_shifts", text, f"{preview.after}:0", text)


def render_shifts(preview: Preview | None, page: int = 0) -> View:
    """Show a page of the questions that would get another answer; None where the files have changed since."""
    if preview is None:
        return window(TITLE, _message("ファイルがその後変わりました。/dx-reload でもう一度確かめてください。"), SHIFTS)
    last = max(0, (len(preview.shifts) - 1) // _PAGE)
    page = min(max(page, 0), last)
    head = f"答えが変わる質問 {len(preview.shifts)} 問({page + 1}/{last + 1}ページ)"
    turns = [
        button("turn_shifts", text, f"{preview.after}:{number}", text)
        for text, number in (("前のページ", page - 1), ("次のページ", page + 1))
        if 0 <= number <= last
    ]
    shown = [_shift(shift) for shift in preview.shifts[page * _PAGE : (page + 1) * _PAGE]]
    return window(TITLE, message(head, [_told(head, bold=True), *shown, *actions(turns)]), SHIFTS)


def render_applied(before: str, after: str, problems: tuple[Problem, ...], back: bool) -> Message:
    """Say that another version is in use, with a button that goes back."""
    head = f"元の内容に戻しました(版 {before} → {after})。" if back else f"切り替えました(版 {before} → {after})。"
    return _message(_lines(head, problems), [way_back(before, "" if back else "元に戻す")])


def render_checking() -> Message:
    """Say what is being done, to whoever waits."""
    later = "しばらく待っても変わらないときは、/dx-reload をもう一度実行してください。"
    return _message(f"記事と質問を読み込んで、確かめています。少しお待ちください。{later}")


def render_unchanged(version: str, problems: tuple[Problem, ...]) -> Message:
    """Say that there is nothing to decide."""
    return _message(_lines(f"読み込みました。内容は変わっていません(版 {version})。", problems))


def render_refused(version: str, problems: tuple[Problem, ...]) -> Message:
    """Say what keeps the files from being used, with as many findings as fit, twenty at most."""
    head = f"再読み込みをやめました。今までの内容(版 {version})がそのまま使われています。"
    return _message("\n".join([head, *findings(problems)]))


def render_discarded(version: str) -> Message:
    """Say that everything stays as it was."""
    return _message(f"適用しませんでした。今までの内容(版 {version})がそのまま使われています。")


def render_undone(version: str, reason: str) -> Message:
    """Say that the database did not take the change."""
    return _message(f"切り替えられませんでした。今までの内容(版 {version})がそのまま使われています。\n{reason}")


def render_gone(wanted: str) -> Message:
    """Say that a version is not there to go back to."""
    return _message(f"版「{shorten(wanted, _WANTED)}」には戻せません。")


def render_usage() -> Message:
    """Show what the command takes."""
    lines = [
        "/dx-reload 変わるところを見てから、記事と質問を読み込み直します",
        "/dx-reload rollback 残っている版の一覧から、元に戻します",
        "/dx-reload rollback 版の番号 その版に戻します",
        "/dx-reload history 最近の再読み込みを、だれがいつ行ったか示します",
    ]
    return _message("\n".join(lines))


def above(told: Message, listed: Message) -> Message:
    """Say something above a list of versions."""
    return Message(f"{told.text}\n{listed.text}", (*told.blocks, *listed.blocks))


def _confirm(title: str, text: str, yes: str) -> Block:
    parts = {"title": title, "text": text, "confirm": yes, "deny": "やめる"}
    return {name: {"type": "plain_text", "text": words, "emoji": False} for name, words in parts.items()}


def _lines(head: str, problems: tuple[Problem, ...]) -> str:
    return "\n".join([head, *findings(problems)])


def _told(text: str, bold: bool = False) -> Block:
    return rich_text(paragraph(styled(text, "bold") if bold else plain(text)))


def _message(text: str, buttons: Iterable[Block] = ()) -> Message:
    return message(text, [_told(text), *actions(buttons)])
