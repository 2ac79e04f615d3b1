"""What has been: the last reloads, and the versions that one can go back to, in messages and in a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.blocks.message import Block, Message, actions, button, message, paragraph, plain, rich_text, styled
from bot.clock import to_the_minute
from bot.history import KeptVersion, Past
from bot.store import ReloadRecord
from bot.store.reloads import START, TERMINAL

__all__ = [
    "NO_RELOADS",
    "render_last_reloads",
    "render_versions",
    "told_of_no_version",
    "told_of_reload",
    "told_of_version",
    "way_back",
]

_MARK = 4  # characters of a hash that tell one admin from another
_UNKNOWN = "データベースがないか、応答がないため、履歴を出せません。"
NO_RELOADS = "再読み込みの履歴は、まだありません。"


def render_versions(versions: Sequence[KeptVersion] | None, in_use: str, person: str) -> Message:
    """List the versions that are kept, newest first, with a button to go back to each that is not in use.

    None: nobody knows.
    """
    if versions is None:
        return _sentence(_UNKNOWN)
    others = [kept.version for kept in versions if kept.version != in_use]
    if not others:
        return _sentence(told_of_no_version(in_use))
    rows = [(kept.since, told_of_version(kept, in_use, person)) for kept in versions]
    return _listed("残っている版と、初めて使った日時です(新しい順)。", rows, map(way_back, others))


def render_last_reloads(reloads: Sequence[Past] | None, person: str) -> Message:
    """List the last reloads, newest first; None: nobody knows."""
    if not reloads:
        return _sentence(_UNKNOWN if reloads is None else NO_RELOADS)
    rows = [(past.record.at, told_of_reload(past, person)) for past in reloads]
    return _listed("最近の再読み込みです(新しい順)。", rows)


def told_of_no_version(in_use: str) -> str:
    """Say that there is no way back yet."""
    return f"戻せる版がまだありません。使っているのは版 {in_use} です。"


def told_of_version(kept: KeptVersion, in_use: str, person: str = TERMINAL) -> str:
    """Say which version it is, who first let it be used, and what it is, to one of the admins."""
    first = kept.first
    origin = f" {_who(first.person, person)}" if first else ""
    used = "、使用中" if kept.version == in_use else ""
    return f"版 {kept.version}(項目 {kept.entries} 件{used}){origin}{_in_brackets(kept.changes)}"


def told_of_reload(past: Past, person: str = TERMINAL) -> str:
    """Say who reloaded, and what came of it."""
    return f"{_who(past.record.person, person)} {_outcome(past.record)}{_in_brackets(past.changes)}"


def way_back(version: str, text: str = "") -> Block:
    """Return the button that goes back to a version, once that is confirmed."""
    parts = {"title": "この版に戻しますか", "text": f"版 {version} の内容で答えるようになります。", "confirm": "戻す"}
    ask = {
        name: {"type": "plain_text", "text": words, "emoji": False}
        for name, words in {**parts, "deny": "やめる"}.items()
    }
    return {**button("roll_back", text or f"{version} に戻す", version, f"版 {version} に戻す"), "confirm": ask}


def _who(person: str, reader: str) -> str:
    names = {TERMINAL: "ターミナル", START: "起動時", "": "(消去済み)"}
    if person in names:
        return names[person]
    return "あなた" if person == reader else f"管理者 {person[:_MARK]}"


def _outcome(record: ReloadRecord) -> str:
    change = f"版 {record.before} → {record.after}" if record.before else f"版 {record.after}"
    match record.outcome:
        case "refused":
            return f"エラーのため切り替えず(版 {record.before} のまま、指摘 {record.findings} 件)"
        case "unchanged":
            return f"変わりなし(版 {record.after})"
        case "rolled back":
            return f"元に戻した {change}"
        case _:
            return f"{'切り替え' if record.before else '使い始め'} {change}"


def _in_brackets(changes: str) -> str:
    return f"({changes})" if changes else ""


def _sentence(text: str) -> Message:
    return message(text, [rich_text(paragraph(plain(text)))])


def _listed(head: str, rows: Sequence[tuple[datetime, str]], buttons: Iterable[Block] = ()) -> Message:
    pieces: list[Block] = [styled(head, "bold")]
    for at, told in rows:
        pieces += [plain("\n・"), _moment(at), plain(f" {told}")]
    text = "\n".join([head, *(f"・{to_the_minute(at)} {told}" for at, told in rows)])
    return message(text, [rich_text(paragraph(*pieces)), *actions(buttons)])


def _moment(at: datetime) -> Block:
    """Return a time, which Slack shows in the time zone of whoever reads it."""
    parts = {"timestamp": int(at.timestamp()), "format": "{date_num} {time}", "fallback": to_the_minute(at)}
    return {"type": "date", **parts}
