"""Short messages beside the answers: reload, refusals, trouble."""

from __future__ import annotations

from bot import wording
from bot.blocks.message import Message, message, paragraph, plain, rich_text
from bot.library import Reloaded
from bot.problems import Problem, render_for_people, summary

__all__ = ["render_no_admin", "render_nothing_asked", "render_reload", "render_trouble"]

_FINDINGS = (20, 10, 5, 2, 1)  # as many as fit
_LONGEST = 10_000
_BLOCK_TEXT = 2_900


def render_reload(outcome: Reloaded) -> Message:
    """Tell an admin what the reload did, with as many findings as fit, twenty at most."""
    if not outcome.applied:
        head = "再読み込みをやめました。今までの内容がそのまま使われています。"
    elif outcome.before == outcome.after:
        head = f"再読み込みしました。内容は変わっていません(版 {outcome.after})。"
    else:
        head = f"再読み込みしました(版 {outcome.before} → {outcome.after})。"
    return _message("\n".join([head, *_findings(outcome.problems)]))


def _findings(problems: tuple[Problem, ...]) -> list[str]:
    """Return a summary and the findings, or nothing where none were made."""
    if not problems:
        return []
    lists = ([summary(problems), *render_for_people(problems, most)] for most in _FINDINGS)
    return next((lines for lines in lists if sum(map(len, lines)) <= _LONGEST), [summary(problems)])


def render_no_admin() -> Message:
    """Refuse a command to somebody who is not an admin."""
    return _message("このコマンドは管理者だけが使えます。記事や質問の追加は、管理者にご相談ください。")


def render_nothing_asked() -> Message:
    """Show how to ask, where a command came without a question."""
    examples = "\n".join(f"/dx {e}" for e in wording.EXAMPLES)
    return _message(f"質問を続けて書いてください。例:\n{examples}")


def render_trouble(reference: str) -> Message:
    """Say that something went wrong, with a number under which the log has the rest."""
    return _message(f"うまく処理できませんでした。時間をおいて、もう一度お試しください(受付番号 {reference})。")


def _message(text: str) -> Message:
    pieces = _cut_at_lines(text)
    return message(text, (rich_text(paragraph(plain(piece))) for piece in pieces))


def _cut_at_lines(text: str) -> list[str]:
    """Spread a long text over blocks, each within Slack's limit."""
    pieces = [""]
    for line in text.split("\n"):
        if len(pieces[-1]) + len(line) > _BLOCK_TEXT and pieces[-1]:
            pieces.append("")
        pieces[-1] += f"{line}\n"
    return [piece.rstrip("\n") for piece in pieces]
