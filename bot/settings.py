"""Settings: the environment, read once into a frozen value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

__all__ = ["Settings", "SettingsError"]

_DEFAULT_PORT = 3000
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


class SettingsError(Exception):
    """A setting is missing or wrong; the message names it and says what is expected."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What ``serve`` needs; secrets never show in a repr."""

    bot_token: str = field(repr=False)
    app_token: str = field(repr=False)
    signing_secret: str = field(repr=False)
    admins: frozenset[str]
    api_url: str
    port: int

    @property
    def socket_mode(self) -> bool:
        """Tell whether Slack is reached over a WebSocket (else over signed HTTP)."""
        return bool(self.app_token)

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> Settings:
        """Read the variables; raises `SettingsError` with one sentence for the first that is missing or wrong."""
        values = {name: environment.get(name, "").strip() for name in _NAMES}
        _require_tokens(values)
        return cls(
            bot_token=values["SLACK_BOT_TOKEN"],
            app_token=values["SLACK_APP_TOKEN"],
            signing_secret=values["SLACK_SIGNING_SECRET"],
            admins=frozenset(filter(None, (name.strip() for name in values["DX_ADMINS"].split(",")))),
            api_url=_api_url(values["SLACK_API_URL"]),
            port=_port(values["PORT"]),
        )


_NAMES = ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "DX_ADMINS", "SLACK_API_URL", "PORT")


def _require_tokens(values: Mapping[str, str]) -> None:
    if not values["SLACK_BOT_TOKEN"]:
        raise SettingsError(
            "SLACK_BOT_TOKEN がありません。Slack アプリの「OAuth & Permissions」にある xoxb- で始まるトークンを設定してください"
            '(Slack なしで試すなら: python -m bot ask "質問")。'
        )
    if not values["SLACK_BOT_TOKEN"].startswith("xoxb-"):
        raise SettingsError("SLACK_BOT_TOKEN が xoxb- で始まっていません。ボットのトークンを設定してください。")
    if values["SLACK_APP_TOKEN"] and not values["SLACK_APP_TOKEN"].startswith("xapp-"):
        raise SettingsError("SLACK_APP_TOKEN が xapp- で始まっていません。アプリレベルのトークンを設定してください。")
    if not values["SLACK_APP_TOKEN"] and not values["SLACK_SIGNING_SECRET"]:
        raise SettingsError(
            "SLACK_APP_TOKEN(ソケットモード)か SLACK_SIGNING_SECRET(HTTP)のどちらかを設定してください。"
        )


def _api_url(value: str) -> str:
    """Return the base of the Web API, https except on this machine, with the slash that slack_sdk expects."""
    if not value:
        return "https://slack.com/api/"
    parts = urlsplit(value)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOOPBACK):
        raise SettingsError(f"SLACK_API_URL「{value}」は https:// で始まる URL にしてください。")
    return value if value.endswith("/") else value + "/"


def _port(value: str) -> int:
    if not value:
        return _DEFAULT_PORT
    if not value.isdecimal() or not 0 < int(value) < 65536:
        raise SettingsError(f"PORT「{value}」は 1 から 65535 の数字にしてください。")
    return int(value)
