"""Entry of Alembic, on the connection and in the transaction that `slt_flow.records.upgrade` opened."""

from alembic import context

from slt_flow.records.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
