"""Sentry hears where something failed and under which number, and never what was said, by whom, or a secret."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Iterator
from typing import Any

import pytest
import sentry_sdk
from sentry_sdk.envelope import Envelope
from sentry_sdk.transport import Transport

from bot import sentry
from bot.desk import Desk
from bot.playground.slack.workspace import BOT_TOKEN, Answer, Push, Workspace
from bot.settings import SettingsError
from tests.slack.running import SIGNING_SECRET, HttpBot, settings_for

QUESTION = "小金井市のDXリーダーは何人? 電話は 03-1234-5678"
DSN = "https://0123456789abcdef@sentry.example/42"


class Kept(Transport):
    """A transport that sends nothing and keeps everything."""

    def __init__(self) -> None:
        super().__init__()
        self.events: list[dict[str, Any]] = []

    def capture_envelope(self, envelope: Envelope) -> None:
        """Keep what would be sent, as it would be sent."""
        for item in envelope.items:
            self.events.append(json.loads(item.get_bytes()))


@pytest.fixture
def sent() -> Iterator[list[dict[str, Any]]]:
    """Start reporting, and return the list of what is sent."""
    transport = Kept()
    sentry.start(DSN, transport)
    yield transport.events
    sentry_sdk.get_global_scope().set_client(None)


def test_a_listener_that_fails_is_reported_with_its_number(sent: list[dict[str, Any]], desk: Desk) -> None:
    """The number that the person was told leads to the place in the code."""
    workspace, bot = _failing(desk)
    (told,) = workspace.wait_for_replies("C1")
    bot.finish()
    workspace.close()
    (event,) = sent
    assert event["tags"]["reference"] in told.text
    assert event["tags"]["slack"] == "fatal_error"
    raised = event["exception"]["values"][-1]
    assert raised["type"] == "SlackApiError"
    assert any(frame["module"].startswith("bot.slack") for frame in raised["stacktrace"]["frames"])


def test_neither_words_nor_people_nor_secrets_are_sent(sent: list[dict[str, Any]], desk: Desk) -> None:
    """The event as a whole holds no question, no id of anybody, no token."""
    workspace, bot = _failing(desk)
    workspace.wait_for_replies("C1")
    bot.finish()
    workspace.close()
    written = json.dumps(sent, ensure_ascii=False)
    assert written != "[]"
    private = ("小金井", "DXリーダー", "03-1234", "U1", "U0BOT", "C1", BOT_TOKEN, SIGNING_SECRET, workspace.api_url)
    assert [word for word in private if word in written] == []


def test_only_what_is_listed_is_sent(sent: list[dict[str, Any]]) -> None:
    """What a later version of the package adds to events stays here, too."""
    try:
        _ = {}[QUESTION]
    except KeyError as error:
        sentry.report(error, "1a2b3c4d", "")
    (event,) = sent
    assert set(event) <= {*sentry._KEPT, "tags", "exception"}
    (raised,) = event["exception"]["values"]
    assert set(raised) == {"type", "module", "stacktrace"}
    assert {name for frame in raised["stacktrace"]["frames"] for name in frame} <= set(sentry._KEPT_OF_FRAME)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_what_nobody_caught_is_reported(sent: list[dict[str, Any]]) -> None:
    """A thread that dies of an error is heard of, without what the error says."""
    thread = threading.Thread(target=lambda: {}[QUESTION])
    thread.start()
    thread.join()
    (event,) = sent
    assert event["exception"]["values"][-1]["type"] == "KeyError"
    assert "小金井" not in json.dumps(event, ensure_ascii=False)


def test_without_an_address_nothing_is_sent() -> None:
    """Who sets no SENTRY_DSN reports to nobody."""
    sentry.start("")
    assert not sentry_sdk.get_client().is_active()
    sentry.report(ValueError(), "1a2b3c4d", "")


def test_a_missing_package_is_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    """The package is optional; who sets the variable without it is told what to install."""
    monkeypatch.setitem(sys.modules, "sentry_sdk", None)
    with pytest.raises(SettingsError, match="sentry-sdk"):
        sentry.start(DSN)


def test_a_wrong_address_is_explained_and_not_repeated() -> None:
    """A DSN holds a key."""
    with pytest.raises(SettingsError, match="SENTRY_DSN") as caught:
        sentry.start("0123456789abcdef")
    assert "0123456789abcdef" not in str(caught.value)


def _failing(desk: Desk) -> tuple[Workspace, HttpBot]:
    """Ask a bot whose reply Slack refuses."""
    workspace = Workspace()
    bot = HttpBot(settings_for(workspace, app_token=""), desk)
    workspace.push_to(Push(bot.url, SIGNING_SECRET))
    workspace.fail_next("chat.postMessage", Answer.refused("fatal_error"))
    workspace.mention(QUESTION)
    return workspace, bot
