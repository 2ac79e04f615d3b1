"""What Alembic runs: the migrations, on the connection and in the transaction that `bot.store.migrating` opened."""

from __future__ import annotations

from alembic import context


def run() -> None:
    """Run what is missing."""
    context.configure(connection=context.config.attributes["connection"], transactional_ddl=True)
    with context.begin_transaction():
        context.run_migrations()


# Alembic loads this file under a name of its own; whoever else imports it wants nothing to happen.
if __name__ == "env_py":
    run()
