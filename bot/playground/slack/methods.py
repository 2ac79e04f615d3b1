"""The Web API: each method with the scopes that it needs, and what stands between a call and the method.

https://docs.slack.dev/reference/methods, https://docs.slack.dev/reference/scopes
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from bot.playground.slack import app_methods as app
from bot.playground.slack import chat_methods as chat
from bot.playground.slack import conversation_methods as conversations
from bot.playground.slack import view_methods as views
from bot.playground.slack.manifest import APP_SCOPES
from bot.playground.slack.team import Team
from bot.playground.slack.tokens import APP_TOKEN
from bot.playground.slack.web_api import Answer, Call

__all__ = ["METHODS", "answer"]

Payload = dict[str, Any]
_READING = {"channel": "channels:read", "group": "groups:read", "im": "im:read", "mpim": "mpim:read"}
_HISTORY = {"channel": "channels:history", "group": "groups:history", "im": "im:history", "mpim": "mpim:history"}


class Method(NamedTuple):
    """A method, and the scopes of which one is enough; ``by_kind`` holds them by the kind of channel."""

    run: Callable[[Team, Payload], Answer]
    scopes: tuple[str, ...] = ()
    by_kind: dict[str, str] = {}  # noqa: RUF012 - never changed


_ASSISTANT = ("assistant:write",)
_WRITE = ("chat:write",)
METHODS: dict[str, Method] = {
    "api.test": Method(app.test_api),
    "apps.connections.open": Method(app.open_connection, ("connections:write",)),
    "assistant.threads.setStatus": Method(app.set_status, ("chat:write", "assistant:write")),
    "assistant.threads.setSuggestedPrompts": Method(app.set_prompts, _ASSISTANT),
    "assistant.threads.setTitle": Method(app.set_title, _ASSISTANT),
    "auth.revoke": Method(app.revoke),
    "auth.test": Method(app.test_token),
    "chat.delete": Method(chat.delete, _WRITE),
    "chat.getPermalink": Method(chat.get_permalink),
    "chat.postEphemeral": Method(chat.post_ephemeral, _WRITE),
    "chat.postMessage": Method(chat.post_message, _WRITE),
    "chat.update": Method(chat.update, _WRITE),
    "conversations.history": Method(conversations.history, by_kind=_HISTORY),
    "conversations.info": Method(conversations.info, by_kind=_READING),
    "conversations.members": Method(conversations.members, by_kind=_READING),
    "conversations.open": Method(conversations.open_dm, ("im:write",)),
    "conversations.replies": Method(conversations.replies, by_kind=_HISTORY),
    "oauth.v2.access": Method(app.exchange_code),
    "reactions.add": Method(chat.add_reaction, ("reactions:write",)),
    "reactions.remove": Method(chat.remove_reaction, ("reactions:write",)),
    "team.info": Method(app.describe_team, ("team:read",)),
    "users.info": Method(app.describe_user, ("users:read",)),
    "views.open": Method(views.open_view),
    "views.publish": Method(views.publish),
    "views.push": Method(views.push),
    "views.update": Method(views.update),
}
_WITHOUT_TOKEN = ("api.test", "oauth.v2.access")
_WITH_APP_TOKEN = ("apps.connections.open",)


def answer(team: Team, call: Call) -> Answer:
    """Do what the bot asks for, if its token is good and its scopes suffice."""
    if call.method.startswith("response/"):
        return chat.respond(team, call)
    method = METHODS.get(call.method)
    if method is None:
        return Answer.refused("unknown_method", req_method=call.method)
    refused = _not_allowed(team, call) or _missing_scope(team, call, method)
    return refused or method.run(team, {**call.payload, "token": call.token})


def _not_allowed(team: Team, call: Call) -> Answer | None:
    if call.method in _WITHOUT_TOKEN:
        return None
    if call.method in _WITH_APP_TOKEN:
        wrong_kind = call.token.startswith("xoxb-")
        error = "not_allowed_token_type" if wrong_kind else "" if call.token == APP_TOKEN else "invalid_auth"
    else:
        error = "not_allowed_token_type" if call.token == APP_TOKEN else team.tokens.why_not(call.token)
    return Answer.refused(error) if error else None


def _missing_scope(team: Team, call: Call, method: Method) -> Answer | None:
    """Return the refusal that names the scope that is missing, and those that there are."""
    needed = method.scopes
    if method.by_kind:
        needed = (method.by_kind[conversations.kind_of_channel(team, call.payload)],)
    provided = APP_SCOPES if call.method in _WITH_APP_TOKEN else team.manifest.scopes
    if not needed or provided & set(needed):
        return None
    return Answer.refused("missing_scope", needed=needed[0], provided=",".join(sorted(provided)))
