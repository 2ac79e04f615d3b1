"""What a start changes for all processes is said: to the log, to admins, and to who releases."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot import reloading, telemetry
from bot.drafting import is_writable
from bot.library import Library
from bot.records import Records
from bot.reloading import Admin
from bot.store import Store
from tests.databases import KINDS, empty_database
from tests.knowledge.folders import make_base
from tests.store.records import KEY
from tests.test_metrics import value
from tests.test_operations import Command, call, release

__all__ = ["call", "release"]  # fixtures

ENTRY = """
- id: {name}
  topic: soshiki
  municipality: 青梅市
  question: {name}の体制は何人ですか
  excerpts:
    - source: ome-dx
      quote: DX推進課は令和5年度に設置され、現在は兼務も含めて6名体制となっています。
"""


@pytest.fixture(params=KINDS)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the URL of an empty database."""
    return empty_database(request.param, tmp_path)


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """Open it."""
    with Store.open(url, key=KEY) as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a small folder of knowledge."""
    return make_base(tmp_path)


def started(folder: Path, store: Store) -> Library:
    """Start a process, and end its watching."""
    library = Library(folder, store.editions)
    reloading.begin(library, Records(store))()
    return library


def put(folder: Path, *ids: str) -> None:
    """Let one file hold these entries."""
    text = "".join(ENTRY.format(name=name) for name in ids)
    (folder / "knowledge" / "faq" / "extra.yaml").write_text(text, encoding="utf-8")


def test_what_a_start_brings_is_logged_and_counted(folder: Path, store: Store) -> None:
    """Before, after, and how many entries came, went and changed."""
    before = started(folder, store).current.knowledge.version
    counted = value("dx_reloads_total", outcome="applied")
    put(folder, "new-one", "new-two")
    with capture_logs() as logs:
        after = started(folder, store).current.knowledge.version
    (line,) = [line for line in logs if line["event"] == "a start has changed the knowledge"]
    assert (line["before"], line["version"]) == (before, after)
    assert (line["added"], line["removed"], line["altered"]) == (2, 0, 0)
    assert value("dx_reloads_total", outcome="applied") == counted + 1
    assert "what was applied is lost" not in [line["event"] for line in logs]


def applied_and_deployed(folder: Path, store: Store) -> tuple[Library, str]:
    """Apply two entries as an admin, then start with files that have one of them, and something else."""
    library = started(folder, store)
    put(folder, "approved", "merged")
    reloading.publish(library, Records(store), Admin(store.person("U9")), library.prepare())
    put(folder, "merged", "deployed")
    return library, library.current.knowledge.version


def test_what_was_applied_and_is_lost_by_a_deployment_is_said(folder: Path, store: Store) -> None:
    """In the log and to admins, by every process that starts with these files, until another version is in use."""
    library, before = applied_and_deployed(folder, store)
    for _ in range(2):
        with capture_logs() as logs:
            new = started(folder, store)
        (line,) = [line for line in logs if line["event"] == "what was applied is lost"]
        assert (line["log_level"], line["before"], line["entries"]) == ("warning", before, ["approved"])
        assert "approved" in new.problems[0].message
        assert before in new.problems[0].hint
    new.roll_back(before)
    assert new.problems == library.problems


def test_an_entry_that_a_deployment_takes_out_is_not_called_lost(folder: Path, store: Store) -> None:
    """It came with a deployment, too; nobody had applied it."""
    put(folder, "old")
    started(folder, store)
    (folder / "knowledge" / "faq" / "extra.yaml").unlink()
    with capture_logs() as logs:
        assert started(folder, store).problems == ()
    assert "what was applied is lost" not in [line["event"] for line in logs]


def test_files_that_are_not_in_use_are_said_to_be_that(folder: Path, store: Store) -> None:
    """As after a revert to an older version: a warning with the way out, in the log and to admins."""
    first = started(folder, store).current.knowledge.version
    put(folder, "newer")
    second = started(folder, store).current.knowledge.version
    (folder / "knowledge" / "faq" / "extra.yaml").unlink()
    with capture_logs() as logs:
        library = started(folder, store)
    (line,) = [line for line in logs if line["event"] == "the files hold another version"]
    assert (line["log_level"], line["files"], line["version"]) == ("warning", first, second)
    assert "python -m bot reload" in line["way"]
    assert "python -m bot reload" in library.problems[0].hint
    library.reload()
    assert library.problems == ()


def test_a_release_says_what_will_be_lost_or_not_used(release: Command, folder: Path, store: Store, url: str) -> None:
    """Before anything starts: the entries by name, or the command by which older files come into use."""
    quiet = release("--root", str(folder), DATABASE_URL=url)
    assert quiet.complained == ""
    applied_and_deployed(folder, store)
    losing = release("--root", str(folder), DATABASE_URL=url)
    assert (losing.code, "approved" in losing.complained, "merged" in losing.complained) == (0, True, False)
    started(folder, store)
    assert release("--root", str(folder), DATABASE_URL=url).complained == ""
    (folder / "knowledge" / "faq" / "extra.yaml").unlink()
    reverted = release("--root", str(folder), DATABASE_URL=url)
    assert (reverted.code, "python -m bot reload" in reverted.complained) == (0, True)


def test_a_disk_that_is_thrown_away_is_not_written_to(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Heroku names each process; a draft would be gone with it."""
    library = Library(folder)
    monkeypatch.delenv("DYNO", raising=False)
    assert is_writable(library, fetched=False)
    monkeypatch.setenv("DYNO", "web.1")
    assert not is_writable(library, fetched=False)


def test_losses_have_a_number_before_the_first() -> None:
    """A rate needs a beginning, for the first loss most of all."""
    from bot import metrics

    page = metrics.page("v1", 3).decode()
    for what in ("answer", "claim", "deletion", "feedback", "lookup", "mute", "reload", "reply", "wish", "withdrawal"):
        assert f'dx_not_recorded_total{{what="{what}"}}' in page


def test_connections_that_a_server_has_ended_are_no_errors(capsys: pytest.CaptureFixture[str]) -> None:
    """We deal with them and say so; SQLAlchemy's lines would set off alarms."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    try:
        telemetry.configure()
        logging.getLogger("sqlalchemy.pool.impl.QueuePool").error("Exception during reset or similar")
        logging.getLogger("sqlalchemy.engine").error("another")
        lines = [json.loads(line)["event"] for line in capsys.readouterr().err.splitlines()]
    finally:
        root.handlers[:] = before
        root.setLevel(level)
    assert lines == ["another"]
