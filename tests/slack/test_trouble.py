"""What happens when something goes wrong: in the bot, or in Slack."""

from __future__ import annotations

import io
import json
import logging
import re
from collections.abc import Callable, Iterator
from typing import NoReturn, cast

import pytest
import structlog

from bot import telemetry
from bot.desk import Desk
from bot.playground.slack.workspace import Answer, Workspace
from tests.slack.conftest import Connect
from tests.slack.running import Bot

QUESTION = "小金井市のDXリーダーは何人?"
SECRET = "ひみつの質問です"
SHARE = "チャンネルに投稿"
REFERENCE = re.compile(r"受付番号 ([0-9a-f]{8})")

LogLines = Callable[[], list[dict[str, object]]]


class BrokenDesk(Desk):
    """A desk that fails with the very words it was asked."""

    def ask(self, text: str, before: str = "") -> NoReturn:
        """Fail."""
        raise RuntimeError(f"cannot answer {text} after {before}")


@pytest.fixture
def broken(desk: Desk) -> Desk:
    """Make a desk at which every question fails."""
    return BrokenDesk(desk.library)


@pytest.fixture
def log_lines() -> Iterator[LogLines]:
    """Return a function that reads the log of the test so far, as ``serve`` writes it."""
    root = logging.getLogger()
    before, written = root.handlers[:], io.StringIO()
    telemetry.configure()
    cast("logging.StreamHandler[io.StringIO]", root.handlers[0]).setStream(written)
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    root.handlers[:] = before
    structlog.reset_defaults()
    telemetry.log.__dict__.pop("bind", None)  # the logger that was kept for speed


def _reference(text: str) -> str:
    found = REFERENCE.search(text)
    assert found, text
    return found.group(1)


def test_a_mention_that_fails_tells_the_person_alone(workspace: Workspace, connect: Connect, broken: Desk) -> None:
    """One sentence with a number, where the person looks: a thread that does not exist yet would not be shown."""
    connect(broken)
    workspace.mention(SECRET, user="U3")
    (told,) = workspace.wait_for_replies("C1")
    assert _reference(told.text)
    assert (told.only_for, told.thread) == ("U3", "")


def test_trouble_in_a_thread_is_told_there(workspace: Workspace, connect: Connect, broken: Desk) -> None:
    """Who asked within a thread is told within it."""
    connect(broken)
    workspace.mention(SECRET, thread_ts="1699999999.000001")
    (told,) = workspace.wait_for_replies("C1")
    assert told.thread == "1699999999.000001"


def test_a_command_that_fails_is_told_by_its_response_url(workspace: Workspace, connect: Connect, broken: Desk) -> None:
    """A command works in channels where the bot is no member, so its trouble is told without the Web API."""
    connect(broken)
    workspace.command("/dx", SECRET, user="U3")
    (told,) = workspace.wait_for_replies("C1")
    assert _reference(told.text)
    assert told.only_for == "U3"
    assert workspace.calls("chat.postEphemeral") == ()


def test_the_log_has_the_number_and_not_the_question(
    workspace: Workspace, connect: Connect, broken: Desk, log_lines: LogLines
) -> None:
    """The number leads to the kind of error and its place in the code; what a person asked stays out."""
    bot = connect(broken)
    workspace.mention(SECRET)
    (told,) = workspace.wait_for_replies("C1")
    bot.finish()
    (line,) = (line for line in log_lines() if line["event"] == "listener failed")
    assert line["reference"] == _reference(told.text)
    assert line["kind"] == "RuntimeError"
    assert "test_trouble.py" in str(line["trace"])
    assert SECRET not in json.dumps(line, ensure_ascii=False)


def test_trouble_where_the_bot_cannot_write_is_told_in_a_direct_message(
    workspace: Workspace, connect: Connect, broken: Desk
) -> None:
    """Where even the apology cannot stand, it comes to the person."""
    connect(broken)
    workspace.fail_next("chat.postEphemeral", Answer.refused("user_not_in_channel"))
    workspace.mention(SECRET)
    (told,) = workspace.wait_for_replies("D1")
    assert _reference(told.text)
    assert workspace.replies("C1") == ()


def test_trouble_that_cannot_be_told_ends_in_the_log(
    workspace: Workspace, connect: Connect, broken: Desk, log_lines: LogLines
) -> None:
    """When Slack refuses the apology too, the bot goes on."""
    bot = connect(broken)
    workspace.fail_next("chat.postEphemeral", Answer.refused("fatal_error"))
    workspace.mention(SECRET)
    workspace.wait_until(lambda: workspace.calls("chat.postEphemeral"), "the apology")
    workspace.direct_message("まだいますか")
    workspace.wait_for_replies("D1")
    bot.finish()
    untold = [line for line in log_lines() if line["event"] == "trouble untold"]
    assert [line["slack"] for line in untold] == ["fatal_error"]


def test_a_post_that_slack_refuses_is_told_with_its_code_in_the_log(
    workspace: Workspace, bot: Bot, log_lines: LogLines
) -> None:
    """Slack's code (here: the bot is no member) is what an admin needs."""
    workspace.fail_next("chat.postMessage", Answer.refused("not_in_channel"))
    workspace.mention(QUESTION)
    (told,) = workspace.wait_for_replies("D1")
    bot.finish()
    assert _reference(told.text)
    (line,) = (line for line in log_lines() if line["event"] == "listener failed")
    assert line["slack"] == "not_in_channel"


@pytest.mark.parametrize("failure", [Answer.rate_limited(0), Answer.broken(500), Answer.broken(503)])
def test_a_post_waits_for_a_busy_slack(workspace: Workspace, bot: Bot, failure: Answer) -> None:
    """After 429 and 5xx the reply is sent again, and arrives once."""
    workspace.fail_next("chat.postMessage", failure)
    workspace.mention(QUESTION)
    workspace.wait_for_replies("C1")
    bot.finish()
    assert [call.failed for call in workspace.calls("chat.postMessage")] == [True, False]
    assert len(workspace.replies("C1")) == 1


@pytest.mark.parametrize("failure", [Answer.rate_limited(0), Answer.broken(500)])
def test_a_response_url_waits_for_a_busy_slack(workspace: Workspace, bot: Bot, failure: Answer) -> None:
    """The same holds for what goes through a response URL."""
    workspace.fail_next("response", failure)
    workspace.command("/dx", QUESTION)
    workspace.wait_for_replies("C1")
    bot.finish()
    assert [call.failed for call in workspace.calls("response")] == [True, False]
    assert len(workspace.replies("C1")) == 1


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("failure", [Answer({"ok": False, "error": "expired_url"}, 404), Answer.refused("no_text")])
def test_a_response_url_that_refuses_is_noticed(workspace: Workspace, failure: Answer) -> None:
    """A reply that a response URL did not take is not lost in silence: the person is told another way."""
    workspace.fail_next("response", failure)
    workspace.command("/dx", QUESTION, user="U3")
    (told,) = workspace.wait_for_replies("C1")
    assert _reference(told.text)
    assert told.only_for == "U3"


@pytest.mark.usefixtures("bot")
def test_sharing_that_failed_can_be_tried_again(workspace: Workspace) -> None:
    """The button works until the answer is in the channel."""
    workspace.command("/dx", QUESTION)
    (answer,) = workspace.wait_for_replies("C1")
    workspace.fail_next("response", Answer.refused("no_text"))
    workspace.press(answer.button(SHARE), answer)
    workspace.wait_for_replies("C1", 2)
    workspace.press(answer.button(SHARE), answer)
    assert workspace.wait_for_replies("C1", 3)[-1].only_for == ""


@pytest.mark.usefixtures("bot")
def test_a_command_is_acknowledged_while_posts_wait_for_a_busy_slack(workspace: Workspace) -> None:
    """Ten replies that wait for a rate limit keep nobody else from an answer."""
    workspace.fail_next("chat.postMessage", *[Answer.rate_limited(2)] * 10)
    for number in range(10):
        workspace.direct_message(QUESTION, channel=f"D{number}")
    workspace.wait_until(lambda: len(workspace.calls("chat.postMessage")) >= 10, "ten refusals")
    workspace.command("/dx", QUESTION)
    assert workspace.wait_for_acks()[-1].after < 1.5
    assert len(workspace.wait_for_replies("C1")) == 1


@pytest.mark.usefixtures("bot")
def test_requests_that_nobody_listens_to_do_no_harm(workspace: Workspace) -> None:
    """An unknown event or button is passed over, and the next question is answered."""
    workspace.event({"type": "reaction_added", "user": "U1", "reaction": "eyes", "item": {"type": "message"}})
    said = workspace.direct_message(QUESTION)
    unknown = {"action_id": "unknown:0", "type": "button", "text": {"type": "plain_text", "text": "?"}, "value": "1"}
    workspace.press(unknown, said)
    assert workspace.wait_for_replies("D1")
