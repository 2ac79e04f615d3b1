"""The app itself, as Slack sees it: what its agent view offers, how it is installed, and how it goes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.playground.slack import BOT_TOKEN, BOT_USER, CLIENT_ID, CLIENT_SECRET, Manifest, Workspace
from tests.playground.conftest import FULL, SCOPES, Open
from tests.playground.ear import Ear

Payload = dict[str, Any]


def _error(act: Callable[[], object]) -> Payload:
    with pytest.raises(SlackApiError) as refused:
        act()
    return dict(refused.value.response.data)


def test_prompts_are_offered_in_the_agent_view(workspace: Workspace, slack: WebClient) -> None:
    """Those of the manifest at first, those of a call later; with a thread, an agent's call says ok and does nothing."""
    offered = workspace.prompts("U1")
    assert offered
    assert [p.title for p in offered.prompts] == ["研修"]
    prompts = [{"title": "窓口", "message": "窓口について教えて"}]
    slack.assistant_threads_setSuggestedPrompts(channel_id="D1", thread_ts="1.1", prompts=prompts)
    assert workspace.prompts("U1") == offered
    slack.assistant_threads_setSuggestedPrompts(channel_id="D1", prompts=prompts, title="どうぞ")
    offered = workspace.prompts("U1")
    assert offered
    assert (offered.title, [p.message for p in offered.prompts]) == ("どうぞ", ["窓口について教えて"])
    five = _error(lambda: slack.assistant_threads_setSuggestedPrompts(channel_id="D1", prompts=prompts * 5))
    assert five["error"] == "invalid_arguments"


def test_a_status_stands_until_the_bot_writes(workspace: Workspace, slack: WebClient) -> None:
    """Then it is gone by itself."""
    slack.assistant_threads_setStatus(channel_id="D1", thread_ts="1.1", status="調べています")
    assert workspace.status("D1") == "調べています"
    slack.chat_postMessage(channel="D1", text="答え")
    assert workspace.status("D1") == ""


@pytest.mark.parametrize("options", [{"features_off": {"agent"}}, {"manifest": Manifest.of({**FULL, "features": {}})}])
def test_a_feature_that_is_off_is_refused(open_workspace: Open, options: Payload) -> None:
    """Not paid for, or not in the manifest: either way, nothing is offered."""
    workspace = open_workspace(**options)
    slack = WebClient(BOT_TOKEN, workspace.api_url)
    answer = _error(lambda: slack.assistant_threads_setSuggestedPrompts(channel_id="D1", prompts=[]))
    assert answer["error"] == "feature_not_enabled"
    assert workspace.prompts("U1") is None


AUTHORIZE = f"https://slack.example/oauth/v2/authorize?client_id={CLIENT_ID}&scope=commands&state=s1&redirect_uri=https://bot.example/back"


def _exchange(slack: WebClient, code: str, **more: str) -> Payload:
    given = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET, "redirect_uri": "https://bot.example/back", **more}
    return dict(slack.oauth_v2_access(code=code, **given).data)  # type: ignore[arg-type]  # JSON, never bytes


def test_an_installation_ends_with_a_token(workspace: Workspace) -> None:
    """The browser comes back with a code and the state; the code is good for one token."""
    back = urlsplit(workspace.authorize(AUTHORIZE))
    query = {name: values[0] for name, values in parse_qs(back.query).items()}
    nobody = WebClient(base_url=workspace.api_url)
    answer = _exchange(nobody, query["code"])
    assert (back.netloc, query["state"]) == ("bot.example", "s1")
    assert (answer["token_type"], answer["bot_user_id"], answer["team"]["id"]) == ("bot", BOT_USER, "T1")
    assert set(answer["scope"].split(",")) == set(SCOPES)
    assert WebClient(answer["access_token"], workspace.api_url).auth_test()["ok"]
    assert _error(lambda: _exchange(nobody, query["code"]))["error"] == "code_already_used"


def test_an_installation_that_is_declined_brings_an_error(workspace: Workspace) -> None:
    """The browser comes back with access_denied."""
    assert parse_qs(urlsplit(workspace.decline(AUTHORIZE)).query) == {"error": ["access_denied"], "state": ["s1"]}


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"client_id": "1.1"}, "invalid_client_id"),
        ({"client_secret": "wrong"}, "bad_client_secret"),
        ({"redirect_uri": "https://evil.example/"}, "bad_redirect_uri"),
    ],
)
def test_a_code_is_no_use_to_others(workspace: Workspace, change: Payload, error: str) -> None:
    """Who asks has to be who sent the person there."""
    code = parse_qs(urlsplit(workspace.authorize(AUTHORIZE)).query)["code"][0]
    assert _error(lambda: _exchange(WebClient(base_url=workspace.api_url), code, **change))["error"] == error


def test_a_revoked_token_opens_nothing(workspace: Workspace, slack: WebClient) -> None:
    """auth.revoke and an uninstallation end a bot's token."""
    assert slack.auth_revoke(test=True)["revoked"] is False
    assert slack.auth_revoke()["revoked"] is True
    assert _error(slack.auth_test)["error"] == "account_inactive"
    assert workspace.calls("auth.revoke")


def test_an_uninstallation_is_told_after_the_tokens_are_gone(workspace: Workspace, ear: Ear) -> None:
    """tokens_revoked and app_uninstalled come to an app that can do nothing any more."""
    workspace.uninstall()
    assert [p["event"]["type"] for p in ear.wait_for(2)] == ["tokens_revoked", "app_uninstalled"]
    assert _error(ear.slack.auth_test)["error"] == "account_inactive"
