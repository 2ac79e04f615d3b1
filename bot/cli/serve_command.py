"""``serve``: run the Slack app until it is stopped."""

from __future__ import annotations

import argparse
import os

__all__ = ["add_arguments", "run"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options; everything else comes from the environment (README, settings)."""
    way = parser.add_mutually_exclusive_group()
    way.add_argument(
        "--http",
        dest="transport",
        action="store_const",
        const="http",
        default="",
        help="SLACK_APP_TOKEN があっても HTTP で受けます(Procfile の web)",
    )
    way.add_argument(
        "--socket",
        dest="transport",
        action="store_const",
        const="socket",
        help="必ずソケットモードで動きます(同 worker)",
    )
    parser.epilog = (
        "環境変数: SLACK_BOT_TOKEN と、SLACK_APP_TOKEN(ソケットモード)か SLACK_SIGNING_SECRET(HTTP、PORT で受ける)\n"
        "複数のワークスペースで使うなら、SLACK_BOT_TOKEN の代わりに SLACK_CLIENT_ID と SLACK_CLIENT_SECRET\n"
        "例:\n  SLACK_BOT_TOKEN=xoxb-… SLACK_APP_TOKEN=xapp-… python -m bot serve"
    )


def run(options: argparse.Namespace) -> int:
    """Serve; returns when the process is told to stop."""
    from bot.settings import Settings

    settings = Settings.read(os.environ, options.transport)
    from bot.app import serve

    return serve(settings, options.root)
