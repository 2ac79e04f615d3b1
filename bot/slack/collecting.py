"""Citations collected: the quotes of a thread in one message, by a message shortcut or the button of an answer."""

from __future__ import annotations

import re
from typing import Any

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

from bot.answering.answer import Answer, Excerpt
from bot.answering.selection import distinct
from bot.blocks import Message
from bot.blocks.collecting import posted_by, render_collection, render_nothing_collected
from bot.blocks.frame import CONVERSATION
from bot.desk import Desk
from bot.knowledge import Quote
from bot.records import Records, quotes_of
from bot.slack.asking import CONVERSES_FOR, today
from bot.slack.presses import give_receipt, is_first, once, place_of_press, publish, reply_to_press
from bot.store import AnswerRecord

__all__ = ["collect_from_answer", "collect_from_message", "post_quotes", "register"]


def register(app: App) -> None:
    """Listen to the shortcut and to the buttons, whose ids end in their place within the message."""
    app.shortcut("collect_quotes")(collect_from_message)
    app.action(re.compile(r"^collect_quotes:\d+$"))(collect_from_answer)
    app.action(re.compile(r"^post_quotes:\d+$"))(post_quotes)


def collect_from_message(
    ack: Ack, body: dict[str, Any], client: WebClient, respond: Respond, desk: Desk, records: Records
) -> None:
    """Show whoever took the shortcut all quotes of the thread in which the message stands."""
    ack()
    if not records.claim(f"shortcut {body.get('trigger_id')}"):
        return
    message, alone = body["message"], body["channel"]["id"].startswith("D")
    thread = message.get("thread_ts") or ("" if alone else message["ts"])
    _show(thread, body, client, respond, desk, records)


def collect_from_answer(
    ack: Ack,
    action: dict[str, Any],
    body: dict[str, Any],
    client: WebClient,
    respond: Respond,
    desk: Desk,
    records: Records,
) -> None:
    """Show whoever pressed all quotes of the thread that the button names."""
    ack()
    if is_first(body, action, records):
        thread = "" if action["value"] == CONVERSATION else action["value"]
        _show(thread, body, client, respond, desk, records)


def post_quotes(
    ack: Ack,
    action: dict[str, Any],
    body: dict[str, Any],
    client: WebClient,
    respond: Respond,
    desk: Desk,
    records: Records,
) -> None:
    """Post the quotes into the thread, once, headed by who collected them; if that fails, it can be pressed again."""
    ack()
    thread, pressed = action["value"], f"posting {action['value']} {(body.get('container') or {}).get('message_ts')}"

    def post() -> None:
        for message in _collected(thread, body, desk, records):
            publish(body, client, respond, posted_by(body["user"]["id"], message), thread)

    once(records, pressed, post)
    give_receipt(body, client, respond, _collected(thread, body, desk, records, is_posted=True)[-1])


def _show(thread: str, body: dict[str, Any], client: WebClient, respond: Respond, desk: Desk, records: Records) -> None:
    for message in _collected(thread, body, desk, records):
        reply_to_press(body, client, respond, message)


def _collected(
    thread: str, body: dict[str, Any], desk: Desk, records: Records, *, is_posted: bool = False
) -> tuple[Message, ...]:
    """Render what the presser has seen quoted in a thread; others' private answers stay theirs."""
    place = place_of_press(body, records)
    found = records.of_thread(place.team, place.channel, thread)
    seen = [record for record in found if record.reply_ts or record.person == place.person]
    said = _recent(seen) if not thread else seen
    excerpts = _excerpts(said, desk)
    if not excerpts:
        return (render_nothing_collected(),)
    changed = any(record.version != desk.knowledge.version for record in said)
    alone = place.channel.startswith("D")
    return render_collection(excerpts, today(), "" if alone else thread, changed, is_posted=is_posted)


def _recent(records: list[AnswerRecord]) -> list[AnswerRecord]:
    return [record for record in records if record.at >= records[-1].at - CONVERSES_FOR]


def _excerpts(records: list[AnswerRecord], desk: Desk) -> list[Excerpt]:
    """Return what the answers quote, in their order; of quotes that overlap, the first."""
    replies = (desk.again(r.question, r.before, r.version, quotes_of(r)) for r in records if r.quotes)
    quoted = {Quote(e.source.id, e.span): e for r in replies if isinstance(r, Answer) for e in r.excerpts}
    return [quoted[quote] for quote in distinct(quoted)]
