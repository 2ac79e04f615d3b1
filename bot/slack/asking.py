"""From an event that asks something to the reply in its thread; every surface where people write shares it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from slack_sdk import WebClient

from bot import clock, metrics, wording
from bot.answering.answer import Help, Reply
from bot.blocks import Frame, Message, render_articles, render_reply, render_topics
from bot.blocks.frame import CONVERSATION
from bot.desk import Desk
from bot.question import as_read
from bot.records import Place, Records
from bot.slack.sending import post
from bot.small_talk import List, list_wanted, small_talk
from bot.store import AnswerRecord
from bot.text import fold

__all__ = [
    "CONVERSES_FOR",
    "ask",
    "deliver",
    "giving_back",
    "message_key",
    "place_of",
    "rendered",
    "reply_to_event",
    "today",
    "words_of",
    "written_at",
]

CONVERSES_FOR = timedelta(hours=24)  # what counts as one conversation in direct messages without threads


def today() -> date:
    """Return the date in Japan, whose readers it is for."""
    return clock.now().date()


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


def rendered(
    reply: Reply,
    record: AnswerRecord,
    private: bool = False,
    records: Records | None = None,
    *,
    desk: Desk | None = None,
    chain: tuple[str, ...] = (),
    is_posted: bool = False,
) -> Message:
    """Render a reply with its number, for today's reader; ``private`` ones can be posted for everybody.

    ``records`` know whether the thread has quotes already, which can then be collected; the ``desk`` has the lists
    that somebody may have asked for. ``chain`` are the numbers of the answers that this one goes on from.
    """
    wanted = list_wanted(fold(as_read(record.question))) if isinstance(reply, Help) and desk else None
    if desk and wanted is List.TOPICS:
        return render_topics(desk.topics())
    if desk and wanted is List.ARTICLES:
        return render_articles(tuple(desk.knowledge.sources.values()))
    frame = Frame(
        record.id,
        today(),
        private,
        thread=_collectable(records, record) if records else "",
        chain=chain,
        in_thread=bool(record.thread),
        is_posted=is_posted,
        heading=_heading(record, chain),
    )
    return render_reply(reply, frame)


def _heading(record: AnswerRecord, chain: tuple[str, ...]) -> str:
    """Say what is answered, where nobody wrote it above."""
    if chain:
        return wording.further_cases(record.question)
    return wording.asked(record.question) if record.surface == "button" and record.question else ""


def _collectable(records: Records, record: AnswerRecord) -> str:
    """Name the thread (or conversation) into which an answer before this one has brought quotes, or return ""."""
    alone = record.channel.startswith("D") and not record.thread
    if not alone and record.thread in ("", record.question_ts):
        return ""
    before = records.of_thread(record.team, record.channel, record.thread)
    since = record.at - CONVERSES_FOR if alone else None
    found = any(r.quotes and r.reply_ts and r.at < record.at and (not since or r.at >= since) for r in before)
    return (record.thread or CONVERSATION) if found else ""


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
            reply, record = ask(desk, records, words_of(event), place_of(body, records, surface, thread))
            deliver(client, records, record, rendered(reply, record, records=records, desk=desk))
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


def words_of(message: dict[str, Any]) -> str:
    """Return what a message asks: its own words, or those of the message that it forwards with at most a greeting."""
    own = str(message.get("text") or "")
    if small_talk(fold(as_read(own))) is None:
        return own
    parts = (part for part in message.get("attachments") or () if part.get("is_share") or part.get("is_msg_unfurl"))
    return next((str(part["text"]) for part in parts if part.get("text")), own)


def message_key(channel: str, ts: str) -> str:
    """Return the key under which whoever answers a message claims it, whichever event brought it."""
    return f"message {channel} {ts}"


def written_at(message: dict[str, Any]) -> str:
    """Return the time stamp of a message as it is now: that of its last edit, if there was one."""
    return str((message.get("edited") or {}).get("ts") or message["ts"])
