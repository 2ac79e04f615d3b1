"""``serve``: run the Slack app until it is stopped."""

from __future__ import annotations

import argparse
import os

__all__ = ["add_arguments", "run"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options; everything else comes from the environment (README, settings)."""
    parser.epilog = (
        "環境変数: SLACK_BOT_TOKEN と、SLACK_APP_TOKEN(ソケットモード)か SLACK_SIGNING_SECRET(HTTP、PORT で受ける)\n"
        "例:\n  SLACK_BOT_TOKEN=xoxb-… SLACK_APP_TOKEN=xapp-… python -m bot serve"
    )


def run(options: argparse.Namespace) -> int:
    """Serve; returns when the process is told to stop."""
    from bot.settings import Settings

    settings = Settings.read(os.environ)
    from bot.app import serve

    return serve(settings, options.root)
