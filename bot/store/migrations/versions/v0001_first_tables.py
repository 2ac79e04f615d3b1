"""The first tables: ours, and those of slack_sdk's installation and state stores."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make all tables."""
    _make_answers()
    _make_opinions()
    _make_reloads()
    _make_editions()
    _make_agreements()
    _make_slack_installations()
    _make_slack_bots()
    _make_slack_states()


def _make_answers() -> None:
    words = "team channel thread question_ts reply_ts person question before kind entry version surface settled"
    op.create_table(
        "answers",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        sa.Column("at", _TIME, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in words.split()),
        sa.Column("quotes", sa.JSON, nullable=False),
        sa.Column("confidence", sa.Float, nullable=False),
    )
    op.create_index("answers_of_question", "answers", ["team", "channel", "question_ts"])
    op.create_index("answers_of_thread", "answers", ["team", "channel", "thread"])
    op.create_index("answers_of_person", "answers", ["person"])
    op.create_index("answers_by_time", "answers", ["at"])
    op.create_index("answers_by_kind", "answers", ["kind", "settled"])


def _make_opinions() -> None:
    op.create_table(
        "feedback",
        sa.Column("answer_id", sa.Text, sa.ForeignKey("answers.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("person", sa.Text, primary_key=True),
        sa.Column("good", sa.Boolean, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("at", _TIME, nullable=False),
    )
    op.create_index("feedback_of_person", "feedback", ["person"])
    op.create_table(
        "wishes",
        sa.Column("answer_id", sa.Text, sa.ForeignKey("answers.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("person", sa.Text, primary_key=True),
        sa.Column("notify", sa.Boolean, nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("told_at", _TIME),
    )
    op.create_index("wishes_of_person", "wishes", ["person"])


def _make_reloads() -> None:
    op.create_table(
        "reloads",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("at", _TIME, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("person", "before", "after", "outcome")),
        sa.Column("findings", sa.Integer, nullable=False),
    )


def _make_editions() -> None:
    op.create_table(
        "editions",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("version", sa.Text, nullable=False, unique=True),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("files", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "current_edition",
        sa.Column("one", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("version", sa.Text, nullable=False),
    )


def _make_agreements() -> None:
    op.create_table(
        "claims",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("at", _TIME, nullable=False),
    )
    op.create_table(
        "muted_threads",
        *(sa.Column(name, sa.Text, primary_key=True) for name in ("team", "channel", "thread")),
        sa.Column("at", _TIME, nullable=False),
    )


def _make_slack_installations() -> None:
    """As in `slack_sdk.oauth.installation_store.sqlalchemy`, which this house must not import."""
    op.create_table(
        "slack_installations",
        *_slack_installed(),
        sa.Column("enterprise_url", sa.String(200)),
        sa.Column("user_id", sa.String(32), nullable=False),
        sa.Column("user_token", sa.String(200)),
        sa.Column("user_scopes", sa.String(1000)),
        sa.Column("user_refresh_token", sa.String(200)),
        sa.Column("user_token_expires_at", sa.DateTime),
        sa.Column("incoming_webhook_url", sa.String(200)),
        sa.Column("incoming_webhook_channel", sa.String(200)),
        sa.Column("incoming_webhook_channel_id", sa.String(200)),
        sa.Column("incoming_webhook_configuration_url", sa.String(200)),
        sa.Column("token_type", sa.String(32)),
    )
    op.create_index(
        "slack_installations_idx",
        "slack_installations",
        ["client_id", "enterprise_id", "team_id", "user_id", "installed_at"],
    )


def _make_slack_bots() -> None:
    op.create_table("slack_bots", *_slack_installed())
    op.create_index("slack_bots_idx", "slack_bots", ["client_id", "enterprise_id", "team_id", "installed_at"])


def _slack_installed() -> list[sa.Column[object]]:
    return [
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("client_id", sa.String(32), nullable=False),
        sa.Column("app_id", sa.String(32), nullable=False),
        sa.Column("enterprise_id", sa.String(32)),
        sa.Column("enterprise_name", sa.String(200)),
        sa.Column("team_id", sa.String(32)),
        sa.Column("team_name", sa.String(200)),
        sa.Column("bot_token", sa.String(200)),
        sa.Column("bot_id", sa.String(32)),
        sa.Column("bot_user_id", sa.String(32)),
        sa.Column("bot_scopes", sa.String(1000)),
        sa.Column("bot_refresh_token", sa.String(200)),
        sa.Column("bot_token_expires_at", sa.DateTime),
        sa.Column("is_enterprise_install", sa.Boolean, nullable=False),
        sa.Column("installed_at", sa.DateTime, nullable=False),
    ]


def _make_slack_states() -> None:
    op.create_table(
        "slack_oauth_states",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("state", sa.String(200), nullable=False),
        sa.Column("expire_at", sa.DateTime, nullable=False),
    )
