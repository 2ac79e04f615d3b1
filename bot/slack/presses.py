"""What all buttons share: one press counts once, and its reply goes where the presser looks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from slack_bolt import Respond
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.blocks import Message
from bot.blocks.excuses import NOT_HERE
from bot.records import Place, Records
from bot.slack.sending import ReplyLostError, post, post_privately, rewrite, send
from bot.telemetry import log

__all__ = [
    "give_receipt",
    "is_first",
    "is_in_thread",
    "is_private",
    "once",
    "place_of_press",
    "publish",
    "renew_press",
    "reply_to_press",
]


def is_first(body: dict[str, Any], action: dict[str, Any], records: Records) -> bool:
    """Tell whether this press has not come before; Slack delivers one again when a connection breaks."""
    parts = (body.get("trigger_id", ""), *(action.get(name, "") for name in ("action_ts", "action_id", "value")))
    return records.claim(f"press {' '.join(map(str, parts))}")


def place_of_press(body: dict[str, Any], records: Records, surface: str = "button") -> Place:
    """Return where a button was pressed; in a modal or Home, no channel is known."""
    team = (body.get("team") or {}).get("id") or ""
    person = records.person(body["user"]["id"], team)
    return Place(team, _channel(body), person, surface, _thread(body))


def reply_to_press(
    body: dict[str, Any], client: WebClient, respond: Respond, message: Message, *, passing: bool = False
) -> str:
    """Send what a button brings to whoever pressed it; returns the ts where the reply is a message that stays.

    In a direct message it is a message like any other, unless it is a ``passing`` remark; in a channel only the
    presser sees it, in the thread of the button. Where the bot is no member, the response URL reaches them.
    """
    channel, thread = _channel(body), _thread(body)
    if not channel or (_is_ephemeral(body) and not thread):
        send(respond, message)
        return ""
    if channel.startswith("D") and not passing:
        return post(client, channel, message, thread)
    try:
        post_privately(client, channel, body["user"]["id"], message, thread)
    except SlackApiError as error:
        if error.response.get("error") not in NOT_HERE or not respond.response_url:
            raise
        send(respond, message, thread=thread)
    return ""


def publish(body: dict[str, Any], client: WebClient, respond: Respond, message: Message, thread: str = "") -> str:
    """Post for everybody what was private: in its thread, else in its channel; returns the ts where Slack tells it."""
    thread = thread or _thread(body)
    if not thread:
        send(respond, message, in_channel=True)
        return ""
    try:
        return post(client, _channel(body), message, thread)
    except SlackApiError as error:
        if error.response.get("error") not in NOT_HERE or not respond.response_url:
            raise
        send(respond, message, in_channel=True, thread=thread)
    return ""


def renew_press(body: dict[str, Any], client: WebClient, respond: Respond, message: Message) -> None:
    """Show a message in place of the one whose button was pressed; one that others read stays, and it comes beside."""
    pressed, channel = (body.get("container") or {}).get("message_ts"), _channel(body)
    if _is_ephemeral(body):
        send(respond, message, replacing=True, thread=_thread(body))
    elif channel.startswith("D") and pressed:
        rewrite(client, channel, pressed, message)
    else:
        reply_to_press(body, client, respond, message)


def once(records: Records, key: str, post: Callable[[], None]) -> None:
    """Post what is for everybody unless that is done; a second press waits for the first, and may try where it failed."""
    with records.turn(key):
        if not records.claim(key):
            return
        try:
            post()
        except Exception:
            records.release(key)
            raise


def give_receipt(body: dict[str, Any], client: WebClient, respond: Respond, message: Message) -> None:
    """Show a message that says that it is posted, in place of the one with the button; it is posted in any case."""
    try:
        renew_press(body, client, respond, message)
    except (SlackApiError, ReplyLostError, OSError) as error:
        log.warning("no receipt", kind=type(error).__name__)


def is_in_thread(body: dict[str, Any]) -> bool:
    """Tell whether a button was pressed in a thread."""
    return bool(_thread(body))


def is_private(body: dict[str, Any]) -> bool:
    """Tell whether the reply to a press is seen by its presser alone (everywhere but in direct messages)."""
    return not _channel(body).startswith("D")


def _is_ephemeral(body: dict[str, Any]) -> bool:
    return bool((body.get("container") or {}).get("is_ephemeral"))


def _channel(body: dict[str, Any]) -> str:
    return (body.get("channel") or {}).get("id") or (body.get("container") or {}).get("channel_id") or ""


def _thread(body: dict[str, Any]) -> str:
    """Return the thread in which the pressed message stands, or "" where it stands in none."""
    return (body.get("message") or {}).get("thread_ts") or (body.get("container") or {}).get("thread_ts") or ""
