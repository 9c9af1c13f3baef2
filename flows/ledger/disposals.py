"""Lists of what is beyond its kept time: made, approved, carried out (`flows.procedure.retention`)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import delete, insert, select, update

from flows.ledger import schema
from flows.ledger.store import Store
from flows.procedure.retention import Entry, Kind, Listing

_disposal, _disposed = schema.disposal, schema.disposed


class Weight(NamedTuple):
    """What there was of one record in the ledger."""

    entries: int
    """Rows."""
    sha256: str
    """Of all that stood in them, so that whoever has a copy can show that it is one."""


class Disposals:
    """All lists ever. Those that were carried out stay, with IDs and checksums: they say what is rightly missing."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def all(self) -> dict[str, Listing]:
        """By ID, in the order of kinds and years."""
        with self._store.write() as connection:
            stands: defaultdict[str, list[Entry]] = defaultdict(list)
            for row in connection.execute(select(_disposed).order_by(_disposed.c.subject)):
                days = (date.fromisoformat(day) for day in (row.since, row.kept_until))
                stands[row.disposal_id].append(Entry(row.subject, *days))
            rows = connection.execute(select(_disposal).order_by(_disposal.c.kind.desc(), _disposal.c.subject)).all()
        return {
            row.id: Listing(
                Kind(row.kind), int(row.subject), tuple(stands[row.id]), row.listed_at, row.approved_by,
                row.approved_at, row.done_at, row.swept_at, row.record,
            )
            for row in rows
        }  # fmt: skip

    def gone(self) -> dict[Kind, set[str]]:
        """What was removed, by kind."""
        found: defaultdict[Kind, set[str]] = defaultdict(set)
        query = select(_disposal.c.kind, _disposed.c.subject).join(_disposed).where(_disposal.c.done_at.is_not(None))
        with self._store.write() as connection:
            for kind, subject in connection.execute(query):
                found[Kind(kind)].add(subject)
        return found

    def list(self, listings: Iterable[Listing], at: datetime) -> None:
        """Let these be the lists that wait for approval. Those that wait already stay, with the name beside them."""
        wanted = {listing.id: listing for listing in listings}
        with self._store.write(durable=True) as connection:
            waiting = set(connection.scalars(select(_disposal.c.id).where(_disposal.c.done_at.is_(None))))
            connection.execute(delete(_disposal).where(_disposal.c.id.in_(waiting - wanted.keys())))  # and its entries
            for number, listing in wanted.items():
                if number in waiting:
                    continue
                connection.execute(
                    insert(_disposal).values(
                        id=number,
                        kind=listing.kind,
                        subject=str(listing.year),
                        kept_until=listing.kept_until.isoformat(),
                        listed_at=at,
                    )
                )
                connection.execute(
                    insert(_disposed),
                    [
                        {
                            "disposal_id": number,
                            "subject": entry.subject,
                            "since": entry.since.isoformat(),
                            "kept_until": entry.kept_until.isoformat(),
                        }
                        for entry in listing.entries
                    ],
                )

    def approve(self, id: str, name: str, at: datetime) -> None:
        """Somebody typed a name beside a list that waits, or took it away again (``""``)."""
        with self._store.write(durable=True) as connection:
            connection.execute(
                update(_disposal)
                .where(_disposal.c.id == id, _disposal.c.done_at.is_(None))
                .values(approved_by=name, approved_at=at if name else None)
            )

    def done(self, id: str, weights: Mapping[str, Weight], record: str, at: datetime) -> None:
        """A list was carried out: what there was of each subject, and the report's path. Once, in the transaction that
        removes the rest."""
        with self._store.write(durable=True) as connection:
            connection.execute(update(_disposal).where(_disposal.c.id == id).values(done_at=at, record=record))
            for subject, weight in weights.items():
                connection.execute(
                    update(_disposed)
                    .where(_disposed.c.disposal_id == id, _disposed.c.subject == subject)
                    .values(sha256=weight.sha256, entries=weight.entries)
                )

    def swept(self, id: str, at: datetime) -> None:
        """Nothing of a list is left in staff's tabs."""
        with self._store.write() as connection:
            connection.execute(update(_disposal).where(_disposal.c.id == id).values(swept_at=at))
