"""Migrations: how the tables came to be, one file a step in ``versions/``; each runs once, in a transaction.

To change a table, change ``bot/store/tables.py``, add a file with the next number and the steps of Alembic's ``op``
(on SQLite in ``op.batch_alter_table``), and put its number here; tests compare the three.
"""

__all__ = ["HEAD"]

HEAD = "0004"
