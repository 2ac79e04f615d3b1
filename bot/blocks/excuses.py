"""Excuses: one sentence on what went wrong, and on what to do, where Slack has said why it refused."""

from __future__ import annotations

from bot.blocks.message import Message, message, paragraph, plain, rich_text
from bot.blocks.notices import render_trouble

__all__ = ["NOT_HERE", "render_excuse"]

_INVITE = "チャンネルで「/invite @自治体DX」と送ると使えるようになります。そのあと、もう一度質問してください。"
_RESTRICTED = "質問のあったチャンネルは投稿できる人が限られているため、お答えできませんでした。ダイレクトメッセージでお尋ねください。"
_NOT_IN = f"質問のあったチャンネルに参加していないため、お答えできませんでした。{_INVITE}"
_BUSY = "Slack が混み合っているため、お答えできませんでした。しばらく待って、もう一度質問してください。"
# By Slack's code (https://docs.slack.dev/reference/methods/chat.postMessage#errors): places that the bot cannot write to.
_PLACES = {
    "channel_not_found": _NOT_IN,
    "not_in_channel": _NOT_IN,
    "is_archived": "質問のあったチャンネルはアーカイブされているため、お答えできませんでした。別のチャンネルか、ダイレクトメッセージでお尋ねください。",
    "restricted_action": _RESTRICTED,
    "restricted_action_non_threadable_channel": _RESTRICTED,
    "restricted_action_read_only_channel": _RESTRICTED,
    "restricted_action_thread_locked": "質問のあったスレッドは返信できなくなっているため、お答えできませんでした。新しいメッセージでお尋ねください。",
    "restricted_action_thread_only_channel": _RESTRICTED,
    "user_not_in_channel": "このチャンネルに参加していない方には、お答えを表示できません。ダイレクトメッセージでお尋ねください。",
}
NOT_HERE = frozenset(_PLACES)


def render_excuse(code: str, reference: str, needed: str = "") -> Message:
    """Say why there is no reply; ``needed`` is the scope that the bot lacks."""
    if code == "missing_scope":
        lacking = f"({needed})" if needed else ""
        text = f"ボットにこの操作の権限{lacking}がないため、お答えできませんでした。管理者にお知らせください"
    elif code == "ratelimited":
        text = _BUSY.rstrip("。")
    elif code in _PLACES:
        text = _PLACES[code].rstrip("。")
    else:
        return render_trouble(reference)
    said = f"{text}(受付番号 {reference})。"
    return message(said, [rich_text(paragraph(plain(said)))])
