"""``playground``: a small Slack in the browser, with the real bot in it."""

from __future__ import annotations

import argparse
from pathlib import Path

from bot.cli import UsageError

__all__ = ["add_arguments", "run"]

_LAST_PORT = 65_535
_EPILOG = """例:
  python -m bot playground
  python -m bot playground --port 8321 --no-browser
  python -m bot playground --transcript 台本.txt
  python -m bot playground --pictures docs/pictures

"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    from bot.playground.script import FORM

    parser.add_argument(
        "--port", type=_port, metavar="N", help="ページのポート(言わなければ 8321、使用中なら空いているもの)"
    )
    parser.add_argument("--no-browser", action="store_true", help="ブラウザーを開かず、アドレスだけを示します")
    parser.add_argument(
        "--transcript", type=Path, metavar="FILE", help="台本のとおりに操作し、表示されたものを文字で書き出します"
    )
    parser.add_argument(
        "--pictures", type=Path, metavar="DIR", help="README の画像を作ります(開発用、Playwright と Chromium が必要)"
    )
    parser.epilog = _EPILOG + FORM


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > _LAST_PORT:
        raise argparse.ArgumentTypeError(f"「{text}」は 0 から {_LAST_PORT} の数字にしてください")
    return int(text)


def run(options: argparse.Namespace) -> int:
    """Do what the options ask for; the page is served until somebody presses Ctrl-C."""
    if options.transcript:
        return _write_transcript(options)
    if options.pictures:
        from bot.playground.pictures import take_pictures

        return take_pictures(options.root, options.pictures)
    from bot.playground.hosting import host

    return host(options.root, options.port, browser=not options.no_browser)


def _write_transcript(options: argparse.Namespace) -> int:
    from bot.playground.script import ScriptError
    from bot.playground.transcript import write_transcript

    try:
        return write_transcript(options.root, options.transcript)
    except ScriptError as error:
        raise UsageError(str(error)) from error
