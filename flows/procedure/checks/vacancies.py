"""*Lowongan*: is a vacancy complete, understood, reachable, approved, new, and honest?"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from flows.procedure.checks.apply import apply_faults
from flows.procedure.checks.audience import audience
from flows.procedure.checks.context import Context
from flows.procedure.checks.fraud import fraud_signs
from flows.procedure.checks.lookalikes import lookalikes
from flows.procedure.checks.reader import RowReader, Strictness
from flows.procedure.models import AlumniList, Audience, Contact, Vacancy
from flows.procedure.problems import Problem
from flows.procedure.values import Fault, day, fault, phone, text, url, whole
from flows.workbook.interface import Cell
from flows.workbook.reading import Row
from flows.workbook.tabs import VACANCIES

STRICTNESS = {
    "Draf": Strictness.DRAFT,
    "Pratinjau": Strictness.FULL,
    "Setuju": Strictness.FULL,
    "Ralat": Strictness.FULL,
    "Tutup": Strictness.CLOSED,
    "Batal": Strictness.CLOSED,
}
NEEDS_APPROVAL = frozenset({"Setuju", "Ralat"})


def check_vacancies(
    rows: Sequence[Row],
    context: Context,
    *,
    lists: Sequence[AlumniList] = (),
    faulty_lists: Collection[str] = (),
    contacts: Sequence[Contact] = (),
    announced: Collection[str] = (),
) -> tuple[list[Vacancy], list[Problem]]:
    """All vacancies that are not held back, and everything that is wrong.

    A row in *Draf*, *Tutup* or *Batal* always becomes a vacancy, however little of it is filled in or understood
    (``""`` and ``None`` where it is not): it is never sent, but has its line in *Status*. A preview goes to staff
    alone, so what makes a vacancy suspicious is a warning there; under *Setuju* and *Ralat* it holds the vacancy back
    until somebody's name stands in *Peringatan Diperiksa Oleh*. ``announced`` are the IDs already sent out: a deadline
    that passes after that is no problem, and of two look-alikes the one announced is not the copy.
    """
    readers = [RowReader(VACANCIES, row, context) for row in rows if not row.is_blank]
    read = [(reader, _read(reader, lists, faulty_lists, announced)) for reader in readers]
    for reader, vacancy in read:
        if _is_to_be_vetted(reader, vacancy):
            for heading, sign in fraud_signs(vacancy, contacts):
                reader.note(heading, sign, blocking=vacancy.status in NEEDS_APPROVAL)
    opened = [(vacancy, reader.row.number) for reader, vacancy in read if _is_open(reader, vacancy, context.today)]
    copies = lookalikes(opened, announced)
    for reader, vacancy in read:
        original = copies.get(reader.row.number)
        if original and _is_to_be_vetted(reader, vacancy):
            reader.note("Posisi", original, blocking=vacancy.status in NEEDS_APPROVAL)
    problems = [problem for reader in readers for problem in reader.problems]
    return [vacancy for reader, vacancy in read if not reader.blocked], problems


def _read(
    reader: RowReader, lists: Sequence[AlumniList], faulty_lists: Collection[str], announced: Collection[str]
) -> Vacancy:
    status = reader.choice("Status", "" if text(reader.cell("Status")) else "Draf")
    # A status that is not understood may have been meant to be any: full strictness, and its own problem holds it.
    reader.strictness = STRICTNESS.get(status, Strictness.FULL)
    reader.formula_errors()
    vacancy = Vacancy(
        id=reader.row.id,
        company=reader.text("Perusahaan"),
        position=reader.text("Posisi"),
        kind=reader.choice("Jenis"),
        location=reader.text("Lokasi"),
        description=reader.text("Deskripsi"),
        qualifications=reader.text("Kualifikasi"),
        audience=_audience(reader, lists, faulty_lists),
        apply=_apply(reader),
        poster=reader.read("Poster", url) or "",
        deadline=_deadline(reader, status, announced),
        openings=reader.read("Jumlah Dibutuhkan", lambda cell: whole(cell, 1, 100_000)),
        venue=reader.choice("Tempat Rekrutmen"),
        urgent=reader.yes("Segera"),
        on_web=reader.yes("Tampil di Web"),
        status=status,
        approved_by=reader.text("Disetujui Oleh"),
        checked_by=reader.text("Peringatan Diperiksa Oleh"),
    )
    if status in NEEDS_APPROVAL and not vacancy.approved_by:
        reader.note("Disetujui Oleh", fault("approval_missing", status=status))
    return vacancy


def _audience(reader: RowReader, lists: Sequence[AlumniList], faulty: Collection[str]) -> Audience:
    found, faults = audience(reader.text("Sasaran"), reader.context.catalogue, lists, faulty)
    for each in faults:
        reader.note("Sasaran", each)
    return found


def _apply(reader: RowReader) -> str:
    how = reader.read("Cara Melamar", _text_not_number) or ""
    for one in apply_faults(how) if how else []:
        reader.note("Cara Melamar", one)
    return how


def _text_not_number(cell: Cell) -> str | Fault:
    """A telephone number that arrives as a number has lost its zero or plus sign."""
    found = phone(cell)
    return found if isinstance(found, Fault) and found.code == "number_for_text" else text(cell)


def _deadline(reader: RowReader, status: str, announced: Collection[str]) -> date | None:
    today = reader.context.today
    deadline = reader.read("Batas Lamaran", lambda cell: day(cell, today))
    if deadline and deadline < today and status in ("Pratinjau", "Setuju") and reader.row.id not in announced:
        # A warning: nothing expired is ever sent, and the vacancy stays known to what comes after (feedback, recap).
        reader.note("Batas Lamaran", fault("deadline_past"), blocking=False)
    return deadline


def _is_to_be_vetted(reader: RowReader, vacancy: Vacancy) -> bool:
    return reader.strictness is Strictness.FULL and not vacancy.checked_by


def _is_open(reader: RowReader, vacancy: Vacancy, today: date) -> bool:
    return reader.strictness is Strictness.FULL and (vacancy.deadline is None or vacancy.deadline >= today)
