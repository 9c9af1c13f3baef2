"""Links that were taken back before their matter closed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, delete, insert, select

from flows.ledger import schema
from flows.ledger.schema import moment
from flows.ledger.store import Store

_revoked = schema.revoked
_THIS = (_revoked.c.purpose == bindparam("of"), _revoked.c.holder == bindparam("by"))


class Revoked:
    """Whose links of which purpose lead nowhere any more: ``("feedback", 7) in revoked``."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._since = store.prepare(select(_revoked.c.at).where(*_THIS), ("of", "by"))

    def add(self, purpose: str, holder: int, at: datetime) -> None:
        """Take back all links of this purpose that this holder has by then. It cannot be undone."""
        with self._store.write(durable=True) as connection:
            connection.execute(delete(_revoked).where(*_THIS), {"of": purpose, "by": holder})
            connection.execute(insert(_revoked).values(purpose=purpose, holder=holder, at=at))

    def holders(self, purpose: str) -> set[int]:
        """Everybody whose links of this purpose were taken back."""
        with self._store.write() as connection:
            return set(connection.scalars(select(_revoked.c.holder).where(_revoked.c.purpose == purpose)))

    def since(self, purpose: str, holder: int) -> datetime | None:
        """Until when the links of this purpose that this holder had were taken back; ``None`` if they were not."""
        with self._store.write() as connection:
            row = self._store.ask(connection, self._since, (purpose, holder))
        return moment(row[0]) if row else None

    def __contains__(self, link: tuple[str, int]) -> bool:
        return self.since(*link) is not None
