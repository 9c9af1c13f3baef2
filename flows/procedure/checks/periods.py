"""*Periode*: the recaps to make."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flows.procedure.checks.context import Context
from flows.procedure.checks.reader import RowReader, Strictness
from flows.procedure.models import Period
from flows.procedure.problems import Problem
from flows.procedure.values import Fault, day, fault, text
from flows.workbook.interface import Cell
from flows.workbook.reading import Row
from flows.workbook.tabs import PERIODS


def check_periods(rows: Sequence[Row], context: Context) -> tuple[list[Period], list[Problem]]:
    """The periods. A draft without its two days is none yet."""
    periods: list[Period] = []
    problems: list[Problem] = []
    for row in rows:
        if row.is_blank:
            continue
        reader = RowReader(PERIODS, row, context)
        period = _read(reader)
        problems += reader.problems
        if period and not reader.blocked:
            periods.append(period)
    return periods, problems


def _read(reader: RowReader) -> Period | None:
    status = reader.choice("Status", "" if text(reader.cell("Status")) else "Draf")
    reader.strictness = Strictness.DRAFT if status == "Draf" else Strictness.FULL
    reader.formula_errors()

    def parse(cell: Cell) -> date | Fault | None:
        return day(cell, reader.context.today)

    title, approved_by = reader.text("Judul"), reader.text("Disetujui Oleh")
    first, last = reader.read("Dari", parse), reader.read("Sampai", parse)
    if status in ("Setuju", "Perbarui") and not approved_by:
        reader.note("Disetujui Oleh", fault("approval_missing", status=status))
    if not first or not last:
        return None
    if last < first:
        reader.note("Sampai", fault("reversed", other="Dari"))
        return None
    return Period(reader.row.id, title, first, last, status, approved_by)
