"""The Home tab, and ``/dx-unanswered``, which lists for admins what Home shows them."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import Any

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

from bot.additions import added_since
from bot.blocks import View, render_no_admin
from bot.blocks.form import value_of
from bot.blocks.home import QUESTION, AdminPart, HomePage, Keeping, render_deleted, render_home
from bot.blocks.unanswered import UNANSWERED, Done, read_questions, render_unanswered, render_unanswered_window
from bot.blocks.windows import render_nothing_written, window
from bot.clock import day_of
from bot.desk import Desk
from bot.knowledge import Entry
from bot.library import Library
from bot.records import Records
from bot.settings import Settings
from bot.slack.asking import message_key
from bot.slack.commands import is_new
from bot.slack.modals import open_modal, renew_modal
from bot.slack.presses import is_first, place_of_press, renew_press, reply_to_press
from bot.slack.sending import send
from bot.slack.windows import show_answer, show_when_found
from bot.store import StoreError
from bot.unanswered import Group, grouped

__all__ = [
    "delete_my_data",
    "dismiss_questions",
    "list_unanswered",
    "open_home",
    "publish_home",
    "register",
    "restore_questions",
    "search",
    "show_unanswered",
]


def register(app: App) -> None:
    """Listen to the Home tab, what stands in it, and the command."""
    app.event("app_home_opened", matchers=[_is_home])(open_home)
    app.action(QUESTION)(search)
    for name, listener in (
        ("home_search", search),
        ("delete_my_data", delete_my_data),
        ("show_unanswered", show_unanswered),
        ("dismiss_questions", dismiss_questions),
        ("restore_questions", restore_questions),
    ):
        app.action(re.compile(rf"^{name}:\d+$"))(listener)
    app.command("/dx-unanswered")(list_unanswered)


def _is_home(event: dict[str, Any]) -> bool:
    return event.get("tab") == "home"


def open_home(
    body: dict[str, Any], event: dict[str, Any], client: WebClient, desk: Desk, records: Records, settings: Settings
) -> None:
    """Show the Home tab, as it is now, to whoever opens it."""
    team = body.get("team_id") or ""
    client.views_publish(user_id=event["user"], view=_home(event["user"], team, desk, records, settings))


def publish_home(
    body: dict[str, Any],
    client: WebClient,
    desk: Desk,
    records: Records,
    settings: Settings,
    note: str = "",
    done: Done | None = None,
) -> None:
    """Show the Home tab anew to whoever pressed something."""
    user, team = body["user"]["id"], place_of_press(body, records).team
    client.views_publish(user_id=user, view=_home(user, team, desk, records, settings, note, done))


def search(ack: Ack, body: dict[str, Any], client: WebClient, desk: Desk, records: Records) -> None:
    """Answer what was written in the field, on Enter or on the button beside it."""
    ack()
    question = value_of(body["view"]["state"], QUESTION)
    if not question:
        open_modal(body, client, records, render_nothing_written())
        return
    show_when_found(body, client, records, lambda: show_answer(body, records, question, desk.ask(question)))


def delete_my_data(
    ack: Ack,
    action: dict[str, Any],
    body: dict[str, Any],
    client: WebClient,
    desk: Desk,
    records: Records,
    settings: Settings,
) -> None:
    """Delete what is stored about the presser, who has confirmed it, and say how much that was.

    Nobody knows any more which replies stand under their messages, so an edit of one is answered as if it were new.
    """
    ack()
    if not is_first(body, action, records):
        return
    person = place_of_press(body, records).person
    asked = records.just_asked(person)
    count = records.forget(person)
    for record in asked if count is not None else ():
        records.release(message_key(record.channel, record.question_ts))
    publish_home(body, client, desk, records, settings, render_deleted(count))


def show_unanswered(ack: Ack, body: dict[str, Any], client: WebClient, records: Records, settings: Settings) -> None:
    """Show an admin the whole list."""
    ack()
    if body["user"]["id"] not in settings.admins:
        open_modal(body, client, records, window("質問の一覧", render_no_admin()))
        return
    show_when_found(
        body, client, records, lambda: render_unanswered_window(_groups(records, place_of_press(body, records).team))
    )


def dismiss_questions(
    ack: Ack,
    action: dict[str, Any],
    body: dict[str, Any],
    client: WebClient,
    respond: Respond,
    desk: Desk,
    records: Records,
    settings: Settings,
) -> None:
    """Take a group of questions off the list, for an admin, and offer the way back."""
    ack()
    numbers, team = read_questions(action["value"]), place_of_press(body, records).team
    if not _is_admins(body, client, respond, records, settings) or not is_first(body, action, records):
        return
    question = _named(_groups(records, team), numbers)
    done = Done(question, numbers, taken_off=True, kept=records.dismiss(numbers, team))
    _show_list(body, client, respond, desk, records, settings, done)


def restore_questions(
    ack: Ack,
    action: dict[str, Any],
    body: dict[str, Any],
    client: WebClient,
    respond: Respond,
    desk: Desk,
    records: Records,
    settings: Settings,
) -> None:
    """Put a group of questions back on the list, for an admin."""
    ack()
    numbers, team = read_questions(action["value"]), place_of_press(body, records).team
    if not _is_admins(body, client, respond, records, settings) or not is_first(body, action, records):
        return
    kept = records.restore(numbers, team)
    done = Done(_named(_groups(records, team), numbers), numbers, taken_off=False, kept=kept)
    _show_list(body, client, respond, desk, records, settings, done)


def _is_admins(body: dict[str, Any], client: WebClient, respond: Respond, records: Records, settings: Settings) -> bool:
    """Tell whether an admin has pressed; everybody else gets a friendly no."""
    if body["user"]["id"] in settings.admins:
        return True
    if body.get("view"):
        open_modal(body, client, records, window("質問の一覧", render_no_admin()))
    else:
        reply_to_press(body, client, respond, render_no_admin(), passing=True)
    return False


def _show_list(
    body: dict[str, Any],
    client: WebClient,
    respond: Respond,
    desk: Desk,
    records: Records,
    settings: Settings,
    done: Done,
) -> None:
    """Show the list as it is now where it was pressed: in Home, in its window, or as a message."""
    view = body.get("view") or {}
    if view.get("type") == "home":
        publish_home(body, client, desk, records, settings, done=done)
        return
    groups = _groups(records, place_of_press(body, records).team)
    if view.get("callback_id") == UNANSWERED:
        renew_modal(client, view["id"], render_unanswered_window(groups, done))
    else:
        renew_press(body, client, respond, render_unanswered(groups, done))


def _named(groups: tuple[Group, ...] | None, numbers: tuple[str, ...]) -> str:
    """Return the question by which a group on the list goes, or "" where it is not there."""
    return next((group.question for group in groups or () if set(numbers) & set(group.answer_ids)), "")


def list_unanswered(ack: Ack, command: dict[str, Any], respond: Respond, records: Records, settings: Settings) -> None:
    """List for an admin the questions that wait for an editor; everybody else gets a friendly no."""
    ack()
    if is_new(command, records):
        is_admin = command["user_id"] in settings.admins
        team = command.get("team_id") or ""
        send(respond, render_unanswered(_groups(records, team)) if is_admin else render_no_admin())


def _home(
    user: str,
    team: str,
    desk: Desk,
    records: Records,
    settings: Settings,
    note: str = "",
    done: Done | None = None,
) -> View:
    """Return the Home tab of a person."""
    knowledge, person = desk.knowledge, records.person(user, team)
    stored, lasting = records.stored(person), records.store is not None
    read_on, added = _editions(desk.library, knowledge.version)
    page = HomePage(
        knowledge=knowledge,
        topics=desk.topics(),
        added=added,
        read_on=read_on,
        keeping=Keeping(stored, settings.retention_days, lasting, settings.recording),
        admin=AdminPart(desk.library.problems, _groups(records, team), done) if user in settings.admins else None,
        note=note,
    )
    return render_home(page)


def _groups(records: Records, team: str) -> tuple[Group, ...] | None:
    """Group what waits in one workspace: what others asked is not for its admins."""
    waiting = records.unanswered(team)
    return None if waiting is None else grouped(waiting)


def _editions(library: Library, version: str) -> tuple[date | None, tuple[Entry, ...]]:
    """Return on which day a version was read in, and which questions the edition before it did not have."""
    try:
        kept = library.editions.list()  # newest first
        versions = [name for name, _ in kept]
        if version not in versions:
            return None, ()
        place = versions.index(version)
        day = day_of(kept[place][1])
        return day, _added(library, version, versions[place + 1]) if versions[place + 1 :] else ()
    except StoreError:
        return None, ()


@lru_cache(maxsize=4)  # whole folders are compared
def _added(library: Library, version: str, former: str) -> tuple[Entry, ...]:
    now, before = library.edition(version), library.editions.get(former)
    return added_since(before.files, now.knowledge) if now and before else ()
