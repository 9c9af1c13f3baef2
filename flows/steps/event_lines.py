"""The lines of *Status* about *Kegiatan*."""

from __future__ import annotations

from collections.abc import Iterator

from flows.ledger.records import Purpose
from flows.procedure.event_status import Turnout, event_line
from flows.procedure.events import Stage, Standing, attendance
from flows.procedure.models import Event
from flows.procedure.status import Situation, Told
from flows.procedure.values import text
from flows.steps.events import Events
from flows.workbook.interface import Cell
from flows.workbook.tabs import EVENTS


def event_lines(events: Events, situation: Situation) -> Iterator[dict[str, Cell]]:
    """One for each row of the tab, also for those that are not well-formed."""
    office, ledger = events.office, events.office.ledger
    standings, counted = events.standings(), ledger.events.attended()
    invited, off = ledger.outbox.announced(Purpose.INVITE), ledger.outbox.announced(Purpose.INVITE_CANCEL)
    for row in events.observed.lines.get(EVENTS.title, ()):
        event, known = events.all.get(row.id), invited.get(row.id)
        line = event_line(
            standings.get(row.id, Standing(Stage.HELD)),  # what is not well-formed was not judged
            Told(known.at, known.tally) if known else None,
            _turnout(events, event, counted.get(row.id), off[row.id].tally.get("sent", 0) if row.id in off else 0),
            situation,
            office.zone,
            office.settings.office.language,
        )
        yield {
            "ID": row.id,
            "Judul": text(row.cells.get("Judul")),
            "Tahap": line.stage,
            "Diumumkan": line.announced,
            "Penerima": line.recipients,
            "Terkirim": line.sent,
            "Gagal": line.failed,
            "Langkah Berikut": line.next_step,
        }


def _turnout(events: Events, event: Event | None, counted: int | None, cancelled: int) -> Turnout:
    if event is None or event.id not in events.entries:
        return Turnout(attended=attendance(event.attended if event else None, counted))
    places = events.office.ledger.rsvps.places(event.id)
    return Turnout(
        coming=places.coming,
        waiting=places.waiting,
        declined=places.declined,
        attended=attendance(event.attended, counted),
        seats=event.seats,
        cancelled=cancelled if event.status == "Batal" else 0,
    )
