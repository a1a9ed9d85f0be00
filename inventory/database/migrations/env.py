"""Alembic's entry point. Always called by inventory.database.migrate, which gives the connection."""

from alembic import context

from inventory.database import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
