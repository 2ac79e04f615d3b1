"""Which versions of the knowledge there have been, apart from the journal, which is forgotten."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the table of what is kept or stands in the journal; nobody can tell any more what a start has brought."""
    op.create_table(
        "known_versions",
        sa.Column("version", sa.Text, primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("brought", sa.Boolean, nullable=False),
    )
    op.execute(
        "INSERT INTO known_versions (version, at, brought) SELECT version, min(at), false FROM ("
        "SELECT version, at FROM editions UNION ALL SELECT before, at FROM reloads UNION ALL SELECT after, at FROM reloads"
        ") AS seen GROUP BY version"
    )
