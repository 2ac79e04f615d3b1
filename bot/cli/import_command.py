"""``import``: what a table would change in the curated entries, and, on request, the change itself."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from bot.exchange import Changed, FieldChange, Outcome, Plan, apply_plan, check_plan, compare, read_table
from bot.exchange.differences import Added
from bot.exchange.drafts import cell_of
from bot.knowledge import Entry, load
from bot.library import LibraryError
from bot.problems import render_for_people
from bot.text import shorten

__all__ = ["add_arguments", "run"]

_SHOWN = 120  # characters of a text in a difference


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("file", type=Path, metavar="FILE", help="export で書き出して直したファイル(.xlsx か .csv)")
    parser.add_argument("--apply", action="store_true", help="変わるところを knowledge/faq/ に書き込みます")
    parser.epilog = "例:\n  python -m bot import faq.xlsx\n  python -m bot import faq.xlsx --apply"


def run(options: argparse.Namespace) -> int:
    """Show the differences; write them on request; 1 where they cannot be written."""
    loaded = load(options.root)
    if loaded.knowledge is None:
        raise LibraryError(loaded.problems)
    plan = compare(read_table(options.file), loaded.knowledge)
    for line in _plan_lines(plan):
        print(line)
    if plan.is_empty:
        print("書き込むことはありません。")
        return 0
    outcome = check_plan(plan, options.root, loaded)
    for line in _finding_lines(outcome):
        print(line)
    if outcome.refused:
        print("エラーがあるため、何も書き込みませんでした。表を直して、もう一度実行してください。")
        return 1
    if not options.apply:
        print(f"まだ書き込んでいません。書き込むには: python -m bot import {options.file} --apply")
        return 0
    apply_plan(outcome)
    print("書き込みました: " + "、".join(outcome.after))
    return 0


def _plan_lines(plan: Plan) -> Iterator[str]:
    for added in plan.added:
        yield from _added_lines(added)
    for entry in plan.removed:
        yield from _removed_lines(entry)
    for change in plan.changed:
        yield from _changed_lines(change)
    if plan.reported:
        yield "取り込まない違い:"
        yield from (f"  {sentence}" for sentence in plan.reported)
    counts = f"追加 {len(plan.added)} 件、削除 {len(plan.removed)} 件、変更 {len(plan.changed)} 件"
    yield f"{counts}、変わらない項目 {plan.same} 件"


def _added_lines(added: Added) -> Iterator[str]:
    draft = added.draft
    yield f"追加 {draft.id}(表の{added.row}行目 → {added.path} の終わり)"
    yield f"  question: {shorten(draft.question, _SHOWN)}"
    yield f"  topic: {draft.topic}、variants {len(draft.variants)} 個、excerpts {len(draft.excerpts)} 個"


def _removed_lines(entry: Entry) -> Iterator[str]:
    yield f"削除 {entry.id}({entry.path}:{entry.line})"
    yield f"  question: {shorten(entry.question, _SHOWN)}"
    yield f"  variants {len(entry.variants)} 個、excerpts {len(entry.quotes)} 個とその中のコメントも消えます"


def _changed_lines(change: Changed) -> Iterator[str]:
    yield f"変更 {change.entry.id}({change.entry.path}:{change.entry.line}、表の{change.row}行目)"
    for field in change.fields:
        yield f"  {field.key}"
        yield from (f"    {line}" for line in _field_lines(field))


def _field_lines(field: FieldChange) -> Iterator[str]:
    """Show both texts, or the items that go and come; items that only move are said to."""
    if isinstance(field.before, str) and isinstance(field.after, str):
        yield f"前: {shorten(field.before, _SHOWN) or '(なし)'}"
        yield f"後: {shorten(field.after, _SHOWN) or '(なし)'}"
        return
    before, after = (cell_of(value).split("\n") if value else [] for value in (field.before, field.after))
    gone = [item for item in before if item not in after]
    come = [item for item in after if item not in before]
    yield from (f"- {shorten(item, _SHOWN)}" for item in gone)
    yield from (f"+ {shorten(item, _SHOWN)}" for item in come)
    if not gone and not come:
        yield "順番か、同じものの数が変わります"


def _finding_lines(outcome: Outcome) -> Iterator[str]:
    if outcome.findings:
        yield "取り込んだ後の knowledge/ を確かめた結果(行は書き込んだ後のもの):"
    for finding in outcome.findings:
        row = [f"  表の{finding.row}行目です。"] if finding.row else []
        yield from (*render_for_people([finding.problem]), *row)
