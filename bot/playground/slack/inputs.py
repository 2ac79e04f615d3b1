"""What a person chose or wrote, as Slack hands it to an app: ``state.values`` and the fields of an action.

https://docs.slack.dev/reference/interaction-payloads/block_actions-payload
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

__all__ = ["Entered", "NotPossibleError", "action_of", "chosen", "missing", "options_of", "state_of"]

Payload = dict[str, Any]
Entered = Mapping[tuple[str, str], Payload]  # block id and action id to what stands there

_OPTION, _OPTIONS = "selected_option", "selected_options"
# Where the value of an element stands, and where its first value does.
_FIELDS = {
    "plain_text_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "rich_text_input": ("rich_text_value", "initial_value"),
    "static_select": (_OPTION, "initial_option"),
    "external_select": (_OPTION, "initial_option"),
    "radio_buttons": (_OPTION, "initial_option"),
    "overflow": (_OPTION, ""),
    "checkboxes": (_OPTIONS, "initial_options"),
    "multi_static_select": (_OPTIONS, "initial_options"),
    "multi_external_select": (_OPTIONS, "initial_options"),
    "users_select": ("selected_user", "initial_user"),
    "multi_users_select": ("selected_users", "initial_users"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "channels_select": ("selected_channel", "initial_channel"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "file_input": ("files", ""),
}
_MANY = ("selected_options", "selected_users", "selected_conversations", "selected_channels", "files")
_OF_BUTTONS = ("text", "value", "style")
_OF_MENUS = ("placeholder",)


class NotPossibleError(Exception):
    """Slack's own window would not let a person do this; the sentence says why, for that person to read."""


def options_of(element: Payload) -> list[Payload]:
    """List what there is to choose from."""
    groups = (option for group in element.get("option_groups", ()) for option in group["options"])
    return [*element.get("options", ()), *groups]


def chosen(element: Payload, value: Any) -> Payload:
    """Return what an element holds after a person chose or wrote ``value``: an option's value or words, or text.

    Raises `NotPossibleError` for an option that is not there, and for a text of the wrong length.
    """
    kind = element["type"]
    if kind not in _FIELDS:
        raise NotPossibleError("ここでは何も選べません")
    name, _ = _FIELDS[kind]
    if name == _OPTION and value is not None:
        value = _option(element, value)
    elif name == _OPTIONS:
        value = [_option(element, one) for one in value]
    elif kind == "plain_text_input" and value is not None:
        _check_length(element, value)
    return {"type": kind, name: value}


def _option(element: Payload, value: Any) -> Payload:
    wanted = value["value"] if isinstance(value, dict) else value
    offered = options_of(element)
    found = next((o for o in offered if wanted in (o["value"], o["text"]["text"])), None)
    if found is None and "external" in element["type"] and isinstance(value, dict):
        return value
    if found is None:
        raise NotPossibleError(
            f"「{wanted}」は選択肢にありません。選べるもの: {'、'.join(o['text']['text'] for o in offered)}"
        )
    return found


def _check_length(element: Payload, text: str) -> None:
    least, most = element.get("min_length", 0), element.get("max_length", 3_000)
    if text and not least <= len(text) <= most:
        raise NotPossibleError(f"{len(text)} 文字あります。{least} 文字以上 {most} 文字以内で書いてください")


def _initial(element: Payload) -> Payload:
    name, first = _FIELDS.get(element["type"], ("value", ""))
    nothing: Any = [] if name in _MANY else None
    return {"type": element["type"], name: element.get(first, nothing)}


def state_of(stateful: Iterable[tuple[Payload, Payload]], entered: Entered) -> Payload:
    """Return ``state``: of every element what was entered, else what it began with."""
    values: Payload = {}
    for block, element in stateful:
        here = entered.get((block["block_id"], element["action_id"]))
        kept = here if here and here["type"] == element["type"] else _initial(element)
        values.setdefault(block["block_id"], {})[element["action_id"]] = kept
    return {"values": values}


def missing(stateful: Iterable[tuple[Payload, Payload]], state: Payload) -> list[str]:
    """List the labels of the inputs that have to be filled in and are not."""
    empty = []
    for block, element in stateful:
        held = state["values"][block["block_id"]][element["action_id"]]
        name, _ = _FIELDS.get(element["type"], ("value", ""))
        if block["type"] == "input" and not block.get("optional") and not held.get(name):
            empty.append(block["label"]["text"])
    return empty


def action_of(element: Payload, block_id: str, at: str, held: Payload | None = None) -> Payload:
    """Return the entry in ``actions``: of a button what it carries, of the rest what was chosen."""
    carried = _OF_BUTTONS if element["type"] in ("button", "icon_button", "feedback_buttons") else _OF_MENUS
    more = {name: element[name] for name in carried if name in element}
    placed = {"action_id": element["action_id"], "block_id": block_id, "type": element["type"], "action_ts": at}
    return {**placed, **more, **(held or {})}
