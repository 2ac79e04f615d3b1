"""Short messages beside the answers: refusals, trouble; and findings as lines."""

from __future__ import annotations

from collections.abc import Sequence

from bot import wording
from bot.blocks.answers import asking
from bot.blocks.message import Message, message, paragraph, plain, rich_text
from bot.problems import Problem, render_for_people, summary

__all__ = [
    "findings",
    "render_awake",
    "render_forgotten",
    "render_hushed",
    "render_never_hushed",
    "render_no_admin",
    "render_no_more",
    "render_nothing_asked",
    "render_trouble",
]

_FINDINGS = (20, 10, 5, 2, 1)  # as many as fit
_LONGEST = 10_000
_BLOCK_TEXT = 2_900


def findings(problems: tuple[Problem, ...], counts: Sequence[int] = _FINDINGS, longest: int = _LONGEST) -> list[str]:
    """Return a summary and as many findings as fit, or nothing where none were made."""
    if not problems:
        return []
    lists = ([summary(problems), *render_for_people(problems, most)] for most in counts)
    return next((lines for lines in lists if sum(map(len, lines)) <= longest), [summary(problems)])


def render_no_admin() -> Message:
    """Refuse a command to somebody who is not an admin."""
    return _message("このコマンドは管理者だけが使えます。記事や質問の追加は、管理者にご相談ください。")


def render_nothing_asked() -> Message:
    """Show how to ask, where a command came without a question; an example is asked with a press."""
    lead = f"「/dx {wording.EXAMPLES[0]}」のように、質問を続けて書いてください。次の例は、押すとお答えします。"
    examples = "\n".join(f"・{e}" for e in wording.EXAMPLES)
    return message(f"{lead}\n{examples}", [rich_text(paragraph(plain(lead))), *asking(wording.EXAMPLES)])


def render_forgotten() -> Message:
    """Say that nothing is on record of an answer any more, so that its buttons cannot work.

    Whether a person has deleted it or its time is over, nobody can tell afterwards: that, too, is deleted.
    """
    why = "質問した方が削除したか、保存期間が過ぎました"
    return _message(f"この回答の記録が消されたため、ボタンが使えません({why})。もう一度質問してください。")


def render_hushed() -> Message:
    """Promise to be quiet in a thread, and say how to end that."""
    return _message(
        "わかりました。このスレッドでは、メンションされたときだけお答えします。"
        "「静かに」の発言や🤫を消すと、またメンションなしでもお答えします。"
    )


def render_awake() -> Message:
    """Say that a promise to be quiet has ended, in its place."""
    return _message("「静かに」が取り消されたので、このスレッドでは、またメンションなしでもお答えします。")


def render_never_hushed() -> Message:
    """Say where the bot can be told to be quiet, to somebody who tells it so where nobody else is."""
    return _message(
        "ここではいつもお答えします。チャンネルのスレッドで「静かに」と書くと、呼ばれたときだけお答えします。"
    )


def render_no_more() -> Message:
    """Say that there are no further excerpts."""
    return _message("この質問に関係する引用は、これ以上見つかりませんでした。")


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
