"""Operations: what a server's keeper relies on, from a release to the end of a process."""

from __future__ import annotations

import json
import logging
import shutil
import signal
import socket
import threading
import time
import tomllib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, NamedTuple

import psycopg
import pytest

from bot.cli import main
from bot.desk import Desk
from bot.health import Health
from bot.knowledge import load
from bot.playground.slack.workspace import APP_TOKEN, BOT_TOKEN, Answer, Message, Push, Workspace
from bot.records import Records
from bot.settings import _NAMES, Settings, SettingsError
from bot.slack.bolt import build
from bot.slack.stopping import Gate
from bot.slack.transport import _open
from bot.store import Store
from tests.ports import free_port
from tests.postgres import running_postgres
from tests.slack.running import SIGNING_SECRET
from tests.slack.test_serve import Process

ROOT = Path(__file__).resolve().parents[1]
QUESTION = "小金井市のDXリーダーは何人?"
BUSY = 4  # seconds for which Slack asks the bot to wait, in which the tests look at it
TERMINATED = 128 + signal.SIGTERM


def get(port: int, path: str) -> tuple[int, str]:
    """Ask for a page of this machine."""
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path)
    answer = connection.getresponse()
    body = answer.read().decode()
    connection.close()
    return answer.status, body


def settings_of(workspace: Workspace, transport: str, port: int) -> dict[str, str]:
    """Return the environment of a bot: over HTTP on a port, or over Socket Mode with metrics on that port."""
    common = {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_API_URL": workspace.api_url}
    if transport == "socket":
        return {**common, "SLACK_APP_TOKEN": APP_TOKEN, "DX_METRICS_PORT": str(port)}
    workspace.push_to(Push(f"http://127.0.0.1:{port}/slack/events", SIGNING_SECRET))
    return {**common, "SLACK_SIGNING_SECRET": SIGNING_SECRET, "PORT": str(port)}


# A whole life.


@dataclass(frozen=True)
class Life:
    """What was seen of a process: before it was told to stop, between then and its end, and after."""

    pages: dict[str, tuple[int, str]]
    stopping: tuple[int, str]
    late: int
    reply: Message
    code: int
    events: list[str]


def live(transport: str, home: Path) -> Life:
    """Ask while Slack is busy, tell the bot to stop before its reply is through, and ask again."""
    workspace, port = Workspace(), free_port()
    bot = Process.start(settings_of(workspace, transport, port), home)
    try:
        bot.wait_for('"serving"')
        pages = {path: get(port, path) for path in ("/healthz", "/readyz", "/metrics")}
        workspace.fail_next("chat.postMessage", Answer.rate_limited(BUSY))
        asked = workspace.mention(QUESTION)
        workspace.wait_until(lambda: workspace.calls("chat.postMessage"), "the first try")
        bot.process.send_signal(signal.SIGTERM)
        bot.wait_for('"stopping"')
        workspace.wait_until(lambda: get(port, "/readyz")[0] == 503, "the end of readiness")
        stopping = get(port, "/readyz")
        late = Push(f"http://127.0.0.1:{port}/slack/events", SIGNING_SECRET).deliver("events_api", {"type": "x"})[0]
        (reply,) = workspace.wait_for_replies(asked.channel)
        code = bot.process.wait(30)
        return Life(pages, stopping, late, reply, code, [json.loads(line)["event"] for line in bot.lines])
    finally:
        bot.process.kill()
        workspace.close()


def die(home: Path) -> tuple[int, float]:
    """Press Ctrl-C while Slack is busy for long, and then tell the bot to stop once more; how, and after how long?"""
    workspace = Workspace()
    bot = Process.start(settings_of(workspace, "socket", free_port()), home)
    try:
        bot.wait_for('"serving"')
        workspace.fail_next("chat.postMessage", Answer.rate_limited(30))
        workspace.mention(QUESTION)
        workspace.wait_until(lambda: workspace.calls("chat.postMessage"), "the first try")
        bot.process.send_signal(signal.SIGINT)
        bot.wait_for('"stopping"')
        begun = time.monotonic()
        bot.process.send_signal(signal.SIGTERM)
        return bot.process.wait(10), time.monotonic() - begun
    finally:
        bot.process.kill()
        workspace.close()


@dataclass(frozen=True)
class Lives:
    """What was seen of three processes, which lived at the same time."""

    socket: Life
    http: Life
    death: tuple[int, float]


@pytest.fixture(scope="module")
def lives(tmp_path_factory: pytest.TempPathFactory, desk: Desk) -> Lives:
    """Let three processes live; the desk is loaded by then, so that they find its index."""
    assert desk
    home = tmp_path_factory.mktemp
    with ThreadPoolExecutor() as pool:
        over_socket = pool.submit(live, "socket", home("home"))
        over_http = pool.submit(live, "http", home("home"))
        death = pool.submit(die, home("home"))
        return Lives(over_socket.result(), over_http.result(), death.result())


@pytest.fixture(params=["socket", "http"])
def life(request: pytest.FixtureRequest, lives: Lives) -> Life:
    """Return the life of a process of either kind."""
    found: Life = getattr(lives, request.param)
    return found


def test_a_question_in_flight_is_answered_before_the_end(life: Life) -> None:
    """SIGTERM lets the reply go through that waits for Slack's patience, and ends with 0."""
    assert life.reply.quotes
    assert life.code == 0
    assert life.events[-2:] == ["stopping", "stopped"]


def test_who_is_about_to_stop_is_not_ready(life: Life) -> None:
    """A load balancer sends nothing more there, and Slack's events are left to others."""
    status, body = life.stopping
    assert (status, json.loads(body)["status"]) == (503, "stopping")
    assert life.late in {404, 503}


def test_a_running_bot_lives_and_is_ready(life: Life) -> None:
    """It says which knowledge it answers from, that Slack is there, and that the database is well."""
    status, body = life.pages["/readyz"]
    state = json.loads(body)
    assert life.pages["/healthz"] == (200, "ok")
    assert status == 200
    assert (state["status"], state["slack"], state["database"]) == ("ready", "connected", "ok")
    assert state["entries"] > 100
    assert len(state["knowledge"]) == 12


def test_metrics_are_served(life: Life) -> None:
    """In HTTP mode beside the events, in Socket Mode on a port of their own."""
    status, body = life.pages["/metrics"]
    assert status == 200
    assert "dx_replies_total" in body
    assert "process_resident_memory_bytes" in body


def test_told_twice_it_is_gone_at_once(lives: Lives) -> None:
    """The second SIGTERM, or Ctrl-C, waits for nothing."""
    code, seconds = lives.death
    assert code == TERMINATED
    assert seconds < 2


def test_a_port_that_is_taken_is_named() -> None:
    """One sentence says which port."""
    with socket.create_server(("0.0.0.0", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(SettingsError, match=str(port)):
            _open(port, lambda _environ, _start: [])


def test_what_slack_sdk_quotes_of_people_stays_out_of_the_log(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    """It repeats the frame of a WebSocket that it could not read: the log keeps that it happened, not what it was."""
    build(Settings.read({"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_APP_TOKEN": APP_TOKEN}), desk)
    logging.getLogger("slack_bolt.app").warning("Received an unsupported data frame (payload: %s)", QUESTION)
    assert "Received an unsupported data frame" in caplog.text
    assert QUESTION not in caplog.text


# Stopping, close up.


def test_a_closed_gate_waits_for_who_is_inside() -> None:
    """What is being received gets its receipt before the gate counts as closed."""
    gate, seen = Gate(), []
    with gate.passing():
        closing = threading.Thread(target=lambda: (gate.close(10), seen.append("closed")))
        closing.start()
        time.sleep(0.05)
        assert gate.closed
        assert seen == []
    closing.join(10)
    assert seen == ["closed"]


def test_a_gate_does_not_wait_for_ever() -> None:
    """What hangs does not keep the process from its end."""
    gate = Gate()
    with gate.passing():
        begun = time.monotonic()
        gate.close(0.05)
        assert time.monotonic() - begun < 1


# Health, close up.


def healthy(desk: Desk, records: Records | None = None, slack: Any = lambda: True, fresh: float = 0.0) -> Health:
    """Make a health whose looks are taken anew each time."""
    return Health(desk, records or Records(), slack, lambda: False, fresh)


def _fails() -> bool:
    raise ConnectionError


@pytest.mark.parametrize("slack", [lambda: False, _fails], ids=["not connected", "fails"])
def test_without_slack_it_is_not_ready(desk: Desk, slack: Any) -> None:
    """A bot that cannot reach Slack answers nobody."""
    readiness = healthy(desk, slack=slack).readiness()
    assert (readiness.ready, readiness.state["status"], readiness.state["slack"]) == (
        False,
        "not ready",
        "not connected",
    )


def test_without_a_database_it_is_ready(desk: Desk, tmp_path: Path) -> None:
    """Answers need none; that one is missing, or down, is told."""
    store = Store.open(f"sqlite:///{tmp_path}/dx.sqlite3", key=b"key")
    well = healthy(desk, Records(store)).readiness()
    with store.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE current_edition")
    ill, none = healthy(desk, Records(store)).readiness(), healthy(desk).readiness()
    store.close()
    assert [r.state["database"] for r in (well, ill, none)] == ["ok", "down", "none"]
    assert [r.ready for r in (well, ill, none)] == [True, True, True]


def test_a_probe_is_answered_within_a_second_whatever_hangs(desk: Desk) -> None:
    """Slack that takes its time is told as slow; once it has failed, it is told as not connected until it is back."""
    hanging, asked = threading.Event(), []

    def slack() -> bool:
        asked.append(1)
        return hanging.wait(10) and False

    health = healthy(desk, slack=slack)
    begun = time.monotonic()
    first = health.readiness()
    assert time.monotonic() - begun < 1
    assert (first.ready, first.state["slack"]) == (True, "slow")
    hanging.set()
    second = health.readiness()
    assert (second.ready, second.state["slack"]) == (False, "not connected")
    assert len(asked) == 1


def test_probes_do_not_become_calls_of_slack(desk: Desk) -> None:
    """A stranger who asks a hundred times causes one look."""
    asked = []
    health = healthy(desk, slack=lambda: bool(asked.append(1)) or True, fresh=10)
    assert all(health.readiness().ready for _ in range(100))
    assert len(asked) == 1


# Releasing.


class Done(NamedTuple):
    """What a command returned and printed."""

    code: int
    said: str
    complained: str


Command = Callable[..., Done]


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Return a function that calls the command line in an environment with these settings and no others."""

    def called(*arguments: str, **variables: str) -> Done:
        for name in _NAMES:
            monkeypatch.delenv(name, raising=False)
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        code = main(arguments)
        return Done(code, *capsys.readouterr())

    return called


@pytest.fixture
def release(call: Command) -> Command:
    """Return a function that calls ``release`` with the tokens that it needs and further settings."""
    tokens = {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_SIGNING_SECRET": SIGNING_SECRET}
    return lambda *arguments, **variables: call("release", *arguments, **{**tokens, **variables})


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_release_makes_the_tables(release: Command, kind: str, tmp_path: Path) -> None:
    """After it, the database is ready for the processes that start together; a second one changes nothing."""
    url = f"sqlite:///{tmp_path}/dx.sqlite3" if kind == "sqlite" else running_postgres().create()
    first, second = release(DATABASE_URL=url), release(DATABASE_URL=url)
    assert (first.code, second.code) == (0, 0), first.complained
    assert "表は最新です" in first.said
    with Store.open(url, key=b"key") as store, store.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM answers").scalar() == 0


def test_a_release_forgets_no_more_than_the_setting_says(release: Command) -> None:
    """Records live as long as DX_RETENTION_DAYS, whoever opens the database."""
    url = running_postgres().create()
    assert release(DATABASE_URL=url).code == 0
    old = "INSERT INTO muted_threads (team, channel, thread, cause, at) VALUES ('T1', 'C1', '1', '', now() - interval '500 days')"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(old)
        release(DATABASE_URL=url, DX_RETENTION_DAYS="1000")
        assert connection.execute("SELECT count(*) FROM muted_threads").fetchone() == (1,)
        release(DATABASE_URL=url, DX_RETENTION_DAYS="30")
        assert connection.execute("SELECT count(*) FROM muted_threads").fetchone() == (0,)


def test_a_release_with_broken_knowledge_is_refused(release: Command, tmp_path: Path) -> None:
    """Each finding is printed with its place, the exit code is 1, and the tables are made all the same."""
    (tmp_path / "knowledge" / "faq").mkdir(parents=True)
    (tmp_path / "knowledge" / "faq" / "a.yaml").write_text("- id: [", encoding="utf-8")
    done = release("--root", str(tmp_path), DATABASE_URL=f"sqlite:///{tmp_path}/dx.sqlite3")
    assert done.code == 1
    assert "knowledge/faq/a.yaml:" in done.complained
    assert "表は最新です" in done.said


def test_a_release_checks_the_knowledge_where_it_lives(release: Command, tmp_path: Path) -> None:
    """With KNOWLEDGE_URL that is what is read, not the folder; what cannot be fetched is refused."""
    shutil.copytree(ROOT / "tests" / "knowledge" / "base", tmp_path / "city")
    found, gone = (release(KNOWLEDGE_URL=f"file://{tmp_path}/{name}") for name in ("city", "nowhere"))
    assert found.code == 0, found.complained
    assert f"{len(load(tmp_path / 'city').knowledge.entries)} 項目" in found.said
    assert (gone.code, "KNOWLEDGE_URL" in gone.complained) == (1, True)


def test_a_release_without_its_database_is_refused(release: Command) -> None:
    """The sentence names the server, and neither the user nor the password."""
    done = release(DATABASE_URL=f"postgres://dx:geheim@127.0.0.1:{free_port()}/dx")
    assert done.code == 1
    assert "127.0.0.1" in done.complained
    assert "geheim" not in done.said + done.complained
    assert "Traceback" not in done.complained


@pytest.mark.parametrize(
    ("name", "wrong"), [("SLACK_BOT_TOKEN", ""), ("SENTRY_DSN", "nowhere"), ("DX_ADMINS", "@tanaka")]
)
def test_a_release_with_a_wrong_setting_is_refused(release: Command, name: str, wrong: str) -> None:
    """What would keep the new version from starting keeps it from being released."""
    done = release(**{name: wrong})
    assert done.code == 1
    assert name in done.complained
    assert "Traceback" not in done.complained


# Heroku's files.


def processes() -> dict[str, str]:
    """Read the Procfile."""
    lines = (ROOT / "Procfile").read_text(encoding="utf-8").splitlines()
    return {name: command.strip() for name, _, command in (line.partition(":") for line in lines)}


def test_the_procfile_names_a_release_a_web_and_a_worker() -> None:
    """Each calls a verb of the command line."""
    assert set(processes()) == {"release", "web", "worker"}
    assert all(command.startswith("python -m bot ") for command in processes().values())


@pytest.mark.parametrize(
    ("process", "missing", "instead"), [("web", "SLACK_SIGNING_SECRET", "worker"), ("worker", "SLACK_APP_TOKEN", "web")]
)
def test_a_process_of_the_wrong_kind_says_which_is_right(
    call: Command, process: str, missing: str, instead: str
) -> None:
    """``web`` needs the signing secret, ``worker`` an app token; the sentence names the other process, too."""
    done = call(*processes()[process].split()[3:])
    assert done.code == 1
    assert missing in done.complained
    assert instead in done.complained


def test_app_json_asks_for_settings_that_there_are() -> None:
    """Heroku's form names no variable that nobody reads (AWS_… are s3fs's), and only processes of the Procfile."""
    app = json.loads((ROOT / "app.json").read_text(encoding="utf-8"))
    assert {name for name in app["env"] if not name.startswith("AWS_")} <= set(_NAMES)
    assert set(app["formation"]) <= set(processes())
    assert all(about["description"] for about in app["env"].values())


def test_the_version_is_that_of_the_project(capsys: pytest.CaptureFixture[str]) -> None:
    """``--version`` and pyproject.toml agree."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert (ended.value.code, capsys.readouterr().out.strip()) == (0, f"jichitai-dx-bot {project['version']}")
