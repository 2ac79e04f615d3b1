"""Why a thread is quiet: each message and each reaction that asks for it is one cause, and can be taken back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_PLACE = ("team", "channel", "thread")


def upgrade() -> None:
    """Make the cause a part of the key; threads that are quiet already stay so, for a cause that nobody takes back."""
    op.create_table(
        "quiet_threads",
        *(sa.Column(name, sa.Text, primary_key=True) for name in (*_PLACE, "cause")),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.execute(
        "INSERT INTO quiet_threads (team, channel, thread, cause, at) "
        "SELECT team, channel, thread, '', at FROM muted_threads"
    )
    op.drop_table("muted_threads")
    op.rename_table("quiet_threads", "muted_threads")
    op.create_index("muted_threads_by_cause", "muted_threads", ["team", "channel", "cause"])
