"""Links that were taken back before their matter closed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, insert, select

from flows.ledger import schema
from flows.ledger.notes import ignoring
from flows.ledger.store import Store

_SINCE = select(schema.revoked.c.at).where(
    schema.revoked.c.purpose == bindparam("of"), schema.revoked.c.holder == bindparam("by")
)


class Revoked:
    """Whose links of which purpose lead nowhere any more: ``("feedback", 7) in revoked``."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._since = store.prepare(_SINCE, ("of", "by"))

    def add(self, purpose: str, holder: int, at: datetime) -> None:
        """Take back all links of this purpose that this holder has. It cannot be undone."""
        with self._store.write(durable=True) as connection:
            connection.execute(
                ignoring(insert(schema.revoked), self._store).values(purpose=purpose, holder=holder, at=at)
            )

    def __contains__(self, link: tuple[str, int]) -> bool:
        purpose, holder = link
        with self._store.write() as connection:
            return self._store.ask(connection, self._since, (purpose, holder)) is not None
