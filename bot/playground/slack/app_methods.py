"""The methods of the Web API that are about the app itself: who it is, its tokens, its agent view, who people are."""

from __future__ import annotations

from typing import Any

from bot.playground.slack.limits.checks import Notes, record, several, string
from bot.playground.slack.manifest import Prompt
from bot.playground.slack.people import APP_ID, BOT_ID, BOT_USER, TEAM, TEAM_DOMAIN, TEAM_NAME
from bot.playground.slack.team import Prompts, Team
from bot.playground.slack.tokens import CLIENT_ID, CLIENT_SECRET
from bot.playground.slack.web_api import Answer

__all__ = [
    "describe_team",
    "describe_user",
    "exchange_code",
    "open_connection",
    "revoke",
    "set_prompts",
    "set_status",
    "set_title",
    "test_api",
    "test_token",
]

Payload = dict[str, Any]
_MOST_PROMPTS = 4
_PROMPTS = several(record({"title": string(1_000), "message": string(4_000)}), _MOST_PROMPTS)


def test_api(team: Team, payload: Payload) -> Answer:
    """Say hello."""
    del team
    return Answer.refused(payload["error"]) if payload.get("error") else Answer.ok()


def test_token(team: Team, payload: Payload) -> Answer:
    """Tell whose token it is."""
    del payload
    who = {"user_id": BOT_USER, "bot_id": BOT_ID, "team_id": TEAM, "user": team.people.person(BOT_USER).handle}
    return Answer.ok(url=f"https://{TEAM_DOMAIN}.example/", team=TEAM_NAME, is_enterprise_install=False, **who)


def open_connection(team: Team, payload: Payload) -> Answer:
    """Give the address of a WebSocket."""
    del payload
    return Answer.ok(url=team.socket_url)


def revoke(team: Team, payload: Payload) -> Answer:
    """Make the token useless."""
    if payload.get("test") in (True, "true", "1", 1):
        return Answer.ok(revoked=False)
    team.tokens.revoke(str(payload["token"]))
    return Answer.ok(revoked=True)


def exchange_code(team: Team, payload: Payload) -> Answer:
    """Give a token for the code that a person's agreement brought."""
    if payload.get("client_id") != CLIENT_ID:
        return Answer.refused("invalid_client_id")
    if payload.get("client_secret") != CLIENT_SECRET:
        return Answer.refused("bad_client_secret")
    code, redirect = str(payload.get("code") or ""), str(payload.get("redirect_uri") or "")
    token, user, error = team.tokens.exchange(code, redirect)
    if error:
        return Answer.refused(error)
    return Answer.ok(
        access_token=token,
        token_type="bot",
        scope=",".join(sorted(team.manifest.scopes)),
        bot_user_id=BOT_USER,
        app_id=APP_ID,
        team={"id": TEAM, "name": TEAM_NAME},
        enterprise=None,
        is_enterprise_install=False,
        authed_user={"id": user},
    )


def describe_user(team: Team, payload: Payload) -> Answer:
    """Tell who somebody is."""
    person = team.people.known(str(payload.get("user") or ""))
    if person is None:
        return Answer.refused("user_not_found")
    profile = {"real_name": person.name, "display_name": person.name, "team": TEAM}
    about = {"is_admin": person.is_admin, "is_owner": False, "is_bot": person.is_bot, "deleted": False}
    place = {"tz": "Asia/Tokyo", "tz_offset": 32_400, "team_id": TEAM}
    names = {"id": person.id, "name": person.handle, "real_name": person.name}
    return Answer.ok(user={**names, **about, **place, "profile": profile})


def describe_team(team: Team, payload: Payload) -> Answer:
    """Tell which workspace this is."""
    del team, payload
    return Answer.ok(team={"id": TEAM, "name": TEAM_NAME, "domain": TEAM_DOMAIN, "email_domain": "", "icon": {}})


def set_prompts(team: Team, payload: Payload) -> Answer:
    """Offer questions in the agent view; for an agent app, a call that names a thread does nothing and says ok."""
    channel, thread = str(payload.get("channel_id") or ""), str(payload.get("thread_ts") or "")
    refused = _no_agent(team, channel)
    if refused:
        return refused
    notes = Notes()
    _PROMPTS(payload.get("prompts"), "/prompts", notes)
    if notes.sentences:
        return Answer.refused("invalid_arguments", tuple(notes.sentences))
    if team.manifest.view == "assistant" and not thread:
        return Answer.refused("invalid_thread_ts")
    if not (team.manifest.view == "agent" and thread):
        prompts = tuple(Prompt(p["title"], p["message"]) for p in payload["prompts"])
        team.offer(Prompts(channel, prompts, str(payload.get("title") or ""), thread))
    return Answer.ok()


def set_status(team: Team, payload: Payload) -> Answer:
    """Show what the bot is doing."""
    channel, thread = str(payload.get("channel_id") or ""), str(payload.get("thread_ts") or "")
    if "agent" in team.features_off:
        return Answer.refused("feature_not_enabled")
    if not team.people.channel(channel):
        return Answer.refused("channel_not_found")
    if not thread:
        return Answer.refused("invalid_thread_ts")
    team.busy(channel, thread, str(payload.get("status") or ""))
    return Answer.ok()


def set_title(team: Team, payload: Payload) -> Answer:
    """Give a conversation a title."""
    refused = _no_agent(team, str(payload.get("channel_id") or ""))
    if refused:
        return refused
    return Answer.ok() if payload.get("thread_ts") else Answer.refused("invalid_thread_ts")


def _no_agent(team: Team, channel: str) -> Answer | None:
    """Return why there is no agent view: the app has none, it is not paid for, or this is no direct message."""
    if not team.manifest.view or "agent" in team.features_off:
        return Answer.refused("feature_not_enabled")
    place = team.people.channel(channel)
    return None if place and place.kind == "im" else Answer.refused("channel_not_found")
