"""Threads in which the bot has answered: follow-ups need no mention, until somebody asks for quiet."""

from __future__ import annotations

from typing import Any

from slack_bolt import App
from slack_sdk import WebClient

from bot.desk import Desk
from bot.records import Records
from bot.slack.hearing import answered_in, hush, is_of_person, overhear_thread, team_of

__all__ = ["answer_follow_up", "hush_by_reaction", "register"]

_HUSHES = ("shushing_face", "face_with_finger_covering_closed_lips")  # 🤫 and Slack's older name for it


def register(app: App) -> None:
    """Listen to what is written in threads of channels, and to 🤫."""
    app.event("message", matchers=[_is_in_thread])(answer_follow_up)
    app.event("reaction_added")(hush_by_reaction)


def _is_in_thread(event: dict[str, Any]) -> bool:
    in_channel = event.get("channel_type") in ("channel", "group")
    return in_channel and bool(event.get("thread_ts")) and is_of_person(event)


def answer_follow_up(body: dict[str, Any], client: WebClient, desk: Desk, records: Records) -> None:
    """Answer a message in a thread, if it is for the bot."""
    overhear_thread(body, client, desk, records)


def hush_by_reaction(body: dict[str, Any], client: WebClient, records: Records) -> None:
    """Be quiet in a thread from a 🤫 on, whichever of its messages that is under."""
    event, team = body["event"], team_of(body)
    item = event.get("item") or {}
    channel = str(item.get("channel") or "")
    if event.get("reaction") not in _HUSHES or item.get("type") != "message" or channel.startswith("D"):
        return
    thread = _thread_of(client, records, team, channel, item["ts"])
    if not answered_in(records, team, channel, thread) or records.is_muted(team, channel, thread):
        return
    if records.claim(f"hushed {channel} {thread}"):
        hush(client, records, team, channel, thread)


def _thread_of(client: WebClient, records: Records, team: str, channel: str, ts: str) -> str:
    """Return the thread in which a message stands; a reaction names the message alone."""
    if answered_in(records, team, channel, ts):
        return ts
    found = client.conversations_replies(channel=channel, ts=ts, limit=1).get("messages") or [{}]
    return str(found[0].get("thread_ts") or ts)
