"""Hearing: from a message to the reply, if it is for the bot: told to it alone, by name, or in a thread of its own."""

from __future__ import annotations

from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.blocks import render_hushed, render_never_hushed
from bot.blocks.notices import render_awake
from bot.desk import Desk
from bot.overhearing import asks, is_hush, overhear, speaks_to_people
from bot.records import HUSH, Place, Records
from bot.slack.asking import deliver, giving_back, message_key, place_of, rendered, reply_to_event, written_at
from bot.slack.sending import post, rewrite
from bot.store import AnswerRecord
from bot.telemetry import log

__all__ = [
    "answered_in",
    "hear_alone",
    "hear_by_name",
    "hush",
    "hushed_by",
    "is_of_person",
    "overhear_thread",
    "speak_again",
    "team_of",
]

# A message with a file, and one that a thread shows in its channel too, are written by people like any other.
_WRITTEN = (None, "", "file_share", "thread_broadcast")
_SLACKBOT = "USLACKBOT"
_PUBLIC = ("mention", "shortcut", "thread")  # surfaces whose answers everybody sees
_ENOUGH = 20  # messages of a thread that are looked at: who speaks since the bot did stands among the first


def is_of_person(message: dict[str, Any]) -> bool:
    """Tell what a person wrote from joins, edits, and the words of bots (so that none talk to each other for ever)."""
    by_person = message.get("user") not in (None, "", _SLACKBOT) and not message.get("bot_id")
    return by_person and message.get("subtype") in _WRITTEN


def team_of(body: dict[str, Any]) -> str:
    """Return the workspace of an event."""
    return str(body.get("team_id") or body["event"].get("team") or "")


def hear_alone(body: dict[str, Any], client: WebClient, desk: Desk, records: Records) -> bool:
    """Answer a direct message, beside it or in its thread; returns False where somebody else does."""
    event = body["event"]
    thread = event.get("thread_ts") or ""
    if not is_hush(event.get("text") or ""):
        return reply_to_event(body, client, desk, records, thread, "direct")
    if records.claim(f"hush {event['channel']} {event['ts']}"):
        post(client, event["channel"], render_never_hushed(), thread)
    return True


def hear_by_name(body: dict[str, Any], client: WebClient, desk: Desk, records: Records) -> bool:
    """Answer a mention in its thread, also in one that is to be quiet; returns False where somebody else does."""
    event = body["event"]
    thread = event.get("thread_ts") or event["ts"]
    if not is_hush(event.get("text") or ""):
        return reply_to_event(body, client, desk, records, thread, "mention")
    with records.turn(message_key(event["channel"], event["ts"])):
        if _is_said(event, records) and records.claim(f"hush {event['channel']} {event['ts']}"):
            _promise(client, records, place_of(body, records, "mention", thread), hushed_by(event["ts"]), event["text"])
    return True


def overhear_thread(body: dict[str, Any], client: WebClient, desk: Desk, records: Records) -> bool:
    """Answer what is asked in a thread without a mention, if it is for the bot; returns False where somebody else does.

    It is where the bot has answered in the thread, nobody has asked for quiet, the question has a strong match,
    and people are not talking to each other. All else passes in silence.
    """
    event = body["event"]
    text, team, channel, thread = event.get("text") or "", team_of(body), event["channel"], event["thread_ts"]
    quiet = is_hush(text)
    if "<@" in text or (not quiet and (speaks_to_people(text) or not asks(text))):
        return True  # one that calls the bot comes as a mention, too, and is answered as that
    answers = answered_in(records, team, channel, thread)
    if answers and quiet:
        with records.turn(message_key(channel, event["ts"])):
            if _is_said(event, records):
                hush(client, records, place_of(body, records, "thread", thread), hushed_by(event["ts"]), text)
        return True
    if not answers or records.is_muted(team, channel, thread):
        return True
    return _answer_overheard(body, client, desk, records, answers)


def _answer_overheard(
    body: dict[str, Any], client: WebClient, desk: Desk, records: Records, answers: tuple[AnswerRecord, ...]
) -> bool:
    event = body["event"]
    text, channel, thread = event["text"], event["channel"], event["thread_ts"]
    heard = overhear(desk, text, answers[-1].question)
    if heard is None or (heard.leans and _people_speak(client, event, answers)):
        return True
    message = message_key(channel, event["ts"])
    with records.turn(message):
        if not records.is_latest(message, written_at(event)) or not records.claim(message):
            return False
        with giving_back(records, message):
            place = place_of(body, records, "thread", thread)
            records.asked_before(place, text)
            record = records.note(heard.reply, text, heard.before, place)
            deliver(client, records, record, rendered(heard.reply, record, records=records))
    return True


def _people_speak(client: WebClient, event: dict[str, Any], answers: tuple[AnswerRecord, ...]) -> bool:
    """Tell whether somebody else has spoken in a thread, or was spoken to, since the bot did; if in doubt, they have."""
    since = max(record.reply_ts or record.question_ts for record in answers)
    place = {"channel": event["channel"], "ts": event["thread_ts"]}
    try:
        found = client.conversations_replies(**place, oldest=since, latest=event["ts"], limit=_ENOUGH)
    except (SlackApiError, OSError) as error:
        log.info("thread not read", kind=type(error).__name__)
        return True
    between = (m for m in found.get("messages") or () if since < m["ts"] < event["ts"] and is_of_person(m))
    return any(m["user"] != event["user"] or speaks_to_people(m.get("text") or "") for m in between)


def answered_in(records: Records, team: str, channel: str, thread: str) -> tuple[AnswerRecord, ...]:
    """List the answers that everybody in a thread sees, or is about to see, oldest first; promises are none."""
    told = (r for r in records.of_thread(team, channel, thread) if r.reply_ts or r.surface in _PUBLIC)
    return tuple(r for r in told if r.kind != HUSH)


def hushed_by(ts: str) -> str:
    """Return what a message is as a cause of silence."""
    return f"message {ts}"


def hush(client: WebClient, records: Records, place: Place, cause: str, text: str = "") -> None:
    """Be quiet in a thread for as long as this cause of it stands, and say so unless that has been said."""
    was_muted = records.is_muted(place.team, place.channel, place.thread)
    records.mute(place.team, place.channel, place.thread, cause)
    if not was_muted and records.claim(_promised(place.channel, place.thread)):
        _promise(client, records, place, cause, text)


def speak_again(client: WebClient, records: Records, team: str, channel: str, cause: str, but: str = "") -> None:
    """Take a cause of silence back; where it was the last, the promises in the thread say that they have ended.

    The promise of the record ``but`` is left alone: something else takes its place.
    """
    thread = records.lift(team, channel, cause)
    if not thread:
        return
    records.release(_promised(channel, thread))
    for record in records.of_thread(team, channel, thread):
        if record.kind == HUSH and record.reply_ts and record.id != but:
            records.withdraw(record)
            rewrite(client, channel, record.reply_ts, render_awake())


def _is_said(event: dict[str, Any], records: Records) -> bool:
    """Tell whether a message still says what its event says: an edit may have come first."""
    return records.is_latest(message_key(event["channel"], event["ts"]), written_at(event))


def _promise(client: WebClient, records: Records, place: Place, cause: str, text: str) -> None:
    records.mute(place.team, place.channel, place.thread, cause)
    deliver(client, records, records.note(None, text, "", place), render_hushed())


def _promised(channel: str, thread: str) -> str:
    """Return the key of whoever promises to be quiet in a thread: several wishes at once bring one promise."""
    return f"hushed {channel} {thread}"
