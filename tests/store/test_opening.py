"""Opening: any spelling of the URL, several processes at once, and errors that say what to do and give nothing away."""

from __future__ import annotations

import sqlite3
import stat
import threading
import traceback
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from bot.store import Store, StoreError
from bot.store.address import parse
from tests.postgres import PASSWORD, PostgresServer
from tests.store import worker
from tests.store.conftest import Opened
from tests.store.records import KEY, answer, person


def failure(url: str) -> str:
    """Return everything that a log could hold of a failed opening."""
    with pytest.raises(StoreError) as caught:
        Store.open(url, key=KEY)
    assert str(caught.value).count("。") == 1
    return "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize("spelling", ["postgres", "postgresql", "postgresql+psycopg", "postgresql+psycopg2"])
def test_every_spelling_of_postgresql_opens(ready_postgresql: str, spelling: str) -> None:
    """Heroku's among them; psycopg 3 is what is used, and options of the URL are heard."""
    url = ready_postgresql.replace("postgres://", f"{spelling}://") + "?sslmode=prefer&connect_timeout=3"
    with Store.open(url, key=KEY) as store:
        assert store.engine.url.drivername == "postgresql+psycopg"
        assert store.claims.claim(spelling)


def test_a_sqlite_file_is_made_with_its_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the working folder or from the root, readable for its owner only."""
    monkeypatch.chdir(tmp_path)
    for url, path in (
        ("sqlite:///data/a.sqlite3", "data/a.sqlite3"),
        (f" sqlite:///{tmp_path}/b%20c/b.db\n", "b c/b.db"),
    ):
        Store.open(url, key=KEY).close()
        assert stat.S_IMODE((tmp_path / path).stat().st_mode) == 0o600


def test_sqlite_keeps_a_journal_and_foreign_keys(tmp_path: Path) -> None:
    """Readers read while one writes; nothing hangs on a row that is gone."""
    with Store.open(f"sqlite:///{tmp_path}/dx.sqlite3", key=KEY) as store, store.engine.connect() as connection:
        values = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "foreign_keys", "busy_timeout", "secure_delete")
        ]
    assert values == ["wal", 1, 250, 1]


@pytest.mark.parametrize(
    "url",
    [
        "",
        "dx.sqlite3",
        "mysql://u:himitsu@h/d",
        "sqlite://",
        "sqlite:///:memory:",
        "postgres://u:himitsu@h:port/d",
        "://",
    ],
)
def test_a_url_of_no_use_is_explained_without_being_repeated(url: str) -> None:
    """It may hold a password."""
    said = failure(url)
    assert "sqlite:///" in said
    assert "himitsu" not in said


def test_a_wrong_password_is_not_repeated(postgres: PostgresServer) -> None:
    """Nor is the user; the host and what is wrong are named."""
    url = postgres.url("postgres").replace(PASSWORD, "chigau-4712")
    said = failure(url)
    assert f"PostgreSQL 127.0.0.1:{postgres.port}/postgres" in said
    assert "パスワードが違います" in said
    assert "chigau" not in said


def test_a_missing_database_and_a_missing_server_are_told_apart(postgres: PostgresServer) -> None:
    """The admin looks in one place or in the other."""
    assert "データベースかユーザーがありません" in failure(postgres.url("nowhere"))
    assert "サーバーが応答しません" in failure("postgres://dx:himitsu@127.0.0.1:1/dx")


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    """So that nobody's text file is written over."""
    path = tmp_path / "メモ.txt"
    path.write_text("電話: 03-1234-5678\n" * 100, encoding="utf-8")
    assert f"{path})の読み書きができません(SQLite のファイルではありません)" in failure(f"sqlite:///{path}")
    assert path.read_text(encoding="utf-8").startswith("電話")


def test_a_folder_in_the_way_is_named(tmp_path: Path) -> None:
    """What the system says is passed on."""
    assert str(tmp_path) in failure(f"sqlite:///{tmp_path}")


def test_an_option_that_the_driver_does_not_know_is_an_error_like_others(postgres: PostgresServer) -> None:
    """A typing error in the URL's options is told without its value."""
    assert "himitsu" not in failure(postgres.url("postgres") + "?optoin=himitsu")


def test_an_empty_key_is_refused(tmp_path: Path) -> None:
    """Without a key anybody could find out who is who."""
    with pytest.raises(StoreError, match="鍵"):
        Store.open(f"sqlite:///{tmp_path}/dx.sqlite3", key=b"")


def test_the_engine_shows_no_password(postgres: PostgresServer) -> None:
    """Whoever prints it."""
    assert PASSWORD not in str(parse(postgres.url("dx")))
    with Store.open(postgres.create(), key=KEY) as store:
        assert PASSWORD not in f"{store.engine!r} {store.engine.url}"


def test_an_error_holds_nothing_of_the_question(store: Store) -> None:
    """Neither its sentence nor what a log makes of it."""
    record = answer(question="秘密の質問", person=person("asker"))
    store.answers.add(record)
    with pytest.raises(StoreError) as caught:
        store.answers.add(record)
    said = "".join(traceback.format_exception(caught.value))
    assert not [secret for secret in ("秘密", record.id, record.person, PASSWORD) if secret in said]


def test_an_error_of_the_engine_holds_no_values(store: Store) -> None:
    """The stores of slack_sdk log what they catch, and their values are tokens."""
    insert = text("INSERT INTO slack_bots (bot_token) VALUES (:token)")
    with pytest.raises(IntegrityError) as caught, store.engine.begin() as connection:
        connection.execute(insert, {"token": "xoxb-himitsu"})
    said = str(caught.value)
    assert "parameters hidden" in said
    if store.engine.name == "sqlite":  # PostgreSQL itself repeats the row
        assert "himitsu" not in said


def test_a_file_in_use_is_waited_for(tmp_path: Path) -> None:
    """Switching the journal on needs a moment alone with the file."""
    path = tmp_path / "dx.sqlite3"
    holder = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    holder.execute("BEGIN EXCLUSIVE")
    release = threading.Timer(0.3, lambda: holder.execute("COMMIT"))
    release.start()
    with Store.open(f"sqlite:///{path}?timeout=0.05", key=KEY) as store:
        assert store.claims.claim("event")
    release.join()
    holder.close()


def test_four_processes_can_open_an_empty_database_at_once(empty: str) -> None:
    """One makes the tables, the others wait."""
    assert worker.finish(worker.start(4, "open", empty)) == [("0\n", "")] * 4


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_a_locked_database_is_an_error_until_it_is_free(url: str, opened: Opened) -> None:
    """Writers wait as long as the URL says; readers are not disturbed."""
    opened()
    with Store.open(f"{url}?timeout=0.1", key=KEY) as store:
        holder = sqlite3.connect(urlsplit(url).path.removeprefix("/"), isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="ほかの処理が使用中です"):
            store.claims.claim("event")
        assert store.editions.current() is None
        holder.execute("COMMIT")
        holder.close()
        assert store.claims.claim("event")
