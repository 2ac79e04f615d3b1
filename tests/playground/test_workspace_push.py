"""Over HTTP, Slack sends the same things as signed requests, and reads receipts out of the answers."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs

import pytest
from slack_sdk import WebClient
from slack_sdk.signature import SignatureVerifier

from bot.playground.slack import Push, Workspace

Payload = dict[str, Any]
SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
MODAL: Payload = {
    "type": "modal",
    "title": {"type": "plain_text", "text": "題"},
    "submit": {"type": "plain_text", "text": "送る"},
    "blocks": [],
}


class Listener:
    """An app behind a URL: it keeps what comes, and answers what it is told to."""

    def __init__(self) -> None:
        self.requests: list[tuple[dict[str, str], str]] = []
        self.status, self.body = 200, ""
        listener = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                listener.requests.append((dict(self.headers), body))
                self.send_response(listener.status)
                self.end_headers()
                self.wfile.write(listener.body.encode())

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the standard library
                """Keep quiet."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()


@pytest.fixture
def listener(workspace: Workspace) -> Iterator[Listener]:
    """Let the workspace deliver to a listener."""
    opened = Listener()
    workspace.push_to(Push(f"http://127.0.0.1:{opened.server.server_address[1]}/slack/events", SECRET))
    yield opened
    opened.server.shutdown()
    opened.server.server_close()


def test_every_request_is_signed(workspace: Workspace, listener: Listener) -> None:
    """slack_sdk's own verifier accepts events, commands and interactions."""
    workspace.direct_message("やあ")
    workspace.command("/dx", "質問")
    workspace.global_shortcut("ask")
    verifier = SignatureVerifier(SECRET)
    assert [verifier.is_valid_request(body, headers) for headers, body in listener.requests] == [True] * 3


def test_each_kind_has_its_form(workspace: Workspace, listener: Listener) -> None:
    """Events are JSON, commands a form, interactions JSON in a form."""
    workspace.direct_message("やあ")
    workspace.command("/dx", "質問")
    workspace.global_shortcut("ask")
    event, command, shortcut = (body for _, body in listener.requests)
    assert json.loads(event)["event"]["text"] == "やあ"
    assert parse_qs(command)["text"] == ["質問"]
    assert json.loads(parse_qs(shortcut)["payload"][0])["callback_id"] == "ask"


def test_a_repeated_request_says_so(workspace: Workspace, listener: Listener) -> None:
    """Which attempt it is, and why."""
    workspace.direct_message("やあ")
    workspace.redeliver()
    headers = listener.requests[1][0]
    assert (headers["X-Slack-Retry-Num"], headers["X-Slack-Retry-Reason"]) == ("1", "http_timeout")
    assert listener.requests[0][1] == listener.requests[1][1]


@pytest.mark.parametrize(
    ("status", "body", "titles", "trouble"),
    [
        (200, "", [], ""),
        (
            200,
            json.dumps({"response_action": "update", "view": {**MODAL, "blocks": [{"type": "divider"}]}}),
            ["題"],
            "",
        ),
        (500, "", ["題"], "接続"),
    ],
)
def test_the_answer_to_a_form_decides_what_comes_next(
    workspace: Workspace, slack: WebClient, listener: Listener, status: int, body: str, titles: list[str], trouble: str
) -> None:
    """An empty answer closes the modal, a view takes its place, a failure is told to the person."""
    trigger = workspace.command("/dx").payload["trigger_id"]
    slack.views_open(trigger_id=trigger, view=MODAL)
    listener.status, listener.body = status, body
    workspace.submit()
    assert [view.title for view in workspace.modals()] == titles
    assert all(trouble in view.trouble for view in workspace.modals())


def test_a_plain_answer_to_a_command_is_shown(workspace: Workspace, listener: Listener) -> None:
    """Slack takes bare words, too."""
    listener.body = "はい"
    workspace.command("/dx", user="U2")
    assert [(m.text, m.only_for) for m in workspace.replies("C1")] == [("はい", "U2")]
