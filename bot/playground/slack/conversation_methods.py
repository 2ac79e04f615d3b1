"""The methods of the Web API that look into channels (https://docs.slack.dev/reference/methods?query=conversations)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.playground.slack.channels import Message
from bot.playground.slack.payloads import TOMBSTONE, message_itself
from bot.playground.slack.people import BOT_USER, TEAM, Channel
from bot.playground.slack.team import Team
from bot.playground.slack.web_api import Answer

__all__ = ["history", "info", "kind_of_channel", "members", "open_dm", "replies"]

Payload = dict[str, Any]
_PAGE, _LARGEST = 100, 1_000
_TRUE = (True, "true", "1", 1)


def kind_of_channel(team: Team, payload: Payload) -> str:
    """Return the kind of channel that a call is about, on which the scope that it needs depends."""
    place = team.people.channel(str(payload.get("channel") or ""))
    return place.kind if place else "channel"


def info(team: Team, payload: Payload) -> Answer:
    """Describe a channel; a private one only to its members."""
    place = _seen(team, payload)
    return Answer.ok(channel=_described(team, place)) if place else Answer.refused("channel_not_found")


def members(team: Team, payload: Payload) -> Answer:
    """List who is in a channel."""
    place = _seen(team, payload)
    if not place:
        return Answer.refused("channel_not_found")
    return Answer.ok(members=list(team.people.members(place.id)), response_metadata={"next_cursor": ""})


def open_dm(team: Team, payload: Payload) -> Answer:
    """Open the direct messages with somebody."""
    user = str(payload.get("users") or "").partition(",")[0]
    if payload.get("channel"):
        return info(team, payload)
    if not user:
        return Answer.refused("users_list_not_supplied")
    if not team.people.known(user):
        return Answer.refused("user_not_found")
    place = team.people.place(team.people.dm(user), user)
    return Answer.ok(channel={"id": place.id, "is_im": True, "user": user})


def history(team: Team, payload: Payload) -> Answer:
    """List what stands in a channel outside threads, from new to old."""
    refused = _not_read(team, payload)
    if refused:
        return refused
    visible = [m for m in team.channels.in_channel(payload["channel"]) if not m.only_for and not m.thread]
    return _page(payload, [_written(m) for m in reversed(_between(visible, payload))])


def replies(team: Team, payload: Payload) -> Answer:
    """List a thread from old to new, its first message first."""
    refused = _not_read(team, payload)
    if refused:
        return refused
    found = team.channels.find(payload["channel"], str(payload.get("ts") or ""))
    root = (found.thread or found.ts) if found and not found.only_for else str(payload.get("ts") or "")
    thread = team.channels.in_thread(payload["channel"], root)
    if not thread:
        return Answer.refused("thread_not_found")
    author = thread[0].author if thread[0].ts == root else ""
    return _page(payload, [_written(m, author) for m in _between(thread, payload)])


def _seen(team: Team, payload: Payload) -> Channel | None:
    place = team.people.channel(str(payload.get("channel") or ""))
    hidden = place and place.kind == "group" and not team.people.is_member(BOT_USER, place.id)
    return None if hidden else place


def _not_read(team: Team, payload: Payload) -> Answer | None:
    place = _seen(team, payload)
    if place is None:
        return Answer.refused("channel_not_found")
    member = place.kind == "im" or team.people.is_member(BOT_USER, place.id)
    return None if member else Answer.refused("not_in_channel")


def _described(team: Team, place: Channel) -> Payload:
    if place.kind == "im":
        return {"id": place.id, "is_im": True, "is_channel": False, "user": place.user, "context_team_id": TEAM}
    return {
        "id": place.id,
        "name": place.name,
        "name_normalized": place.name,
        "is_channel": place.kind == "channel",
        "is_group": False,
        "is_im": False,
        "is_mpim": False,
        "is_private": place.kind == "group",
        "is_archived": False,
        "is_member": team.people.is_member(BOT_USER, place.id),
        "num_members": len(team.people.members(place.id)),
        "context_team_id": TEAM,
    }


def _written(message: Message, opened_by: str = "") -> Payload:
    """Describe a message as histories do: without the channel, which is known."""
    described = message_itself(message)
    if message.deleted:
        described |= {"subtype": "tombstone", "text": TOMBSTONE, "user": "USLACKBOT", "hidden": True, "blocks": []}
    if message.thread and opened_by:
        described["parent_user_id"] = opened_by
    if message.reactions:
        described["reactions"] = [reaction.to_json() for reaction in message.reactions]
    return described


def _between(messages: Sequence[Message], payload: Payload) -> list[Message]:
    oldest, latest = str(payload.get("oldest") or "0"), str(payload.get("latest") or "")
    inclusive = payload.get("inclusive") in _TRUE
    return [
        m
        for m in messages
        if (_number(m.ts) > _number(oldest) or (inclusive and m.ts == oldest))
        and (not latest or _number(m.ts) < _number(latest) or (inclusive and m.ts == latest))
    ]


def _number(ts: str) -> tuple[int, int]:
    seconds, _, number = ts.partition(".")
    return int(seconds or 0), int(number or 0)


def _page(payload: Payload, everything: list[Payload]) -> Answer:
    """Return one page, and the cursor that leads to the next."""
    cursor = str(payload.get("cursor") or "")
    if cursor and not cursor.removeprefix("next:").isdecimal():
        return Answer.refused("invalid_cursor")
    start = int(cursor.removeprefix("next:") or 0)
    end = start + min(int(payload.get("limit") or _PAGE), _LARGEST)
    more = end < len(everything)
    metadata = {"response_metadata": {"next_cursor": f"next:{end}"}} if more else {}
    return Answer.ok(messages=everything[start:end], has_more=more, **metadata)
