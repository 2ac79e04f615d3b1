"""manifest.json says what the code does: its events, commands and scopes, no more and no less."""

from __future__ import annotations

import ast
import functools
import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from slack_sdk import WebClient

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(__file__).with_name("data")
MANIFEST: dict[str, Any] = json.loads((ROOT / "manifest.json").read_text(encoding="utf-8"))

# What Slack asks for (https://docs.slack.dev/reference/methods, https://docs.slack.dev/reference/events); "": nothing.
SCOPE_OF_METHOD = {
    "api.test": "",
    "assistant.threads.setSuggestedPrompts": "assistant:write",
    "auth.test": "",
    "chat.delete": "chat:write",
    "chat.postEphemeral": "chat:write",
    "chat.postMessage": "chat:write",
    "chat.update": "chat:write",
    "conversations.history": "im:history",
    "conversations.replies": "channels:history",
    "views.open": "",
    "views.publish": "",
    "views.push": "",
    "views.update": "",
}
SCOPE_OF_EVENT = {
    "app_home_opened": "",
    "app_mention": "app_mentions:read",
    "app_uninstalled": "",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "reaction_added": "reactions:read",
    "reaction_removed": "reactions:read",
    "tokens_revoked": "",
}
EVENT_OF_CHANNEL = {"channel": "message.channels", "group": "message.groups", "im": "message.im"}
# Older installs, whose manifest has an assistant_view, send it; Slack takes no subscription to it beside agent_view.
OLDER_EVENTS = {"assistant_thread_started"}
SCOPE_OF_COMMANDS = "commands"


@functools.cache
def _nodes() -> tuple[ast.AST, ...]:
    """Return what can be asked about in the syntax of the whole bot: its calls and comparisons."""
    trees = (ast.parse(path.read_text(encoding="utf-8"), str(path)) for path in sorted((ROOT / "bot").rglob("*.py")))
    return tuple(node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call | ast.Compare))


def _registered(kind: str) -> set[str]:
    """Return the names in ``app.KIND("name")``."""
    return {
        node.args[0].value
        for node in _nodes()
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) == f"app.{kind}"
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
    }


def _events() -> set[str]:
    """Return the events to subscribe to: ``message`` comes in kinds, by the type of the channel."""
    kinds = {
        str(part.value)
        for node in _nodes()
        if isinstance(node, ast.Compare) and "channel_type" in ast.unparse(node.left)
        for comparator in node.comparators
        for part in ast.walk(comparator)
        if isinstance(part, ast.Constant)
    }
    registered = _registered("event") - OLDER_EVENTS
    return (registered - {"message"}) | (
        {EVENT_OF_CHANNEL[kind] for kind in kinds} if "message" in registered else set()
    )


def _methods() -> set[str]:
    """Return the Web API methods that are called on a client, as ``chat.postMessage``."""
    return {
        node.func.attr.replace("_", ".")
        for node in _nodes()
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and ast.unparse(node.func.value).split(".")[-1] == "client"
        and hasattr(WebClient, node.func.attr)
    }


@pytest.mark.parametrize("version", ["1.0.0", "2.0.0"])
def test_the_manifest_is_valid(version: str) -> None:
    """Slack's own schemas accept it."""
    schema = json.loads((DATA / f"manifest.schema.{version}.json").read_text(encoding="utf-8"))
    Draft7Validator.check_schema(schema)
    assert [error.message for error in Draft7Validator(schema).iter_errors(MANIFEST)] == []


def test_events_are_those_that_the_app_listens_to() -> None:
    """Nothing that is listened to is missing, and nothing is sent that nobody listens to."""
    assert set(MANIFEST["settings"]["event_subscriptions"]["bot_events"]) == _events() != set()


def test_events_are_slacks() -> None:
    """No name of an event is misspelled."""
    known = set((DATA / "slack_events.txt").read_text(encoding="utf-8").split())
    assert _events() <= known


def test_commands_are_those_that_the_app_listens_to() -> None:
    """Every command is registered, and every registered one can be typed."""
    commands = [command["command"] for command in MANIFEST["features"]["slash_commands"]]
    assert len(set(commands)) == len(commands)
    assert set(commands) == _registered("command") != set()


def test_commands_fit_slack() -> None:
    """A command is at most 32 characters and says in words what it does."""
    for command in MANIFEST["features"]["slash_commands"]:
        assert len(command["command"]) <= 32
        assert command["description"]


def test_scopes_are_exactly_those_that_the_code_needs() -> None:
    """The bot asks an admin for what its calls, events and commands need, and for nothing else."""
    methods, events = _methods(), _events()
    assert methods <= set(SCOPE_OF_METHOD), "add the new method with its scope to the table"
    assert events <= set(SCOPE_OF_EVENT), "add the new event with its scope to the table"
    needed = {SCOPE_OF_METHOD[m] for m in methods} | {SCOPE_OF_EVENT[e] for e in events}
    needed |= {SCOPE_OF_COMMANDS} if _registered("command") else set()
    assert set(MANIFEST["oauth_config"]["scopes"]["bot"]) == needed - {""}
    assert list(MANIFEST["oauth_config"]["scopes"]) == ["bot"]


def test_the_table_of_methods_holds_nothing_else() -> None:
    """The table above keeps no method that the code has given up."""
    assert set(SCOPE_OF_METHOD) == _methods()


def test_shortcuts_are_those_that_the_app_listens_to() -> None:
    """Every shortcut of the menus is listened to, under a name that fits (24 characters), and none is missing."""
    shortcuts = MANIFEST["features"]["shortcuts"]
    assert {shortcut["callback_id"] for shortcut in shortcuts} == _registered("shortcut") != set()
    assert all(0 < len(shortcut["name"]) <= 24 for shortcut in shortcuts)


def test_buttons_are_delivered() -> None:
    """Interactivity is on, as buttons need it."""
    assert MANIFEST["settings"]["interactivity"]["is_enabled"] is True


def test_the_bot_can_be_written_to() -> None:
    """The messages tab is open for writing, as direct messages need it, and Socket Mode is on."""
    home = MANIFEST["features"]["app_home"]
    assert (home["messages_tab_enabled"], home["messages_tab_read_only_enabled"]) == (True, False)
    assert MANIFEST["settings"]["socket_mode_enabled"] is True
