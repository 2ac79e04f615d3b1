"""What Slack refuses in a message is refused here, in Slack's words; what it takes is taken. The cases are data."""

from __future__ import annotations

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.models.blocks import Block

from bot.playground.slack import Workspace
from bot.playground.slack.limits import BLOCK_TEXT, TEXT, refusal_of_message
from tests.playground.block_cases import REFUSED, TAKEN, Payload, rich, rich_section, section, words


@pytest.mark.parametrize("name", TAKEN)
def test_what_slack_takes_is_taken(slack: WebClient, name: str) -> None:
    """A message right at the limits is shown."""
    assert slack.chat_postMessage(channel="C1", text="x", blocks=TAKEN[name])["ok"]


@pytest.mark.parametrize("name", [name for name in TAKEN if name != "table"])
def test_what_is_taken_is_valid_for_slacks_own_library(name: str) -> None:
    """slack_sdk, which knows some of the rules too, agrees (it cannot parse tables)."""
    for block in TAKEN[name]:
        parsed = Block.parse(block)
        assert parsed is not None
        parsed.validate_json()


@pytest.mark.parametrize("name", REFUSED)
def test_what_slack_refuses_is_refused_with_the_place(workspace: Workspace, slack: WebClient, name: str) -> None:
    """The answer names what is wrong and where, nothing is shown, and the call is kept with its reason."""
    blocks, sentence = REFUSED[name]
    with pytest.raises(SlackApiError) as refused:
        slack.chat_postMessage(channel="C1", text="x", blocks=blocks)
    answer = refused.value.response
    assert answer["error"] == "invalid_blocks"
    assert sentence in answer["errors"]
    assert f"[ERROR] {sentence}" in answer["response_metadata"]["messages"]
    assert workspace.messages("C1") == ()
    (kept,) = workspace.refusals()
    assert f"[ERROR] {sentence}" in kept.to_json()["why"]


@pytest.mark.parametrize(
    ("payload", "error"),
    [
        ({}, "no_text"),
        ({"text": ""}, "no_text"),
        ({"text": "", "blocks": []}, "no_text"),
        ({"text": "x" * (TEXT + 1)}, "msg_too_long"),
        ({"text": "x", "blocks": {"type": "divider"}}, "invalid_blocks_format"),
        ({"text": "x", "blocks": [section("x" * 2_900)] * 5}, "msg_blocks_too_long"),
        ({"text": "x", "markdown_text": "x"}, "markdown_text_conflict"),
        ({"markdown_text": "x" * 12_001}, "msg_too_long"),
    ],
)
def test_a_whole_message_has_limits_of_its_own(payload: Payload, error: str) -> None:
    """No words, too many, or blocks that together are too long."""
    refusal = refusal_of_message(payload)
    assert refusal is not None
    assert refusal.error == error
    assert refusal.why


def test_the_sum_of_all_texts_may_be_at_the_limit() -> None:
    """Up to 13,000 characters in all blocks together are taken, whatever block they stand in."""
    pieces = [rich(rich_section(words("x" * (BLOCK_TEXT - 1_000)))), section("x" * 1_000)]
    assert refusal_of_message({"text": "x", "blocks": pieces}) is None
    assert refusal_of_message({"text": "x", "blocks": [*pieces, section("x")]}) is not None
