"""``release``: what must be done and be right before a new version takes over; Heroku calls it on each deployment."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # loaded when it is called
    from bot.knowledge import Knowledge
    from bot.settings import Settings
    from bot.store import Editions

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
    prepared, knowledge = _prepare_database(settings), _check(settings.knowledge_url, options.root)
    if prepared and knowledge and settings.database_url:
        _compare(settings, knowledge)
    sentry.start(settings.sentry_dsn)
    return int(not (prepared and knowledge))


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


def _compare(settings: Settings, knowledge: Knowledge) -> None:
    """Say what the processes that start now will answer from, where that is not what they answer from today."""
    from bot.store import Store, StoreError

    days = settings.retention_days
    try:
        with Store.open(settings.database_url, key=b"nobody", retention_days=days) as store:
            for line in _differences(store.editions, knowledge):
                print(line, file=sys.stderr)
    except StoreError as error:
        print(error, file=sys.stderr)


def _differences(editions: Editions, knowledge: Knowledge) -> Iterator[str]:
    from bot.reloading import changes

    in_use, coming = editions.current() or "", knowledge.version
    if in_use in ("", coming):
        return
    if coming in editions.known():
        yield f"knowledge/: 注意 ファイルは版 {coming} ですが、使われている版は {in_use} です。起動しても切り替わりません。"
        yield "  直し方: ファイルの内容に切り替えるには、python -m bot reload を実行してください。"
        return
    found = changes(editions, in_use, knowledge)
    if found is None:
        yield f"knowledge/: 起動すると、使われる版が {in_use} から {coming} に切り替わります。"
        return
    counts = f"追加 {len(found.added)} 件、削除 {len(found.removed)} 件、変更 {len(found.altered)} 件"
    yield f"knowledge/: 起動すると、使われる版が {in_use} から {coming} に切り替わります(項目の{counts})。"
    if found.lost:
        yield f"knowledge/: 注意 適用済みだった項目 {len(found.lost)} 件({'、'.join(found.lost)})の内容が失われます。"
        yield "  直し方: 残すものをファイルに加えて、もう一度公開してください。"


def _check(url: str, root: Path) -> Knowledge | None:
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
        return None
    if loaded.problems:
        print(*render_for_people(loaded.problems), sep="\n", file=sys.stderr)
    print(f"knowledge/: {summary(loaded.problems)}")
    if loaded.knowledge:
        print(f"knowledge/: 版 {loaded.knowledge.version}、{len(loaded.knowledge.entries)} 項目")
    return loaded.knowledge
