"""The composition root: settings and a folder become a running bot."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.client import HTTPException
from pathlib import Path
from urllib.error import URLError

from slack_bolt import App
from slack_sdk.errors import SlackApiError, SlackClientError

from bot import reloading, sentry, telemetry
from bot.desk import Desk
from bot.opening import open_library, open_store
from bot.records import Records
from bot.settings import Settings, SettingsError
from bot.slack import telling
from bot.slack.bolt import build
from bot.slack.transport import run
from bot.store import StoreError

__all__ = ["composed", "open_records", "serve"]

_WARM_UP = "DXの推進体制について教えてください"


def serve(settings: Settings, root: Path) -> int:
    """Serve until told to stop; returns the exit code. Raises what a person can mend as one sentence."""
    telemetry.configure()
    sentry.start(settings.sentry_dsn)
    with composed(settings, root) as (app, desk, records):
        who = _sign_in(app, settings)
        telemetry.log.info("signed in", bot=who, version=desk.knowledge.version)
        gc.freeze()  # what is loaded stays: to look through it for garbage took a tenth of each answer (measured)
        with _explaining("SLACK_APP_TOKEN", settings):
            run(app, settings, desk, records)
    return 0


@contextmanager
def composed(settings: Settings, root: Path, desk: Desk | None = None) -> Iterator[tuple[App, Desk, Records]]:
    """Build the app and all that goes on beside it, connected to nobody yet; at the end everything is put away.

    ``desk`` is one that is there already. Raises `LibraryError` when the folder cannot be used.
    """
    with ExitStack() as ends:
        records = open_records(settings)
        if records.store:
            ends.callback(records.store.close)
        ends.callback(records.close)
        used = desk or Desk(open_library(settings, root, records.store))
        used.ask(_WARM_UP)  # the dictionary is mapped and the tables are made before the first person asks
        ends.callback(reloading.begin(used.library, records))
        app = build(settings, used, records)
        ends.callback(telling.begin(app, settings, used, records))
        yield app, used, records


def _sign_in(app: App, settings: Settings) -> str | None:
    """Ask Slack who the bot is, or only whether it is there: each workspace has a bot user of its own."""
    client = app.client
    with _explaining("SLACK_BOT_TOKEN", settings):
        if not settings.installable:
            return str(client.auth_test().get("user_id"))
        client.api_test()
    if settings.bot_token:
        telemetry.log.warning("SLACK_BOT_TOKEN is not used: with SLACK_CLIENT_ID, workspaces install the app")
    return None


def open_records(settings: Settings) -> Records:
    """Open the database that the settings name; one that cannot be reached yet is waited for, while people are answered.

    Raises `SettingsError` where DATABASE_URL is wrong. Without it, a file that cannot be used is no reason to be silent.
    """
    try:
        store = open_store(settings, patient=True)
    except (StoreError, OSError) as error:
        if settings.database_url:
            raise SettingsError(f"DATABASE_URL を使えません。{error}") from error
        reason = str(error) if isinstance(error, StoreError) else type(error).__name__
        telemetry.log.warning("records are kept in memory", reason=reason)
        return Records()
    if not store.is_open:
        telemetry.log.warning("records are kept in memory until the database is there")
    return Records(store)


@contextmanager
def _explaining(token: str, settings: Settings) -> Iterator[None]:
    """Turn what Slack says against a token into one sentence; a port in use and the like stay as they are."""
    try:
        yield
    except SlackApiError as error:
        code = error.response.get("error")
        if code:
            raise SettingsError(f"Slack が {token} を受け付けません({code})。トークンを確かめてください。") from error
        raise SettingsError(
            f"Slack({settings.api_url})が応答しません。時間をおいて、もう一度お試しください。"
        ) from error
    except (SlackClientError, URLError, HTTPException, ConnectionError, TimeoutError) as error:
        raise SettingsError(
            f"Slack({settings.api_url})につながりません。ネットワークの設定を確かめてください。"
        ) from error
