"""``release``: what must be done and be right before a new version takes over; Heroku calls it on each deployment."""

from __future__ import annotations

import argparse
import os
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # loaded when it is called
    from bot.settings import Settings

__all__ = ["add_arguments", "run"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options; the rest comes from the environment, as for ``serve``."""
    parser.epilog = (
        "設定を読み、データベースの表を新しくし、knowledge/ と seeds/ を調べます。\n"
        "どれかに問題があれば終了コード 1 で、新しい版は公開されません。\n例:\n  python -m bot release"
    )


def run(options: argparse.Namespace) -> int:
    """Do everything that ``serve`` relies on; 1 where something is missing, however much else is right."""
    from bot import sentry
    from bot.settings import Settings

    settings = Settings.read(os.environ)
    done = [_prepare_database(settings), _check(settings.knowledge_url, options.root)]
    sentry.start(settings.sentry_dsn)
    return int(not all(done))


def _prepare_database(settings: Settings) -> bool:
    """Bring the tables up to date."""
    from bot.store import Store, StoreError

    if not settings.database_url:
        print("データベース: DATABASE_URL がないため、記録は bot が動くサーバーのファイルに残します。")
        return True
    try:
        Store.open(settings.database_url, key=b"nobody", retention_days=settings.retention_days).close()
    except StoreError as error:
        print(error, file=sys.stderr)
        return False
    print("データベース: 表は最新です。")
    return True


def _check(url: str, root: Path) -> bool:
    """Read the knowledge as ``check`` does, from the folder or from where ``KNOWLEDGE_URL`` says that it lives."""
    from bot.fetching.address import parse
    from bot.fetching.fetch import origin_of
    from bot.knowledge import load
    from bot.library import OriginError
    from bot.problems import render_for_people, summary

    try:
        with origin_of(parse(url))() if url else nullcontext(root) as folder:
            loaded = load(folder)
    except OriginError as error:
        print(*render_for_people([error.problem]), sep="\n", file=sys.stderr)
        return False
    if loaded.problems:
        print(*render_for_people(loaded.problems), sep="\n", file=sys.stderr)
    print(f"knowledge/: {summary(loaded.problems)}")
    if loaded.knowledge is None:
        return False
    print(f"knowledge/: 版 {loaded.knowledge.version}、{len(loaded.knowledge.entries)} 項目")
    return True
