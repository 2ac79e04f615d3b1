"""The Web API answers as Slack's does: scopes, membership, histories, errors, rate limits, tokens."""

from __future__ import annotations

import json
from collections.abc import Callable
from http.client import HTTPConnection
from typing import Any
from urllib.parse import parse_qs, urlsplit
from urllib.request import urlopen

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.playground.slack import (
    APP_TOKEN,
    BOT_ID,
    BOT_TOKEN,
    BOT_USER,
    CLIENT_ID,
    CLIENT_SECRET,
    Answer,
    Manifest,
    Message,
    Workspace,
)
from bot.playground.slack.methods import METHODS
from tests.playground.conftest import FULL, SCOPES, Open

Payload = dict[str, Any]
Act = Callable[[WebClient], object]


def _error(act: Callable[[], object]) -> Payload:
    with pytest.raises(SlackApiError) as refused:
        act()
    return dict(refused.value.response.data)


def _without(*scopes: str) -> Manifest:
    kept = [scope for scope in SCOPES if scope not in scopes]
    return Manifest.of({**FULL, "oauth_config": {"scopes": {"bot": kept}}})


# The scope that each method asks for, by its reference page.
NEEDED: dict[str, tuple[str, Act]] = {
    "chat.postMessage": ("chat:write", lambda s: s.chat_postMessage(channel="C1", text="x")),
    "chat.postEphemeral": ("chat:write", lambda s: s.chat_postEphemeral(channel="C1", user="U1", text="x")),
    "chat.update": ("chat:write", lambda s: s.chat_update(channel="C1", ts="1.1", text="x")),
    "chat.delete": ("chat:write", lambda s: s.chat_delete(channel="C1", ts="1.1")),
    "reactions.add": ("reactions:write", lambda s: s.reactions_add(channel="C1", timestamp="1.1", name="eyes")),
    "conversations.info": ("channels:read", lambda s: s.conversations_info(channel="C1")),
    "conversations.info, private": ("groups:read", lambda s: s.conversations_info(channel="C9PRIVATE")),
    "conversations.info, direct": ("im:read", lambda s: s.conversations_info(channel="D1")),
    "conversations.members": ("channels:read", lambda s: s.conversations_members(channel="C1")),
    "conversations.history": ("channels:history", lambda s: s.conversations_history(channel="C1")),
    "conversations.replies": ("im:history", lambda s: s.conversations_replies(channel="D1", ts="1.1")),
    "conversations.replies, private": (
        "groups:history",
        lambda s: s.conversations_replies(channel="C9PRIVATE", ts="1.1"),
    ),
    "conversations.open": ("im:write", lambda s: s.conversations_open(users="U1")),
    "users.info": ("users:read", lambda s: s.users_info(user="U1")),
    "team.info": ("team:read", lambda s: s.team_info()),
    "assistant.threads.setSuggestedPrompts": (
        "assistant:write",
        lambda s: s.assistant_threads_setSuggestedPrompts(channel_id="D1", prompts=[]),
    ),
    "assistant.threads.setTitle": (
        "assistant:write",
        lambda s: s.assistant_threads_setTitle(channel_id="D1", thread_ts="1.1", title="x"),
    ),
}


@pytest.mark.parametrize("name", NEEDED)
def test_a_method_asks_for_its_scope(open_workspace: Open, name: str) -> None:
    """Without the scope in the manifest, Slack names what is needed and what is provided."""
    scope, act = NEEDED[name]
    workspace = open_workspace(manifest=_without(scope))
    answer = _error(lambda: act(WebClient(BOT_TOKEN, workspace.api_url)))
    assert (answer["error"], answer["needed"]) == ("missing_scope", scope)
    assert set(answer["provided"].split(",")) == set(SCOPES) - {scope}


@pytest.mark.parametrize(
    ("missing", "error"), [((), ""), (("chat:write",), ""), (("chat:write", "assistant:write"), "missing_scope")]
)
def test_a_status_takes_either_of_two_scopes(open_workspace: Open, missing: tuple[str, ...], error: str) -> None:
    """assistant.threads.setStatus went over from assistant:write to chat:write, and still takes both."""
    workspace = open_workspace(manifest=_without(*missing))
    slack = WebClient(BOT_TOKEN, workspace.api_url)
    said: Payload = {"channel_id": "D1", "thread_ts": "1.1", "status": "考え中"}
    if error:
        assert _error(lambda: slack.assistant_threads_setStatus(**said))["error"] == error
    else:
        assert slack.assistant_threads_setStatus(**said)["ok"]


def test_every_method_is_one_of_slacks() -> None:
    """slack_sdk has a function for each."""
    unknown = {name for name in METHODS if not hasattr(WebClient, name.replace(".", "_"))}
    assert unknown == set()


def test_a_method_that_does_not_exist_is_unknown(slack: WebClient) -> None:
    """So is one that this workspace does not have."""
    assert _error(lambda: slack.api_call("chat.sing"))["error"] == "unknown_method"


@pytest.mark.parametrize(
    ("token", "method", "error"),
    [
        ("xoxb-of-somebody-else", "auth.test", "invalid_auth"),
        (APP_TOKEN, "auth.test", "not_allowed_token_type"),
        (BOT_TOKEN, "apps.connections.open", "not_allowed_token_type"),
        ("xapp-of-somebody-else", "apps.connections.open", "invalid_auth"),
    ],
)
def test_a_token_opens_what_it_is_for(workspace: Workspace, token: str, method: str, error: str) -> None:
    """The bot's token is for the bot's methods, the app's for connections."""
    assert _error(lambda: WebClient(token, workspace.api_url).api_call(method))["error"] == error


def test_auth_test_tells_who_the_bot_is(slack: WebClient) -> None:
    """Bolt asks this first."""
    answer = slack.auth_test()
    assert (answer["user_id"], answer["bot_id"], answer["team_id"]) == (BOT_USER, BOT_ID, "T1")


def test_a_post_answers_with_the_message(workspace: Workspace, slack: WebClient) -> None:
    """Its time stamp, and the message as histories show it."""
    answer = slack.chat_postMessage(channel="C1", text="やあ", blocks=[{"type": "divider"}])
    (message,) = workspace.messages("C1")
    assert (answer["ts"], answer["channel"]) == (message.ts, "C1")
    assert {"type": "message", "user": BOT_USER, "bot_id": BOT_ID, "app_id": "A1", "text": "やあ"}.items() <= answer[
        "message"
    ].items()
    assert answer["message"]["blocks"][0]["block_id"]


def test_a_person_can_be_written_to_by_their_id(workspace: Workspace, slack: WebClient) -> None:
    """The message goes to the direct messages with them."""
    assert slack.chat_postMessage(channel="U2", text="やあ")["channel"] == "D-U2"
    assert len(workspace.replies("D-U2")) == 1


def test_an_ephemeral_message_is_for_one_pair_of_eyes(workspace: Workspace, slack: WebClient) -> None:
    """Others do not see it, it is in no history, and it cannot be changed."""
    ts = slack.chat_postEphemeral(channel="C1", user="U2", text="あなたに")["message_ts"]
    assert [len(workspace.visible("C1", user)) for user in ("U1", "U2")] == [0, 1]
    assert slack.conversations_history(channel="C1")["messages"] == []
    assert _error(lambda: slack.chat_update(channel="C1", ts=ts, text="x"))["error"] == "message_not_found"


REMOVED: dict[str, tuple[str, str, Act]] = {
    "post": ("C1", "not_in_channel", lambda s: s.chat_postMessage(channel="C1", text="x")),
    "post to a private channel": (
        "C9PRIVATE",
        "channel_not_found",
        lambda s: s.chat_postMessage(channel="C9PRIVATE", text="x"),
    ),
    "history": ("C1", "not_in_channel", lambda s: s.conversations_history(channel="C1")),
    "info of a private channel": (
        "C9PRIVATE",
        "channel_not_found",
        lambda s: s.conversations_info(channel="C9PRIVATE"),
    ),
    "post to no channel": ("C1", "channel_not_found", lambda s: s.chat_postMessage(channel="C404", text="x")),
    "post to nobody": ("C1", "channel_not_found", lambda s: s.chat_postMessage(channel="U404", text="x")),
    "whisper to a stranger": (
        "C9PRIVATE",
        "user_not_in_channel",
        lambda s: s.chat_postEphemeral(channel="C1", user="U404", text="x"),
    ),
}


@pytest.mark.parametrize("name", REMOVED)
def test_where_the_bot_is_no_member_it_cannot_act(open_workspace: Open, name: str) -> None:
    """A public channel says so, a private one does not even exist."""
    workspace = open_workspace(subscribed=())
    channel, error, act = REMOVED[name]
    workspace.remove_bot(channel)
    assert _error(lambda: act(WebClient(BOT_TOKEN, workspace.api_url)))["error"] == error


def test_an_update_without_blocks_keeps_the_old_ones(workspace: Workspace, slack: WebClient) -> None:
    """Only an empty list takes them away (as the reference says of the argument)."""
    ts = slack.chat_postMessage(channel="C1", text="まえ", blocks=[{"type": "divider"}])["ts"]
    slack.chat_update(channel="C1", ts=ts, text="あと")
    (kept,) = workspace.messages("C1")
    slack.chat_update(channel="C1", ts=ts, text="あと", blocks=[])
    (bare,) = workspace.messages("C1")
    assert ([b["type"] for b in kept.blocks], kept.text) == (["divider"], "あと")
    assert (bare.blocks, bool(bare.edited)) == ((), True)


def test_the_bot_changes_and_deletes_its_own_messages_only(open_workspace: Open) -> None:
    """Not what people wrote, and not what is gone."""
    workspace = open_workspace(subscribed=())
    slack = WebClient(BOT_TOKEN, workspace.api_url)
    said = workspace.say("やあ")
    assert _error(lambda: slack.chat_update(channel="C1", ts=said.ts, text="x"))["error"] == "cant_update_message"
    assert _error(lambda: slack.chat_delete(channel="C1", ts=said.ts))["error"] == "cant_delete_message"
    ts = slack.chat_postMessage(channel="C1", text="x")["ts"]
    assert slack.chat_delete(channel="C1", ts=ts)["ok"]
    assert _error(lambda: slack.chat_delete(channel="C1", ts=ts))["error"] == "message_not_found"
    assert [m.text for m in workspace.deleted("C1")] == ["x"]


def _conversation(workspace: Workspace, slack: WebClient) -> Message:
    root = workspace.say("はじめ", user="U2")
    for text in ("一", "二"):
        slack.chat_postMessage(channel="C1", text=text, thread_ts=root.ts)
    workspace.say("べつ")
    return root


def test_a_history_goes_from_new_to_old_without_threads(open_workspace: Open) -> None:
    """Replies stand in their thread; its first message counts them."""
    workspace = open_workspace(subscribed=())
    slack = WebClient(BOT_TOKEN, workspace.api_url)
    root = _conversation(workspace, slack)
    newest, oldest = slack.conversations_history(channel="C1")["messages"]
    assert (newest["text"], oldest["text"]) == ("べつ", "はじめ")
    assert (oldest["thread_ts"], oldest["reply_count"], oldest["reply_users"]) == (root.ts, 2, [BOT_USER])
    assert "channel" not in oldest


def test_a_thread_goes_from_old_to_new(open_workspace: Open) -> None:
    """The first message leads, each reply names it and its author; an ordinary message is a thread of one."""
    workspace = open_workspace(subscribed=())
    slack = WebClient(BOT_TOKEN, workspace.api_url)
    root = _conversation(workspace, slack)
    first, *replies = slack.conversations_replies(channel="C1", ts=root.ts)["messages"]
    assert [first["text"], *(m["text"] for m in replies)] == ["はじめ", "一", "二"]
    assert {(m["thread_ts"], m["parent_user_id"]) for m in replies} == {(root.ts, "U2")}
    alone = workspace.messages("C1")[-1]
    assert len(slack.conversations_replies(channel="C1", ts=alone.ts)["messages"]) == 1
    assert _error(lambda: slack.conversations_replies(channel="C1", ts="1.1"))["error"] == "thread_not_found"


def test_lists_come_in_pages(open_workspace: Open) -> None:
    """A cursor leads from one to the next; has_more says whether there is one; a time limits them."""
    workspace = open_workspace(subscribed=())
    slack = WebClient(BOT_TOKEN, workspace.api_url)
    said = [workspace.say(str(n)) for n in range(5)]
    first = slack.conversations_history(channel="C1", limit=2)
    cursor = first["response_metadata"]["next_cursor"]
    second = slack.conversations_history(channel="C1", limit=2, cursor=cursor)
    assert [m["text"] for page in (first, second) for m in page["messages"]] == ["4", "3", "2", "1"]
    assert first["has_more"] is True
    after = slack.conversations_history(channel="C1", oldest=said[3].ts)
    with_it = slack.conversations_history(channel="C1", oldest=said[3].ts, inclusive=True)
    assert ([m["text"] for m in after["messages"]], len(with_it["messages"])) == (["4"], 2)
    assert _error(lambda: slack.conversations_history(channel="C1", cursor="?"))["error"] == "invalid_cursor"


def test_a_permalink_leads_to_the_message(open_workspace: Open) -> None:
    """A reply's names its thread."""
    workspace = open_workspace(subscribed=())
    slack = WebClient(BOT_TOKEN, workspace.api_url)
    root = workspace.say("はじめ")
    ts = slack.chat_postMessage(channel="C1", text="x", thread_ts=root.ts)["ts"]
    link = slack.chat_getPermalink(channel="C1", message_ts=ts)["permalink"]
    assert urlsplit(link).path == f"/archives/C1/p{ts.replace('.', '')}"
    assert parse_qs(urlsplit(link).query) == {"thread_ts": [root.ts], "cid": ["C1"]}


def test_a_reaction_is_added_once(workspace: Workspace, slack: WebClient) -> None:
    """A second time is refused, and so is a name that is none."""
    ts = slack.chat_postMessage(channel="C1", text="x")["ts"]
    slack.reactions_add(channel="C1", timestamp=ts, name="eyes")
    again = _error(lambda: slack.reactions_add(channel="C1", timestamp=ts, name="eyes"))
    assert (again["error"], workspace.messages("C1")[0].reactions[0].users) == ("already_reacted", (BOT_USER,))
    assert _error(lambda: slack.reactions_add(channel="C1", timestamp=ts, name="目 玉"))["error"] == "invalid_name"
    assert _error(lambda: slack.reactions_remove(channel="C1", timestamp=ts, name="+1"))["error"] == "no_reaction"


def test_people_and_channels_can_be_looked_up(slack: WebClient) -> None:
    """Who they are, who is an admin, who is where."""
    user = slack.users_info(user="U9ADMIN")["user"]
    channel = slack.conversations_info(channel="C9PRIVATE")["channel"]
    assert (user["is_admin"], user["profile"]["display_name"], user["tz"]) == (
        True,
        "伊藤 さくら（管理者）",
        "Asia/Tokyo",
    )
    assert (channel["name"], channel["is_private"], channel["is_member"]) == ("dx-suishin-han", True, True)
    assert slack.conversations_info(channel="D1")["channel"]["user"] == "U1"
    assert "U2" in slack.conversations_members(channel="C1")["members"]
    assert slack.conversations_open(users="U2")["channel"]["id"] == "D-U2"
    assert _error(lambda: slack.users_info(user="U404"))["error"] == "user_not_found"
    assert slack.team_info()["team"]["id"] == "T1"


def test_one_message_a_second_goes_through_where_slack_is_strict(open_workspace: Open) -> None:
    """The next one is told how long to wait; another channel is another matter."""
    workspace = open_workspace(limited=True)
    slack = WebClient(BOT_TOKEN, workspace.api_url)
    slack.chat_postMessage(channel="C1", text="一")
    with pytest.raises(SlackApiError) as refused:
        slack.chat_postMessage(channel="C1", text="二")
    assert (refused.value.response.status_code, refused.value.response.headers["Retry-After"]) == (429, "1")
    assert slack.chat_postMessage(channel="C2", text="一")["ok"]


def test_what_was_arranged_is_answered_once(workspace: Workspace, slack: WebClient) -> None:
    """A failure that a test lays down is no refusal of what was sent."""
    workspace.fail_next("chat.postMessage", Answer.refused("invalid_blocks"), Answer.broken(503))
    assert _error(lambda: slack.chat_postMessage(channel="C1", text="x"))["error"] == "invalid_blocks"
    with pytest.raises(SlackApiError) as refused:
        slack.chat_postMessage(channel="C1", text="x")
    assert refused.value.response.status_code == 503
    assert slack.chat_postMessage(channel="C1", text="x")["ok"]
    assert [call.failed for call in workspace.calls("chat.postMessage")] == [True, True, False]
    assert workspace.refusals() == ()


def test_no_token_is_handed_to_those_who_watch(workspace: Workspace, slack: WebClient) -> None:
    """Neither a call nor a record holds one."""
    slack.chat_postMessage(channel="C1", text="x")
    urlopen(f"{workspace.api_url}auth.test?token={BOT_TOKEN}").close()  # noqa: S310 - an address of this machine
    _error(lambda: slack.oauth_v2_access(client_id=CLIENT_ID, client_secret=CLIENT_SECRET, code="x"))
    seen = [str(call.to_json()) + repr(call) for call in workspace.calls()]
    seen += [str(record.to_json()) for record in workspace.records()]
    assert len(workspace.calls()) == 3
    assert not any(secret in text for text in seen for secret in (BOT_TOKEN, CLIENT_SECRET))


@pytest.mark.parametrize(
    "body",
    [b"{", b"[]", b'"x"', b'{"channel": ["C1"], "text": {"a": 1}}', b'{"channel": "C1", "blocks": "x"}', b"\xff"],
)
def test_nonsense_is_answered_and_does_no_harm(workspace: Workspace, slack: WebClient, body: bytes) -> None:
    """Whatever comes, the server says no, and goes on."""
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {BOT_TOKEN}"}
    connection = HTTPConnection(urlsplit(workspace.web.root).netloc, timeout=5)
    connection.request("POST", "/api/chat.postMessage", body, headers)
    answer = json.loads(connection.getresponse().read())
    connection.close()
    assert answer["ok"] is False
    assert slack.chat_postMessage(channel="C1", text="x")["ok"]
