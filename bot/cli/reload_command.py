"""``reload``: what edited files would change, and the change itself for all bots that are running."""

from __future__ import annotations

import argparse
import logging
import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot.cli import UsageError

if TYPE_CHECKING:
    from bot.library import Library, Prepared
    from bot.records import Records
    from bot.reloading import Outcome
    from bot.store import Store

__all__ = ["add_arguments", "run"]

_EPILOG = """例:
  python -m bot reload --dry-run
  python -m bot reload
  python -m bot reload --rollback
  python -m bot reload --rollback 3f9a1c
  python -m bot reload --history

動いているボットと同じ環境変数(DATABASE_URL、KNOWLEDGE_URL)で実行してください。ボットは数秒以内に切り替わります。"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--dry-run", action="store_true", help="変わるところを示すだけで、切り替えません")
    parser.add_argument(
        "--rollback",
        nargs="?",
        const="",
        metavar="VERSION",
        help="残っている版に戻します(番号を書かなければ、一覧を示します)",
    )
    parser.add_argument("--history", action="store_true", help="最近の再読み込みを10件まで示します")
    parser.epilog = _EPILOG


def run(options: argparse.Namespace) -> int:
    """Do it; 1 where errors or the database forbid it."""
    wanted = (
        ("--dry-run", options.dry_run),
        ("--rollback", options.rollback is not None),
        ("--history", options.history),
    )
    given = [name for name, is_given in wanted if is_given]
    if len(given) > 1:
        raise UsageError(f"{given[0]} と {given[1]} は一緒に使えません。")
    from bot import telemetry
    from bot.opening import open_library, open_store
    from bot.records import Records
    from bot.settings import Settings, SettingsError
    from bot.store import StoreError

    telemetry.configure(logging.WARNING)
    settings = Settings.read(os.environ, needs_slack=False)
    try:
        with open_store(settings) as store:
            library = open_library(settings, options.root, store, decided=True)
            if options.history:
                return _look_back(library, store)
            if options.rollback is not None:
                return _go_back(library, Records(store), options.rollback)
            if store.editions.current() is None:
                return _begin(library, options.dry_run)
            return _reload(library, Records(store), options.dry_run)
    except StoreError as error:
        raise SettingsError(str(error)) from error


def _begin(library: Library, is_trial: bool) -> int:
    """Deal with the first version of all, to which nothing can be compared."""
    from bot import reloading
    from bot.problems import render_for_people

    knowledge = library.current.knowledge
    print(*render_for_people(library.problems), sep="\n", end="\n" if library.problems else "")
    print(
        f"使っている版の記録がまだありません。今のファイルは版 {knowledge.version}、項目 {len(knowledge.entries)} 件です。"
    )
    if not is_trial:
        library.settle(
            reloading.record_of(reloading.Admin().person, "", knowledge.version, "applied", library.problems)
        )
        print(f"版 {knowledge.version} を使うようにしました。")
    return 0


def _reload(library: Library, records: Records, is_trial: bool) -> int:
    from bot import reloading

    before, prepared = library.current, library.prepare()
    for line in _weighed(library, records, prepared):
        print(line)
    if prepared.snapshot is None:
        return 1
    if is_trial and prepared.version != before.knowledge.version:
        print("まだ切り替えていません。切り替えるには: python -m bot reload")
        return 0
    return _told(reloading.publish(library, records, reloading.Admin(), prepared), before.knowledge.version)


def _weighed(library: Library, records: Records, prepared: Prepared) -> Iterator[str]:
    """Yield the findings and what would change."""
    from bot import reloading
    from bot.desk import Desk
    from bot.preview import render_for_people as changes
    from bot.problems import render_for_people, summary

    if prepared.problems:
        yield from (*render_for_people(prepared.problems), summary(prepared.problems))
    if prepared.snapshot is None:
        yield f"エラーがあるため、切り替えられません。今までの内容(版 {library.current.knowledge.version})がそのまま使われています。"
    elif prepared.version != library.current.knowledge.version:
        found = reloading.compare(Desk(library), records, reloading.Admin(), library.current, prepared.snapshot)
        yield from changes(found)


def _go_back(library: Library, records: Records, wanted: str) -> int:
    """Use an older version again, or list those that there are."""
    from bot import reloading
    from bot.blocks.history import told_of_no_version, told_of_version
    from bot.clock import to_the_minute
    from bot.history import versions

    in_use = library.current.knowledge.version
    if wanted:
        code = _told(reloading.roll_back(library, records, reloading.Admin(), wanted), wanted)
        if code == 0:
            return code
    kept = versions(library, records.store)
    for version in kept:
        print(f"{to_the_minute(version.since)} {told_of_version(version, in_use)}")
    if all(version.version == in_use for version in kept):
        print(told_of_no_version(in_use))
    return int(bool(wanted))


def _look_back(library: Library, store: Store) -> int:
    """List the last reloads."""
    from bot.blocks.history import NO_RELOADS, told_of_reload
    from bot.clock import to_the_minute
    from bot.history import last_reloads

    reloads = last_reloads(library, store)
    for past in reloads:
        print(f"{to_the_minute(past.record.at)} {told_of_reload(past)}")
    if not reloads:
        print(NO_RELOADS)
    return 0


def _told(outcome: Outcome, wanted: str) -> int:
    """Say what came of it; returns the exit code."""
    from bot.reloading import Applied, Unchanged, Undone

    if isinstance(outcome, Applied):
        print(f"切り替えました(版 {outcome.before} → {outcome.after})。")
    elif isinstance(outcome, Unchanged):
        print(f"内容は変わっていません(版 {outcome.version})。")
    elif isinstance(outcome, Undone):
        print(f"切り替えられませんでした。{outcome.reason}")
    else:
        print(f"版「{wanted}」には戻せません。")
    return int(not isinstance(outcome, Applied | Unchanged))
