"""Settings: the environment, read once into a frozen value."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from bot.fetching.address import AddressError, parse

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
    database_url: str = field(default="", repr=False)
    records_key: str = field(default="", repr=False)
    retention_days: int = 365
    recording: bool = True
    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    metrics_port: int = 0  # 0: none of its own
    sentry_dsn: str = field(default="", repr=False)
    digest_channel: str = ""  # the channel of the weekly digest, its workspace before it where there are several
    knowledge_url: str = field(default="", repr=False)  # "": the folder beside the program

    @property
    def socket_mode(self) -> bool:
        """Tell whether Slack is reached over a WebSocket (else over signed HTTP)."""
        return bool(self.app_token)

    @property
    def installable(self) -> bool:
        """Tell whether workspaces install the app themselves (else there is one, whose token is a setting)."""
        return bool(self.client_id)

    def in_workspace(self, team: str) -> Settings:
        """Return them as they hold in one workspace: ``TEAM:USER`` makes an admin there, a mere user everywhere."""
        here = {name.removeprefix(f"{team}:") for name in self.admins}
        admins = frozenset(name for name in here if ":" not in name)
        return self if admins == self.admins else replace(self, admins=admins)

    @classmethod
    def read(cls, environment: Mapping[str, str], transport: str = "", *, needs_slack: bool = True) -> Settings:
        """Read the variables; raises `SettingsError` with one sentence for the first that is missing or wrong.

        Where ``transport`` is "http" or "socket", that one is meant, even if the other is set up, too.
        Without ``needs_slack`` there may be no tokens.
        """
        values = {name: environment.get(name, "").strip() for name in _NAMES}
        if needs_slack:
            _require_transport(values, transport)
            _require_tokens(values)
        by_http = not values["SLACK_APP_TOKEN"] or bool(values["SLACK_CLIENT_ID"])
        return cls(
            bot_token=values["SLACK_BOT_TOKEN"],
            app_token=values["SLACK_APP_TOKEN"],
            signing_secret=values["SLACK_SIGNING_SECRET"],
            admins=_admins(values["DX_ADMINS"]),
            api_url=_api_url(values["SLACK_API_URL"]),
            port=_port(values["PORT"]),
            database_url=values["DATABASE_URL"],
            records_key=values["DX_RECORDS_KEY"],
            retention_days=_days(values["DX_RETENTION_DAYS"]),
            recording=_switch("DX_RECORDING", values["DX_RECORDING"]),
            client_id=values["SLACK_CLIENT_ID"],
            client_secret=values["SLACK_CLIENT_SECRET"],
            metrics_port=_metrics_port(values["DX_METRICS_PORT"], values["PORT"] if by_http else None),
            sentry_dsn=values["SENTRY_DSN"],
            knowledge_url=_knowledge_url(values["KNOWLEDGE_URL"]),
            digest_channel=_digest_channel(values["DX_DIGEST_CHANNEL"], values["SLACK_CLIENT_ID"]),
        )


_NAMES = (
    "SLACK_BOT_TOKEN",
    "SLACK_APP_TOKEN",
    "SLACK_SIGNING_SECRET",
    "DX_ADMINS",
    "SLACK_API_URL",
    "PORT",
    "DATABASE_URL",
    "DX_RECORDS_KEY",
    "DX_RETENTION_DAYS",
    "DX_RECORDING",
    "SLACK_CLIENT_ID",
    "SLACK_CLIENT_SECRET",
    "DX_METRICS_PORT",
    "SENTRY_DSN",
    "KNOWLEDGE_URL",
    "DX_DIGEST_CHANNEL",
)
_YEAR = 365
_ADMIN = re.compile(r"(T[A-Z0-9]+:)?[UW][A-Z0-9]+")
_CHANNEL = re.compile(r"(?P<team>T[A-Z0-9]+:)?[CG][A-Z0-9]+")


def _require_transport(values: dict[str, str], transport: str) -> None:
    """Keep what the named transport needs; an app token that is left would mean Socket Mode."""
    if transport == "socket" and not values["SLACK_APP_TOKEN"]:
        raise SettingsError(
            "SLACK_APP_TOKEN がありません。ソケットモード(worker)には xapp- で始まるトークンが必要です。"
            "HTTP で受けるなら、worker ではなく web を動かしてください。"
        )
    if transport == "http" and not values["SLACK_SIGNING_SECRET"]:
        raise SettingsError(
            "SLACK_SIGNING_SECRET がありません。HTTP(web)で受けるには、Slack アプリの Basic Information にある"
            " Signing Secret を設定してください。ソケットモードで使うなら、web ではなく worker を動かしてください。"
        )
    if transport == "http":
        values["SLACK_APP_TOKEN"] = ""


def _require_tokens(values: Mapping[str, str]) -> None:
    """See that the bot can speak to Slack and that Slack can reach it."""
    if values["SLACK_CLIENT_ID"] or values["SLACK_CLIENT_SECRET"]:
        _require_pair(values)
    else:
        _require_bot_token(values)
    if values["SLACK_APP_TOKEN"] and not values["SLACK_APP_TOKEN"].startswith("xapp-"):
        raise SettingsError("SLACK_APP_TOKEN が xapp- で始まっていません。アプリレベルのトークンを設定してください。")
    if not values["SLACK_APP_TOKEN"] and not values["SLACK_SIGNING_SECRET"]:
        raise SettingsError(
            "SLACK_APP_TOKEN(ソケットモード)か SLACK_SIGNING_SECRET(HTTP)のどちらかを設定してください。"
        )


def _require_pair(values: Mapping[str, str]) -> None:
    """With client id and secret each workspace brings its own bot token."""
    for name in ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET"):
        if not values[name]:
            raise SettingsError(
                f"{name} がありません。SLACK_CLIENT_ID と SLACK_CLIENT_SECRET は、両方とも設定するか、両方とも外してください。"
            )


def _require_bot_token(values: Mapping[str, str]) -> None:
    if not values["SLACK_BOT_TOKEN"]:
        raise SettingsError(
            "SLACK_BOT_TOKEN がありません。Slack アプリの「OAuth & Permissions」にある xoxb- で始まるトークンを設定してください"
            '(Slack なしで試すなら: python -m bot ask "質問")。'
        )
    if not values["SLACK_BOT_TOKEN"].startswith("xoxb-"):
        raise SettingsError("SLACK_BOT_TOKEN が xoxb- で始まっていません。ボットのトークンを設定してください。")


def _admins(value: str) -> frozenset[str]:
    """Return user ids, those with a team before them as they stand; a name in their place would never match."""
    admins = frozenset(filter(None, (name.strip() for name in value.split(","))))
    wrong = next((name for name in sorted(admins) if not _ADMIN.fullmatch(name)), None)
    if wrong is not None:
        raise SettingsError(
            f"DX_ADMINS「{wrong}」は、U で始まるメンバー ID(U012ABCDEF)か、ワークスペースの ID を付けた形"
            "(T012ABCDEF:U012ABCDEF)にしてください。メンバー ID は Slack のプロフィールからコピーできます。"
        )
    return admins


def _api_url(value: str) -> str:
    """Return the base of the Web API, https except on this machine, with the slash that slack_sdk expects."""
    if not value:
        return "https://slack.com/api/"
    parts = urlsplit(value)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOOPBACK):
        raise SettingsError(f"SLACK_API_URL「{value}」は https:// で始まる URL にしてください。")
    return value if value.endswith("/") else value + "/"


def _days(value: str) -> int:
    if not value:
        return _YEAR
    if not value.isdecimal() or not 0 < int(value) <= 100 * _YEAR:
        raise SettingsError(f"DX_RETENTION_DAYS「{value}」は、記録を残す日数(1 以上の数字)にしてください。")
    return int(value)


def _switch(name: str, value: str) -> bool:
    if value.lower() in ("", "on", "1", "true"):
        return True
    if value.lower() in ("off", "0", "false"):
        return False
    raise SettingsError(f"{name}「{value}」は on か off にしてください。")


def _digest_channel(value: str, client_id: str) -> str:
    """Return the channel as it stands; where there are several workspaces, one of them has to be named."""
    match = _CHANNEL.fullmatch(value)
    if value and not match:
        raise SettingsError(f"DX_DIGEST_CHANNEL「{value}」は、C で始まるチャンネル ID(C012ABCDEF)にしてください。")
    if match and client_id and not match["team"]:
        raise SettingsError(
            f"DX_DIGEST_CHANNEL「{value}」は、ワークスペースの ID を付けた形(T012ABCDEF:C012ABCDEF)にしてください。"
        )
    return value


def _knowledge_url(value: str) -> str:
    """Return the address as it stands; it may hold a token, so that no message repeats it."""
    try:
        if value:
            parse(value)
    except AddressError as error:
        raise SettingsError(f"KNOWLEDGE_URL は使えません。{error}") from None
    return value


def _port(value: str, name: str = "PORT") -> int:
    if not value:
        return _DEFAULT_PORT
    if not value.isdecimal() or not 0 < int(value) < 65536:
        raise SettingsError(f"{name}「{value}」は 1 から 65535 の数字にしてください。")
    return int(value)


def _metrics_port(value: str, port: str | None) -> int:
    """Return the port of the metrics, 0 where they have none; ``port`` is None in Socket Mode, which opens no other."""
    if not value:
        return 0
    number = _port(value, "DX_METRICS_PORT")
    if port is not None and number == _port(port):
        taken = "PORT" if port else f"PORT(設定がなければ {_DEFAULT_PORT})"
        raise SettingsError(f"DX_METRICS_PORT「{value}」は、{taken}と違う番号にしてください。")
    return number
