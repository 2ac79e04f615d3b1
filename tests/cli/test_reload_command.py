"""``python -m bot reload``: the same preview in the terminal, and the same decision for all processes."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import fsspec
import pytest
import structlog

from bot import reloading
from bot.cli import main
from bot.library import Library
from bot.records import Records
from bot.store import Store
from bot.store.reloads import TERMINAL
from tests.databases import KINDS, ready_database
from tests.knowledge.folders import BASE, damage, make_base

OME = "knowledge/faq/ome.yaml"
ROOT = Path(__file__).resolve().parents[2]
KEY = b"a key of the tests, of thirty-two"
Reload = Callable[..., tuple[int, str]]


@pytest.fixture(autouse=True)
def _own_log() -> Iterator[None]:
    """Let the verb set up its log, and leave other tests theirs."""
    root = logging.getLogger()
    before = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = before
    structlog.reset_defaults()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a small folder of knowledge."""
    return make_base(tmp_path)


@pytest.fixture(params=KINDS)
def store(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """Open the database that the environment names; no token of Slack's is there."""
    url = ready_database(request.param, tmp_path)
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "KNOWLEDGE_URL", "DX_RECORDS_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATABASE_URL", url)
    with Store.open(url, key=KEY) as opened:
        yield opened


@pytest.fixture
def reload(folder: Path, store: Store, capsys: pytest.CaptureFixture[str]) -> Reload:
    """Return a function that calls the verb, and returns its exit code and what it printed."""
    assert store.editions.current() is None

    def call(*arguments: str) -> tuple[int, str]:
        code = main(["reload", "--root", str(folder), *arguments])
        out, err = capsys.readouterr()
        return code, out + err

    return call


def edited(folder: Path) -> None:
    """Change a file as an editor does."""
    damage(folder, {OME: {"replace": [["DX推進員は何人いますか", "推進員は何名いますか"]]}})


def test_the_first_reload_begins_the_records(reload: Reload, store: Store) -> None:
    """There is nothing to compare with; a trial only says so."""
    code, printed = reload("--dry-run")
    assert (code, store.editions.current()) == (0, None)
    assert "項目 4 件" in printed
    assert reload()[0] == 0
    assert store.editions.current() == "5e09dec9130a"


def test_a_trial_shows_what_would_change_and_changes_nothing(reload: Reload, store: Store, folder: Path) -> None:
    """Not even the journal."""
    reload()
    edited(folder)
    code, printed = reload("--dry-run")
    assert code == 0
    assert "変更 ome-dx-members: 推進員は何名いますか" in printed
    assert "まだ切り替えていません" in printed
    assert store.editions.current() == "5e09dec9130a"
    assert len(store.reloads.latest(9)) == 1


def test_running_bots_take_what_the_terminal_decides(reload: Reload, store: Store, folder: Path) -> None:
    """And the journal has it, of no person."""
    reload()
    library = Library(folder, store.editions)
    stop = reloading.begin(library, Records(store))
    edited(folder)
    code, printed = reload()
    assert code == 0
    library.follow()
    version = library.current.knowledge.version
    assert f"切り替えました(版 5e09dec9130a → {version})" in printed
    assert any("推進員は何名" in entry.question for entry in library.current.knowledge.entries)
    record = store.reloads.latest(1)[0]
    assert (record.person, record.outcome, record.after) == (TERMINAL, "applied", version)
    assert "内容は変わっていません" in reload()[1]
    stop()


@pytest.mark.parametrize("trial", [(), ("--dry-run",)])
def test_what_check_refuses_is_refused(reload: Reload, store: Store, folder: Path, trial: tuple[str, ...]) -> None:
    """With file, line and the next step; the exit code is 1."""
    reload()
    damage(folder, {OME: {"text": "- id: [\n"}})
    code, printed = reload(*trial)
    assert code == 1
    assert f"{OME}:1:" in printed
    assert "直し方" in printed
    assert store.editions.current() == "5e09dec9130a"


def test_the_terminal_goes_back_too(reload: Reload, store: Store, folder: Path) -> None:
    """By the first characters of a version, which the list shows."""
    reload()
    edited(folder)
    reload()
    code, printed = reload("--rollback")
    assert code == 0
    assert "使用中) ターミナル(項目の変更 1 件)" in printed.splitlines()[0]
    assert "版 5e09dec9130a(項目 4 件) ターミナル" in printed.splitlines()[1]
    assert reload("--rollback", "5e09")[0] == 0
    assert store.editions.current() == "5e09dec9130a"
    code, printed = reload("--rollback", "ffff")
    assert code == 1
    assert "版「ffff」には戻せません" in printed


def test_where_there_is_no_way_back_it_is_said_so(reload: Reload) -> None:
    """Before the first reload and after it; a list is no failure."""
    said = "戻せる版がまだありません。使っているのは版 5e09dec9130a です。"
    assert reload("--rollback") == (0, f"{said}\n")
    reload()
    code, printed = reload("--rollback")
    assert code == 0
    assert printed.splitlines()[-1] == said
    assert "使用中" in printed.splitlines()[0]


def test_the_terminal_tells_the_last_reloads(reload: Reload, store: Store, folder: Path) -> None:
    """Those of a start, of an admin and of its own are told apart."""
    assert reload("--history") == (0, "再読み込みの履歴は、まだありません。\n")
    library = Library(folder, store.editions)
    reloading.begin(library, Records(store))()
    edited(folder)
    reload()
    version = store.editions.current()
    admin = reloading.Admin(store.person("U1", "T1"), "T1")
    library.follow()
    reloading.roll_back(library, Records(store), admin, "5e09")
    code, printed = reload("--history")
    assert code == 0
    assert [line.split(" ", 2)[2] for line in printed.splitlines()] == [
        f"管理者 {admin.person[:4]} 元に戻した 版 {version} → 5e09dec9130a(項目の変更 1 件)",
        f"ターミナル 切り替え 版 5e09dec9130a → {version}(項目の変更 1 件)",
        "起動時 使い始め 版 5e09dec9130a",
    ]


def test_a_trial_of_going_back_is_no_use(reload: Reload) -> None:
    """The two exclude each other."""
    code, printed = reload("--dry-run", "--rollback")
    assert code == 2
    assert "一緒に使えません" in printed


def test_what_lives_elsewhere_is_fetched(reload: Reload, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder beside the program is of no account then."""
    reload()
    files = fsspec.filesystem("memory")
    for path in (p for p in BASE.rglob("*") if p.is_file()):
        files.pipe_file(f"/elsewhere/{path.relative_to(BASE).as_posix()}", path.read_bytes() + b"\n")
    monkeypatch.setenv("KNOWLEDGE_URL", "memory://elsewhere")
    code, printed = reload()
    files.rm("/elsewhere", recursive=True)
    assert code == 0, printed
    assert store.editions.current() != "5e09dec9130a"
    code, printed = reload()
    assert code == 1
    assert "KNOWLEDGE_URL: エラー" in printed


def test_a_database_that_is_away_is_said_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In one sentence, without its password."""
    monkeypatch.setenv("DATABASE_URL", "postgres://dx:himitsu@127.0.0.1:9/dx")
    assert main(["reload"]) == 1
    printed = capsys.readouterr().err
    assert "himitsu" not in printed
    assert len(printed.splitlines()) == 1


def test_a_process_of_its_own_prints_nothing_else(folder: Path, tmp_path: Path) -> None:
    """No log line comes between what an admin reads."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "XDG_CACHE_HOME") if name in os.environ}
    kept |= {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data"), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "bot", "reload", "--root", str(folder)]
    done = subprocess.run(command, env=kept, capture_output=True, encoding="utf-8", check=False, timeout=60)
    assert done.returncode == 0
    assert done.stderr == ""
    assert done.stdout.splitlines()[-1] == "版 5e09dec9130a を使うようにしました。"
