"""The same bot behind signed HTTP requests."""

from __future__ import annotations

import json
import time

import pytest

from bot.desk import Desk
from bot.playground.slack.push import signed
from bot.playground.slack.workspace import Push, Workspace
from tests.slack.running import SIGNING_SECRET, HttpBot

QUESTION = "小金井市のDXリーダーは何人?"
BODY = json.dumps({"type": "url_verification", "token": "legacy", "challenge": "3eZbrw1aBm2rZgRNFdxV2595E9CY"})
JSON = {"Content-Type": "application/json"}
FIVE_MINUTES = 5 * 60


@pytest.mark.usefixtures("http_bot")
def test_a_signed_request_is_taken(workspace: Workspace) -> None:
    """An event with the right signature gets 200 and an empty body."""
    workspace.direct_message(QUESTION)
    (ack,) = workspace.wait_for_acks()
    assert (ack.status, ack.payload) == (200, {})


@pytest.mark.usefixtures("http_bot")
def test_the_answer_is_the_same_as_by_socket(workspace: Workspace, desk: Desk) -> None:
    """The transport changes nothing about what people see."""
    asked = workspace.mention(QUESTION)
    (reply,) = workspace.wait_for_replies("C1")
    workspace.command("/dx", QUESTION)
    answer = workspace.wait_for_replies("C1", 2)[-1]
    workspace.press(answer.button("チャンネルに投稿"), answer)
    shared = workspace.wait_for_replies("C1", 3)[-1]
    assert reply.thread == asked.ts
    assert (answer.only_for, shared.only_for) == ("U1", "")
    assert reply.quotes == answer.quotes == shared.quotes != ()
    assert all(any(quote in a.text for a in desk.knowledge.articles.values()) for quote in reply.quotes)


def test_a_request_that_comes_again_is_answered_once(workspace: Workspace, http_bot: HttpBot) -> None:
    """Slack repeats a request that timed out, with X-Slack-Retry-Num."""
    workspace.direct_message(QUESTION)
    workspace.redeliver()
    http_bot.finish()
    assert [ack.status for ack in workspace.wait_for_acks()] == [200, 200]
    assert len(workspace.replies("D1")) == 1


def test_the_challenge_comes_back(http_bot: HttpBot) -> None:
    """Slack checks a new address with a challenge."""
    status, body = Push(http_bot.url, "").request(BODY, {**JSON, **signed(SIGNING_SECRET, BODY)})
    assert status == 200
    assert json.loads(body) == {"challenge": "3eZbrw1aBm2rZgRNFdxV2595E9CY"}


@pytest.mark.parametrize(
    ("why", "headers"),
    [
        ("another secret", signed("wrong", BODY)),
        ("another body", signed(SIGNING_SECRET, BODY + " ")),
        ("older than five minutes", signed(SIGNING_SECRET, BODY, at=time.time() - FIVE_MINUTES - 60)),
        ("from the future", signed(SIGNING_SECRET, BODY, at=time.time() + FIVE_MINUTES + 3_600)),
        ("no signature", {"X-Slack-Request-Timestamp": str(int(time.time()))}),
        ("no timestamp", {"X-Slack-Signature": signed(SIGNING_SECRET, BODY)["X-Slack-Signature"]}),
        ("no time", {**signed(SIGNING_SECRET, BODY), "X-Slack-Request-Timestamp": "yesterday"}),
        ("nothing", {}),
    ],
)
def test_a_request_that_is_not_slacks_is_refused(http_bot: HttpBot, why: str, headers: dict[str, str]) -> None:
    """Whatever is not signed by Slack within five minutes gets 401."""
    status, _ = Push(http_bot.url, "").request(BODY, {**JSON, **headers})
    assert status == 401, why


def test_a_forged_question_is_not_answered(workspace: Workspace, http_bot: HttpBot) -> None:
    """A request that is refused has no effect."""
    workspace.push_to(Push(http_bot.url, "wrong"))
    workspace.direct_message(QUESTION)
    http_bot.finish()
    assert [ack.status for ack in workspace.wait_for_acks()] == [401]
    assert workspace.calls() == ()


@pytest.mark.parametrize("body", ["{", "[]", "1", '"text"', "null", "{}"])
def test_a_body_that_makes_no_sense_is_refused(http_bot: HttpBot, body: str) -> None:
    """Nonsense of strangers is turned away and is no trouble of the bot's."""
    status, _ = Push(http_bot.url, "").request(body, JSON)
    assert status in {400, 401}


@pytest.mark.parametrize("path", ["/", "/slack", "/slack/events/", "/slack/install", "/slack/oauth_redirect"])
def test_other_paths_are_not_found(http_bot: HttpBot, path: str) -> None:
    """The bot serves Slack's events and nothing else."""
    status, _ = Push(http_bot.root + path, "").request(BODY, {**JSON, **signed(SIGNING_SECRET, BODY)})
    assert status == 404


def test_other_methods_are_not_found(http_bot: HttpBot) -> None:
    """Nobody can look at the address with a browser."""
    assert Push(http_bot.url, "").request("", {}, method="GET")[0] == 404
