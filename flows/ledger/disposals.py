"""Lists of what is beyond its kept time: made, approved, carried out (`flows.procedure.retention`)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, delete, func, insert, select, update

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


class Line(NamedTuple):
    """A list in short."""

    id: str
    kind: Kind
    year: int
    kept_until: date
    listed_at: datetime
    approved_by: str
    approved_at: datetime | None
    done_at: datetime | None
    swept_at: datetime | None
    record: str
    records: int
    """How many stand on it."""


_SHORT = (
    "id", "kind", "subject", "kept_until", "listed_at", "approved_by", "approved_at", "done_at", "swept_at", "record",
)  # fmt: skip


class Disposals:
    """All lists ever. Those that were carried out stay, with IDs and checksums: they say what is rightly missing."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def all(self) -> dict[str, Listing]:
        """Every list with what stands on it, by ID."""
        return self._lists()

    def unsettled(self) -> dict[str, Listing]:
        """Those that wait for approval, or for staff to delete rows."""
        return self._lists(_disposal.c.swept_at.is_(None))

    def lines(self) -> list[Line]:
        """Every list in short, in the order of years, vacancies first."""
        query = (
            select(*(_disposal.c[name] for name in _SHORT), func.count())
            .join(_disposed)
            .group_by(_disposal.c.id)
            .order_by(_disposal.c.subject, _disposal.c.kind.desc(), _disposal.c.id)
        )
        with self._store.write() as connection:
            return [
                Line(id, Kind(kind), int(year), date.fromisoformat(until), *rest)
                for id, kind, year, until, *rest in connection.execute(query)  # noqa: A001
            ]

    def _lists(self, *which: ColumnElement[bool]) -> dict[str, Listing]:
        stands: defaultdict[str, list[Entry]] = defaultdict(list)
        with self._store.write() as connection:
            for row in connection.execute(
                select(_disposed).join(_disposal).where(*which).order_by(_disposed.c.subject)
            ):
                since, until = date.fromisoformat(row.since), date.fromisoformat(row.kept_until)
                stands[row.disposal_id].append(Entry(row.subject, since, until, row.about))
            rows = connection.execute(select(_disposal).where(*which).order_by(_disposal.c.id)).all()
        return {
            row.id: Listing(
                Kind(row.kind), int(row.subject), tuple(stands[row.id]), row.listed_at, row.approved_by,
                row.approved_at, row.done_at, row.swept_at, row.record,
            )
            for row in rows
        }  # fmt: skip

    def gone(self, kind: Kind) -> dict[str, str]:
        """What was removed of this kind, and the ID of the list on which it stood."""
        query = select(_disposed.c.subject, _disposal.c.id).join(_disposal)
        with self._store.write() as connection:
            rows = connection.execute(query.where(_disposal.c.kind == kind, _disposal.c.done_at.is_not(None)))
            return {subject: number for subject, number in rows}  # noqa: C416 - rows are not pairs to mypy

    def touched(self, kind: Kind) -> dict[str, str]:
        """What the removed records of this kind were about (`Entry.about`), and the ID of a list on which one stood."""
        query = select(_disposed.c.about, _disposal.c.id).join(_disposal).where(_disposed.c.about != "")
        with self._store.write() as connection:
            rows = connection.execute(query.where(_disposal.c.kind == kind, _disposal.c.done_at.is_not(None)))
            return {about: number for about, number in rows}  # noqa: C416 - rows are not pairs to mypy

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
                            "about": entry.about,
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
