"""Modals and Home tabs behave as Slack's do: triggers, stacks, hashes, forms, and what a receipt does to them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from bot.playground.slack import Manifest, NotPossibleError, View, Workspace
from bot.playground.slack.views import Triggers
from tests.playground.conftest import FULL, Open
from tests.playground.ear import Ear

Payload = dict[str, Any]


def _plain(text: str) -> Payload:
    return {"type": "plain_text", "text": text}


OPTIONS = [{"text": _plain(word), "value": value} for word, value in (("はい", "yes"), ("いいえ", "no"))]
FORM: list[Payload] = [
    {
        "type": "input",
        "block_id": "question",
        "label": _plain("質問"),
        "element": {"type": "plain_text_input", "action_id": "text", "max_length": 100},
    },
    {
        "type": "input",
        "block_id": "public",
        "label": _plain("公開"),
        "optional": True,
        "element": {"type": "radio_buttons", "action_id": "choice", "options": OPTIONS, "initial_option": OPTIONS[1]},
    },
    {"type": "actions", "elements": [{"type": "button", "action_id": "more", "text": _plain("もっと"), "value": "1"}]},
]


def _modal(title: str = "質問", **more: Any) -> Payload:
    return {"type": "modal", "title": _plain(title), "submit": _plain("送る"), "blocks": FORM, **more}


def _trigger(workspace: Workspace, ear: Ear, user: str = "U1") -> str:
    before = len(ear.envelopes)
    workspace.command("/dx", user=user)
    return str(ear.wait_for(before + 1)[-1]["trigger_id"])


def _open(workspace: Workspace, ear: Ear, user: str = "U1", **more: Any) -> View:
    ear.slack.views_open(trigger_id=_trigger(workspace, ear, user), view=_modal(**more))
    return workspace.wait_for_modal(user)


def _error(act: Callable[[], object]) -> str:
    with pytest.raises(SlackApiError) as refused:
        act()
    return str(refused.value.response["error"])


def test_a_modal_opens_for_who_brought_the_trigger(workspace: Workspace, ear: Ear) -> None:
    """What a person then sees: its title, its words, its inputs with what stands in them, its buttons."""
    view = _open(workspace, ear, "U2", private_metadata="42", callback_id="form")
    assert workspace.modal("U1") is None
    assert (view.title, view.submit_text, view.private_metadata, view.callback_id) == ("質問", "送る", "42", "form")
    assert view.words == "質問\n公開"
    assert [(i.label, i.optional) for i in view.inputs] == [("質問", False), ("公開", True)]
    assert view.inputs[1].held["selected_option"] == OPTIONS[1]
    assert view.button("もっと")["value"] == "1"


def test_the_answer_describes_the_view(workspace: Workspace, ear: Ear) -> None:
    """views.open returns what an app needs to update it later."""
    answer = ear.slack.views_open(trigger_id=_trigger(workspace, ear), view=_modal(external_id="mine"))
    view = answer["view"]
    assert {
        "type": "modal",
        "team_id": "T1",
        "app_id": "A1",
        "bot_id": "B0BOT",
        "external_id": "mine",
    }.items() <= view.items()
    assert view["root_view_id"] == view["id"]
    assert view["previous_view_id"] is None
    assert view["state"]["values"]["question"]["text"] == {"type": "plain_text_input", "value": None}
    assert view["hash"]


def test_a_trigger_is_good_for_one_view(workspace: Workspace, ear: Ear) -> None:
    """A second use is refused, and so is one that nobody brought."""
    trigger = _trigger(workspace, ear)
    ear.slack.views_open(trigger_id=trigger, view=_modal())
    assert _error(lambda: ear.slack.views_open(trigger_id=trigger, view=_modal())) == "exchanged_trigger_id"
    assert _error(lambda: ear.slack.views_open(trigger_id="1.2.3", view=_modal())) == "invalid_trigger_id"


def test_a_trigger_is_good_for_three_seconds() -> None:
    """After that, Slack opens nothing any more."""
    now = 100.0
    triggers = Triggers(lambda: now)
    first, second = triggers.make("U1"), triggers.make("U2")
    now = 102.9
    assert triggers.use(first) == ("U1", "")
    now = 103.1
    assert triggers.use(second) == ("", "expired_trigger_id")


def test_a_refused_view_leaves_the_trigger_good(workspace: Workspace, ear: Ear) -> None:
    """An app may correct itself at once."""
    trigger = _trigger(workspace, ear)
    assert _error(lambda: ear.slack.views_open(trigger_id=trigger, view=_modal("題" * 25))) == "invalid_arguments"
    assert ear.slack.views_open(trigger_id=trigger, view=_modal())["ok"]


def test_three_modals_lie_on_each_other_at_most(workspace: Workspace, ear: Ear) -> None:
    """The fourth is refused; each knows the one below and the one at the bottom."""
    bottom = _open(workspace, ear)
    for title in ("二", "三"):
        ear.slack.views_push(trigger_id=_trigger(workspace, ear), view=_modal(title))
    stack = workspace.modals()
    assert [view.title for view in stack] == ["質問", "二", "三"]
    assert [view.previous for view in stack] == ["", stack[0].id, stack[1].id]
    assert {view.root for view in stack} == {bottom.id}
    trigger = _trigger(workspace, ear)
    assert _error(lambda: ear.slack.views_push(trigger_id=trigger, view=_modal("四"))) == "push_limit_reached"


def test_an_update_keeps_what_is_filled_in(workspace: Workspace, ear: Ear) -> None:
    """Where block id and action id stay, the person's words stay; hash and blocks are new."""
    view = _open(workspace, ear)
    workspace.fill({"質問": "研修は?"})
    ear.slack.views_update(view_id=view.id, view=_modal("新しい"), hash=view.hash)
    now = workspace.modal()
    assert now
    assert (now.id, now.title) == (view.id, "新しい")
    assert now.hash != view.hash
    assert now.inputs[0].held["value"] == "研修は?"


def test_an_update_of_something_else_is_refused(workspace: Workspace, ear: Ear) -> None:
    """By an old hash, and of a view that is not open."""
    view = _open(workspace, ear, external_id="mine")
    ear.slack.views_update(external_id="mine", view=_modal("二", external_id="mine"))
    assert _error(lambda: ear.slack.views_update(view_id=view.id, hash=view.hash, view=_modal())) == "hash_conflict"
    assert _error(lambda: ear.slack.views_update(view_id="V999", view=_modal())) == "not_found"
    workspace.close_modal()
    assert _error(lambda: ear.slack.views_update(view_id=view.id, view=_modal())) == "not_found"


def test_an_external_id_stands_for_one_view(workspace: Workspace, ear: Ear) -> None:
    """Two open views cannot share it."""
    _open(workspace, ear, external_id="mine")
    trigger = _trigger(workspace, ear, "U2")
    act = lambda: ear.slack.views_open(trigger_id=trigger, view=_modal(external_id="mine"))  # noqa: E731 - one line
    assert _error(act) == "duplicate_external_id"


def test_a_submission_has_the_documented_payload(workspace: Workspace, ear: Ear) -> None:
    """The view with its state, its private metadata, a trigger for what follows; no channel."""
    _open(workspace, ear, private_metadata="42", callback_id="form")
    workspace.submit("U1", {"question": "研修は?", "公開": "はい"})
    payload = ear.wait_for(2)[1]
    values = payload["view"]["state"]["values"]
    assert (payload["type"], payload["view"]["callback_id"]) == ("view_submission", "form")
    assert payload["view"]["private_metadata"] == "42"
    assert values["question"]["text"] == {"type": "plain_text_input", "value": "研修は?"}
    assert values["public"]["choice"] == {"type": "radio_buttons", "selected_option": OPTIONS[0]}
    assert (payload["response_urls"], "channel" in payload) == ([], False)
    assert ear.envelopes[1]["accepts_response_payload"] is True
    workspace.wait_until(lambda: workspace.modal() is None, "the modal to close")


def test_a_channel_that_was_chosen_can_be_answered(workspace: Workspace, ear: Ear) -> None:
    """An input that asks for it brings a response URL for the channel."""
    select = {"type": "conversations_select", "action_id": "where", "response_url_enabled": True}
    blocks = [{"type": "input", "block_id": "to", "label": _plain("送り先"), "element": select}]
    _open(workspace, ear, blocks=blocks)
    workspace.submit("U1", {"送り先": "C2"})
    (given,) = ear.wait_for(2)[1]["response_urls"]
    assert (given["channel_id"], given["block_id"], given["action_id"]) == ("C2", "to", "where")


def test_a_form_is_not_sent_before_it_is_filled_in(workspace: Workspace, ear: Ear) -> None:
    """Slack's window asks for what is missing, and the app hears nothing."""
    _open(workspace, ear)
    with pytest.raises(NotPossibleError, match="質問"):
        workspace.submit()
    with pytest.raises(NotPossibleError, match="100"):
        workspace.submit("U1", {"質問": "長" * 101})
    assert len(ear.envelopes) == 1


def _show(**receipt: Any) -> Callable[[Payload], Payload]:
    return lambda envelope: receipt if envelope["payload"].get("type") == "view_submission" else {}


def test_errors_stand_under_their_inputs(workspace: Workspace, ear: Ear) -> None:
    """The modal stays, with what was filled in; the error goes when the input is changed."""
    _open(workspace, ear)
    ear.answer = _show(response_action="errors", errors={"question": "短すぎます"})
    workspace.submit("U1", {"質問": "?"})
    view = workspace.wait_until(lambda: (v := workspace.modal()) and v.errors and v, "errors")
    assert isinstance(view, View)
    assert view.errors == {"question": "短すぎます"}
    assert view.inputs[0].held["value"] == "?"
    assert workspace.fill({"質問": "研修は?"}).errors == {}


@pytest.mark.parametrize(
    ("receipt", "titles"),
    [
        ({}, ["質問"]),
        ({"response_action": "clear"}, []),
        ({"response_action": "update", "view": _modal("かわり")}, ["質問", "かわり"]),
        ({"response_action": "push", "view": _modal("つぎ")}, ["質問", "二", "つぎ"]),
    ],
)
def test_a_receipt_decides_what_comes_next(workspace: Workspace, ear: Ear, receipt: Payload, titles: list[str]) -> None:
    """Nothing closes the modal that was sent, clear all of them; update and push show another."""
    _open(workspace, ear)
    ear.slack.views_push(trigger_id=_trigger(workspace, ear), view=_modal("二"))
    ear.answer = _show(**receipt)
    workspace.submit("U1", {"質問": "研修は?"})
    workspace.wait_until(lambda: [v.title for v in workspace.modals()] == titles, str(titles))
    assert workspace.refusals() == ()


@pytest.mark.parametrize(
    "receipt",
    [
        {"response_action": "errors", "errors": {"nowhere": "x"}},
        {"response_action": "errors", "errors": {}},
        {"response_action": "update", "view": _modal("題" * 25)},
        {"response_action": "push"},
        {"response_action": "dance"},
    ],
)
def test_a_receipt_that_makes_no_sense_is_trouble(workspace: Workspace, ear: Ear, receipt: Payload) -> None:
    """The person is told that something went wrong, and the reason is kept."""
    _open(workspace, ear)
    ear.answer = _show(**receipt)
    workspace.submit("U1", {"質問": "研修は?"})
    workspace.wait_until(lambda: (v := workspace.modal()) and v.trouble, "trouble")
    (refused,) = workspace.refusals()
    assert refused.answer
    assert refused.answer.why


def test_a_closed_modal_is_told_where_the_app_asked(workspace: Workspace, ear: Ear) -> None:
    """view_closed says whether the whole stack went."""
    _open(workspace, ear)
    assert workspace.close_modal() is None
    _open(workspace, ear, notify_on_close=True)
    workspace.close_modal()
    payload = ear.wait_for(3)[2]
    assert (payload["type"], payload["is_cleared"], payload["view"]["type"]) == ("view_closed", False, "modal")
    assert workspace.modal() is None


def test_closing_can_clear_the_stack(workspace: Workspace, ear: Ear) -> None:
    """clear_on_close takes everything below along."""
    _open(workspace, ear)
    view = _modal("二", clear_on_close=True, notify_on_close=True)
    ear.slack.views_push(trigger_id=_trigger(workspace, ear), view=view)
    workspace.close_modal()
    assert ear.wait_for(3)[2]["is_cleared"] is True
    assert workspace.modals() == ()


def test_a_press_in_a_modal_brings_the_view_and_no_channel(workspace: Workspace, ear: Ear) -> None:
    """The payload has the view with its state in place of a message, and no response URL."""
    view = _open(workspace, ear)
    workspace.fill({"質問": "研修は?"})
    workspace.press(view.button("もっと"), view)
    payload = ear.wait_for(2)[1]
    assert payload["container"] == {"type": "view", "view_id": view.id}
    assert payload["view"]["state"]["values"]["question"]["text"]["value"] == "研修は?"
    assert not {"channel", "message", "response_url"} & set(payload)
    assert payload["actions"][0]["action_id"] == "more"


def test_a_view_that_is_closed_cannot_be_pressed(workspace: Workspace, ear: Ear) -> None:
    """Nobody sees its buttons any more."""
    view = _open(workspace, ear)
    workspace.close_modal()
    with pytest.raises(NotPossibleError):
        workspace.press(view.button("もっと"), view)


HOME: Payload = {"type": "home", "blocks": [{"type": "header", "text": _plain("ようこそ")}, *FORM[2:]]}


def test_a_home_tab_is_published_for_one_person(workspace: Workspace, ear: Ear) -> None:
    """It keeps its id, and an old hash is refused."""
    first = ear.slack.views_publish(user_id="U2", view=HOME)["view"]
    again = ear.slack.views_publish(user_id="U2", view=HOME, hash=first["hash"])["view"]
    home = workspace.home("U2")
    assert home
    assert (home.words, home.id, workspace.home("U1")) == ("ようこそ", first["id"], None)
    assert (first["id"], first["type"], first["title"]) == (again["id"], "home", None)
    act = lambda: ear.slack.views_publish(user_id="U2", view=HOME, hash=first["hash"])  # noqa: E731 - one line
    assert _error(act) == "hash_conflict"


def test_a_press_in_the_home_tab_brings_its_view(workspace: Workspace, ear: Ear) -> None:
    """The type of the view tells an app where it is, and a modal can be opened from there."""
    ear.slack.views_publish(user_id="U1", view=HOME)
    home = workspace.wait_for_home("U1", "ようこそ")
    workspace.press(home.button("もっと"), home)
    (payload,) = ear.wait_for(1)
    assert (payload["view"]["type"], payload["view"]["id"]) == ("home", home.id)
    assert ear.slack.views_open(trigger_id=payload["trigger_id"], view=_modal())["ok"]


def test_a_home_tab_that_is_not_enabled_cannot_be_published(open_workspace: Open) -> None:
    """Slack says not_enabled."""
    features = {**FULL["features"], "app_home": {"home_tab_enabled": False, "messages_tab_enabled": True}}
    workspace = open_workspace(manifest=Manifest.of({**FULL, "features": features}))
    ear = Ear(workspace)
    assert _error(lambda: ear.slack.views_publish(user_id="U1", view=HOME)) == "not_enabled"
    ear.hang_up()


def test_a_home_tab_for_nobody_is_refused(ear: Ear) -> None:
    """The answer names the argument."""
    with pytest.raises(SlackApiError) as refused:
        ear.slack.views_publish(user_id="U999", view=HOME)
    assert refused.value.response["response_metadata"]["messages"] == ["[ERROR] invalid `user_id`"]
