"""``python -m bot serve`` as its own process, against a fake Slack."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.playground.slack.workspace import APP_TOKEN, BOT_TOKEN, Answer, Message, Push, Workspace
from tests.ports import free_port
from tests.slack.running import SIGNING_SECRET

QUESTION = "小金井市のDXリーダーは何人?"
ROOT = Path(__file__).resolve().parents[2]
TIMEOUT = 60.0  # seconds


@dataclass
class Process:
    """A running ``serve``, with the lines of its standard error as they come."""

    process: subprocess.Popen[str]
    lines: list[str] = field(default_factory=list)
    _news: threading.Condition = field(default_factory=threading.Condition)

    @classmethod
    def start(cls, environment: dict[str, str], home: Path) -> Process:
        """Start it with nothing of this process's environment but what Python needs, and its data in ``home``."""
        kept = {name: os.environ[name] for name in ("PATH", "LANG", "TMPDIR", "XDG_CACHE_HOME") if name in os.environ}
        kept |= {"HOME": str(home), "XDG_DATA_HOME": str(home / "data")}
        started = cls(
            subprocess.Popen(
                [sys.executable, "-m", "bot", "serve"],
                cwd=ROOT,
                env={**kept, **environment},
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                text=True,
                encoding="utf-8",
            )
        )
        threading.Thread(target=started._read, daemon=True).start()
        return started

    def _read(self) -> None:
        assert self.process.stderr
        for line in self.process.stderr:
            with self._news:
                self.lines.append(line.rstrip("\n"))
                self._news.notify_all()

    def wait_for(self, words: str) -> None:
        """Wait for a line with these words."""
        with self._news:
            if not self._news.wait_for(lambda: any(words in line for line in self.lines), TIMEOUT):
                raise TimeoutError(f"no {words!r} in {self.lines}")

    def stop(self) -> tuple[int, float]:
        """Ask it to stop; returns the exit code and after how many seconds."""
        begun = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(TIMEOUT)
        return code, time.monotonic() - begun


@dataclass(frozen=True)
class Life:
    """What one process did from its start to its end."""

    reply: Message
    told: Message
    exit_code: int
    seconds_to_stop: float
    lines: tuple[str, ...]


@pytest.fixture(scope="module", params=["socket", "http"])
def life(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, indexed: Path) -> Iterator[Life]:
    """Start the bot, ask, ask while Slack refuses the reply, stop it."""
    assert indexed.is_dir()
    workspace, port = Workspace(), free_port()
    way = {"SLACK_APP_TOKEN": APP_TOKEN}
    if request.param == "http":
        way = {"SLACK_SIGNING_SECRET": SIGNING_SECRET, "PORT": str(port)}
        workspace.push_to(Push(f"http://127.0.0.1:{port}/slack/events", SIGNING_SECRET))
    settings = {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_API_URL": workspace.api_url, **way}
    bot = Process.start(settings, tmp_path_factory.mktemp("home"))
    try:
        bot.wait_for('"serving"')
        workspace.mention(QUESTION)
        (reply,) = workspace.wait_for_replies("C1")
        workspace.fail_next("chat.postMessage", Answer.refused("not_in_channel"))
        workspace.mention(QUESTION, channel="C2")
        (told,) = workspace.wait_for_replies("D1")
        code, seconds = bot.stop()
        yield Life(reply, told, code, seconds, tuple(bot.lines))
    finally:
        bot.process.kill()
        workspace.close()


def test_serve_answers(life: Life) -> None:
    """With its settings from the environment, the process answers in either mode."""
    assert life.reply.quotes


def test_serve_stops_when_told_to(life: Life) -> None:
    """SIGTERM ends it within seconds, with exit code 0."""
    assert life.exit_code == 0
    assert life.seconds_to_stop < 8


def test_the_log_is_json(life: Life) -> None:
    """Every line is one JSON object with an event and a level, from the start to the end."""
    records = [json.loads(line) for line in life.lines]
    events = [record["event"] for record in records]
    assert (*events[:2], events[-1]) == ("reload", "signed in", "stopped")
    assert "listener failed" in events
    assert all(record["level"] for record in records)


def test_the_log_keeps_questions_and_secrets_to_itself(life: Life) -> None:
    """Neither what people ask nor tokens are written, not even where something fails."""
    written = "\n".join(life.lines)
    private = (QUESTION, "DXリーダー", BOT_TOKEN, APP_TOKEN, SIGNING_SECRET)
    assert [secret for secret in private if secret in written or json.dumps(secret)[1:-1] in written] == []


def test_the_number_that_a_person_is_told_is_in_the_log(life: Life) -> None:
    """An admin finds the trouble by its number."""
    (failed,) = (r for r in map(json.loads, life.lines) if r["event"] == "listener failed")
    assert failed["reference"] in life.told.text


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({}, "SLACK_BOT_TOKEN"),
        ({"SLACK_BOT_TOKEN": "xoxp-a-persons"}, "SLACK_BOT_TOKEN"),
        ({"SLACK_BOT_TOKEN": BOT_TOKEN}, "SLACK_APP_TOKEN"),
        ({"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_APP_TOKEN": "wrong"}, "SLACK_APP_TOKEN"),
        ({"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_SIGNING_SECRET": "s", "PORT": "http"}, "PORT"),
        ({"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_SIGNING_SECRET": "s", "SLACK_API_URL": "http://x.jp"}, "SLACK_API_URL"),
    ],
)
def test_a_wrong_setting_is_explained_in_a_sentence(environment: dict[str, str], named: str, tmp_path: Path) -> None:
    """One sentence names the variable, the exit code is 1, and no traceback scares anybody."""
    code, lines = _run_to_the_end(environment, tmp_path)
    assert code == 1
    assert len(lines) == 1
    assert named in lines[0]


@pytest.mark.parametrize("refused", ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"])
def test_a_token_that_slack_refuses_is_explained_in_a_sentence(refused: str, tmp_path: Path) -> None:
    """The last line names the token and Slack's reason, never what the token is."""
    workspace = Workspace()
    tokens = {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_APP_TOKEN": APP_TOKEN}
    wrong = tokens[refused][:5] + "of-somebody-else"
    code, lines = _run_to_the_end({**tokens, refused: wrong, "SLACK_API_URL": workspace.api_url}, tmp_path)
    workspace.close()
    assert code == 1
    assert refused in lines[-1]
    assert "invalid_auth" in lines[-1]
    assert not any("Traceback" in line or wrong in line for line in lines)


def _run_to_the_end(environment: dict[str, str], home: Path) -> tuple[int, list[str]]:
    started = Process.start(environment, home)
    code = started.process.wait(TIMEOUT)
    with started._news:
        started._news.wait_for(lambda: bool(started.lines), 5)
    return code, started.lines
