"""Deciding: what an admin is shown, applies, or takes back; the only ways in which the version in use changes."""

from __future__ import annotations

import threading

from cachetools import TTLCache

from bot.desk import Desk
from bot.library import Library, LibraryError, Prepared, Snapshot
from bot.preview import Preview, preview
from bot.records import Records
from bot.reloading.journal import SHOWN, changed, record_of, write_down
from bot.reloading.outcomes import Admin, Applied, Outcome, Proposal, Refused, Unchanged, Undone, UnknownVersion
from bot.store import StoreError
from bot.telemetry import log

__all__ = ["apply", "compare", "previewed", "propose", "publish", "roll_back"]

_QUESTIONS = 100  # of those that people asked last
_SHORTEST = 4  # characters of a version that name it, if they name but one
_LOOKING = threading.Lock()
# The pages of a preview are turned while somebody decides.
_SHOWN_LATELY: TTLCache[tuple[Admin, str, str], Preview] = TTLCache(maxsize=4, ttl=1_800)


def propose(desk: Desk, records: Records, admin: Admin) -> Proposal | Refused | Unchanged:
    """Read and check the files, and tell what they would change; nothing changes yet."""
    return _weighed(desk, records, admin, desk.library.prepare())


def apply(desk: Desk, records: Records, admin: Admin, version: str) -> Outcome:
    """Use what was shown as ``version``; where the files have changed since, propose what they are now."""
    prepared = desk.library.prepare()
    if prepared.version == version:
        return publish(desk.library, records, admin, prepared)
    found = _weighed(desk, records, admin, prepared)
    return Proposal(found.preview, found.problems, moved=True) if isinstance(found, Proposal) else found


def publish(library: Library, records: Records, admin: Admin, prepared: Prepared) -> Outcome:
    """Let all processes use what was prepared, unless an error forbids it."""
    before = library.current.knowledge.version
    settled = _unless_new(records, admin, before, prepared)
    if settled:
        return settled
    record = record_of(admin.person, before, prepared.version, "applied", prepared.problems)
    try:
        library.apply(prepared, record)
    except StoreError as error:
        return _undone(before, error)
    changed(library, records, record)
    return Applied(before, prepared.version, prepared.problems)


def roll_back(library: Library, records: Records, admin: Admin, wanted: str) -> Outcome:
    """Use a version that is kept, named by its first characters, again."""
    before = library.current.knowledge.version
    try:
        kept = [version for version, _ in library.editions.list()]
        named = [version for version in kept if len(wanted) >= _SHORTEST and version.startswith(wanted.lower())]
        if len(named) != 1:
            return UnknownVersion(wanted)
        if named[0] == before:
            return Unchanged(before, library.problems)
        record = record_of(admin.person, before, named[0], "rolled back", ())
        library.roll_back(named[0], record)
    except LibraryError:
        return UnknownVersion(wanted)
    except StoreError as error:
        return _undone(before, error)
    changed(library, records, record)
    return Applied(before, named[0], library.problems, back=True)


def previewed(desk: Desk, records: Records, admin: Admin, version: str) -> Preview | None:
    """Return what was shown of a version, or None where the files hold another one by now."""
    current = desk.library.current
    with _LOOKING:
        found = _SHOWN_LATELY.get((admin, current.knowledge.version, version))
    if found:
        return found
    prepared = desk.library.prepare()
    return compare(desk, records, admin, current, prepared.ready()) if prepared.version == version else None


def _weighed(desk: Desk, records: Records, admin: Admin, prepared: Prepared) -> Proposal | Refused | Unchanged:
    current = desk.library.current
    before = current.knowledge.version
    settled = _unless_new(records, admin, before, prepared)
    if settled:
        return settled
    found = compare(desk, records, admin, current, prepared.ready())
    write_down(records, record_of(admin.person, before, prepared.version, SHOWN, prepared.problems))
    return Proposal(found, prepared.problems)


def _unless_new(records: Records, admin: Admin, before: str, prepared: Prepared) -> Refused | Unchanged | None:
    """Return what there is to say of files that no decision can be made of, and write it down."""
    if prepared.snapshot is None:
        write_down(records, record_of(admin.person, before, before, "refused", prepared.problems))
        return Refused(before, prepared.problems)
    if prepared.version == before:
        write_down(records, record_of(admin.person, before, before, "unchanged", prepared.problems))
        return Unchanged(before, prepared.problems)
    return None


def compare(desk: Desk, records: Records, admin: Admin, current: Snapshot, coming: Snapshot) -> Preview:
    """Tell what a version would change, by entries' own questions and by those that were asked last."""
    found = preview(current, coming, _latest_questions(records, admin), desk.ask_of)
    with _LOOKING:
        _SHOWN_LATELY[admin, found.before, found.after] = found
    return found


def _latest_questions(records: Records, admin: Admin) -> tuple[str, ...]:
    try:
        return records.store.answers.latest_questions(_QUESTIONS, admin.team) if records.store else ()
    except StoreError as error:
        log.warning("lookup failed", what="questions", reason=str(error))
        return ()


def _undone(version: str, error: StoreError) -> Undone:
    log.warning("not recorded", what="reload", reason=str(error))
    return Undone(version, str(error))
