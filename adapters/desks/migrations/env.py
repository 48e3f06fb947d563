"""Alembic's environment; it runs from `adapters.desks.database.migrate` alone, which hands it an open connection."""

from __future__ import annotations

from alembic import context

from adapters.desks.tables import metadata

VERSION_TABLE = "frontdoor_desk_version"

connection = context.config.attributes.get("connection")
if connection is None:
    raise RuntimeError("Run the desk's migrations with `frontdoor migrate`; they have no command line of their own.")
context.configure(connection=connection, target_metadata=metadata, version_table=VERSION_TABLE)
with context.begin_transaction():
    context.run_migrations()
