"""Who is invited to events that are about to begin, by name: the pages look them up at the door, and never open the
workbook. They are kept no longer than the event lasts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete, func, insert, or_, select

from flows.ledger import schema
from flows.ledger.store import Store

_guest, _rsvp, _attendance = schema.guest, schema.rsvp, schema.attendance


@dataclass(frozen=True, slots=True)
class Guest:
    """One of *Alumni*, as last read."""

    nim: str
    name: str
    programme: str
    """The code of the study programme."""
    recipient_id: int
    """Whose mail the invitation went to."""


class Guests:
    """Guests by event and NIM."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def put(self, event: str, guests: Iterable[Guest]) -> None:
        """These are the guests of an event, and nobody else."""
        rows = [
            {"event": event, "nim": one.nim, "name": one.name, "programme": one.programme,
             "recipient_id": one.recipient_id}
            for one in guests
        ]  # fmt: skip
        with self._store.write() as connection:
            connection.execute(delete(_guest).where(_guest.c.event == event))
            if rows:
                connection.execute(insert(_guest), rows)

    def keep_only(self, events: Collection[str]) -> None:
        """Let go of the guests of all other events."""
        with self._store.write() as connection:
            connection.execute(delete(_guest).where(_guest.c.event.not_in(events)))

    def get(self, event: str, nim: str) -> Guest | None:
        found = self._where(event, _guest.c.nim == nim)
        return found[0] if found else None

    def find(self, event: str, typed: str, most: int) -> list[Guest]:
        """Those in whose name or NIM each of the typed words stands, by name; at most ``most``."""
        words = typed.lower().split()
        name, nim = func.lower(_guest.c.name), func.lower(_guest.c.nim)
        has = [or_(name.contains(word, autoescape=True), nim.contains(word, autoescape=True)) for word in words]
        return self._where(event, *has, most=most) if words else []

    def expected(self, event: str, most: int) -> list[Guest]:
        """Those who said yes and have not come yet, by name; at most ``most``."""
        yes = select(_rsvp.c.recipient_id).where(_rsvp.c.event == event, _rsvp.c.coming, ~_rsvp.c.waiting)
        there = select(_attendance.c.nim).where(_attendance.c.event == event)
        return self._where(event, _guest.c.recipient_id.in_(yes), _guest.c.nim.not_in(there), most=most)

    def _where(self, event: str, *conditions: ColumnElement[bool], most: int = 1) -> list[Guest]:
        query = (
            select(_guest.c.nim, _guest.c.name, _guest.c.programme, _guest.c.recipient_id)
            .where(_guest.c.event == event, *conditions)
            .order_by(func.lower(_guest.c.name), _guest.c.nim)
            .limit(most)
        )
        with self._store.write() as connection:
            rows: Sequence[tuple[str, str, str, int]] = [tuple(row) for row in connection.execute(query)]
        return [Guest(*row) for row in rows]
