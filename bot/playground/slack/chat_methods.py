"""The methods of the Web API that write messages and reactions, and what comes through response URLs.

https://docs.slack.dev/reference/methods
"""

from __future__ import annotations

from typing import Any

from bot.playground.slack.channels import Message
from bot.playground.slack.limits import Refusal, refusal_of_message
from bot.playground.slack.payloads import message_itself, reaction_event
from bot.playground.slack.people import BOT_USER, SLACKBOT, TEAM_DOMAIN
from bot.playground.slack.team import Team
from bot.playground.slack.web_api import Answer, Call

__all__ = [
    "add_reaction",
    "delete",
    "get_permalink",
    "post_ephemeral",
    "post_message",
    "remove_reaction",
    "respond",
    "respond_in_ack",
    "update",
]

Payload = dict[str, Any]
_TRUE = (True, "true", "1", 1)


def post_message(team: Team, payload: Payload) -> Answer:
    """Write into a channel, or to a person whose id stands in its place."""
    channel = _channel_for(team, payload)
    refused = _no_place(team, channel) or _no_words(payload)
    if refused:
        return refused
    posted = team.post(payload, channel)
    return Answer.ok(channel=channel, ts=posted.ts, message=message_itself(posted))


def post_ephemeral(team: Team, payload: Payload) -> Answer:
    """Write for one person's eyes."""
    channel, user = _channel_for(team, payload), str(payload.get("user", ""))
    refused = _no_place(team, channel)
    if refused:
        return refused
    place = team.place(channel)
    if place.user != user and not team.people.is_member(user, channel):
        return Answer.refused("user_not_in_channel")
    refused = _no_words(payload)
    return refused or Answer.ok(message_ts=team.post(payload, channel, only_for=user).ts)


def update(team: Team, payload: Payload) -> Answer:
    """Change a message of the bot."""
    found = _own(team, payload, "cant_update_message")
    if isinstance(found, Answer):
        return found
    refused = _no_words(payload)
    if refused:
        return refused
    changed = team.rewrite(found, payload)
    return Answer.ok(channel=changed.channel, ts=changed.ts, text=changed.text, message=message_itself(changed))


def delete(team: Team, payload: Payload) -> Answer:
    """Take a message of the bot away."""
    found = _own(team, payload, "cant_delete_message")
    if isinstance(found, Answer):
        return found
    team.erase(found)
    return Answer.ok(channel=found.channel, ts=found.ts)


def get_permalink(team: Team, payload: Payload) -> Answer:
    """Return the address of a message."""
    channel, ts = str(payload.get("channel", "")), str(payload.get("message_ts", ""))
    if not team.people.channel(channel):
        return Answer.refused("channel_not_found")
    found = team.channels.find(channel, ts)
    if not found or found.only_for:
        return Answer.refused("message_not_found")
    thread = f"?thread_ts={found.thread}&cid={channel}" if found.thread else ""
    address = f"https://{TEAM_DOMAIN}.example/archives/{channel}/p{ts.replace('.', '')}{thread}"
    return Answer.ok(channel=channel, permalink=address)


def add_reaction(team: Team, payload: Payload) -> Answer:
    """Put an emoji under a message."""
    return _react(team, payload, there=True)


def remove_reaction(team: Team, payload: Payload) -> Answer:
    """Take the bot's emoji away again."""
    return _react(team, payload, there=False)


def _react(team: Team, payload: Payload, there: bool) -> Answer:
    channel, ts = str(payload.get("channel", "")), str(payload.get("timestamp", ""))
    name = str(payload.get("name", "")).strip(":")
    refused = _no_place(team, channel)
    if refused:
        return refused
    found = team.channels.find(channel, ts)
    if not found or found.only_for:
        return Answer.refused("message_not_found")
    if not name.replace("_", "").replace("-", "").replace("+", "").isalnum():
        return Answer.refused("invalid_name")
    already = any(r.name == name and BOT_USER in r.users for r in found.reactions)
    if already == there:
        return Answer.refused("already_reacted" if there else "no_reaction")
    team.reacted(found, BOT_USER, name, there)
    kind = "reaction_added" if there else "reaction_removed"
    team.news.append(reaction_event(kind, found, BOT_USER, name, team.channels.ts()))
    return Answer.ok()


def respond(team: Team, call: Call) -> Answer:
    """Do what a response URL is told to."""
    origin, error = team.urls.use(call.method)
    if origin is None:
        return Answer({"ok": False, "error": error}, 404)
    payload, pressed = call.payload, team.channels.find(origin.channel, origin.message)
    if payload.get("delete_original") in _TRUE:
        if pressed:
            team.erase(pressed)
        return Answer.ok()
    refused = _no_words(payload)
    if refused:
        return refused
    if payload.get("replace_original") in _TRUE and pressed:
        team.rewrite(pressed, {"blocks": [], **payload})
    else:
        everybody = payload.get("response_type") == "in_channel"
        team.post(payload, origin.channel, only_for="" if everybody else origin.user)
    return Answer.ok()


def respond_in_ack(team: Team, payload: Payload, channel: str, user: str) -> Refusal | None:
    """Show what the receipt of a slash command says; returns why it cannot be shown."""
    refusal = refusal_of_message(payload)
    if refusal is None:
        team.post(payload, channel, only_for="" if payload.get("response_type") == "in_channel" else user)
    return refusal


def _channel_for(team: Team, payload: Payload) -> str:
    """Return the channel of a call; a person's id stands for the direct messages with them."""
    named = str(payload.get("channel") or "")
    if team.people.known(named) and named not in (BOT_USER, SLACKBOT):
        return team.people.place(team.people.dm(named), named).id
    return named


def _no_place(team: Team, channel: str) -> Answer | None:
    """Return why the bot cannot act in a channel."""
    place = team.people.channel(channel)
    if place is None:
        return Answer.refused("channel_not_found")
    if place.kind == "im":
        return None if team.manifest.messages_tab else Answer.refused("messages_tab_disabled")
    if team.people.is_member(BOT_USER, channel):
        return None
    return Answer.refused("not_in_channel" if place.kind == "channel" else "channel_not_found")


def _no_words(payload: Payload) -> Answer | None:
    """Return why Slack would not show what is to be written."""
    refusal = refusal_of_message(payload)
    if refusal is None:
        return None
    errors = {"errors": list(refusal.why)} if refusal.error == "invalid_blocks" else {}
    return Answer.refused(refusal.error, refusal.why, **errors)


def _own(team: Team, payload: Payload, otherwise: str) -> Message | Answer:
    """Return the message of the bot that a call names, or why there is none."""
    channel = str(payload.get("channel", ""))
    if not team.people.channel(channel):
        return Answer.refused("channel_not_found")
    found = team.channels.find(channel, str(payload.get("ts", "")))
    if not found or found.only_for or found.deleted:
        return Answer.refused("message_not_found")
    return found if found.author == BOT_USER else Answer.refused(otherwise)
