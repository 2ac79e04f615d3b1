"""From an event that asks something to the reply in its thread; every surface where people write shares it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

from slack_sdk import WebClient

from bot import metrics
from bot.answer import Reply
from bot.blocks import Frame, Message, render_reply
from bot.desk import Desk
from bot.records import Place, Records
from bot.slack.sending import post
from bot.store import AnswerRecord

__all__ = [
    "ask",
    "deliver",
    "giving_back",
    "message_key",
    "place_of",
    "rendered",
    "reply_to_event",
    "today",
    "written_at",
]


def today() -> date:
    """Return the date in the time zone of those who read it (Japan's is nine hours before UTC's date)."""
    return datetime.now(UTC).astimezone().date()


def place_of(body: dict[str, Any], records: Records, surface: str, thread: str = "") -> Place:
    """Return where an event of a message comes from."""
    event = body["event"]
    team = body.get("team_id") or event.get("team") or ""
    person = records.person(event.get("user") or "", team)
    return Place(team, event["channel"], person, surface, thread, event["ts"])


def ask(
    desk: Desk, records: Records, question: str, place: Place, before: str | None = None
) -> tuple[Reply, AnswerRecord]:
    """Ask the desk and write the answer down; ``before`` None looks up what the thread asked before."""
    known = records.asked_before(place, question) if before is None else before
    with metrics.ANSWER_SECONDS.time():
        reply = desk.ask(question, known)
    return reply, records.note(reply, question, known, place)


def rendered(reply: Reply, record: AnswerRecord, private: bool = False, records: Records | None = None) -> Message:
    """Render a reply with its number, for today's reader; ``private`` ones can be shared.

    ``records`` know whether the thread has quotes already, which can then be collected.
    """
    thread = record.thread if records and _has_quotes(records, record) else ""
    return render_reply(reply, Frame(record.id, today(), private, thread=thread))


def _has_quotes(records: Records, record: AnswerRecord) -> bool:
    """Tell whether an answer before this one has brought quotes into its thread."""
    if record.thread in ("", record.question_ts):
        return False
    before = records.of_thread(record.team, record.channel, record.thread)
    return any(r.quotes and r.reply_ts and r.at < record.at for r in before)


def reply_to_event(
    body: dict[str, Any], client: WebClient, desk: Desk, records: Records, thread: str, surface: str
) -> bool:
    """Answer the message of an event once; ``thread`` is where the reply goes ("": beside the message).

    Returns False where somebody else has answered the message or is about to, and where it has been edited or
    deleted since. Where the reply cannot be posted, the message counts as never answered, so that an edit of it is.
    """
    event = body["event"]
    message = message_key(event["channel"], event["ts"])
    with records.turn(message):
        if not records.is_latest(message, written_at(event)):
            return False
        if not records.claim(f"event {body.get('event_id') or event['ts']}", message):
            return False
        with giving_back(records, message):
            reply, record = ask(desk, records, event.get("text") or "", place_of(body, records, surface, thread))
            deliver(client, records, record, rendered(reply, record, records=records))
    return True


def deliver(client: WebClient, records: Records, record: AnswerRecord, message: Message) -> None:
    """Post a reply where its record says, and remember it; one that cannot be posted stands nowhere."""
    try:
        ts = post(client, record.channel, message, record.thread)
    except Exception:
        records.withdraw(record)
        raise
    records.replied(record, ts)


@contextmanager
def giving_back(records: Records, message: str) -> Iterator[None]:
    """Give the claim to a message back where an answer fails, so that an edit of it is answered."""
    try:
        yield
    except Exception:
        records.release(message)
        raise


def message_key(channel: str, ts: str) -> str:
    """Return the key under which whoever answers a message claims it, whichever event brought it."""
    return f"message {channel} {ts}"


def written_at(message: dict[str, Any]) -> str:
    """Return the time stamp of a message as it is now: that of its last edit, if there was one."""
    return str((message.get("edited") or {}).get("ts") or message["ts"])
