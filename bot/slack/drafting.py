"""From a question on the list to an entry: the form, the write, and the decision about the reload."""

from __future__ import annotations

import re
import secrets
import time
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot import reloading
from bot.blocks import View, render_no_admin
from bot.blocks.drafting import (
    DRAFT,
    read_draft,
    render_draft_form,
    render_draft_refused,
    render_draft_stopped,
    render_lines,
    render_nothing_to_draft,
    render_weighing,
    render_written,
)
from bot.blocks.windows import render_trouble_window, render_waiting, window
from bot.desk import Desk
from bot.drafting import DraftError, Tried, Wanted, check_complete, is_writable, sketch, tried, write
from bot.exchange import ExchangeError
from bot.records import Records
from bot.reloading import Admin
from bot.settings import Settings
from bot.slack.presses import place_of_press
from bot.slack.reloading import rendered
from bot.slack.windows import show_when_found
from bot.telemetry import log
from bot.unanswered import Group, grouped

__all__ = ["draft_entry", "register", "take_draft"]

_LOOKS, _PAUSE = 10, 0.2  # how often, and after how many seconds, to look for a modal that Slack is just opening
_NOT_OPEN = "not_found"
_UNWRITTEN = "ファイルに書き込めませんでした。空き容量と、フォルダーの権限を確かめてください。"


def register(app: App) -> None:
    """Listen to the button of each question on the list, and to the form."""
    app.action(re.compile(r"^draft_entry:\d+$"))(draft_entry)
    app.view(DRAFT)(take_draft)


def draft_entry(
    ack: Ack,
    action: dict[str, Any],
    body: dict[str, Any],
    client: WebClient,
    desk: Desk,
    records: Records,
    settings: Settings,
) -> None:
    """Open the form for a group of questions, with what is near them."""
    ack()
    admin = _admin(body, records, settings)

    def found() -> View:
        if admin is None:
            return window("項目の下書き", render_no_admin())
        group = _group(records, admin, action["value"])
        return _form(desk, group, settings) if group else render_nothing_to_draft()

    show_when_found(body, client, records, found, render_waiting("近い引用を探しています"))


def take_draft(
    ack: Ack, body: dict[str, Any], client: WebClient, desk: Desk, records: Records, settings: Settings
) -> None:
    """Check a draft, write it where that is possible, and show in a modal over the form what came of it.

    Closing that modal leads back to the form, where something has to be mended.
    """
    wanted, admin = read_draft(body["view"]), _admin(body, records, settings)
    try:
        check_complete(wanted)
    except DraftError as error:
        ack(response_action="errors", errors={error.field: str(error)})
        return
    name = f"draft-{secrets.token_hex(8)}"
    ack(response_action="push", view={**render_waiting("確かめています"), "external_id": name})
    if not records.claim(f"draft {body.get('trigger_id') or name}"):
        return
    try:
        if admin is None:
            _show(client, name, window("項目の下書き", render_no_admin()))
            return
        made = _written(desk, wanted, settings)
        if isinstance(made, Tried):
            _show(client, name, render_weighing(made))
            made = render_written(made, rendered(reloading.propose(desk, records, admin)))
        _show(client, name, made)
    except Exception:
        _show(client, name, render_trouble_window())
        raise


def _form(desk: Desk, group: Group, settings: Settings) -> View:
    snapshot = desk.library.current
    _, matched, _ = desk.reason(group.question, group.before, snapshot)
    found = sketch(group.wordings, matched, snapshot.knowledge)
    return render_draft_form(found, is_writable(desk.library, bool(settings.knowledge_url)))


def _written(desk: Desk, wanted: Wanted, settings: Settings) -> Tried | View:
    """Return a draft that was tried and written, or what an editor is shown instead."""
    writable = is_writable(desk.library, bool(settings.knowledge_url))
    try:
        made = tried(wanted, desk.library, writable)
        if made.refused:
            return render_draft_refused(made)
        if not writable:
            return render_lines(made)
        write(made)
    except (DraftError, ExchangeError) as error:
        return render_draft_stopped(str(error))
    except OSError as error:
        log.error("draft not written", kind=type(error).__name__)
        return render_draft_stopped(_UNWRITTEN)
    log.info("draft written", path=made.path)
    return made


def _show(client: WebClient, name: str, view: View) -> None:
    """Fill the modal of a name; the receipt that opens it may take longer on its way than we do."""
    for look in range(_LOOKS):
        try:
            client.views_update(external_id=name, view={**view, "external_id": name})
        except SlackApiError as error:
            if error.response.get("error") != _NOT_OPEN:
                raise
            if look < _LOOKS - 1:
                time.sleep(_PAUSE)
        else:
            return


def _group(records: Records, admin: Admin, answer_id: str) -> Group | None:
    waiting = records.unanswered(admin.team) or ()
    return next((group for group in grouped(waiting) if answer_id in group.answer_ids and group.question), None)


def _admin(body: dict[str, Any], records: Records, settings: Settings) -> Admin | None:
    place = place_of_press(body, records)
    return Admin(place.person, place.team) if body["user"]["id"] in settings.admins else None
