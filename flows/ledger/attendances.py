"""Who was at an event, counted once each by NIM."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import delete, insert, select

from flows.ledger import schema
from flows.ledger.notes import ignoring
from flows.ledger.store import Store
from flows.ledger.trail import Trail

_attendance = schema.attendance


class AttendanceSource(StrEnum):
    """Who says so."""

    STAFF = "staff"
    """Checked in by staff, on the page or in *Hadir*."""
    CODE = "code"
    """By themselves, from the poster's code."""


@dataclass(frozen=True, slots=True)
class Attendance:
    """One person at one event."""

    nim: str
    name: str
    programme: str
    """The code of the study programme, or ``""``."""
    at: datetime
    source: str


class Attendances:
    """Attendances by event and NIM."""

    def __init__(self, store: Store, trail: Trail) -> None:
        self._store, self._trail = store, trail

    def of(self, event: str) -> list[Attendance]:
        """In the order in which they came."""
        return self.all(event).get(event, [])

    def all(self, event: str | None = None) -> dict[str, list[Attendance]]:
        """By event (of one event alone), in the order in which they came."""
        query = select(_attendance).order_by(_attendance.c.event, _attendance.c.at, _attendance.c.nim)
        if event is not None:
            query = query.where(_attendance.c.event == event)
        found: dict[str, list[Attendance]] = {}
        with self._store.write() as connection:
            for row in connection.execute(query):
                there = Attendance(row.nim, row.name, row.programme, row.at, row.source)
                found.setdefault(row.event, []).append(there)
        return found

    def check_in(self, event: str, attendance: Attendance) -> bool:
        """Note that somebody is there, durably; ``False`` if that was noted before, which then stays as it was."""
        values = {"event": event, "nim": attendance.nim, "name": attendance.name, "programme": attendance.programme,
                  "at": attendance.at, "source": attendance.source}  # fmt: skip
        with self._store.write(durable=True) as connection:
            noted = connection.execute(ignoring(insert(_attendance), self._store).values(values))
            if noted.rowcount:
                self._trail.append("check in", event, attendance.at, source=attendance.source)  # a NIM is no pseudonym
            return bool(noted.rowcount)

    def undo(self, event: str, nim: str, at: datetime) -> bool:
        """Take back a slip of staff's; ``False`` if there was nothing to take back."""
        theirs = (_attendance.c.event == event, _attendance.c.nim == nim)
        with self._store.write(durable=True) as connection:
            undone = connection.execute(delete(_attendance).where(*theirs)).rowcount
            if undone:
                self._trail.append("undo check in", event, at)
            return bool(undone)
