"""*Kegiatan*: events, from a workshop to a recruitment on campus."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import datetime

from flows.procedure.checks.audience import audience
from flows.procedure.checks.context import Context
from flows.procedure.checks.reader import RowReader, Strictness
from flows.procedure.models import AlumniList, Event
from flows.procedure.problems import Problem
from flows.procedure.values import Fault, fault, moment, text, whole
from flows.workbook.interface import Cell
from flows.workbook.reading import Row
from flows.workbook.tabs import EVENTS

_STRICTNESS = {"Draf": Strictness.DRAFT, "Setuju": Strictness.FULL, "Batal": Strictness.CLOSED}


def check_events(
    rows: Sequence[Row],
    context: Context,
    *,
    lists: Sequence[AlumniList] = (),
    faulty_lists: Collection[str] = (),
    vacancies: Collection[str] = (),
) -> tuple[list[Event], list[Problem]]:
    """The events. ``vacancies`` are the IDs that *Lowongan* may name. A draft without its beginning is none yet."""
    events: list[Event] = []
    problems: list[Problem] = []
    for row in rows:
        if row.is_blank:
            continue
        reader = RowReader(EVENTS, row, context)
        event = _read(reader, lists, faulty_lists, vacancies)
        problems += reader.problems
        if event and not reader.blocked:
            events.append(event)
    return events, problems


def _read(
    reader: RowReader, lists: Sequence[AlumniList], faulty_lists: Collection[str], vacancies: Collection[str]
) -> Event | None:
    status = reader.choice("Status", "" if text(reader.cell("Status")) else "Draf")
    reader.strictness = _STRICTNESS.get(status, Strictness.FULL)
    reader.formula_errors()
    starts, ends = _times(reader)
    whom, faults = audience(reader.text("Sasaran"), reader.context.catalogue, lists, faulty_lists)
    for one in faults:
        reader.note("Sasaran", one)
    related = tuple(name.upper() for name in re.split(r"[\s,;]+", reader.text("Lowongan")) if name)
    for name in related:
        if name not in vacancies:
            reader.note("Lowongan", fault("event_vacancy_unknown", name=name))
    approved_by = reader.text("Disetujui Oleh")
    if status == "Setuju" and not approved_by:
        reader.note("Disetujui Oleh", fault("approval_missing", status=status))
    fields = {
        "kind": reader.choice("Jenis"),
        "title": reader.text("Judul"),
        "company": reader.text("Perusahaan"),
        "place": reader.text("Tempat"),
    }
    seats, attended = reader.read("Kursi", lambda cell: whole(cell, 1)), reader.read("Jumlah Hadir", whole)
    if not starts:
        return None
    return Event(
        id=reader.row.id, starts=starts, ends=ends, seats=seats, vacancies=related, audience=whom, status=status,
        approved_by=approved_by, attended=attended, **fields,
    )  # fmt: skip


def _times(reader: RowReader) -> tuple[datetime | None, datetime | None]:
    def parse(cell: Cell) -> datetime | Fault | None:
        return moment(cell, reader.context.tz, reader.context.today)

    starts, ends = reader.read("Mulai", parse), reader.read("Selesai", parse)
    if starts and ends and ends <= starts:
        reader.note("Selesai", fault("reversed", other="Mulai"))
        ends = None
    return starts, ends
