"""Which edition of a vacancy was approved, and by whom: a name is personal, and so it stands here, not in the trail."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, insert, select

from flows.ledger import schema
from flows.ledger.store import Store
from flows.ledger.trail import Trail

_approval = schema.approval
_COLUMNS = ("vacancy", "edition", "approved_by", "at")


class Approvals:
    """Each edition's first approval; it never changes."""

    def __init__(self, store: Store) -> None:
        self._store, self._trail = store, Trail(store)
        self._known = store.prepare(select(_approval.c.vacancy, _approval.c.edition), ())
        self._keep = store.prepare(insert(_approval).values({name: bindparam(name) for name in _COLUMNS}), _COLUMNS)

    def known(self) -> set[tuple[str, str]]:
        """Vacancies and editions that were approved."""
        with self._store.write() as connection:
            return {(vacancy, edition) for vacancy, edition in self._store.ask_all(connection, self._known)}

    def keep(self, vacancy: str, edition: str, by: str, at: datetime) -> None:
        """Keep an approval that is not `known`, and tell the trail of it without the name."""
        with self._store.write() as connection:
            self._store.many(connection, self._keep, [(vacancy, edition, by, at.timestamp())])
            self._trail.append("approve", vacancy, at, edition=edition)

    def names(self) -> dict[str, list[str]]:
        """By whom each vacancy was approved, as typed, in the order in which they first did."""
        query = select(_approval.c.vacancy, _approval.c.approved_by).order_by(_approval.c.at, _approval.c.edition)
        found: dict[str, list[str]] = {}
        with self._store.write() as connection:
            for vacancy, name in connection.execute(query):
                names = found.setdefault(vacancy, [])
                if name and name not in names:
                    names.append(name)
        return found
