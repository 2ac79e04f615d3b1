"""The methods of the Web API that show modals and Home tabs (https://docs.slack.dev/reference/methods?query=views)."""

from __future__ import annotations

from typing import Any

from bot.playground.slack.limits import refusal_of_view
from bot.playground.slack.team import Team
from bot.playground.slack.views import View
from bot.playground.slack.web_api import Answer

__all__ = ["open_view", "publish", "push", "update"]

Payload = dict[str, Any]


def open_view(team: Team, payload: Payload) -> Answer:
    """Open a modal for the person whose action the trigger id comes from."""
    return _triggered(team, payload, pushed=False)


def push(team: Team, payload: Payload) -> Answer:
    """Lay a modal over the one that is open."""
    return _triggered(team, payload, pushed=True)


def _triggered(team: Team, payload: Payload, pushed: bool) -> Answer:
    definition = payload.get("view")
    refused = _no_view(team, definition, "modal")
    if refused or not isinstance(definition, dict):
        return refused or Answer.refused("invalid_arguments")
    user, error = team.triggers.use(str(payload.get("trigger_id") or payload.get("interactivity_pointer") or ""))
    if error:
        return Answer.refused(error)
    if pushed:
        view = team.views.push(user, team.defined(definition))
        if view is None:
            return Answer.refused("push_limit_reached")
    else:
        view = team.views.open(user, team.defined(definition))
    return _answer(team.shown(view, "pushed" if pushed else "opened"))


def update(team: Team, payload: Payload) -> Answer:
    """Change a modal that is open, or a Home tab."""
    found = team.views.find(str(payload.get("view_id") or ""), str(payload.get("external_id") or ""))
    if found is None:
        return Answer.refused("not_found")
    if payload.get("hash") not in (None, "", found.hash):
        return Answer.refused("hash_conflict")
    definition = payload.get("view")
    refused = _no_view(team, definition, found.kind, found)
    if refused or not isinstance(definition, dict):
        return refused or Answer.refused("invalid_arguments")
    return _answer(team.shown(team.views.update(found, team.defined(definition)), "updated"))


def publish(team: Team, payload: Payload) -> Answer:
    """Show somebody a Home tab."""
    user, definition = str(payload.get("user_id") or ""), payload.get("view")
    if not team.people.known(user):
        return Answer.refused("invalid_arguments", ("invalid `user_id`",))
    if not team.manifest.home_tab:
        return Answer.refused("not_enabled")
    before = team.views.home(user)
    if payload.get("hash") not in (None, "") and (before is None or payload["hash"] != before.hash):
        return Answer.refused("hash_conflict")
    refused = _no_view(team, definition, "home", before)
    if refused or not isinstance(definition, dict):
        return refused or Answer.refused("invalid_arguments")
    return _answer(team.shown(team.views.publish(user, team.defined(definition)), "published"))


def _no_view(team: Team, definition: Any, kind: str, before: View | None = None) -> Answer | None:
    """Return why Slack would not show a view; the id that the app gave it may stand only once."""
    refusal = refusal_of_view(definition, kind)
    if refusal:
        return Answer.refused(refusal.error, refusal.why)
    other = team.views.find(external_id=str(definition.get("external_id") or ""))
    if other and (before is None or other.id != before.id):
        return Answer.refused("duplicate_external_id")
    return None


def _answer(view: View) -> Answer:
    return Answer.ok(view=view.payload())
