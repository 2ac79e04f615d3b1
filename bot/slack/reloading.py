"""/dx-reload: an admin is shown what would change, decides, and can go back; in a message or, from Home, in a modal."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

from bot import reloading
from bot.blocks import Message, View, render_no_admin
from bot.blocks.history import render_last_reloads, render_versions
from bot.blocks.reloading import (
    SHIFTS,
    TITLE,
    above,
    render_applied,
    render_checking,
    render_discarded,
    render_gone,
    render_proposal,
    render_refused,
    render_shifts,
    render_unchanged,
    render_undone,
    render_usage,
)
from bot.blocks.windows import render_waiting, window
from bot.desk import Desk
from bot.history import Past, last_reloads, versions
from bot.records import Records
from bot.reloading import Admin, Applied, Outcome, Proposal, Refused, Unchanged, Undone, UnknownVersion
from bot.settings import Settings
from bot.slack.commands import is_new, place_of_command
from bot.slack.home import publish_home
from bot.slack.modals import open_modal, renew_modal
from bot.slack.presses import is_first, place_of_press, renew_press
from bot.slack.sending import send
from bot.slack.waiting import told_if_slow
from bot.slack.windows import show_when_found
from bot.store import StoreError
from bot.telemetry import log

__all__ = ["decide", "list_shifts", "register", "reload", "reload_knowledge", "rendered", "turn_shifts"]

Decision = Callable[[Desk, Records, Admin, str], Message]


def register(app: App) -> None:
    """Listen to the command and to the buttons that decide."""
    app.command("/dx-reload")(reload)
    app.action(re.compile(rf"^(?:{'|'.join(_DECISIONS)}):\d+$"))(decide)
    for name, listener in (
        ("reload_knowledge", reload_knowledge),
        ("list_shifts", list_shifts),
        ("turn_shifts", turn_shifts),
    ):
        app.action(re.compile(rf"^{name}:\d+$"))(listener)


def reload(
    ack: Ack, command: dict[str, Any], respond: Respond, desk: Desk, records: Records, settings: Settings
) -> None:
    """Show an admin what a reload would change, or the versions to go back to; everybody else gets a friendly no."""
    ack()
    if not is_new(command, records):
        return
    place = place_of_command(command, records)
    if command["user_id"] not in settings.admins:
        send(respond, render_no_admin())
        return
    with told_if_slow(lambda: send(respond, render_checking())):
        message = _told(desk, records, Admin(place.person, place.team), command.get("text") or "")
    send(respond, message)


def reload_knowledge(
    ack: Ack, body: dict[str, Any], client: WebClient, desk: Desk, records: Records, settings: Settings
) -> None:
    """Show in a modal what a reload would change, to an admin who pressed the button in Home."""
    ack()
    admin = _admin(body, records, settings)
    if admin is None:
        open_modal(body, client, records, window(TITLE, render_no_admin()))
        return

    def found() -> View:
        return window(TITLE, rendered(reloading.propose(desk, records, admin)))

    show_when_found(body, client, records, found, render_waiting("読み込んでいます"))


def decide(
    ack: Ack,
    action: dict[str, Any],
    body: dict[str, Any],
    client: WebClient,
    respond: Respond,
    desk: Desk,
    records: Records,
    settings: Settings,
) -> None:
    """Apply, discard or go back, as an admin pressed, and show what came of it in place of the question."""
    ack()
    if not is_first(body, action, records):
        return
    made, admin = _DECISIONS[action["action_id"].partition(":")[0]], _admin(body, records, settings)
    with told_if_slow(lambda: _show(body, client, respond, render_checking())):
        message = made(desk, records, admin, action["value"]) if admin else render_no_admin()
    _show(body, client, respond, message)
    if body.get("view"):
        publish_home(body, client, desk, records, settings)


def _show(body: dict[str, Any], client: WebClient, respond: Respond, message: Message) -> None:
    """Show a message in place of the one, or in the modal, in which a button was pressed."""
    if body.get("view"):
        renew_modal(client, body["view"]["id"], window(TITLE, message))
    else:
        renew_press(body, client, respond, message)


def list_shifts(
    ack: Ack,
    action: dict[str, Any],
    body: dict[str, Any],
    client: WebClient,
    desk: Desk,
    records: Records,
    settings: Settings,
) -> None:
    """Open all questions that would get another answer."""
    ack()
    admin = _admin(body, records, settings)
    if admin is None:
        open_modal(body, client, records, window(TITLE, render_no_admin()))
        return
    show_when_found(body, client, records, lambda: _shifts(desk, records, admin, action["value"]))


def turn_shifts(
    ack: Ack,
    action: dict[str, Any],
    body: dict[str, Any],
    client: WebClient,
    desk: Desk,
    records: Records,
    settings: Settings,
) -> None:
    """Turn their pages, in the same modal."""
    ack()
    admin = _admin(body, records, settings)
    if admin and body["view"].get("callback_id") == SHIFTS:
        renew_modal(client, body["view"]["id"], _shifts(desk, records, admin, action["value"]))


def _told(desk: Desk, records: Records, admin: Admin, text: str) -> Message:
    """Do what stands behind the command."""
    words = text.split()
    if not words:
        return rendered(reloading.propose(desk, records, admin))
    match [words[0].lower(), *words[1:]]:
        case ["rollback"]:
            return _versions(desk, records, admin)
        case ["rollback", version]:
            return _go_back(desk, records, admin, version)
        case ["history"]:
            return render_last_reloads(_last_reloads(desk, records), admin.person)
        case _:
            return above(render_usage(), _versions(desk, records, admin))


def _versions(desk: Desk, records: Records, admin: Admin) -> Message:
    """List the versions that are kept, unless the database is away."""
    in_use = desk.knowledge.version
    try:
        return render_versions(versions(desk.library, records.store), in_use, admin.person)
    except StoreError as error:
        log.warning("lookup failed", what="versions", reason=str(error))
        return render_versions(None, in_use, admin.person)


def _last_reloads(desk: Desk, records: Records) -> tuple[Past, ...] | None:
    """List what the journal says, None where there is none or the database is away."""
    try:
        return last_reloads(desk.library, records.store) if records.store else None
    except StoreError as error:
        log.warning("lookup failed", what="reloads", reason=str(error))
        return None


def _apply(desk: Desk, records: Records, admin: Admin, version: str) -> Message:
    return rendered(reloading.apply(desk, records, admin, version))


def _discard(desk: Desk, records: Records, admin: Admin, version: str) -> Message:
    del records, admin, version
    return render_discarded(desk.knowledge.version)


def _go_back(desk: Desk, records: Records, admin: Admin, version: str) -> Message:
    outcome = reloading.roll_back(desk.library, records, admin, version)
    told = rendered(outcome)
    return above(told, _versions(desk, records, admin)) if isinstance(outcome, UnknownVersion) else told


_DECISIONS: dict[str, Decision] = {"apply_reload": _apply, "discard_reload": _discard, "roll_back": _go_back}


def rendered(outcome: Outcome) -> Message:
    """Show an admin what came of a decision, or what there is to decide."""
    match outcome:
        case Proposal():
            return render_proposal(outcome.preview, outcome.problems, outcome.moved)
        case Applied():
            return render_applied(outcome.before, outcome.after, outcome.problems, outcome.back)
        case Unchanged():
            return render_unchanged(outcome.version, outcome.problems)
        case Refused():
            return render_refused(outcome.version, outcome.problems)
        case Undone():
            return render_undone(outcome.version, outcome.reason)
        case _:
            return render_gone(outcome.wanted)


def _shifts(desk: Desk, records: Records, admin: Admin, value: str) -> View:
    version, _, page = value.partition(":")
    return render_shifts(reloading.previewed(desk, records, admin, version), int(page) if page.isdecimal() else 0)


def _admin(body: dict[str, Any], records: Records, settings: Settings) -> Admin | None:
    """Return who pressed, if they may decide; their buttons are private, but a list of admins changes."""
    place = place_of_press(body, records)
    return Admin(place.person, place.team) if body["user"]["id"] in settings.admins else None
