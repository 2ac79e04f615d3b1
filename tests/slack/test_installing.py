"""Several workspaces: each installs the app in the browser, is answered with its own token, and can leave again."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

import pytest
import structlog
from slack_sdk import WebClient
from slack_sdk.oauth.installation_store import Bot as Installed
from sqlalchemy import text
from structlog.testing import LogCapture

from bot.desk import Desk
from bot.playground.slack.push import signed
from bot.playground.slack.tokens import BOT_TOKEN, CLIENT_ID, CLIENT_SECRET
from bot.playground.slack.workspace import APP_TOKEN, Answer, Push, Workspace
from bot.records import Records
from bot.settings import Settings, SettingsError
from bot.slack import installing
from bot.slack.bolt import build
from bot.slack.installations import Installations
from bot.slack.installing import client_for
from bot.slack.stopping import Gate
from bot.slack.transport import _by_socket
from bot.store import Store
from tests.ports import free_port
from tests.postgres import running_postgres
from tests.slack.running import SIGNING_SECRET, HttpBot, settings_for

QUESTION = "小金井市のDXリーダーは何人?"
HOUR = 3_600
INSTALL = "/slack/install"


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """Open a database of either kind."""
    url = f"sqlite:///{tmp_path}/dx.sqlite3" if request.param == "sqlite" else running_postgres().create()
    with Store.open(url, key=b"key") as opened:
        yield opened


@pytest.fixture
def one_store(tmp_path: Path) -> Iterator[Store]:
    """Open a database, for what does not depend on its kind."""
    with Store.open(f"sqlite:///{tmp_path}/dx.sqlite3", key=b"key") as opened:
        yield opened


@pytest.fixture
def settings(workspace: Workspace) -> Settings:
    """Return settings without a bot token, with the app's id and secret in its place."""
    plain = settings_for(workspace, app_token="")
    return replace(plain, bot_token="", client_id=CLIENT_ID, client_secret=CLIENT_SECRET)


Open = Callable[[Store], HttpBot]


@pytest.fixture
def opened(workspace: Workspace, settings: Settings, desk: Desk) -> Iterator[Open]:
    """Return a function that lets a bot listen with a database."""
    bots: list[HttpBot] = []

    def listen(store: Store) -> HttpBot:
        bots.append(HttpBot(settings, desk, Records(store)))
        workspace.push_to(Push(bots[-1].url, SIGNING_SECRET))
        return bots[-1]

    yield listen
    for bot in bots:
        bot.finish()


class Page(NamedTuple):
    """What a browser got."""

    status: int
    text: str
    cookie: str


class Site(NamedTuple):
    """Where something is served."""

    root: str


def get(bot: HttpBot | Site, path: str, cookie: str = "") -> Page:
    """Open a page as a browser does."""
    connection = HTTPConnection(urlsplit(bot.root).netloc, timeout=10)
    connection.request("GET", path, headers={"Cookie": cookie} if cookie else {})
    answer: HTTPResponse = connection.getresponse()
    body = answer.read().decode()
    connection.close()
    return Page(answer.status, body, (answer.getheader("Set-Cookie") or "").split(";")[0])


def button(page: Page) -> str:
    """Return where the page's button leads."""
    return page.text.split('class="do" href="')[1].split('"')[0].replace("&amp;", "&")


def install(bot: HttpBot | Site, workspace: Workspace, agree: bool = True) -> Page:
    """Go the whole way: the page, Slack's page, back again."""
    page = get(bot, INSTALL)
    back = workspace.authorize(button(page)) if agree else workspace.decline(button(page))
    return get(bot, f"/slack/oauth_redirect?{urlsplit(back).query}", page.cookie)


def bot_of(team: str, token: str, **more: Any) -> Installed:
    """Make an installation."""
    about = {"app_id": "A1", "bot_id": "B0BOT", "bot_user_id": "U0BOT", "installed_at": time.time()}
    return Installed(team_id=team, bot_token=token, **{**about, **more})


def another_token(workspace: Workspace) -> str:
    """Let Slack make one more good token."""
    code = parse_qs(urlsplit(workspace.authorize(f"https://x/?client_id={CLIENT_ID}")).query)["code"][0]
    token: str = workspace._team.tokens.exchange(code, "")[0]
    return token


def mention_in(workspace: Workspace, team: str, ts: str = "1700000000.000100") -> None:
    """Ask in another workspace."""
    about = {"channel": "C1", "user": "U1", "ts": ts, "event_ts": ts, "team": team}
    workspace.event({"type": "app_mention", "text": f"<@U0BOT> {QUESTION}", **about}, team=team)


def tokens_that_posted(workspace: Workspace) -> list[str]:
    """List the tokens of the bot's messages."""
    return [call.token for call in workspace.calls("chat.postMessage")]


def stored(store: Store, table: str) -> int:
    """Count the rows of one of slack_sdk's tables."""
    with store.engine.connect() as connection:
        return int(connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())  # noqa: S608 - ours


# Installing.


def test_a_workspace_that_installed_the_app_is_answered(workspace: Workspace, opened: Open, store: Store) -> None:
    """After the way through the browser, a question is answered with the token that Slack gave for it."""
    bot = opened(store)
    done = install(bot, workspace)
    workspace.mention(QUESTION)
    (reply,) = workspace.wait_for_replies("C1")
    assert (done.status, reply.quotes != ()) == (200, True)
    assert "みどり市役所" in done.text
    (token,) = tokens_that_posted(workspace)
    assert token.startswith(f"{BOT_TOKEN}-")


def test_the_page_asks_for_the_scopes_of_the_manifest(workspace: Workspace, opened: Open, one_store: Store) -> None:
    """The button leads to Slack, with our id, the scopes of manifest.json, and a state of its own each time."""
    bot = opened(one_store)
    first, second = (urlsplit(button(get(bot, INSTALL))) for _ in range(2))
    asked, again = parse_qs(first.query), parse_qs(second.query)
    assert f"{first.scheme}://{first.netloc}{first.path}" == workspace.api_url.replace("/api/", "/oauth/v2/authorize")
    assert asked["client_id"] == [CLIENT_ID]
    assert set(asked["scope"][0].split(",")) == workspace.manifest.scopes
    assert asked["state"] != again["state"]


def test_the_pages_are_japanese_and_whole(workspace: Workspace, opened: Open, one_store: Store) -> None:
    """Each page says its language, its title and its heading, and loads nothing from elsewhere."""
    bot = opened(one_store)
    pages = [get(bot, INSTALL), install(bot, workspace), install(bot, workspace, agree=False)]
    for page in pages:
        assert '<html lang="ja">' in page.text
        assert page.text.split("<title>")[1].split("<")[0] == page.text.split("<h1>")[1].split("<")[0]
        assert not {"src=", "<link", "<script", "@import"} & set(page.text.split())


def test_who_says_no_in_slack_is_told_so_and_can_try_again(
    workspace: Workspace, opened: Open, one_store: Store
) -> None:
    """A cancelled installation ends on a page with the way back, and stores nothing."""
    page = install(opened(one_store), workspace, agree=False)
    assert "キャンセル" in page.text
    assert f'href="{INSTALL}"' in page.text
    assert stored(one_store, "slack_bots") == 0


def test_a_state_of_somebody_else_is_refused(workspace: Workspace, opened: Open, one_store: Store) -> None:
    """Without the cookie of the browser that began, or with a state used before, nothing is stored."""
    bot = opened(one_store)
    page = get(bot, INSTALL)
    back = f"/slack/oauth_redirect?{urlsplit(workspace.authorize(button(page))).query}"
    assert get(bot, back).status == 400
    assert stored(one_store, "slack_bots") == 0
    assert get(bot, back, page.cookie).status == 200
    assert get(bot, back, page.cookie).status == 401


def test_a_code_that_slack_refuses_stores_nothing(opened: Open, one_store: Store) -> None:
    """An invented code ends on the page that says that it did not work."""
    bot = opened(one_store)
    page = get(bot, INSTALL)
    state = parse_qs(urlsplit(button(page)).query)["state"][0]
    done = get(bot, f"/slack/oauth_redirect?code=invented&state={state}", page.cookie)
    assert (done.status, stored(one_store, "slack_bots")) == (401, 0)
    assert "追加できませんでした" in done.text


def test_what_slack_says_is_shown_as_text(opened: Open, one_store: Store) -> None:
    """A reason in the address cannot bring markup into the page."""
    page = get(opened(one_store), "/slack/oauth_redirect?error=%3Cscript%3Ealert(1)%3C/script%3E")
    assert "<script" not in page.text
    assert "&lt;script" in page.text


def test_who_installed_the_app_is_not_stored(workspace: Workspace, opened: Open, one_store: Store) -> None:
    """People are stored as hashes only: the table of installers stays empty, and states are used up."""
    install(opened(one_store), workspace)
    assert [stored(one_store, f"slack_{name}") for name in ("bots", "installations", "oauth_states")] == [1, 0, 0]


def test_installations_that_came_to_nothing_are_swept_out(opened: Open, one_store: Store) -> None:
    """States do not pile up: the next visitor's sweeps out those that are over."""
    bot = opened(one_store)
    get(bot, INSTALL)
    with one_store.engine.begin() as connection:
        connection.execute(text("UPDATE slack_oauth_states SET expire_at = '2020-01-01 00:00:00'"))
    get(bot, INSTALL)
    assert stored(one_store, "slack_oauth_states") == 1


def test_without_a_client_id_there_is_no_such_page(http_bot: HttpBot) -> None:
    """A bot of one workspace has nothing to install."""
    assert [get(http_bot, path).status for path in (INSTALL, "/slack/oauth_redirect")] == [404, 404]


def test_without_a_database_several_workspaces_cannot_be_served(settings: Settings, desk: Desk) -> None:
    """Tokens need a place: the sentence names the setting."""
    with pytest.raises(SettingsError, match="DATABASE_URL"):
        build(settings, desk, Records())


def test_in_socket_mode_there_are_the_pages_and_no_events(
    workspace: Workspace, settings: Settings, desk: Desk, one_store: Store
) -> None:
    """The port serves what a browser needs, while events come over the WebSocket."""
    port = free_port()
    by_socket = replace(settings, app_token=APP_TOKEN, port=port)
    app = build(by_socket, desk, Records(one_store))
    hang_up = _by_socket(app, by_socket, desk, Records(one_store), Gate())
    workspace.wait_for_connection()
    site = Site(f"http://127.0.0.1:{port}")
    event = Push(f"{site.root}/slack/events", SIGNING_SECRET).deliver("events_api", {"type": "event_callback"})
    done = install(site, workspace)
    workspace.mention(QUESTION)
    (reply,) = workspace.wait_for_replies("C1")
    app.listener_runner.listener_executor.shutdown(wait=True)
    hang_up()
    assert (event[0], done.status, reply.quotes != ()) == (404, 200, True)


# Answering.


def test_each_workspace_is_answered_with_its_own_token(
    workspace: Workspace, opened: Open, store: Store, settings: Settings
) -> None:
    """One process serves two workspaces: each reply is sent with the token of the workspace that asked."""
    opened(store)
    tokens = {team: another_token(workspace) for team in ("T1", "T2")}
    for team, token in tokens.items():
        Installations(store, settings).save_bot(bot_of(team, token))
    mention_in(workspace, "T1")
    workspace.wait_for_replies("C1")
    mention_in(workspace, "T2", "1700000000.000200")
    workspace.wait_for_replies("C1", 2)
    assert tokens_that_posted(workspace) == [tokens["T1"], tokens["T2"]]


def test_a_workspace_that_is_not_installed_gets_a_sentence(
    workspace: Workspace, opened: Open, one_store: Store
) -> None:
    """A command from there is told in Japanese that the bot must be added again; nothing is posted with another's token."""
    install(opened(one_store), workspace)
    with one_store.engine.begin() as connection:
        connection.execute(text("DELETE FROM slack_bots"))
    workspace.command("/dx", QUESTION)
    (told,) = workspace.wait_for_replies("C1")
    assert "再追加" in told.text
    assert tokens_that_posted(workspace) == []


def test_slack_is_not_asked_whose_a_stored_token_is(workspace: Workspace, opened: Open, one_store: Store) -> None:
    """Between an event and its receipt stands no call of Slack's API."""
    install(opened(one_store), workspace)
    asked_before = len(workspace.calls("auth.test"))
    workspace.mention(QUESTION)
    workspace.wait_for_replies("C1")
    assert len(workspace.calls("auth.test")) == asked_before


def test_while_the_database_is_down_known_workspaces_are_answered(
    workspace: Workspace, opened: Open, one_store: Store
) -> None:
    """The token of a workspace that was answered before is remembered."""
    install(opened(one_store), workspace)
    workspace.mention(QUESTION)
    workspace.wait_for_replies("C1")
    with one_store.engine.begin() as connection:
        connection.execute(text("ALTER TABLE slack_bots RENAME TO gone"))
    workspace.mention(QUESTION)
    assert workspace.wait_for_replies("C1", 2)[-1].quotes


def test_while_the_database_is_down_the_page_says_so(opened: Open, one_store: Store) -> None:
    """Nobody is sent to Slack for a token that could not be kept."""
    bot = opened(one_store)
    with one_store.engine.begin() as connection:
        connection.execute(text("ALTER TABLE slack_oauth_states RENAME TO gone"))
    page = get(bot, INSTALL)
    assert page.status == 503
    assert "記録を保存できない" in page.text


def test_a_client_of_its_own_accord_speaks_to_the_workspace_that_is_meant(
    workspace: Workspace, opened: Open, store: Store, settings: Settings
) -> None:
    """What is posted unasked (news for an asker) goes to the asker's workspace, or nowhere."""
    bot = opened(store)
    Installations(store, settings).save_bot(bot_of("T2", "xoxb-two", enterprise_id="E1"))
    client = client_for(bot.app, bot.records, settings, "T2")
    assert client is not None
    assert (client.token, client.base_url) == ("xoxb-two", workspace.api_url)
    assert client_for(bot.app, bot.records, settings, "T3") is None


# Tokens that expire.


def renewal(token: str, refresh: str = "xoxe-1-second") -> Answer:
    """Answer a request for a new token as Slack does."""
    return Answer.ok(access_token=token, refresh_token=refresh, token_type="bot", expires_in=12 * HOUR)


def test_a_token_that_ends_soon_is_renewed(
    workspace: Workspace, opened: Open, store: Store, settings: Settings
) -> None:
    """The reply is sent with the new token; the next question needs no further one."""
    opened(store)
    installations = Installations(store, settings)
    installations.save_bot(bot_of("T1", BOT_TOKEN, bot_refresh_token="xoxe-1-first", bot_token_expires_in=HOUR))
    new = another_token(workspace)
    workspace.fail_next("oauth.v2.access", renewal(new))
    workspace.mention(QUESTION)
    workspace.wait_for_replies("C1")
    workspace.mention(QUESTION)
    workspace.wait_for_replies("C1", 2)
    (asked,) = workspace.calls("oauth.v2.access")
    assert (asked.payload["grant_type"], asked.payload["refresh_token"]) == ("refresh_token", "xoxe-1-first")
    assert tokens_that_posted(workspace) == [new, new]
    kept = installations.find_bot(enterprise_id=None, team_id="T1")
    assert kept is not None
    assert (kept.bot_token, kept.bot_refresh_token) == (new, "xoxe-1-second")


def test_a_token_is_renewed_once_by_all_processes(
    workspace: Workspace, store: Store, settings: Settings, desk: Desk
) -> None:
    """A refresh token works once: of two bots that see the same old token, one exchanges it."""
    bots = [HttpBot(settings, desk, Records(store)) for _ in range(2)]
    old = bot_of("T1", BOT_TOKEN, bot_refresh_token="xoxe-1-first", bot_token_expires_in=HOUR)
    Installations(store, settings).save_bot(old)
    workspace.fail_next("oauth.v2.access", renewal(another_token(workspace)))
    for number in range(6):
        workspace.push_to(Push(bots[number % 2].url, SIGNING_SECRET))
        workspace.mention(QUESTION)
    workspace.wait_for_replies("C1", 6)
    assert len(workspace.calls("oauth.v2.access")) == 1
    for bot in bots:
        bot.finish()


def test_a_renewal_that_fails_loses_no_question(
    workspace: Workspace, opened: Open, one_store: Store, settings: Settings
) -> None:
    """The old token is good for two hours more: the reply is sent with it, and renewing is tried again."""
    opened(one_store)
    old = bot_of("T1", BOT_TOKEN, bot_refresh_token="xoxe-1-first", bot_token_expires_in=HOUR)
    Installations(one_store, settings).save_bot(old)
    workspace.fail_next("oauth.v2.access", Answer.refused("internal_error"), renewal(another_token(workspace)))
    workspace.mention(QUESTION)
    workspace.wait_for_replies("C1")
    workspace.mention(QUESTION)
    workspace.wait_for_replies("C1", 2)
    assert tokens_that_posted(workspace)[0] == BOT_TOKEN != tokens_that_posted(workspace)[1]


def test_a_new_token_that_could_not_be_stored_is_stored_later(
    workspace: Workspace, one_store: Store, settings: Settings
) -> None:
    """The old one cannot be exchanged again: the new one stays in memory until the database takes it."""
    installations = Installations(one_store, settings, WebClient(base_url=workspace.api_url))
    old = bot_of("T1", BOT_TOKEN, bot_refresh_token="xoxe-1-first", bot_token_expires_in=HOUR)
    installations.save_bot(old)
    workspace.fail_next("oauth.v2.access", renewal("xoxb-new"))
    with one_store.engine.begin() as connection:
        connection.execute(
            text("CREATE TRIGGER full BEFORE UPDATE ON slack_bots BEGIN SELECT RAISE(ABORT, 'full'); END")
        )
    renewed = installations.usable_bot(None, "T1")
    with one_store.engine.begin() as connection:
        connection.execute(text("DROP TRIGGER full"))
    later = Installations(one_store, settings).find_bot(enterprise_id=None, team_id="T1")
    installations._away_until = 0.0
    installations.usable_bot(None, "T1")
    at_last = Installations(one_store, settings).find_bot(enterprise_id=None, team_id="T1")
    assert [one and one.bot_token for one in (renewed, later, at_last)] == ["xoxb-new", BOT_TOKEN, "xoxb-new"]


# Leaving.


def test_an_app_that_is_removed_is_forgotten(workspace: Workspace, opened: Open, store: Store) -> None:
    """After app_uninstalled no token of the workspace is left."""
    bot = opened(store)
    install(bot, workspace)
    workspace.uninstall()
    bot.finish()
    assert stored(store, "slack_bots") == 0


def test_a_revoked_token_is_forgotten(workspace: Workspace, opened: Open, one_store: Store) -> None:
    """After tokens_revoked the workspace counts as not installed."""
    bot = opened(one_store)
    install(bot, workspace)
    workspace.revoke_tokens()
    bot.finish()
    assert stored(one_store, "slack_bots") == 0


def test_the_token_of_a_person_is_none_of_ours(workspace: Workspace, opened: Open, one_store: Store) -> None:
    """tokens_revoked without a bot's token changes nothing."""
    bot = opened(one_store)
    install(bot, workspace)
    workspace.event({"type": "tokens_revoked", "tokens": {"oauth": ["U1"], "bot": []}})
    bot.finish()
    assert stored(one_store, "slack_bots") == 1


def test_news_of_a_removal_that_come_late_do_not_remove_a_new_installation(
    workspace: Workspace, opened: Open, one_store: Store, settings: Settings
) -> None:
    """Slack repeats events for an hour: one from before an installation says nothing about it."""
    bot = opened(one_store)
    Installations(one_store, settings).save_bot(bot_of("T1", BOT_TOKEN, installed_at=time.time() + HOUR))
    workspace.event({"type": "app_uninstalled"})
    bot.finish()
    assert stored(one_store, "slack_bots") == 1


def test_a_bot_of_one_workspace_takes_its_removal_calmly(workspace: Workspace, http_bot: HttpBot) -> None:
    """There is no installation to forget: the event gets its receipt, and nobody is told of trouble."""
    workspace.push_to(Push(http_bot.url, SIGNING_SECRET))
    workspace.uninstall()
    http_bot.finish()
    assert {ack.status for ack in workspace.wait_for_acks()} == {200}
    assert workspace.replies("C1") == ()


def test_a_workspace_without_the_app_is_named_once_in_the_log(
    workspace: Workspace,
    opened: Open,
    one_store: Store,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Events of it may go on coming; each other workspace has a line of its own, and none is an error."""
    bot = opened(one_store)
    heard = LogCapture()
    monkeypatch.setattr(installing, "log", structlog.wrap_logger(None, [heard]))
    for number, team in enumerate(["T1", "T1", "T2", "T1"]):
        mention_in(workspace, team, f"1700000000.00010{number}")
    workspace.wait_for_acks()
    bot.finish()
    lines = [(line["log_level"], line["event"], line["team"]) for line in heard.entries]
    assert sorted(lines) == [("warning", "no token for the workspace", team) for team in ("T1", "T2")]
    assert [record.message for record in caplog.records if record.name.startswith("slack_bolt")] == []


# Admins.


@pytest.mark.parametrize(("admin", "may"), [("U1", True), ("T1:U1", True), ("T2:U1", False), ("T1:U2", False)])
def test_an_admin_of_one_workspace_is_none_elsewhere(workspace: Workspace, desk: Desk, admin: str, may: bool) -> None:
    """``TEAM:USER`` in DX_ADMINS holds in that workspace, a mere user id in all."""
    bot = HttpBot(replace(settings_for(workspace, app_token=""), admins=frozenset({admin})), desk)
    workspace.push_to(Push(bot.url, SIGNING_SECRET))
    workspace.command("/dx-unanswered", "", user="U1")
    (told,) = workspace.wait_for_replies("C1")
    bot.finish()
    assert ("管理者" not in told.text) is may


# Secrets.


def test_no_token_and_no_code_reaches_the_log(
    workspace: Workspace,
    opened: Open,
    one_store: Store,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """Neither a good installation nor one with a wrong code leaves a secret in the log."""
    caplog.set_level("INFO")  # below it, libraries are never heard
    bot = opened(one_store)
    install(bot, workspace)
    page = get(bot, INSTALL)
    state = parse_qs(urlsplit(button(page)).query)["state"][0]
    get(bot, f"/slack/oauth_redirect?code=code-secret&state={state}", page.cookie)
    written = "\n".join([caplog.text, *capfd.readouterr()])
    assert "not installed" in written
    assert [secret for secret in (BOT_TOKEN, CLIENT_SECRET, "code-secret", state) if secret in written] == []


def test_over_a_websocket_nothing_can_be_forged(workspace: Workspace, desk: Desk) -> None:
    """A bot that knows no signing secret, as in Socket Mode, takes no request for Slack's: its secret is made up."""
    bot = HttpBot(replace(settings_for(workspace), signing_secret=""), desk)
    body = '{"type": "url_verification", "challenge": "x"}'
    statuses = [
        Push(bot.url, "").request(body, {"Content-Type": "application/json", **signed(secret, body)})[0]
        for secret in ("", "unused-in-socket-mode", SIGNING_SECRET)
    ]
    bot.finish()
    assert statuses == [401, 401, 401]
