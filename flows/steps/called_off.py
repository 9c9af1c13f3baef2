"""Events that are called off by rows that no longer say when they were to be: what calendars were told says it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from flows.office import Office
from flows.procedure.desk import Desk
from flows.procedure.events import Entry
from flows.procedure.models import Audience, Event
from flows.procedure.names import fold
from flows.procedure.values import text
from flows.workbook.reading import Row
from flows.workbook.tabs import EVENTS


def with_called_off(office: Office, desk: Desk, lines: Mapping[str, Sequence[Row]]) -> Desk:
    """``desk`` with those events, too: staff who write ``Batal`` and empty the row mean that nobody is to come."""
    read = {event.id for event in desk.events}
    rows = [row for row in lines.get(EVENTS.title, ()) if row.id not in read and _is_off(row)]
    entries = office.ledger.calendar_entries.all() if rows else {}
    found = {row.id: _event(office, row, entries[row.id]) for row in rows if row.id in entries}
    if not found:
        return desk
    problems = tuple(one for one in desk.problems if one.tab != EVENTS.title or one.id not in found)
    return replace(desk, events=(*desk.events, *found.values()), problems=problems)


def _is_off(row: Row) -> bool:
    return fold(text(row.cells.get("Status"))) == "batal"


def _event(office: Office, row: Row, entry: Entry) -> Event:
    told = office.ledger.notes.version(row.id, str(entry.sequence)) or {}
    kind, title, company = (text(row.cells.get(name)) for name in ("Jenis", "Judul", "Perusahaan"))
    occasion = entry.occasion
    return Event(
        id=row.id, kind=kind, title=title or told.get("title", ""), company=company, starts=occasion.starts,
        ends=occasion.ends, place=occasion.place, seats=None, vacancies=(), audience=Audience(), status="Batal",
        approved_by="", attended=None,
    )  # fmt: skip
