"""Alembic's way into a ledger: on the connection that `flows.ledger.migrating` gives, within its transaction."""

from __future__ import annotations

from alembic import context

# What SQLite cannot alter is made anew and filled again (`op.batch_alter_table`).
context.configure(connection=context.config.attributes["connection"], render_as_batch=True)
context.run_migrations()
