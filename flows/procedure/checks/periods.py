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
        if period and period.status != "Draf":
            _compare(reader, period, [one for one in periods if one.status != "Draf"])
        problems += reader.problems
        if period and not reader.blocked:
            periods.append(period)
    return periods, problems


def _compare(reader: RowReader, period: Period, others: Sequence[Period]) -> None:
    """Note the first period above that shares days with this one, unless one lies within the other."""
    days = (period.first, period.last)
    for other in others:
        theirs = (other.first, other.last)
        if days == theirs:
            reader.note("Dari", fault("period_twice", other=other.id), blocking=False)
            return
        crossing = days[0] < theirs[0] <= days[1] < theirs[1] or theirs[0] < days[0] <= theirs[1] < days[1]
        if crossing:
            reader.note("Dari", fault("period_overlaps", other=other.id), blocking=False)
            return


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
