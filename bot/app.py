"""The composition root: settings and a folder become a running bot."""

from __future__ import annotations

from pathlib import Path

from slack_sdk.errors import SlackApiError, SlackClientError

from bot import telemetry
from bot.desk import Desk
from bot.library import Library
from bot.settings import Settings, SettingsError
from bot.slack.bolt import build
from bot.slack.transport import run

__all__ = ["serve"]


def serve(settings: Settings, root: Path) -> int:
    """Serve until told to stop; returns the exit code. Raises what a person can mend as one sentence."""
    telemetry.configure()
    desk = Desk(Library(root))
    app = build(settings, desk)
    try:
        who = app.client.auth_test()
    except SlackApiError as error:
        raise SettingsError(f"Slack が SLACK_BOT_TOKEN を受け付けません({error.response.get('error')})。") from error
    except (SlackClientError, OSError) as error:
        raise SettingsError(
            f"Slack({settings.api_url})につながりません。ネットワークの設定を確かめてください。"
        ) from error
    telemetry.log.info("signed in", bot=who.get("user_id"), version=desk.knowledge.version)
    run(app, settings)
    return 0
