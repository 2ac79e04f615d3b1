"""Second thoughts: an edited question changes its reply in place, a deleted one takes its reply with it.

Slack tells of both by the message alone, several times (an edited mention comes as ``app_mention`` again, too), and
not always after the message itself.
"""

from __future__ import annotations

import time
from typing import Any

from slack_bolt import App, BoltContext
from slack_sdk import WebClient

from bot.blocks import Message, render_hushed, render_never_hushed
from bot.desk import Desk
from bot.overhearing import is_hush
from bot.records import HUSH, Records
from bot.slack.asking import message_key, rendered, written_at
from bot.slack.hearing import (
    hear_alone,
    hear_by_name,
    hushed_by,
    is_of_person,
    overhear_thread,
    speak_again,
    team_of,
)
from bot.slack.sending import rewrite, take_back
from bot.store import AnswerRecord

__all__ = ["heed_deletion", "heed_edit", "register"]

_PATIENCE = 5.0  # seconds for a reply that is on its way
_PAUSE = 0.1
_GONE = "~"  # after every time stamp


def register(app: App) -> None:
    """Listen to edits and deletions."""
    app.event("message", matchers=[_is_deletion])(heed_deletion)
    app.event("message", matchers=[_is_edit])(heed_edit)


def _is_edit(event: dict[str, Any]) -> bool:
    return event.get("subtype") == "message_changed"


def _is_deletion(event: dict[str, Any]) -> bool:
    """Tell a deletion; a message that has replies is said to have changed: into a tombstone."""
    is_stone = (event.get("message") or {}).get("subtype") == "tombstone"
    return event.get("subtype") == "message_deleted" or (_is_edit(event) and is_stone)


def heed_edit(body: dict[str, Any], client: WebClient, context: BoltContext, desk: Desk, records: Records) -> None:
    """Change the reply to an edited message in its place; one that has no reply is heard as if it were new."""
    event = body["event"]
    before, message = event.get("previous_message") or {}, _as_it_is(event)
    if not is_of_person(message) or "edited" not in message or before.get("text") == message.get("text"):
        return  # the edits of bots, and previews of links, in which no word has changed
    key = message_key(message["channel"], message["ts"])
    with records.turn(key):
        if not records.is_latest(key, written_at(message)):
            return
        record = _reply_to(records, team_of(body), message)
        if not is_hush(message.get("text") or ""):
            record = _unhushed(record, body, message, client, records)
        if record is None and not _hear_anew({**body, "event": message}, client, context, desk, records):
            time.sleep(_PAUSE)
            record = _reply_to(records, team_of(body), message)
        if record and record.question != (message.get("text") or ""):
            _change(record, message.get("text") or "", client, desk, records)


def heed_deletion(body: dict[str, Any], client: WebClient, records: Records) -> None:
    """Remove the reply to a message that was deleted, also one that is still on its way."""
    event = body["event"]
    gone = event.get("previous_message") or {}
    ts = event.get("deleted_ts") or (event.get("message") or gone).get("ts") or ""
    if gone.get("bot_id") or gone.get("subtype") == "tombstone":
        return
    message, key = {"channel": event["channel"], "ts": ts}, message_key(event["channel"], ts)
    if not records.claim(f"deletion {event['channel']} {ts}"):
        return
    with records.turn(key):
        records.is_latest(key, _GONE)
        records.claim(key)
        record = _reply_to(records, team_of(body), message)
        number = record.id if record else ""
        speak_again(client, records, team_of(body), event["channel"], hushed_by(ts), but=number)
        if record and not _is_kept(record, records):
            take_back(client, record.channel, record.reply_ts)
            records.withdraw(record)


def _unhushed(
    record: AnswerRecord | None, body: dict[str, Any], message: dict[str, Any], client: WebClient, records: Records
) -> AnswerRecord | None:
    """Let a message that asks for quiet no longer stop doing so; returns what its new words shall change.

    Where the bot was called, the answer takes the place of the promise. In a thread, what people say to each other
    is no question: it is heard as if it were new.
    """
    is_overheard = record is not None and record.kind == HUSH and record.surface == "thread"
    kept = "" if record is None or is_overheard else record.id
    speak_again(client, records, team_of(body), message["channel"], hushed_by(message["ts"]), but=kept)
    if not is_overheard:
        return record
    records.release(message_key(message["channel"], message["ts"]))
    return None


def _is_kept(record: AnswerRecord, records: Records) -> bool:
    """Tell a promise to be quiet that somebody else still relies on."""
    return record.kind == HUSH and records.is_muted(record.team, record.channel, record.thread)


def _as_it_is(event: dict[str, Any]) -> dict[str, Any]:
    """Return the message of an event as it is now, with its channel; one that opens a thread stands in none."""
    message = {**(event.get("message") or event), "channel": event["channel"]}
    message["channel_type"] = event.get("channel_type")
    if message.get("thread_ts") == message.get("ts"):
        del message["thread_ts"]
    return message


def _hear_anew(body: dict[str, Any], client: WebClient, context: BoltContext, desk: Desk, records: Records) -> bool:
    """Hear a message that nobody has answered; returns False where somebody is about to."""
    event = body["event"]
    if event.get("channel_type") == "im":
        return hear_alone(body, client, desk, records)
    if f"<@{context.bot_user_id}" in (event.get("text") or ""):
        return hear_by_name(body, client, desk, records)
    return not event.get("thread_ts") or overhear_thread(body, client, desk, records)


def _reply_to(records: Records, team: str, message: dict[str, Any]) -> AnswerRecord | None:
    """Return the answer that stands under a message; one that another process is about to post is waited for."""
    end = time.monotonic() + _PATIENCE
    while True:
        answers = records.of_question(team, message["channel"], message["ts"])
        standing = next((record for record in answers if record.reply_ts), None)
        if standing or not answers or time.monotonic() > end:
            return standing
        time.sleep(_PAUSE)


def _change(record: AnswerRecord, text: str, client: WebClient, desk: Desk, records: Records) -> None:
    """Put the answer to a new text in the place of a former one."""
    if is_hush(text):
        revised = records.revise(record, None, text)
        message = _hushed(revised, records)
    else:
        reply = desk.ask(text, record.before)
        revised = records.revise(record, reply, text)
        message = rendered(reply, revised, records=records, desk=desk)
    if not rewrite(client, record.channel, record.reply_ts, message):
        records.withdraw(revised)


def _hushed(record: AnswerRecord, records: Records) -> Message:
    """Be quiet in the thread of a message, if it stands in one that others read."""
    if record.channel.startswith("D"):
        return render_never_hushed()
    records.mute(record.team, record.channel, record.thread, hushed_by(record.question_ts))
    return render_hushed()
