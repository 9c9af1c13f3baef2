"""Several workers deliver from one queue: who lives, and until when their claims hold."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "worker",
        sa.Column("name", sa.String, primary_key=True),
        sa.Column("runs_office", sa.Boolean, nullable=False),
        sa.Column("until", sa.Double, nullable=False),
        comment="who delivers, by message.owner, and until when their claims hold, by the database's clock; "
        "runs_office is whether it holds the office's run lock as well",
    )
    op.execute("DELETE FROM note WHERE name = 'schema'")  # what alembic_version tells from now on
