"""Settings are read once; what is missing or wrong is said in one sentence that never holds a secret."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.settings import _NAMES, Settings, SettingsError

ROOT = Path(__file__).resolve().parents[1]

BOT = {"SLACK_BOT_TOKEN": "xoxb-secret-1"}
SOCKET = {**BOT, "SLACK_APP_TOKEN": "xapp-secret-2"}
HTTP = {**BOT, "SLACK_SIGNING_SECRET": "secret-3"}
INSTALLED = {"SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": "secret-4", "SLACK_SIGNING_SECRET": "secret-3"}

WRONG = [
    ({}, "SLACK_BOT_TOKEN"),
    ({"SLACK_BOT_TOKEN": "   "}, "SLACK_BOT_TOKEN"),
    ({"SLACK_BOT_TOKEN": "xoxp-secret-1"}, "SLACK_BOT_TOKEN"),
    (BOT, "SLACK_APP_TOKEN"),
    (BOT, "SLACK_SIGNING_SECRET"),
    ({**BOT, "SLACK_APP_TOKEN": "xoxb-secret-2"}, "SLACK_APP_TOKEN"),
    ({**HTTP, "PORT": "http"}, "PORT"),
    ({**HTTP, "PORT": "0"}, "PORT"),
    ({**HTTP, "PORT": "65536"}, "PORT"),
    ({**HTTP, "PORT": "-1"}, "PORT"),
    ({**HTTP, "PORT": "80.5"}, "PORT"),
    ({**SOCKET, "SLACK_API_URL": "http://slack.example.jp/api/"}, "SLACK_API_URL"),
    ({**SOCKET, "SLACK_API_URL": "slack.example.jp"}, "SLACK_API_URL"),
    ({**SOCKET, "SLACK_API_URL": "ftp://localhost/"}, "SLACK_API_URL"),
    ({**HTTP, "SLACK_CLIENT_ID": "1.2"}, "SLACK_CLIENT_SECRET"),
    ({**HTTP, "SLACK_CLIENT_SECRET": "secret-4"}, "SLACK_CLIENT_ID"),
    ({**INSTALLED, "SLACK_SIGNING_SECRET": ""}, "SLACK_SIGNING_SECRET"),
    ({**HTTP, "DX_METRICS_PORT": "nine"}, "DX_METRICS_PORT"),
    ({**HTTP, "DX_METRICS_PORT": "3000"}, "DX_METRICS_PORT"),
    ({**HTTP, "PORT": "9090", "DX_METRICS_PORT": "9090"}, "DX_METRICS_PORT"),
    ({**HTTP, "DX_ADMINS": "U1,@tanaka"}, "@tanaka"),
    ({**HTTP, "DX_ADMINS": "T1:"}, "T1:"),
    ({**HTTP, "DX_ADMINS": "T1:T2:U1"}, "DX_ADMINS"),
]


@pytest.mark.parametrize(("environment", "name"), WRONG)
def test_what_is_missing_or_wrong_is_named(environment: dict[str, str], name: str) -> None:
    """The message names the variable, in one line, and repeats no token."""
    with pytest.raises(SettingsError) as caught:
        Settings.read(environment)
    message = str(caught.value)
    assert name in message
    assert "secret" not in message
    assert "\n" not in message


@pytest.mark.parametrize("port", ["", "3000"])
def test_ports_are_compared_only_where_both_are_opened(port: str) -> None:
    """Over a WebSocket there is no other port than that of the metrics, unless workspaces install the app."""
    wanted = {"PORT": port, "DX_METRICS_PORT": "3000"}
    assert Settings.read({**SOCKET, **wanted}).metrics_port == 3000
    assert Settings.read({**SOCKET, **HTTP, **wanted}, "socket").metrics_port == 3000
    for both in (HTTP, {**INSTALLED, "SLACK_APP_TOKEN": "xapp-secret-2"}):
        with pytest.raises(SettingsError, match=r"DX_METRICS_PORT.*PORT"):
            Settings.read({**both, **wanted})
    with pytest.raises(SettingsError, match="3000"):
        Settings.read({**SOCKET, **HTTP, **wanted}, "http")


def test_heroku_is_asked_for_every_setting() -> None:
    """app.json names each variable but those that Heroku sets by itself, or that have no use there."""
    asked = set(json.loads((ROOT / "app.json").read_text(encoding="utf-8"))["env"])
    of_heroku, of_no_use = {"PORT", "DATABASE_URL"}, {"SLACK_API_URL", "DX_METRICS_PORT"}
    of_stores = {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_ENDPOINT_URL"}
    assert asked == (set(_NAMES) - of_heroku - of_no_use) | of_stores


def test_no_secret_shows_in_a_repr() -> None:
    """A log line that prints the settings tells no secret."""
    assert "secret" not in repr(Settings.read({**SOCKET, **HTTP, **INSTALLED, "SENTRY_DSN": "https://secret@x/1"}))


@pytest.mark.parametrize(("environment", "socket_mode"), [(SOCKET, True), (HTTP, False), ({**SOCKET, **HTTP}, True)])
def test_an_app_token_means_socket_mode(environment: dict[str, str], socket_mode: bool) -> None:
    """With an app-level token Slack is reached over a WebSocket, else Slack reaches the bot over HTTP."""
    assert Settings.read(environment).socket_mode is socket_mode


def test_what_is_not_set_has_a_default() -> None:
    """Two secrets suffice."""
    settings = Settings.read(HTTP)
    assert (settings.port, settings.api_url, settings.admins) == (3000, "https://slack.com/api/", frozenset())


def test_admins_are_a_list_with_commas() -> None:
    """White space and empty places in the list do not count."""
    assert Settings.read({**HTTP, "DX_ADMINS": " U1, U2,,U1 "}).admins == {"U1", "U2"}


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("https://slack-gov.example/api", "https://slack-gov.example/api/"),
        ("https://slack-gov.example/api/", "https://slack-gov.example/api/"),
        ("http://127.0.0.1:8080/api/", "http://127.0.0.1:8080/api/"),
        ("http://localhost:8080", "http://localhost:8080/"),
    ],
)
def test_the_api_s_address_ends_with_a_slash(given: str, used: str) -> None:
    """Another Slack (GovSlack, a test's) can be named, by https or on this machine."""
    assert Settings.read({**SOCKET, "SLACK_API_URL": given}).api_url == used


def test_white_space_around_a_value_is_no_part_of_it() -> None:
    """A token pasted with a line end is the token."""
    assert Settings.read({"SLACK_BOT_TOKEN": " xoxb-1\n", "SLACK_SIGNING_SECRET": " s ", "PORT": " 80 "}).port == 80


def test_several_workspaces_need_no_bot_token() -> None:
    """With the app's id and secret each workspace brings its own; without them there is one."""
    assert Settings.read(INSTALLED).installable
    assert not Settings.read(HTTP).installable


@pytest.mark.parametrize(
    ("team", "admins"), [("T1", {"U0", "U1"}), ("T2", {"U0", "U2"}), ("T3", {"U0"}), ("", {"U0"}), ("U0", {"U0"})]
)
def test_an_admin_may_be_one_of_a_workspace(team: str, admins: set[str]) -> None:
    """``TEAM:USER`` holds in that workspace alone, a user id everywhere."""
    settings = Settings.read({**INSTALLED, "DX_ADMINS": "U0,T1:U1,T2:U2"})
    assert settings.in_workspace(team).admins == admins


def test_the_transport_can_be_named() -> None:
    """A process that is to listen over HTTP does so although an app token is set, too."""
    both = {**SOCKET, **HTTP}
    assert [Settings.read(both, way).socket_mode for way in ("", "http", "socket")] == [True, False, True]


@pytest.mark.parametrize(
    ("way", "environment", "name"), [("http", SOCKET, "SIGNING_SECRET"), ("socket", HTTP, "APP_TOKEN")]
)
def test_a_named_transport_needs_its_secret(way: str, environment: dict[str, str], name: str) -> None:
    """The message names what is missing for it."""
    with pytest.raises(SettingsError, match=name):
        Settings.read(environment, way)
