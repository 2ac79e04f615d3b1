"""The command line: one module a verb, each with ``add_arguments`` and ``run``; errors end here."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from bot.problems import render_for_people
from bot.version import VERSION

__all__ = ["main"]

# The verbs and what they do; a verb's module is loaded when it is called.
_VERBS = {
    "ask": "質問に、記事の引用で答えます",
    "bench": "速さと検索の正確さを、比べる相手と並べて測ります(開発用)",
    "calibrate": "質問ファイルで、答えを出すしきい値を求めます(開発用)",
    "check": "knowledge/ と seeds/ を調べ、直すところを示します",
    "eval": "質問ファイルで正答率を測ります",
    "export": "質問と引用を、Excel か CSV に書き出します",
    "fit": "質問ファイルで、順位と確からしさの重みを求めます(開発用)",
    "import": "書き出した表との違いを示し、--apply で取り込みます",
    "playground": "Slack のアカウントなしで、ブラウザーの中の小さな Slack で試せます(COMMAND を省いたときもこれです)",
    "release": "新しい版を出す前に、設定・データベース・knowledge/ を整えて確かめます",
    "reload": "変わるところを示し、動いているボットを新しい内容に切り替えます",
    "schema": "knowledge/ の JSON Schema を作り直します(開発用)",
    "serve": "Slack アプリを動かします",
}
_TOKENS = ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_CLIENT_ID")
_EPILOG = """例:
  python -m bot
  python -m bot ask "小金井市のDXリーダーは何人?"
  python -m bot check
  python -m bot serve
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a verb and return the exit code: 0 good, 1 not, 2 wrong use, 130 interrupted."""
    _speak_utf8()
    given = list(sys.argv[1:] if arguments is None else arguments) or _unasked()
    try:
        options = _parser(given[0] if given else "").parse_args(given)
        return int(importlib.import_module(_module(options.verb)).run(options))
    except KeyboardInterrupt:
        print("中断しました。", file=sys.stderr)
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:  # noqa: BLE001 - the one boundary; what is not explained is raised again
        return _explained(error)


def _unasked() -> list[str]:
    """Return what is meant by no verb: the playground, unless this machine is set up for Slack."""
    if not any(os.environ.get(name) for name in _TOKENS):
        return ["playground"]
    print(
        "Slack につなぐなら python -m bot serve、ブラウザーで試すなら python -m bot playground です。", file=sys.stderr
    )
    return []


def _explained(error: Exception) -> int:
    """Say an error in a sentence; one that nobody foresaw keeps its traceback."""
    from bot.library import LibraryError
    from bot.settings import SettingsError

    if isinstance(error, LibraryError):
        print("knowledge/ を読み込めません。", *render_for_people(error.problems), sep="\n", file=sys.stderr)
    elif isinstance(error, SettingsError):
        print(error, file=sys.stderr)
    elif isinstance(error, (OSError, UsageError)):
        print(f"エラー: {error}", file=sys.stderr)
    else:
        raise error
    return 2 if isinstance(error, UsageError) else 1


class UsageError(Exception):
    """A command was called in a way that cannot work; the message says what to do."""


def _parser(called: str) -> argparse.ArgumentParser:
    """Know all verbs by name, and the options of the called one: others need not be loaded."""
    parser = argparse.ArgumentParser(
        prog="python -m bot",
        description="自治体DXの記事から、発言をそのまま引用して答えるボットです。",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"jichitai-dx-bot {VERSION}", help="版を示します")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="COMMAND")
    for verb, what in _VERBS.items():
        sub = verbs.add_parser(verb, help=what, description=what, formatter_class=argparse.RawDescriptionHelpFormatter)
        sub.add_argument(
            "--root", type=Path, default=_root(), metavar="DIR", help="knowledge/ と seeds/ のあるフォルダー"
        )
        if verb == called:
            importlib.import_module(_module(verb)).add_arguments(sub)
    return parser


def _module(verb: str) -> str:
    return f"bot.cli.{verb.replace('-', '_')}_command"


def _root() -> Path:
    """Return the folder of this checkout, so that the verbs work from any directory."""
    return Path(__file__).resolve().parents[2]


def _speak_utf8() -> None:
    """Write UTF-8 on every terminal, and never fail over a character that it cannot hold."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="backslashreplace")
