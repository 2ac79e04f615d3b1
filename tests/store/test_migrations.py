"""The migrations lead to the tables that the code uses, and to those of slack_sdk's stores."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from slack_sdk.oauth.installation_store import Installation
from slack_sdk.oauth.installation_store.sqlalchemy import SQLAlchemyInstallationStore
from slack_sdk.oauth.state_store.sqlalchemy import SQLAlchemyOAuthStateStore
from sqlalchemy import MetaData, text

import bot.store.migrations
from bot.store import Store, StoreError
from bot.store.database import Database
from bot.store.tables import METADATA
from tests.store.conftest import Opened
from tests.store.records import KEY, answer


def _expected() -> MetaData:
    """Return our tables and slack_sdk's."""
    wanted = MetaData()
    for table in METADATA.sorted_tables:
        table.to_metadata(wanted)
    SQLAlchemyInstallationStore.build_installations_table(wanted, "slack_installations")
    SQLAlchemyInstallationStore.build_bots_table(wanted, "slack_bots")
    SQLAlchemyOAuthStateStore.build_oauth_states_table(wanted, "slack_oauth_states")
    return wanted


def test_migrations_lead_to_the_tables_of_the_code(empty: str) -> None:
    """Alembic finds nothing to add, to drop or to change."""
    with Store.open(empty, key=KEY) as store, store.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), _expected()) == []


def test_the_latest_migration_is_the_one_that_is_named() -> None:
    """A database that has it is opened without asking Alembic."""
    folder = Path(bot.store.migrations.__file__).parent
    assert ScriptDirectory(str(folder)).get_heads() == [bot.store.migrations.HEAD]


def test_opening_again_keeps_what_is_there(store: Store, opened: Opened) -> None:
    """Migrations run once."""
    record = answer()
    store.answers.add(record)
    assert opened().answers.get(record.id) == record


def test_a_database_of_a_newer_program_is_left_alone(empty: str) -> None:
    """An old program that is started again says so instead of guessing."""
    with Store.open(empty, key=KEY) as store, store.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match="新しい版"):
        Store.open(empty, key=KEY)


def test_a_failed_migration_leaves_nothing_behind(empty: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next start begins from the same place."""
    with monkeypatch.context() as patch:
        patch.setattr("alembic.operations.Operations.create_index", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            Store.open(empty, key=KEY)
    with Store.open(empty, key=KEY) as store:
        assert store.claims.claim("event")


def test_slack_installations_can_be_kept(store: Store) -> None:
    """By slack_sdk's own store, on our engine."""
    kept = SQLAlchemyInstallationStore(client_id="111.222", engine=store.engine)
    kept.save(Installation(app_id="A1", team_id="T1", user_id="U1", bot_token="xoxb-1", bot_id="B1", bot_user_id="U2"))
    assert kept.find_bot(enterprise_id=None, team_id="T1").bot_token == "xoxb-1"
    assert kept.find_installation(enterprise_id=None, team_id="T1").user_id == "U1"


def test_slack_states_are_consumed_once(store: Store) -> None:
    """By slack_sdk's own store, on our engine."""
    states = SQLAlchemyOAuthStateStore(expiration_seconds=60, engine=store.engine)
    state = states.issue()
    assert [states.consume(state), states.consume(state)] == [True, False]


def test_a_thread_that_was_quiet_before_causes_were_known_stays_so(empty: str) -> None:
    """What asked for it is not on record, so nothing takes it back; what asks from now on can be taken back."""
    database = Database.at(empty)
    with database.writing() as connection:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", str(Path(bot.store.migrations.__file__).parent))
        command.upgrade(config, "0001")
        row = {"team": "T1", "channel": "C1", "thread": "1.1", "at": "2026-04-01 09:00:00+00"}
        statement = "INSERT INTO muted_threads (team, channel, thread, at) VALUES (:team, :channel, :thread, :at)"
        connection.execute(text(statement), row)
    database.close()
    with Store.open(empty, key=KEY, retention_days=36_500) as store:
        assert store.threads.is_muted("T1", "C1", "1.1")
        store.threads.mute("T1", "C1", "1.2", "message 1.3")
        assert store.threads.lift("T1", "C1", "message 1.3") == "1.2"
        assert store.threads.is_muted("T1", "C1", "1.1")
