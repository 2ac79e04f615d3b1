"""Threads in which the bot has answered: follow-ups need no mention, until somebody asks for quiet."""

from __future__ import annotations

from typing import Any

from slack_bolt import App
from slack_sdk import WebClient

from bot.desk import Desk
from bot.records import Place, Records
from bot.slack.hearing import answered_in, hush, is_of_person, overhear_thread, speak_again, team_of

__all__ = ["answer_follow_up", "hush_by_reaction", "register", "speak_after_reaction"]

_HUSHES = ("shushing_face", "face_with_finger_covering_closed_lips")  # 🤫 and Slack's older name for it


def register(app: App) -> None:
    """Listen to what is written in threads of channels, and to 🤫."""
    app.event("message", matchers=[_is_in_thread])(answer_follow_up)
    app.event("reaction_added")(hush_by_reaction)
    app.event("reaction_removed")(speak_after_reaction)


def _is_in_thread(event: dict[str, Any]) -> bool:
    in_channel = event.get("channel_type") in ("channel", "group")
    return in_channel and bool(event.get("thread_ts")) and is_of_person(event)


def answer_follow_up(body: dict[str, Any], client: WebClient, desk: Desk, records: Records) -> None:
    """Answer a message in a thread, if it is for the bot."""
    overhear_thread(body, client, desk, records)


def hush_by_reaction(body: dict[str, Any], client: WebClient, records: Records) -> None:
    """Be quiet in a thread from a 🤫 on, whichever of its messages that is under."""
    team, item = team_of(body), _hushed(body, records)
    if item is None:
        return
    channel, ts = item
    thread = _thread_of(client, records, team, channel, ts)
    if answered_in(records, team, channel, thread):
        place = Place(team, channel, records.person(body["event"]["user"], team), "reaction", thread)
        hush(client, records, place, _cause(body, records, ts))


def speak_after_reaction(body: dict[str, Any], client: WebClient, records: Records) -> None:
    """Answer again without a mention once a 🤫 is taken away, unless something else keeps the thread quiet."""
    item = _hushed(body, records)
    if item is not None:
        speak_again(client, records, team_of(body), item[0], _cause(body, records, item[1]))


def _hushed(body: dict[str, Any], records: Records) -> tuple[str, str] | None:
    """Return channel and ts of the message under which a 🤫 was put or taken away, or None for all other news.

    Old news are none either: events overtake each other, and are delivered again.
    """
    event = body["event"]
    item = event.get("item") or {}
    channel, ts = str(item.get("channel") or ""), str(item.get("ts") or "")
    if event.get("reaction") not in _HUSHES or item.get("type") != "message" or channel.startswith("D"):
        return None
    is_news = records.is_latest(f"reaction {channel} {ts} {event['user']}", event.get("event_ts") or "")
    return (channel, ts) if is_news else None


def _cause(body: dict[str, Any], records: Records, ts: str) -> str:
    """Return what one person's 🤫 is as a cause of silence; nothing else that is stored leads to the person."""
    whose = f"{body['event']['user']} {ts}"
    return f"reaction {records.person(whose, team_of(body))}"


def _thread_of(client: WebClient, records: Records, team: str, channel: str, ts: str) -> str:
    """Return the thread in which a message stands; a reaction names the message alone."""
    if answered_in(records, team, channel, ts):
        return ts
    found = client.conversations_replies(channel=channel, ts=ts, limit=1).get("messages") or [{}]
    return str(found[0].get("thread_ts") or ts)
