"""What a person does on the page, as a verb with its arguments, done in the workspace."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.playground.office import Office
from bot.playground.slack import BOT_USER, Delivery, Message, NotPossibleError, View, typed
from bot.playground.slack.reading import controls_of

__all__ = ["RefusedError", "do"]

Payload = dict[str, Any]
Arguments = Mapping[str, Any]
Done = Delivery | Message | View | None
_TEXT = 40_000  # characters of a message (https://docs.slack.dev/changelog/2018-truncating-really-long-messages)


class RefusedError(Exception):
    """Something that cannot be done; the sentence is for the person at the page."""


def do(workspace: Office, user: str, verb: str, arguments: Arguments) -> Payload:
    """Do it; returns the id of the delivery that came of it, or the ts of the message.

    Raises `RefusedError` for what does not exist, is somebody else's, or is more than Slack's window would take.
    """
    if verb not in _VERBS:
        raise RefusedError(f"「{verb}」という操作はありません。")
    try:
        done = _VERBS[verb](workspace, user, arguments)
    except NotPossibleError as error:
        raise RefusedError(f"この操作はできません({error})。") from error
    except LookupError as error:
        raise RefusedError("もう表示されていないか、この操作には使えません。") from error
    except TimeoutError as error:
        raise RefusedError("ボットが接続していません。少し待って、もう一度お試しください。") from error
    if isinstance(done, Delivery):
        return {"delivery": done.id}
    return {"ts": done.ts} if isinstance(done, Message) else {}


# Writing.


def _say(workspace: Office, user: str, arguments: Arguments) -> Done:
    channel, text = _channel(workspace, user, arguments), _typed(workspace, arguments)
    thread = str(arguments.get("thread") or "")
    if channel.startswith("D"):
        return workspace.direct_message(text, user, channel, thread)
    return workspace.say(text, user, channel, thread)


def _command(workspace: Office, user: str, arguments: Arguments) -> Done:
    name, _, text = str(arguments["text"]).strip().partition(" ")
    known = [command.name for command in workspace.manifest.commands]
    if name not in known:
        raise RefusedError(f"「{name}」というコマンドはありません。使えるもの: {'、'.join(known)}")
    return workspace.command(name, text.strip(), user, _channel(workspace, user, arguments))


def _edit(workspace: Office, user: str, arguments: Arguments) -> Done:
    return workspace.edit(_own_message(workspace, user, arguments), _typed(workspace, arguments))


def _delete(workspace: Office, user: str, arguments: Arguments) -> Done:
    return workspace.delete(_own_message(workspace, user, arguments))


def _react(workspace: Office, user: str, arguments: Arguments) -> Done:
    act = workspace.react if arguments.get("there", True) else workspace.unreact
    return act(_message(workspace, user, arguments), str(arguments["name"]), user)


# Pressing, choosing, filling in.


def _press(workspace: Office, user: str, arguments: Arguments) -> Done:
    place = _filled(workspace, user, arguments)
    return workspace.press(_element(place, arguments), place, user)


def _choose(workspace: Office, user: str, arguments: Arguments) -> Done:
    place = _filled(workspace, user, arguments)
    return workspace.choose(_element(place, arguments), arguments.get("value"), place, user)


def _feedback(workspace: Office, user: str, arguments: Arguments) -> Done:
    return workspace.give_feedback(_message(workspace, user, arguments), bool(arguments["good"]), user)


def _submit(workspace: Office, user: str, arguments: Arguments) -> Done:
    return workspace.submit(user, arguments.get("values") or {})


def _close(workspace: Office, user: str, arguments: Arguments) -> Done:
    return workspace.close_modal(user, bool(arguments.get("everything")))


# Shortcuts and tabs.


def _shortcut(workspace: Office, user: str, arguments: Arguments) -> Done:
    return workspace.global_shortcut(str(arguments["name"]), user)


def _message_shortcut(workspace: Office, user: str, arguments: Arguments) -> Done:
    return workspace.message_shortcut(str(arguments["name"]), _message(workspace, user, arguments), user)


def _open_home(workspace: Office, user: str, _: Arguments) -> Done:
    return workspace.open_home(user)


def _open_messages(workspace: Office, user: str, _: Arguments) -> Done:
    return workspace.open_messages_tab(user)


_VERBS: dict[str, Callable[[Office, str, Arguments], Done]] = {
    "say": _say,
    "command": _command,
    "edit": _edit,
    "delete": _delete,
    "react": _react,
    "press": _press,
    "choose": _choose,
    "feedback": _feedback,
    "submit": _submit,
    "close": _close,
    "shortcut": _shortcut,
    "message_shortcut": _message_shortcut,
    "open_home": _open_home,
    "open_messages": _open_messages,
}


# Within.


def _channel(workspace: Office, user: str, arguments: Arguments) -> str:
    """Return a channel that is there and that the person may look into."""
    wanted = next((place for place in workspace.places if place.id == arguments["channel"]), None)
    if wanted is None or (wanted.kind == "im" and wanted.user != user):
        raise LookupError("no such channel")
    return wanted.id


def _typed(workspace: Office, arguments: Arguments) -> str:
    text = str(arguments["text"])
    if not text.strip():
        raise RefusedError("何か書いてから送ってください。")
    if len(text) > _TEXT:
        raise RefusedError(f"{len(text):,} 文字あります。Slack で送れるのは {_TEXT:,} 文字までです。")
    return typed(text, (*workspace.people, workspace.person(BOT_USER)))


def _message(workspace: Office, user: str, arguments: Arguments) -> Message:
    channel, ts = _channel(workspace, user, arguments), arguments["ts"]
    found = next((m for m in reversed(workspace.visible(channel, user)) if m.ts == ts and not m.deleted), None)
    if found is None:
        raise LookupError("no such message")
    return found


def _own_message(workspace: Office, user: str, arguments: Arguments) -> Message:
    message = _message(workspace, user, arguments)
    if message.author != user:
        raise RefusedError("自分のメッセージだけを変えられます。")
    return message


def _place(workspace: Office, user: str, arguments: Arguments) -> Message | View:
    """Return the message, modal or Home tab in which something is done."""
    if "view" not in arguments:
        return _message(workspace, user, arguments)
    home = workspace.home(user)
    views: list[View] = [*workspace.modals(user), *([home] if home else [])]
    found = next((view for view in views if view.id == arguments["view"]), None)
    if found is None:
        raise LookupError("no such view")
    return found


def _filled(workspace: Office, user: str, arguments: Arguments) -> Message | View:
    """Return the place, with what was typed there since: Slack sends that along with every press."""
    place = _place(workspace, user, arguments)
    values: dict[str, Any] = arguments.get("values") or {}
    if not isinstance(place, View) or not values:
        return place
    return workspace.fill(values, user) if place.kind == "modal" else workspace.fill_home(values, user)


def _element(place: Message | View, arguments: Arguments) -> Payload:
    """Return the element with these ids."""
    for block in place.blocks:
        if block.get("block_id") == arguments["block_id"]:
            for element in controls_of(block):
                if element.get("action_id") == arguments["action_id"]:
                    return element
    raise LookupError("no such element")
