"""Several workspaces: each installs the app itself, and its token lies in the database.

GET /slack/install         a page with one button, which leads to Slack
GET /slack/oauth_redirect  where Slack sends the browser back to: the token is stored

An event is answered with the token of its workspace; tokens that expire are renewed; an app that is removed is
forgotten. Without SLACK_CLIENT_ID nothing of this happens: there is one workspace, whose token is a setting.
"""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Sequence
from http.client import HTTPException
from pathlib import Path
from typing import Any

from cachetools import TTLCache
from slack_bolt import App, BoltContext
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.authorize import Authorize
from slack_bolt.error import BoltError
from slack_bolt.oauth.callback_options import CallbackOptions, FailureArgs, SuccessArgs
from slack_bolt.oauth.oauth_flow import OAuthFlow
from slack_bolt.oauth.oauth_settings import OAuthSettings
from slack_bolt.request import BoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError

from bot.records import Records
from bot.settings import Settings, SettingsError
from bot.slack.install_pages import render_failure, render_install, render_success
from bot.slack.installations import Installations, States
from bot.telemetry import log

__all__ = ["INSTALL_PATH", "Installing", "client_for", "forget_revoked", "forget_uninstalled", "oauth_flow", "register"]

INSTALL_PATH = "/slack/install"
_MANIFEST = Path(__file__).resolve().parents[2] / "manifest.json"
_STATE_SECONDS = 600
_MISSED, _MISSED_FOR = 1_000, 3_600.0  # workspaces without a token, and seconds until the log names one again
_SKEW = 30.0  # seconds by which our clock may be ahead of Slack's
_HTML: dict[str, str | Sequence[str]] = {"Content-Type": ["text/html; charset=utf-8"], "Cache-Control": ["no-store"]}


def register(app: App) -> None:
    """Listen to what ends an installation."""
    app.event("app_uninstalled")(forget_uninstalled)
    app.event("tokens_revoked")(forget_revoked)


def forget_uninstalled(body: dict[str, Any], context: BoltContext, records: Records, settings: Settings) -> None:
    """Forget the tokens of a workspace that removed the app."""
    _forget(body, context, records, settings)


def forget_revoked(
    event: dict[str, Any], body: dict[str, Any], context: BoltContext, records: Records, settings: Settings
) -> None:
    """Forget a bot token that was revoked; other tokens are none of ours."""
    if event.get("tokens", {}).get("bot"):
        _forget(body, context, records, settings)


def _forget(body: dict[str, Any], context: BoltContext, records: Records, settings: Settings) -> None:
    """Delete an installation unless it is newer than the event, which may have been on its way for an hour."""
    if not settings.installable or records.store is None:
        log.warning("the app was removed", team=context.team_id)
        return
    installations = Installations(records.store, settings)
    team = None if context.is_enterprise_install else context.team_id
    bot = installations.find_bot(enterprise_id=context.enterprise_id, team_id=team)
    if bot is None or bot.installed_at > float(body.get("event_time") or bot.installed_at) + _SKEW:
        return
    installations.delete_bot(enterprise_id=context.enterprise_id, team_id=team)
    log.info("uninstalled", team=context.team_id)


def client_for(app: App, records: Records, settings: Settings, team: str) -> WebClient | None:
    """Return a client that speaks to a workspace of its own accord, None where the app is not installed (any more)."""
    if not settings.installable:
        return app.client
    ours = app.client
    bot = Installations(records.store, settings, ours).of_team(team) if records.store else None
    if bot is None:
        return None
    return WebClient(token=bot.bot_token, base_url=ours.base_url, retry_handlers=list(ours.retry_handlers))


def oauth_flow(settings: Settings, records: Records, client: WebClient) -> OAuthFlow | None:
    """Return the way by which workspaces install the app, None for a bot of one; raises `SettingsError`."""
    if not settings.installable:
        return None
    if records.store is None:
        raise SettingsError(
            "データベースを開けないため、各ワークスペースのトークンを読み書きできません。DATABASE_URL を確かめてください。"
        )
    installations = Installations(records.store, settings, client)
    flow = OAuthSettings(
        client_id=settings.client_id,
        client_secret=settings.client_secret,
        scopes=_scopes(),
        user_scopes=[],
        install_path=INSTALL_PATH,
        installation_store=installations,
        installation_store_bot_only=True,
        state_store=States(records.store, _STATE_SECONDS),
        state_expiration_seconds=_STATE_SECONDS,
        callback_options=CallbackOptions(_installed, _not_installed),
        authorization_url=_authorization_url(settings.api_url),
    )
    flow.authorize = _Authorize(installations)
    return Installing(client=client, logger=_silent(), settings=flow)


class Installing(OAuthFlow):
    """Bolt's flow with pages of our own, also for when the database is down."""

    def handle_installation(self, request: BoltRequest) -> BoltResponse:
        """Show the page with the button."""
        try:
            return super().handle_installation(request)
        except BoltError:
            return _trouble("storage_error")

    def handle_callback(self, request: BoltRequest) -> BoltResponse:
        """Exchange the code that the browser brings for a token, and store that."""
        try:
            return super().handle_callback(request)
        except (SlackClientError, HTTPException, OSError):
            return _trouble("unreachable")

    def build_install_page_html(self, url: str, request: BoltRequest) -> str:
        """Return the page with the button."""
        del request
        return render_install(url)


def _trouble(reason: str) -> BoltResponse:
    log.warning("not installed", reason=reason)
    return BoltResponse(status=503, headers=_HTML, body=render_failure(reason, INSTALL_PATH))


def _installed(args: SuccessArgs) -> BoltResponse:
    one = args.installation
    log.info("installed", team=one.team_id, enterprise=one.enterprise_id)
    return _page(
        args, 200, render_success(one.team_name or one.enterprise_name or "", one.app_id or "", one.team_id or "")
    )


def _not_installed(args: FailureArgs) -> BoltResponse:
    log.warning("not installed", reason=args.reason[:40])
    return _page(args, args.suggested_status_code, render_failure(args.reason, INSTALL_PATH))


def _page(args: SuccessArgs | FailureArgs, status: int, html: str) -> BoltResponse:
    cookie = args.settings.state_utils.build_set_cookie_for_deletion()
    return BoltResponse(status=status, headers={**_HTML, "Set-Cookie": [cookie]}, body=html)


class _Authorize(Authorize):
    """Find the token for an event in the database; Slack need not be asked whose it is, as that was stored with it."""

    def __init__(self, installations: Installations) -> None:
        self._installations = installations
        self._missed: TTLCache[tuple[str | None, str | None], bool] = TTLCache(_MISSED, _MISSED_FOR)
        self._lock = threading.Lock()

    def __call__(
        self,
        *,
        context: BoltContext,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None,
        actor_enterprise_id: str | None = None,
        actor_team_id: str | None = None,
        actor_user_id: str | None = None,
    ) -> AuthorizeResult | None:
        """Return the bot's identity in a workspace, None where it is not installed."""
        del actor_enterprise_id, actor_team_id, actor_user_id
        whole = context.is_enterprise_install
        bot = self._installations.usable_bot(enterprise_id, team_id, whole)
        if bot is None:
            self._tell_missing(enterprise_id, team_id)
            return None
        return AuthorizeResult(
            enterprise_id=bot.enterprise_id,
            team_id=bot.team_id or team_id,
            bot_id=bot.bot_id,
            bot_user_id=bot.bot_user_id,
            bot_token=bot.bot_token,
            bot_scopes=bot.bot_scopes,
            user_id=user_id,
        )

    def _tell_missing(self, enterprise_id: str | None, team_id: str | None) -> None:
        """Say in the log that a workspace has no token, once in a while: events of it may go on coming."""
        with self._lock:
            is_news = (enterprise_id, team_id) not in self._missed
            if is_news:
                self._missed[enterprise_id, team_id] = True
        if is_news:
            log.warning("no token for the workspace", team=team_id, enterprise=enterprise_id)


def _scopes() -> list[str]:
    """Return what manifest.json asks for, so that there is one list."""
    scopes: list[str] = json.loads(_MANIFEST.read_text(encoding="utf-8"))["oauth_config"]["scopes"]["bot"]
    return scopes


def _authorization_url(api_url: str) -> str:
    """Return where the button leads: to the Slack whose API is used, which may be GovSlack's."""
    return f"{api_url.removesuffix('/').removesuffix('/api')}/oauth/v2/authorize"


def _silent() -> logging.Logger:
    """Return a logger that says nothing: Bolt's would write down codes and states."""
    logger = logging.getLogger("bot.slack.installing.bolt")
    logger.disabled = True
    return logger
