"""Buttons, menus, commands and shortcuts send what Slack's documentation says, and response URLs do what it says."""

from __future__ import annotations

import json
from typing import Any

import pytest
from slack_sdk.webhook import WebhookClient

from bot.playground.slack import BOT_ID, BOT_USER, Manifest, Message, NotPossibleError, Workspace
from tests.playground.conftest import FULL, Open
from tests.playground.ear import Ear

Payload = dict[str, Any]


def _plain(text: str) -> Payload:
    return {"type": "plain_text", "text": text}


def _option(value: str) -> Payload:
    return {"text": _plain(value.upper()), "value": value}


OPTIONS = [_option("a"), _option("b")]
BLOCKS: list[Payload] = [
    {
        "type": "section",
        "text": _plain("どうぞ"),
        "accessory": {"type": "overflow", "action_id": "more", "options": OPTIONS},
    },
    {
        "type": "actions",
        "block_id": "row",
        "elements": [
            {"type": "button", "action_id": "go", "text": _plain("進む"), "value": "1"},
            {"type": "static_select", "action_id": "pick", "options": OPTIONS, "placeholder": _plain("選ぶ")},
            {"type": "radio_buttons", "action_id": "one", "options": OPTIONS},
            {"type": "checkboxes", "action_id": "some", "options": OPTIONS, "initial_options": [OPTIONS[0]]},
            {"type": "multi_static_select", "action_id": "many", "options": OPTIONS},
            {"type": "datepicker", "action_id": "day"},
            {"type": "users_select", "action_id": "who"},
        ],
    },
    {
        "type": "input",
        "block_id": "asked",
        "label": _plain("質問"),
        "dispatch_action": True,
        "element": {"type": "plain_text_input", "action_id": "text", "max_length": 5},
    },
    {"type": "input", "block_id": "note", "label": _plain("メモ"), "element": {"type": "plain_text_input"}},
    {
        "type": "context_actions",
        "elements": [
            {
                "type": "feedback_buttons",
                "action_id": "opinion",
                "positive_button": {"text": _plain("よい"), "value": "good"},
                "negative_button": {"text": _plain("わるい"), "value": "bad"},
            }
        ],
    },
]


def _posted(workspace: Workspace, ear: Ear, **more: Any) -> Message:
    ear.slack.chat_postMessage(channel="C1", text="どうぞ", blocks=BLOCKS, **more)
    return workspace.replies("C1")[-1]


def test_a_press_has_the_documented_payload(workspace: Workspace, ear: Ear) -> None:
    """Who, where, which message, which button, what to answer with."""
    root = workspace.say("はじめ")
    message = _posted(workspace, ear, thread_ts=root.ts)
    workspace.press(message.button("進む"), message, user="U2")
    payload = ear.wait_for(2)[1]
    (action,) = payload["actions"]
    assert (payload["type"], payload["user"]["id"], payload["channel"]["id"]) == ("block_actions", "U2", "C1")
    assert {"action_id": "go", "block_id": "row", "type": "button", "value": "1"}.items() <= action.items()
    assert action["action_ts"] > message.ts
    assert payload["container"] == {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": "C1",
        "is_ephemeral": False,
        "thread_ts": root.ts,
    }
    assert (payload["message"]["thread_ts"], payload["message"]["bot_id"]) == (root.ts, BOT_ID)
    assert payload["response_url"].startswith(workspace.web.root)
    assert payload["trigger_id"]
    assert payload["message"]["blocks"] == list(message.blocks)


def test_a_press_on_what_one_person_sees_comes_without_the_message(workspace: Workspace, ear: Ear) -> None:
    """Slack does not hand over an ephemeral message; its container says that it is one."""
    ear.slack.chat_postEphemeral(channel="C1", user="U2", text="x", blocks=BLOCKS)
    (message,) = workspace.replies("C1")
    workspace.press(message.button("進む"), message, user="U2")
    (payload,) = ear.wait_for(1)
    assert "message" not in payload
    assert payload["container"]["is_ephemeral"] is True
    with pytest.raises(NotPossibleError):
        workspace.press(message.button("進む"), message, user="U3")


@pytest.mark.parametrize(
    ("element", "value", "expected"),
    [
        ("more", "b", {"type": "overflow", "selected_option": OPTIONS[1]}),
        ("pick", "B", {"type": "static_select", "selected_option": OPTIONS[1], "placeholder": _plain("選ぶ")}),
        ("pick", None, {"type": "static_select", "selected_option": None}),
        ("one", "a", {"type": "radio_buttons", "selected_option": OPTIONS[0]}),
        ("some", ["a", "b"], {"type": "checkboxes", "selected_options": OPTIONS}),
        ("many", ["b"], {"type": "multi_static_select", "selected_options": OPTIONS[1:]}),
        ("some", [], {"type": "checkboxes", "selected_options": []}),
        ("day", "2026-11-22", {"type": "datepicker", "selected_date": "2026-11-22"}),
        ("who", "U3", {"type": "users_select", "selected_user": "U3"}),
        ("text", "質問", {"type": "plain_text_input", "value": "質問", "block_id": "asked"}),
    ],
)
def test_each_control_says_what_was_chosen(
    workspace: Workspace, ear: Ear, element: str, value: Any, expected: Payload
) -> None:
    """The action holds the choice in the field that belongs to its type."""
    message = _posted(workspace, ear)
    workspace.choose(element, value, message)
    (payload,) = ear.wait_for(1)
    (action,) = payload["actions"]
    assert action["action_id"] == element
    assert expected.items() <= action.items()


def test_the_state_holds_everything_that_is_chosen_or_filled_in(workspace: Workspace, ear: Ear) -> None:
    """What a person chose earlier, what stood there at first, and nothing where nothing stands; no buttons."""
    message = _posted(workspace, ear)
    workspace.choose("pick", "a", message)
    workspace.press(message.button("進む"), message)
    state = ear.wait_for(2)[1]["state"]["values"]
    assert state["row"]["pick"] == {"type": "static_select", "selected_option": OPTIONS[0]}
    assert state["row"]["some"] == {"type": "checkboxes", "selected_options": [OPTIONS[0]]}
    assert state["row"]["one"] == {"type": "radio_buttons", "selected_option": None}
    assert state["asked"]["text"] == {"type": "plain_text_input", "value": None}
    assert state["row"]["many"] == {"type": "multi_static_select", "selected_options": []}
    assert "go" not in state["row"]


def test_a_choice_of_one_person_is_not_anothers(workspace: Workspace, ear: Ear) -> None:
    """Each person has a state of their own in one message."""
    message = _posted(workspace, ear)
    workspace.choose("pick", "a", message, user="U1")
    workspace.press(message.button("進む"), message, user="U2")
    assert ear.wait_for(2)[1]["state"]["values"]["row"]["pick"]["selected_option"] is None


def test_an_input_without_dispatch_tells_the_app_nothing(workspace: Workspace, ear: Ear) -> None:
    """What is written there comes along with the next press."""
    message = _posted(workspace, ear)
    assert workspace.choose("note", "あとで", message) is None
    workspace.press(message.button("進む"), message)
    (held,) = ear.wait_for(1)[0]["state"]["values"]["note"].values()
    assert held["value"] == "あとで"


@pytest.mark.parametrize("good", [True, False])
def test_feedback_is_an_action_with_the_value_of_its_thumb(workspace: Workspace, ear: Ear, good: bool) -> None:
    """The type is feedback_buttons, the value that of the thumb."""
    message = _posted(workspace, ear)
    workspace.give_feedback(message, good=good, user="U2")
    (action,) = ear.wait_for(1)[0]["actions"]
    assert (action["type"], action["action_id"]) == ("feedback_buttons", "opinion")
    assert action["value"] == ("good" if good else "bad")
    assert action["text"]["text"] == ("よい" if good else "わるい")
    assert action["block_id"] == message.blocks[-1]["block_id"]


@pytest.mark.parametrize(("element", "value"), [("pick", "c"), ("some", ["c"]), ("text", "長すぎる質問"), ("go", "x")])
def test_what_is_not_offered_cannot_be_chosen(workspace: Workspace, ear: Ear, element: str, value: Any) -> None:
    """Slack's window has no such option, or lets nobody write so much."""
    message = _posted(workspace, ear)
    with pytest.raises(NotPossibleError):
        workspace.choose(element, value, message)


def test_blocks_without_ids_get_some(workspace: Workspace, ear: Ear) -> None:
    """Slack makes up block ids and action ids, different ones each time."""
    button = {"type": "button", "text": _plain("押す")}
    message, other = _posted(workspace, ear), _posted(workspace, ear)
    assert message.blocks[0]["block_id"] != other.blocks[0]["block_id"]
    ear.slack.chat_postMessage(channel="C2", text="x", blocks=[{"type": "actions", "elements": [button, button]}])
    (posted,) = workspace.replies("C2")
    assert posted.buttons[0]["action_id"] != posted.buttons[1]["action_id"]


def test_a_command_has_the_documented_form(workspace: Workspace, ear: Ear) -> None:
    """It is flat, as it comes from a form."""
    workspace.command("/dx", "質問", user="U2", channel="C1")
    (payload,) = ear.wait_for(1)
    assert {
        "command": "/dx",
        "text": "質問",
        "user_id": "U2",
        "user_name": "suzuki",
        "channel_id": "C1",
        "channel_name": "dx-soudan",
        "team_id": "T1",
        "team_domain": "midori-city",
        "api_app_id": "A1",
        "is_enterprise_install": "false",
    }.items() <= payload.items()
    assert all(isinstance(value, str) for value in payload.values())


def test_a_command_that_the_manifest_does_not_name_does_not_exist(workspace: Workspace) -> None:
    """Nothing is sent for it."""
    with pytest.raises(LookupError, match="/nothing"):
        workspace.command("/nothing")


def test_the_receipt_of_a_command_can_say_something(workspace: Workspace, ear: Ear) -> None:
    """Text in the ack is shown to who typed the command, or to all."""
    ear.answer = lambda _: {"text": "はい"}
    workspace.command("/dx", user="U2")
    (said,) = workspace.wait_for_replies("C1")
    ear.answer = lambda _: {"text": "みなさん", "response_type": "in_channel"}
    workspace.command("/dx")
    assert (said.text, said.only_for) == ("はい", "U2")
    assert workspace.wait_for_replies("C1", 2)[1].only_for == ""


def test_a_receipt_that_slack_cannot_show_is_kept_with_its_reason(workspace: Workspace, ear: Ear) -> None:
    """The rules for messages hold in an ack, too."""
    ear.answer = lambda _: {"blocks": [{"type": "banner"}]}
    workspace.command("/dx")
    workspace.wait_until(workspace.refusals, "a refusal")
    assert workspace.messages("C1") == ()


def test_a_global_shortcut_comes_from_nowhere(workspace: Workspace, ear: Ear) -> None:
    """It has a trigger and neither channel, message nor response URL."""
    workspace.global_shortcut("質問する", user="U2")
    (payload,) = ear.wait_for(1)
    assert (payload["type"], payload["callback_id"], payload["user"]["id"]) == ("shortcut", "ask", "U2")
    assert not {"channel", "message", "response_url"} & set(payload)
    assert payload["trigger_id"]


def test_a_message_shortcut_brings_the_message(workspace: Workspace, ear: Ear) -> None:
    """The message as it is now, its channel, and a response URL."""
    said = workspace.say("まえ", user="U2")
    workspace.edit(said, "あと")
    workspace.message_shortcut("look_up", said)
    payload = ear.wait_for(3)[2]
    assert (payload["type"], payload["callback_id"]) == ("message_action", "look_up")
    assert (payload["message"]["text"], payload["message"]["user"]) == ("あと", "U2")
    assert (payload["message_ts"], payload["channel"]["id"]) == (said.ts, "C1")
    assert payload["response_url"]


@pytest.mark.parametrize("name", ["ask", "この発言"])
def test_a_shortcut_that_the_manifest_does_not_name_does_not_exist(workspace: Workspace, ear: Ear, name: str) -> None:
    """A global shortcut is none of a message's."""
    said = workspace.say("やあ")
    with pytest.raises(LookupError):
        workspace.message_shortcut(name, said)
    assert len(ear.wait_for(1)) == 1


def test_without_interactivity_nothing_can_be_pressed(open_workspace: Open) -> None:
    """The manifest has to turn it on."""
    settings = {**FULL["settings"], "interactivity": {"is_enabled": False}}
    workspace = open_workspace(manifest=Manifest.of({**FULL, "settings": settings}))
    message = Message("1.1", "C1", BOT_USER, "x", ({"block_id": "b", **BLOCKS[1]},))
    with pytest.raises(NotPossibleError):
        workspace.press(message.button("進む"), message)


def test_a_response_url_answers_who_pressed(workspace: Workspace, ear: Ear) -> None:
    """Unless told otherwise, to them alone; in_channel is for all; five times at most."""
    message = _posted(workspace, ear)
    workspace.press(message.button("進む"), message, user="U2")
    url = WebhookClient(ear.wait_for(1)[0]["response_url"])
    assert url.send(text="あなたに").status_code == 200
    assert url.send(text="みんなに", response_type="in_channel").status_code == 200
    assert [m.only_for for m in workspace.replies("C1")[1:]] == ["U2", ""]
    codes = [url.send(text="まだ").status_code for _ in range(4)]
    assert codes == [200, 200, 200, 404]


def test_a_response_url_replaces_and_deletes_what_was_pressed(workspace: Workspace, ear: Ear) -> None:
    """replace_original puts something in its place, delete_original takes it away."""
    message = _posted(workspace, ear)
    workspace.press(message.button("進む"), message)
    url = WebhookClient(ear.wait_for(1)[0]["response_url"])
    url.send(text="かわりに", replace_original=True)
    (replaced,) = workspace.replies("C1")
    assert (replaced.ts, replaced.text, replaced.blocks) == (message.ts, "かわりに", ())
    url.send(delete_original=True)
    assert workspace.replies("C1") == ()


def test_a_response_url_that_nobody_made_is_expired(workspace: Workspace) -> None:
    """It answers 404 and says so."""
    answer = WebhookClient(f"{workspace.web.root}/response/R99").send(text="x")
    assert (answer.status_code, json.loads(answer.body)["error"]) == (404, "expired_url")
