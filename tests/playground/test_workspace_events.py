"""What Slack sends unasked has the shape of its documentation, and comes only to those who subscribed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bot.playground.slack import ADMIN, BOT_ID, BOT_USER, Manifest, NotPossibleError, Workspace, typed
from tests.playground.conftest import FULL, Open
from tests.playground.ear import Ear

Payload = dict[str, Any]
Listen = Callable[[Workspace], Ear]

# The fields that https://docs.slack.dev/reference/events names for each event, as what people do brings it about.
SHAPES: dict[str, tuple[Callable[[Workspace], object], int, Payload]] = {
    "app_mention": (
        lambda w: w.mention("質問"),
        2,
        {"type": "app_mention", "user": "U1", "text": f"<@{BOT_USER}> 質問", "channel": "C1"},
    ),
    "message.channels": (
        lambda w: w.say("やあ"),
        1,
        {"type": "message", "channel": "C1", "channel_type": "channel", "user": "U1", "text": "やあ"},
    ),
    "message.groups": (
        lambda w: w.say("やあ", channel="C9PRIVATE"),
        1,
        {"type": "message", "channel": "C9PRIVATE", "channel_type": "group"},
    ),
    "message.im": (
        lambda w: w.direct_message("やあ", user="U2"),
        1,
        {"type": "message", "channel": "D-U2", "channel_type": "im", "user": "U2", "text": "やあ"},
    ),
    "reaction_added": (
        lambda w: w.react(w.say("やあ"), "shushing_face", user="U2"),
        2,
        {"type": "reaction_added", "user": "U2", "reaction": "shushing_face", "item_user": "U1"},
    ),
    "reaction_removed": (
        lambda w: w.unreact(w.react(w.say("やあ"), "+1"), "+1"),
        3,
        {"type": "reaction_removed", "user": "U1", "reaction": "+1", "item_user": "U1"},
    ),
    "app_home_opened": (lambda w: w.open_home("U2"), 1, {"tab": "home", "user": "U2", "channel": "D-U2"}),
    "app_home_opened, messages": (
        lambda w: w.open_messages_tab(),
        1,
        {"type": "app_home_opened", "tab": "messages", "user": "U1", "channel": "D1"},
    ),
    "member_left_channel": (
        lambda w: w.leave("U2", "C1"),
        1,
        {"type": "member_left_channel", "user": "U2", "channel": "C1", "channel_type": "C", "team": "T1"},
    ),
    "member_joined_channel": (
        lambda w: w.invite_bot("C5"),
        1,
        {"type": "member_joined_channel", "user": BOT_USER, "channel": "C5", "inviter": "U1"},
    ),
    "app_uninstalled": (
        lambda w: w.uninstall(),
        2,
        {"type": "tokens_revoked", "tokens": {"bot": [BOT_USER], "oauth": []}},
    ),
}


@pytest.mark.parametrize("name", SHAPES)
def test_an_event_has_the_documented_fields(workspace: Workspace, ear: Ear, name: str) -> None:
    """What an app reads out of the event is there."""
    act, count, expected = SHAPES[name]
    act(workspace)
    ear.wait_for(count)
    assert any(expected.items() <= event.items() for event in ear.events), ear.events


def test_an_event_comes_in_the_documented_envelope(workspace: Workspace, ear: Ear) -> None:
    """Around the event stand its id, the workspace, the app and who may see it."""
    workspace.direct_message("やあ")
    (payload,) = ear.wait_for(1)
    (envelope,) = ear.envelopes
    assert {"type": "event_callback", "team_id": "T1", "api_app_id": "A1"}.items() <= payload.items()
    assert payload["event_id"].startswith("Ev")
    assert payload["event"]["event_ts"] == payload["event"]["ts"]
    assert payload["authorizations"][0]["user_id"] == BOT_USER
    assert (envelope["type"], envelope["accepts_response_payload"]) == ("events_api", False)


def test_a_mention_comes_as_two_events_of_one_message(workspace: Workspace, ear: Ear) -> None:
    """app_mention and message.channels share a time stamp, and have an event id each."""
    workspace.mention("質問")
    first, second = ear.wait_for(2)
    assert {first["event"]["type"], second["event"]["type"]} == {"app_mention", "message"}
    assert first["event"]["ts"] == second["event"]["ts"]
    assert first["event_id"] != second["event_id"]


def test_nothing_is_sent_that_the_app_has_not_subscribed_to(open_workspace: Open, listen: Listen) -> None:
    """The manifest's events are all that an app hears."""
    workspace = open_workspace(subscribed={"app_mention", "message.im"})
    ear = listen(workspace)
    said = workspace.say("やあ")
    workspace.edit(said, "やあ!")
    workspace.react(said, "+1")
    workspace.open_home()
    workspace.delete(said)
    workspace.mention("質問")
    workspace.direct_message("やあ")
    assert [e["type"] for e in [p["event"] for p in ear.wait_for(2)]] == ["app_mention", "message"]
    assert len(workspace.deliveries()) == 2


def test_the_repositorys_own_manifest_is_the_default() -> None:
    """Without a manifest, the workspace reads the one that is pasted into Slack."""
    workspace = Workspace()
    try:
        assert workspace.subscribed == Manifest.read().events != frozenset()
    finally:
        workspace.close()


def test_a_persons_message_has_a_rich_text_block(workspace: Workspace, ear: Ear) -> None:
    """Slack's message field writes rich_text, with mentions as elements and special characters as they were typed."""
    workspace.say(typed("@鈴木 一郎 <b>は? A&B https://example.jp", workspace.people))
    (payload,) = ear.wait_for(1)
    (block,) = payload["event"]["blocks"]
    assert payload["event"]["text"] == "<@U2> &lt;b&gt;は? A&amp;B <https://example.jp>"
    assert block["elements"][0]["elements"] == [
        {"type": "user", "user_id": "U2"},
        {"type": "text", "text": " <b>は? A&B "},
        {"type": "link", "url": "https://example.jp"},
    ]


def test_an_edit_names_what_was_and_what_is(workspace: Workspace, ear: Ear) -> None:
    """message_changed holds both, is hidden, and has a time stamp of its own."""
    said = workspace.direct_message("まえ")
    now = workspace.edit(said, "あと")
    event = ear.wait_for(2)[1]["event"]
    assert (event["subtype"], event["hidden"], event["channel_type"]) == ("message_changed", True, "im")
    assert (event["previous_message"]["text"], event["message"]["text"]) == ("まえ", "あと")
    assert event["message"]["ts"] == said.ts != event["ts"]
    assert event["message"]["edited"] == {"user": "U1", "ts": now.edited}
    assert workspace.latest(said).text == "あと"


def test_a_preview_looks_like_an_edit_without_a_change(workspace: Workspace, ear: Ear) -> None:
    """Slack sends message_changed for a link's preview, too: the words are the same, attachments are new."""
    said = workspace.direct_message("https://example.jp")
    workspace.unfurl(said, "https://example.jp", "例")
    event = ear.wait_for(2)[1]["event"]
    assert event["message"]["text"] == event["previous_message"]["text"]
    assert "edited" not in event["message"]
    assert event["message"]["attachments"][0]["title"] == "例"


def test_a_deletion_names_what_is_gone(workspace: Workspace, ear: Ear) -> None:
    """message_deleted holds the time stamp and the message as it was."""
    said = workspace.direct_message("やあ")
    workspace.delete(said)
    event = ear.wait_for(2)[1]["event"]
    assert (event["subtype"], event["deleted_ts"]) == ("message_deleted", said.ts)
    assert event["previous_message"]["text"] == "やあ"
    assert workspace.messages("D1") == ()
    assert workspace.latest(said).deleted


def test_a_deleted_message_with_replies_leaves_a_tombstone(workspace: Workspace, ear: Ear) -> None:
    """As the thread has to hang somewhere, Slack calls it a change, and the new message a tombstone."""
    asked = workspace.mention("質問")
    ear.slack.chat_postMessage(channel="C1", text="答え", thread_ts=asked.ts)
    workspace.delete(asked)
    event = ear.wait_for(3)[2]["event"]
    assert (event["subtype"], event["message"]["subtype"]) == ("message_changed", "tombstone")
    assert event["previous_message"]["text"] == asked.text
    assert [(m.deleted, m.text) for m in workspace.thread("C1", asked.ts)] == [(True, ""), (False, "答え")]


def test_a_reply_names_its_thread_and_its_threads_author(workspace: Workspace, ear: Ear) -> None:
    """thread_ts and parent_user_id tell a reply from a message."""
    root = workspace.say("はじめ", user="U2")
    workspace.say("つづき", thread_ts=root.ts)
    event = ear.wait_for(2)[1]["event"]
    assert (event["thread_ts"], event["parent_user_id"]) == (root.ts, "U2")


def test_a_thread_counts_its_replies(workspace: Workspace, ear: Ear) -> None:
    """The first message knows how many replies there are, and whose; what one person alone sees does not count."""
    root = workspace.say("はじめ", user="U2")
    reply = workspace.say("つづき", thread_ts=root.ts)
    ear.slack.chat_postMessage(channel="C1", text="答え", thread_ts=root.ts)
    ear.slack.chat_postEphemeral(channel="C1", user="U1", text="あなただけに", thread_ts=root.ts)
    now = workspace.latest(root)
    assert (now.replies, now.repliers) == (2, ("U1", BOT_USER))
    workspace.delete(reply)
    assert (workspace.latest(root).replies, workspace.latest(root).repliers) == (1, (BOT_USER,))


def test_a_bot_that_was_removed_hears_of_it_once_and_then_nothing(workspace: Workspace, ear: Ear) -> None:
    """It learns that it left, Slackbot tells it in a direct message, and mentions do not reach it any more."""
    workspace.remove_bot("C1")
    workspace.mention("質問")
    workspace.invite_bot("C1")
    events = [p["event"] for p in ear.wait_for(4)]
    assert [e["type"] for e in events] == ["member_left_channel", "channel_left", "message", "member_joined_channel"]
    assert events[1]["actor_id"] == ADMIN
    assert (events[2]["user"], events[2]["channel_type"]) == ("USLACKBOT", "im")
    assert "bot_id" not in events[2]


def test_the_bot_hears_itself_where_slack_would_let_it(open_workspace: Open, listen: Listen) -> None:
    """With echoes, what it writes, changes, takes back and reacts comes back as events with its own ids."""
    workspace = open_workspace(echoes=True)
    ear = listen(workspace)
    posted = ear.slack.chat_postMessage(channel="C1", text="まえ")
    ear.slack.chat_update(channel="C1", ts=posted["ts"], text="あと")
    ear.slack.reactions_add(channel="C1", timestamp=posted["ts"], name="eyes")
    ear.slack.chat_delete(channel="C1", ts=posted["ts"])
    events = [p["event"] for p in ear.wait_for(4)]
    assert [e.get("subtype", e["type"]) for e in events] == [
        "message",
        "message_changed",
        "reaction_added",
        "message_deleted",
    ]
    assert (events[0]["bot_id"], events[0]["user"], events[2]["user"]) == (BOT_ID, BOT_USER, BOT_USER)


def test_another_apps_bot_is_known_by_its_id(workspace: Workspace, ear: Ear) -> None:
    """In events and in histories, bot_id tells it from a person."""
    workspace.mention("質問", user="U2BOT", bot_id="B2BOT")
    events = [p["event"] for p in ear.wait_for(2)]
    (kept,) = ear.slack.conversations_history(channel="C1")["messages"]
    assert {e["bot_id"] for e in events} == {"B2BOT"} == {kept["bot_id"]}
    assert kept["app_id"] != "A1"


def test_an_older_install_begins_a_thread(workspace: Workspace, ear: Ear) -> None:
    """assistant_thread_started names who, where, and what they were looking at."""
    thread = workspace.start_assistant_thread("U2", looking_at="C2")
    (payload,) = ear.wait_for(1)
    started = payload["event"]["assistant_thread"]
    assert (started["user_id"], started["channel_id"], started["thread_ts"]) == ("U2", "D-U2", thread)
    assert started["context"]["channel_id"] == "C2"


def test_the_home_that_was_published_comes_along(workspace: Workspace, ear: Ear) -> None:
    """The first visit has no view; later ones have the view that the app published."""
    workspace.open_home()
    ear.slack.views_publish(user_id="U1", view={"type": "home", "blocks": [{"type": "divider"}]})
    workspace.open_home()
    first, second = (p["event"] for p in ear.wait_for(2))
    home = workspace.home()
    assert home
    assert "view" not in first
    assert (second["view"]["id"], second["view"]["type"], second["view"]["hash"]) == (home.id, "home", home.hash)


def test_an_agent_app_learns_what_a_person_was_looking_at(workspace: Workspace, ear: Ear) -> None:
    """The messages tab of the agent view opens with the channel beside it."""
    workspace.open_messages_tab("U2", looking_at="C2")
    (entity,) = ear.wait_for(1)[0]["event"]["context"]["entities"]
    assert entity == {"type": "slack#/types/channel_id", "value": "C2", "team_id": "T1"}


@pytest.mark.parametrize(
    ("features", "act"),
    [
        ({"app_home": {"home_tab_enabled": False, "messages_tab_enabled": True}}, lambda w: w.open_home()),
        ({"app_home": {"home_tab_enabled": True, "messages_tab_enabled": False}}, lambda w: w.direct_message("やあ")),
    ],
)
def test_a_tab_that_is_not_enabled_cannot_be_opened(
    open_workspace: Open, features: Payload, act: Callable[[Workspace], object]
) -> None:
    """What the manifest does not enable is not there for people."""
    manifest = Manifest.of({**FULL, "features": {**FULL["features"], **features}})
    with pytest.raises(NotPossibleError):
        act(open_workspace(manifest=manifest))
