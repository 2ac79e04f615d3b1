"""What people press, choose and fill in (https://docs.slack.dev/reference/block-kit/block-elements)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.playground.slack.limits.checks import (
    Check,
    Notes,
    anything,
    choice,
    flag,
    record,
    several,
    string,
    text,
    typed,
    url,
    whole,
)
from bot.playground.slack.limits.rich_text import RICH_TEXT

__all__ = ["ACCESSORIES", "ACTIONS", "CONTEXT_ACTIONS", "IMAGE", "INPUTS"]

_MOST_OPTIONS, _MOST_BOXES, _MOST_OVERFLOW = 100, 10, 5
_ACTION = {"action_id": string(255)}
_LABEL = {"accessibility_label": string(75)}
_CONFIRM = {
    "confirm": record(
        {
            "title": text(100),
            "text": text(300, "plain_text", "mrkdwn"),
            "confirm": text(30),
            "deny": text(30),
        },
        {"style": choice("primary", "danger")},
    )
}
_ID = string(255)
_IDS = several(_ID, _MOST_OPTIONS)
_WAITING = {"placeholder": text(150)}
_FOCUS = {"focus_on_load": flag}
_SELECT: dict[str, Check] = {**_ACTION, **_CONFIRM, **_WAITING, **_FOCUS}
_MULTI: dict[str, Check] = {**_SELECT, "max_selected_items": whole(1, 2**31)}
_FILTER = record(
    {},
    {
        "include": several(choice("im", "mpim", "private", "public"), 4),
        "exclude_external_shared_channels": flag,
        "exclude_bot_users": flag,
    },
)


def _option(*kinds: str, more: Mapping[str, Check] | None = None) -> Check:
    return record({"text": text(75, *kinds), "value": string(150)}, {"description": text(75, *kinds), **(more or {})})


_OPTION = _option("plain_text")
_BOX = _option("plain_text", "mrkdwn")
_BOXES = several(_BOX, _MOST_BOXES)
_OPTIONS = several(_OPTION, _MOST_OPTIONS)
_GROUPS = several(record({"label": text(75), "options": _OPTIONS}), _MOST_OPTIONS)


def _with_choices(fields: Mapping[str, Check]) -> Check:
    """Expect options or option groups, and not both."""
    check_fields = _initially_among({**fields, "options": _OPTIONS, "option_groups": _GROUPS})

    def check(value: dict[str, Any], pointer: str, notes: Notes) -> None:
        if ("options" in value) == ("option_groups" in value):
            notes.add("must define either `options` or `option_groups`", pointer)
        check_fields(value, pointer, notes)

    return check


def _initially_among(optional: Mapping[str, Check], required: Mapping[str, Check] | None = None) -> Check:
    """Expect what is chosen at first to be one of the options, letter by letter."""
    check_fields = record(required or {}, optional)

    def check(value: dict[str, Any], pointer: str, notes: Notes) -> None:
        before = len(notes.sentences)
        check_fields(value, pointer, notes)
        if len(notes.sentences) > before:
            return
        offered = [*value.get("options", ()), *(o for g in value.get("option_groups", ()) for o in g["options"])]
        for name in ("initial_option", "initial_options"):
            chosen = value.get(name, [])
            if not all(option in offered for option in (chosen if isinstance(chosen, list) else [chosen])):
                notes.add("must match one of the provided options", f"{pointer}/{name}")

    return check


IMAGE = record(
    {"alt_text": string(2_000)},
    {"image_url": url(), "slack_file": record({}, {"id": _ID, "url": url()})},
)
_BUTTON = record(
    {"text": text(75)},
    {
        **_ACTION,
        **_CONFIRM,
        **_LABEL,
        "value": string(2_000),
        "url": url(),
        "style": choice("primary", "danger"),
        "agent_prompt": string(4_000),
    },
)
_OVERFLOW = record(
    {"options": several(_option("plain_text", more={"url": url()}), _MOST_OVERFLOW)}, {**_ACTION, **_CONFIRM, **_LABEL}
)
_PICKED = {**_ACTION, **_CONFIRM, **_FOCUS}
_CHOOSING: dict[str, Check] = {
    "checkboxes": _initially_among({**_PICKED, "initial_options": _BOXES}, {"options": _BOXES}),
    "radio_buttons": _initially_among({**_PICKED, "initial_option": _BOX}, {"options": _BOXES}),
    "datepicker": record({}, {**_SELECT, "initial_date": string(10)}),
    "timepicker": record({}, {**_SELECT, "initial_time": string(5), "timezone": string(255)}),
    "datetimepicker": record({}, {**_PICKED, "initial_date_time": whole(10**9, 10**10)}),
    "static_select": _with_choices({**_SELECT, "initial_option": _OPTION}),
    "external_select": record({}, {**_SELECT, "initial_option": _OPTION, "min_query_length": whole(0, 2**31)}),
    "users_select": record({}, {**_SELECT, "initial_user": _ID}),
    "channels_select": record({}, {**_SELECT, "initial_channel": _ID, "response_url_enabled": flag}),
    "conversations_select": record(
        {},
        {
            **_SELECT,
            "initial_conversation": _ID,
            "default_to_current_conversation": flag,
            "response_url_enabled": flag,
            "filter": _FILTER,
        },
    ),
    "multi_static_select": _with_choices({**_MULTI, "initial_options": _OPTIONS}),
    "multi_external_select": record({}, {**_MULTI, "initial_options": _OPTIONS, "min_query_length": whole(0, 2**31)}),
    "multi_users_select": record({}, {**_MULTI, "initial_users": _IDS}),
    "multi_channels_select": record({}, {**_MULTI, "initial_channels": _IDS}),
    "multi_conversations_select": record(
        {}, {**_MULTI, "initial_conversations": _IDS, "default_to_current_conversation": flag, "filter": _FILTER}
    ),
}
_DISPATCH = {
    "dispatch_action_config": record(
        {}, {"trigger_actions_on": several(choice("on_enter_pressed", "on_character_entered"), 2)}
    )
}
_WRITING = {**_ACTION, **_WAITING, **_FOCUS, **_DISPATCH}
_RICH_TEXT_INPUT = record({}, {**_WRITING, "initial_value": typed({"rich_text": RICH_TEXT})})
_WRITTEN: dict[str, Check] = {
    "plain_text_input": record(
        {},
        {
            **_WRITING,
            "initial_value": string(3_000, least=0),
            "multiline": flag,
            "min_length": whole(0, 3_000),
            "max_length": whole(1, 3_000),
        },
    ),
    "rich_text_input": _RICH_TEXT_INPUT,
    "email_text_input": record({}, {**_WRITING, "initial_value": string(3_000)}),
    "url_text_input": record({}, {**_WRITING, "initial_value": string(3_000)}),
    "number_input": record(
        {"is_decimal_allowed": flag},
        {**_WRITING, "initial_value": string(255), "min_value": string(255), "max_value": string(255)},
    ),
    "file_input": record({}, {**_ACTION, "filetypes": several(string(255), 100), "max_files": whole(1, 10)}),
}
_WORKFLOW = {"workflow_button": anything}
_PRESSED: dict[str, Check] = {"button": _BUTTON, "overflow": _OVERFLOW, **_WORKFLOW}

# Which element may stand where, as in the types of @slack/types.
ACTIONS = typed({**_PRESSED, **_CHOOSING, "rich_text_input": _RICH_TEXT_INPUT})
ACCESSORIES = typed(
    {**_PRESSED, **{k: v for k, v in _CHOOSING.items() if k != "datetimepicker"}, "image": IMAGE},
)
INPUTS = typed({**_CHOOSING, **_WRITTEN})
_OPINION = record({"text": text(75), "value": string(2_000)}, _LABEL)
CONTEXT_ACTIONS = typed(
    {
        "feedback_buttons": record({"positive_button": _OPINION, "negative_button": _OPINION}, _ACTION),
        "icon_button": record(
            {"icon": choice("trash"), "text": text(75)},
            {**_ACTION, **_CONFIRM, **_LABEL, "value": string(2_000), "visible_to_user_ids": _IDS},
        ),
    }
)
