"""What the calendars of those invited were told of an event: its UID, its SEQUENCE (RFC 5545), and when and where."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import RowMapping, insert, select, update

from flows.ledger import schema
from flows.ledger.store import Store
from flows.procedure.events import Entry, Occasion

_entry = schema.calendar_entry


class CalendarEntries:
    """One entry an event, from the day it is approved."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def all(self) -> dict[str, Entry]:
        """By event."""
        with self._store.write() as connection:
            return {row["event"]: _as_entry(row) for row in connection.execute(select(_entry)).mappings()}

    def of(self, event: str) -> Entry | None:
        with self._store.write() as connection:
            row = connection.execute(select(_entry).where(_entry.c.event == event)).mappings().first()
        return _as_entry(row) if row else None

    def numbered(self, number: int) -> str | None:
        """The ID of the event that a link names by its number; ``None`` if there is none any more."""
        with self._store.write() as connection:
            event: str | None = connection.scalar(select(_entry.c.event).where(_entry.c.number == number))
        return event

    def begin(self, event: str, occasion: Occasion, domain: str, at: datetime) -> Entry:
        """The first entry of an event, its SEQUENCE 0, its UID in ``domain`` (RFC 7986 asks that it cannot be guessed,
        and two offices may have events of one ID)."""
        uid = f"{event.lower()}-{secrets.token_hex(12)}@{domain}"
        with self._store.write() as connection:
            connection.execute(
                insert(_entry).values(
                    event=event, uid=uid, sequence=0, occasion=occasion.content, cancelled=False, at=at
                )
            )
            row = connection.execute(select(_entry).where(_entry.c.event == event)).mappings().one()
        return _as_entry(row)

    def put(self, event: str, entry: Entry) -> None:
        """The entry as it is from now on; its number and UID never change."""
        values: Mapping[str, object] = {
            "sequence": entry.sequence,
            "occasion": entry.occasion.content,
            "cancelled": entry.cancelled,
            "at": entry.at,
        }
        with self._store.write() as connection:
            connection.execute(update(_entry).where(_entry.c.event == event).values(values))


def _as_entry(row: RowMapping) -> Entry:
    return Entry(
        number=row["number"],
        uid=row["uid"],
        sequence=row["sequence"],
        occasion=Occasion.from_content(row["occasion"]),
        cancelled=row["cancelled"],
        at=row["at"],
    )
