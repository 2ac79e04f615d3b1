"""The composition root: settings and a folder become a running bot."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPException
from pathlib import Path
from urllib.error import URLError

from slack_sdk.errors import SlackApiError, SlackClientError

from bot import telemetry
from bot.desk import Desk
from bot.library import Library
from bot.settings import Settings, SettingsError
from bot.slack.bolt import build
from bot.slack.transport import run

__all__ = ["serve"]

_WARM_UP = "DXの推進体制について教えてください"


def serve(settings: Settings, root: Path) -> int:
    """Serve until told to stop; returns the exit code. Raises what a person can mend as one sentence."""
    telemetry.configure()
    desk = Desk(Library(root))
    desk.ask(_WARM_UP)  # the dictionary is mapped and the tables are made before the first person asks
    app = build(settings, desk)
    with _explaining("SLACK_BOT_TOKEN", settings):
        who = app.client.auth_test()
    telemetry.log.info("signed in", bot=who.get("user_id"), version=desk.knowledge.version)
    with _explaining("SLACK_APP_TOKEN", settings):
        run(app, settings)
    return 0


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
