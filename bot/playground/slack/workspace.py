"""A small Slack workspace in one process: people write and press, the bot answers, everything can be looked at.

    workspace = Workspace()
    # … a bot with SLACK_API_URL=workspace.api_url connects …
    asked = workspace.mention("小金井市のDXリーダーは何人?")
    answer, = workspace.wait_for_replies(asked.channel)
    workspace.press(answer.buttons[0], answer)

The Web API and Socket Mode are real servers on this machine; nothing else is.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.playground.slack.acting import Acting
from bot.playground.slack.channels import Message
from bot.playground.slack.chat_methods import respond_in_ack
from bot.playground.slack.deliveries import IN_TIME, Ack, Delivery
from bot.playground.slack.limits import refusal_of_view
from bot.playground.slack.payloads import member_event
from bot.playground.slack.people import ADMIN, BOT_USER, SLACKBOT
from bot.playground.slack.push import Push
from bot.playground.slack.tokens import APP_TOKEN, BOT_TOKEN
from bot.playground.slack.views import TROUBLE, View
from bot.playground.slack.web_api import Answer
from bot.playground.slack.writing import Writing

__all__ = ["APP_TOKEN", "BOT_TOKEN", "BOT_USER", "Ack", "Answer", "Delivery", "Message", "Push", "Workspace"]

Payload = dict[str, Any]
_OK = 200


class Workspace(Writing, Acting):
    """Slack as the bot sees it, and as people use it; safe between threads.

    ``subscribed`` are the events that the bot is sent (else those of the manifest), ``features_off`` what is not paid
    for (``agent``), ``limited`` lets through one message a second and channel, ``echoes`` sends the bot its own doings
    as Slack does, ``clock`` sets the time stamps of messages.
    """

    # The life of an installation.

    def authorize(self, url: str, user: str = ADMIN) -> str:
        """Agree to an app's authorize URL as a person does in the browser; returns where the browser is sent."""
        with self._changed:
            return self._team.tokens.agree(url, user)

    def decline(self, url: str) -> str:
        """Refuse an app's authorize URL; returns where the browser is sent."""
        with self._changed:
            return self._team.tokens.decline(url)

    def revoke_tokens(self) -> Delivery | None:
        """Take the app's tokens from it."""
        with self._changed:
            self._team.tokens.revoke()
        return self._emit({"type": "tokens_revoked", "tokens": {"bot": [BOT_USER], "oauth": []}})

    def uninstall(self) -> Delivery | None:
        """Remove the app; its tokens are gone before it hears of it."""
        self.revoke_tokens()
        return self._emit({"type": "app_uninstalled"})

    def invite_bot(self, channel: str, by: str = "U1") -> None:
        """Bring the bot into a channel."""
        with self._changed:
            place = self._team.people.place(channel, by)
            self._team.people.join(BOT_USER, place.id)
            event = member_event("member_joined_channel", BOT_USER, channel, self._team.channels.ts())
        self._emit({**event, "inviter": by})

    def remove_bot(self, channel: str, by: str = ADMIN) -> None:
        """Take the bot out of a channel; Slackbot tells it so in a direct message."""
        with self._changed:
            place, at = self._team.place(channel), self._team.channels.ts()
            left = member_event("member_left_channel", BOT_USER, channel, at)
            kind = "group_left" if place.kind == "group" else "channel_left"
        self._emit(left)
        self._emit({"type": kind, "channel": channel, "actor_id": by, "event_ts": at})
        with self._changed:
            self._team.people.leave(BOT_USER, channel)
        words = f"You have been removed from #{place.name} by <@{by}>"
        told = {"type": "message", "text": words, "user": SLACKBOT, "ts": self._now_ts(), "team": left["team"]}
        self._emit({**told, "channel": "D-SLACKBOT", "channel_type": "im"})

    def leave(self, user: str, channel: str) -> Delivery | None:
        """Leave a channel as a person."""
        with self._changed:
            self._team.people.leave(user, channel)
            event = member_event("member_left_channel", user, channel, self._team.channels.ts())
        return self._emit(event)

    # Within: what a receipt says.

    def _heed(self, delivery: Delivery, ack: Ack) -> None:
        if delivery.kind == "slash_commands" and (ack.payload.get("text") or ack.payload.get("blocks")):
            channel, user = delivery.payload["channel_id"], delivery.payload["user_id"]
            refusal = respond_in_ack(self._team, ack.payload, channel, user)
            self._note(delivery, ack, refusal.error if refusal else "", refusal.why if refusal else ())
        elif delivery.payload.get("type") == "view_submission":
            self._heed_submission(delivery, ack)

    def _heed_submission(self, delivery: Delivery, ack: Ack) -> None:
        """Close the modal that was sent, or do with it what the receipt says."""
        view = self._team.views.find(delivery.payload["view"]["id"])
        if view is None or view.kind != "modal":
            return
        action = ack.payload.get("response_action")
        if ack.status != _OK or ack.after > IN_TIME:
            self._trouble(view, delivery, ack, ("no receipt in time",))
        elif action == "clear":
            self._team.closed(view, everything=True)
        elif action == "errors":
            self._show_errors(view, delivery, ack)
        elif action in ("update", "push"):
            self._show_next(view, delivery, ack, action)
        elif action is None:
            self._team.closed(view)
        else:
            self._trouble(view, delivery, ack, (f"unknown response_action: {action}",))
        if action:
            self._note(delivery, ack)

    def _show_errors(self, view: View, delivery: Delivery, ack: Ack) -> None:
        errors = ack.payload.get("errors")
        inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
        if isinstance(errors, dict) and errors and set(errors) <= inputs:
            self._team.shown(self._team.views.put(replace(view, errors=errors, trouble="")), "errors")
        else:
            self._trouble(view, delivery, ack, ("errors name the block ids of input blocks",))

    def _show_next(self, view: View, delivery: Delivery, ack: Ack, action: str) -> None:
        definition = ack.payload.get("view")
        refusal = refusal_of_view(definition, "modal")
        if refusal or not isinstance(definition, dict):
            self._trouble(view, delivery, ack, refusal.why if refusal else ())
        elif action == "update":
            self._team.shown(self._team.views.update(view, self._team.defined(definition)), "updated")
        else:
            pushed = self._team.views.push(view.user, self._team.defined(definition))
            if pushed:
                self._team.shown(pushed, "pushed")
            else:
                self._trouble(view, delivery, ack, ("push_limit_reached",))

    def _trouble(self, view: View, delivery: Delivery, ack: Ack, why: tuple[str, ...]) -> None:
        self._team.shown(self._team.views.put(replace(view, trouble=TROUBLE)), "trouble")
        self._note(delivery, ack, "invalid_arguments", why)
