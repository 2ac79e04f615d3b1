"""Tokens, and the way by which an app gets one: the page on which a person agrees, and the code that it is handed.

https://docs.slack.dev/authentication/installing-with-oauth
"""

from __future__ import annotations

import itertools
from urllib.parse import parse_qs, urlencode, urlsplit

__all__ = ["APP_TOKEN", "BOT_TOKEN", "CLIENT_ID", "CLIENT_SECRET", "Tokens"]

BOT_TOKEN, APP_TOKEN = "xoxb-fake-bot-token", "xapp-fake-app-token"
CLIENT_ID, CLIENT_SECRET = "1000000001.1000000002", "fake-client-secret"


class Tokens:
    """Hold which tokens are good; whoever uses it from several threads locks."""

    def __init__(self) -> None:
        self._numbers = itertools.count(2)
        self._good = {BOT_TOKEN}
        self._gone: set[str] = set()
        self._codes: dict[str, tuple[str, str]] = {}  # to the redirect URL and the person who agreed
        self._spent: set[str] = set()

    def why_not(self, token: str) -> str:
        """Return Slack's error for a bot token, "" for a good one."""
        if not token:
            return "not_authed"
        if token in self._gone:
            return "account_inactive"
        return "" if token in self._good else "invalid_auth"

    def revoke(self, token: str = "") -> None:
        """Make a token useless, or all of them."""
        gone = {token} if token else set(self._good)
        self._good -= gone
        self._gone |= gone

    def agree(self, url: str, user: str) -> str:
        """Agree to what an app asks for with an authorize URL; returns where the browser is sent."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        if asked.get("client_id") != CLIENT_ID:
            raise ValueError(f"invalid_client_id: {asked.get('client_id')!r}")
        code = f"code.{next(self._numbers)}"
        self._codes[code] = (asked.get("redirect_uri", ""), user)
        return _back(asked, code=code)

    def decline(self, url: str) -> str:
        """Refuse what an app asks for; returns where the browser is sent."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        return _back(asked, error="access_denied")

    def exchange(self, code: str, redirect: str) -> tuple[str, str, str]:
        """Return a new token, the person who agreed and "", or Slack's error."""
        if code in self._spent:
            return "", "", "code_already_used"
        if code not in self._codes:
            return "", "", "invalid_code"
        expected, user = self._codes[code]
        if redirect != expected:
            return "", "", "bad_redirect_uri"
        self._spent.add(code)
        token = f"{BOT_TOKEN}-{next(self._numbers)}"
        self._good.add(token)
        return token, user, ""


def _back(asked: dict[str, str], **more: str) -> str:
    return f"{asked.get('redirect_uri', '')}?{urlencode({**more, 'state': asked.get('state', '')})}"
