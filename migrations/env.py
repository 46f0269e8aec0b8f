"""Alembic's entry: runs the revisions on the connection that the archive hands over.

The archive has begun a transaction on it, and all that is run is part of it, DDL included (SQLite can do that once the
driver's own transaction handling is off, which it is): a kill in the middle leaves the database as it was before.
"""

from alembic import context

connection = context.config.attributes["connection"]
context.configure(connection=connection, transactional_ddl=True, transaction_per_migration=True)
with context.begin_transaction():
    context.run_migrations()
