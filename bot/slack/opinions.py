"""Opinions on an answer, and questions for the editors: 👍, 👎 and why, 「この質問を担当へ」."""

from __future__ import annotations

import re
from typing import Any

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

from bot.blocks import Message, render_forgotten
from bot.blocks.opinions import (
    HAND_OVER,
    WHY_BAD,
    read_notify,
    read_reason,
    render_hand_over,
    render_handed_over,
    render_no_hand_over,
    render_thanks,
    render_thanks_for_reason,
    render_why_bad,
)
from bot.blocks.windows import window
from bot.records import Records
from bot.slack.modals import open_modal
from bot.slack.presses import is_first, place_of_press, reply_to_press
from bot.store import AnswerRecord

__all__ = ["ask_to_hand_over", "ask_why", "hand_over", "register", "tell_why", "thank"]


def register(app: App) -> None:
    """Listen to opinions, in messages (Slack's own buttons) and in modals (ours), and to the forms."""
    thumbs = re.compile(r"^give_feedback(?::\d+)?$")
    app.action(thumbs, matchers=[_is_good])(thank)
    app.action(thumbs)(ask_why)
    app.action(re.compile(r"^hand_over:\d+$"))(ask_to_hand_over)
    app.view(WHY_BAD)(tell_why)
    app.view(HAND_OVER)(hand_over)


def _is_good(action: dict[str, Any]) -> bool:
    return str(action.get("value", "")).endswith(":good")


def thank(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, respond: Respond, records: Records
) -> None:
    """Write a 👍 down and thank for it, for the presser's eyes."""
    ack()
    if not is_first(body, action, records):
        return
    record = _record_of(action, records)
    kept = record is not None and records.judge(record.id, place_of_press(body, records).person, True)
    _tell(body, client, respond, records, _thanks(record, True, kept, records))


def ask_why(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, respond: Respond, records: Records
) -> None:
    """Write a 👎 down and ask for the reason, which nobody has to give.

    The opinion goes first: it counts, whatever becomes of the form, and must not come after the reason.
    """
    ack()
    if not is_first(body, action, records):
        return
    record = _record_of(action, records)
    if record and records.judge(record.id, place_of_press(body, records).person, False):
        open_modal(body, client, records, render_why_bad(record))
    else:
        _tell(body, client, respond, records, _thanks(record, False, False, records))


def tell_why(ack: Ack, body: dict[str, Any], records: Records) -> None:
    """Write the reason down and thank for it in the same modal.

    The ack is the reply here, so it waits for the database.
    """
    view = body["view"]
    reason = read_reason(view["state"])
    kept = records.judge(view["private_metadata"], place_of_press(body, records).person, False, reason)
    ack(response_action="update", view=render_thanks_for_reason(kept))


def ask_to_hand_over(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, records: Records
) -> None:
    """Ask whether the question shall go to the editors, and whether its asker wants to hear of it."""
    ack()
    record = _record_of(action, records)
    if records.store is None:
        view = render_no_hand_over()
    elif record is None:
        view = window("届けられません", render_forgotten())
    else:
        person = place_of_press(body, records).person
        view = render_hand_over(record, person, records.wish_of(record.id, person))
    open_modal(body, client, records, view)


def hand_over(ack: Ack, body: dict[str, Any], records: Records) -> None:
    """File the question and say so in the same modal; as above, the ack is the reply."""
    view, person = body["view"], place_of_press(body, records).person
    notify = read_notify(view["state"])
    wish = records.wish_of(view["private_metadata"], person)
    kept = records.hand_over(view["private_metadata"], person, notify)
    ack(response_action="update", view=render_handed_over(kept, notify, wish))


def _record_of(action: dict[str, Any], records: Records) -> AnswerRecord | None:
    return records.find(str(action["value"]).partition(":")[0])


def _thanks(record: AnswerRecord | None, good: bool, kept: bool, records: Records) -> Message:
    return render_thanks(good, kept, records.store is not None) if record else render_forgotten()


def _tell(body: dict[str, Any], client: WebClient, respond: Respond, records: Records, message: Message) -> None:
    """Say something to the presser alone, where they look."""
    if body.get("view"):
        open_modal(body, client, records, window("評価", message))
    else:
        reply_to_press(body, client, respond, message, passing=True)
