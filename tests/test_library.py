"""The library: what is prepared, applied, followed and taken back, and what answers when a process starts."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot import reloading
from bot.desk import Desk
from bot.library import Library, LibraryError, OriginError
from bot.problems import Problem
from bot.records import Records
from bot.reloading import Admin, Applied, Proposal, Undone
from bot.store import MemoryEditions, ReloadRecord, Store, StoreError
from bot.store.reloads import START
from tests.databases import KINDS, ready_database
from tests.knowledge.folders import damage, make_base

OME = "knowledge/faq/ome.yaml"
KEY = b"a key of the tests, of thirty-two"


@pytest.fixture(params=KINDS)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """Open a database without records."""
    with Store.open(ready_database(request.param, tmp_path), key=KEY) as opened:
        yield opened


@pytest.fixture(params=["memory", *KINDS])
def library(request: pytest.FixtureRequest, folder: Path, tmp_path: Path) -> Iterator[Library]:
    """Open a small folder whose versions are kept in memory, in SQLite, in PostgreSQL."""
    if request.param == "memory":
        yield Library(folder)
        return
    with Store.open(ready_database(request.param, tmp_path), key=KEY) as opened:
        yield started(folder, opened)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a small folder of knowledge."""
    return make_base(tmp_path)


def started(folder: Path, store: Store) -> Library:
    """Start a process's library, and end its watching: tests call `follow` themselves."""
    library = Library(folder, store.editions)
    reloading.begin(library, Records(store))()
    return library


def edit(folder: Path, number: int) -> None:
    """Change a file, for each number in another way."""
    path = folder / OME
    text = path.read_text(encoding="utf-8").partition("# edit")[0]
    path.write_text(f"{text}# edit {number}\n", encoding="utf-8")


def applied(library: Library, number: int) -> str:
    """Change a file, apply it, and return its version."""
    edit(library.root, number)
    library.apply(library.prepare())
    return library.current.knowledge.version


# What an admin decides.


def test_what_is_prepared_is_used_by_nobody(library: Library) -> None:
    """It is read, checked and indexed, and the old version answers on."""
    before = library.current
    edit(library.root, 1)
    prepared = library.prepare()
    assert prepared.version != before.knowledge.version
    assert prepared.ready().knowledge.version == prepared.version
    assert library.current is before
    assert library.editions.current() == before.knowledge.version


def test_what_is_broken_cannot_be_ready(library: Library) -> None:
    """Its findings say why."""
    damage(library.root, {OME: {"text": "- id: [\n"}})
    prepared = library.prepare()
    assert prepared.version == ""
    with pytest.raises(LibraryError) as caught:
        prepared.ready()
    assert [p.path for p in caught.value.problems] == [OME]


def test_what_is_applied_is_what_was_prepared(library: Library) -> None:
    """Even if the files have changed since: nobody decided on those."""
    edit(library.root, 1)
    prepared = library.prepare()
    edit(library.root, 2)
    library.apply(prepared)
    assert library.current is prepared.snapshot
    assert library.editions.current() == prepared.version


def test_an_edition_is_the_version_that_was_in_use(library: Library) -> None:
    """Whole, from the files as they were; None for one that is gone or never was."""
    before = library.current.knowledge
    applied(library, 1)
    assert library.edition(before.version).knowledge == before  # type: ignore[union-attr]  # it is kept
    assert library.edition("000000000000") is None


def test_any_of_the_last_five_versions_comes_back(library: Library) -> None:
    """By its version, as often as one likes; the files on disk are not asked."""
    versions = [applied(library, number) for number in range(6)]
    damage(library.root, {"seeds/koganei.txt": {"remove": True}})
    for version in (versions[0], versions[4], versions[1]):
        library.roll_back(version)
        assert library.current.knowledge.version == version
    assert {version for version, _ in library.editions.list()} == set(versions)


def test_the_version_before_is_there_to_go_back_to_whatever_came_before_it(library: Library) -> None:
    """Also if it is an old one that somebody had gone back to."""
    versions = [applied(library, number) for number in range(5)]
    library.roll_back(versions[0])
    applied(library, 6)
    library.roll_back(versions[0])
    assert library.current.knowledge.version == versions[0]


def test_going_back_to_what_is_gone_changes_nothing(library: Library) -> None:
    """It raises, and the version in use stays."""
    before = library.current
    with pytest.raises(StoreError):
        library.roll_back("000000000000")
    assert library.current is before


def test_an_edition_that_this_program_refuses_is_not_used(folder: Path, store: Store) -> None:
    """As when an older program kept what a stricter one does not take."""
    library = started(folder, store)
    before = library.current
    store.editions.publish("0123456789ab", {"knowledge/topics.yaml": "- id: [\n"})
    with pytest.raises(LibraryError):
        library.follow()
    assert library.current is before
    assert library.edition("0123456789ab") is None
    store.editions.publish(before.knowledge.version)
    with pytest.raises(LibraryError):
        library.roll_back("0123456789ab")
    assert store.editions.current() == before.knowledge.version


def test_a_database_that_fails_keeps_the_old_version(folder: Path, store: Store) -> None:
    """All of a change is written, or none of it, and then it is not used."""
    library, records = started(folder, store), Records(store)
    before = library.current
    edit(folder, 1)
    outcome = reloading.propose(Desk(library), records, Admin())
    assert isinstance(outcome, Proposal)
    with store.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE reloads RENAME TO away")
    undone = reloading.apply(Desk(library), records, Admin(), outcome.preview.after)
    assert isinstance(undone, Undone)
    assert library.current is before
    assert store.editions.current() == before.knowledge.version
    assert len(store.editions.list()) == 1


# Several processes.


def test_every_process_takes_what_one_decides(folder: Path, store: Store) -> None:
    """Whole, from the database: its own files may be others."""
    first, second = started(folder, store), started(folder, store)
    version = applied(first, 1)
    damage(folder, {"seeds/koganei.txt": {"remove": True}})
    second.follow()
    assert second.current.knowledge == first.current.knowledge
    assert second.current.knowledge.version == version


def test_the_last_decision_counts_in_every_process(folder: Path, store: Store) -> None:
    """Two admins who decide at the same moment on two processes end with one version."""
    libraries = [started(folder, store) for _ in range(2)]
    prepared = []
    for number, library in enumerate(libraries):
        edit(folder, number)
        prepared.append(library.prepare())
    for _ in range(5):
        threads = [
            threading.Thread(target=library.apply, args=(found,))
            for library, found in zip(libraries, prepared, strict=True)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for library in libraries:
            library.follow()
        assert {library.current.knowledge.version for library in libraries} == {store.editions.current()}


# What answers when a process starts.


def test_the_first_start_takes_the_files_and_keeps_them(folder: Path, store: Store) -> None:
    """From then on there is a version to go back to."""
    library = started(folder, store)
    version = library.current.knowledge.version
    assert store.editions.current() == version
    (record,) = store.reloads.latest(9)
    assert (record.person, record.before, record.after, record.outcome) == (START, "", version, "applied")


def test_a_start_with_new_files_is_a_decision(folder: Path, store: Store) -> None:
    """As a deployment is: all processes take them."""
    old = started(folder, store)
    edit(folder, 1)
    new = started(folder, store)
    assert new.current.knowledge.version != old.current.knowledge.version
    old.follow()
    assert old.current.knowledge.version == new.current.knowledge.version


def test_a_start_does_not_bring_back_what_was_taken_back(folder: Path, store: Store) -> None:
    """The files still hold the version that somebody went back from."""
    library = started(folder, store)
    good = library.current.knowledge.version
    applied(library, 1)
    library.roll_back(good)
    again = started(folder, store)
    assert again.current.knowledge.version == good == store.editions.current()


def test_a_start_does_not_bring_back_old_files_after_many_reloads(folder: Path, store: Store, tmp_path: Path) -> None:
    """Heroku gives a process the files of its deployment each day anew."""
    deployed = make_base(tmp_path / "deployed") if (tmp_path / "deployed").mkdir() is None else folder
    library, records = started(folder, store), Records(store)
    for number in range(8):
        edit(folder, number)
        reloading.publish(library, records, Admin(), library.prepare())
    newest = library.current.knowledge.version
    assert started(deployed, store).current.knowledge.version == newest


def test_a_start_leaves_what_an_admin_has_seen_and_not_applied(folder: Path, store: Store) -> None:
    """To restart is no way around the decision."""
    library, records = started(folder, store), Records(store)
    before = library.current.knowledge.version
    edit(folder, 1)
    assert isinstance(reloading.propose(Desk(library), records, Admin()), Proposal)
    assert started(folder, store).current.knowledge.version == before


def test_broken_files_do_not_keep_a_process_from_starting(folder: Path, store: Store) -> None:
    """The last good edition answers, and the findings are known."""
    good = started(folder, store).current.knowledge
    damage(folder, {OME: {"text": "- id: [\n"}})
    library = started(folder, store)
    assert library.current.knowledge == good
    assert library.found is not None
    assert [p.path for p in library.found.problems] == [OME]


def test_without_any_edition_broken_files_are_an_error(folder: Path, store: Store) -> None:
    """There is nothing that could answer."""
    damage(folder, {OME: {"text": "- id: [\n"}})
    with pytest.raises(LibraryError):
        Library(folder, store.editions)


def test_a_database_that_is_down_does_not_keep_a_process_from_starting(folder: Path, store: Store) -> None:
    """The files answer."""
    with store.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE current_edition RENAME TO away")
        connection.exec_driver_sql("ALTER TABLE editions RENAME TO gone")
    library = Library(folder, store.editions)
    stop = reloading.begin(library, Records(store))
    assert Desk(library).ask("青梅市のDX推進課は何人体制ですか").version == "5e09dec9130a"
    stop()


# Where the files come from.


def _unreachable() -> AbstractContextManager[Path]:
    @contextmanager
    def fetched() -> Iterator[Path]:
        raise OriginError(Problem("KNOWLEDGE_URL", 0, 0, "つながりません。", "待ってください。"))
        yield

    return fetched()


def test_a_place_that_is_away_leaves_the_last_good_edition(folder: Path, store: Store) -> None:
    """At the start, and at a reload, which says so."""
    Library(folder, store.editions, lambda: nullcontext(folder)).settle(
        ReloadRecord(datetime.now(UTC), "", "", "5e09dec9130a", "applied", 0)
    )
    library = Library(Path("nowhere"), store.editions, _unreachable)
    assert library.current.knowledge.version == "5e09dec9130a"
    prepared = library.prepare()
    assert [(p.path, p.message) for p in prepared.problems] == [("KNOWLEDGE_URL", "つながりません。")]
    assert not library.reload().applied


def test_a_place_that_is_away_and_no_edition_is_an_error(tmp_path: Path) -> None:
    """The finding is in it."""
    with pytest.raises(LibraryError) as caught:
        Library(tmp_path, MemoryEditions(), _unreachable)
    assert [p.path for p in caught.value.problems] == ["KNOWLEDGE_URL"]


def test_a_decided_start_asks_no_place(folder: Path, store: Store) -> None:
    """As a command does, which compares with what is in use."""
    version = started(folder, store).current.knowledge.version
    library = Library(Path("nowhere"), store.editions, _unreachable, decided=True)
    assert library.current.knowledge.version == version
    assert isinstance(
        reloading.publish(library, Records(store), Admin(), Library(folder).prepare()), reloading.Unchanged
    )


def test_what_is_held_in_memory_has_a_bound(folder: Path) -> None:
    """A hundred reloads do not fill the machine."""
    library = Library(folder)
    for number in range(12):
        applied(library, number)
    assert len(library._held) <= 4
    assert len(library.editions.list()) == 6


def test_an_applied_outcome_names_both_versions(folder: Path, store: Store) -> None:
    """And the journal has it, with the change itself."""
    library, records = started(folder, store), Records(store)
    edit(folder, 1)
    before = library.current.knowledge.version
    outcome = reloading.publish(library, records, Admin(store.person("U1")), library.prepare())
    assert outcome == Applied(before, library.current.knowledge.version, ())
    assert store.reloads.latest(1)[0].person == store.person("U1")
