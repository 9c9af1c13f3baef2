"""What is in doubt is found by an index of its own, however long it stays so."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    in_doubt = sa.text("state = 'unknown'")
    op.create_index("message_in_doubt", "message", ["id"], sqlite_where=in_doubt, postgresql_where=in_doubt)
