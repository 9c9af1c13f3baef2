"""*Daftar*: named lists of alumni."""

from __future__ import annotations

from collections.abc import Sequence

from flows.procedure.checks.audience import EVERYBODY, programmes, split
from flows.procedure.checks.context import Context
from flows.procedure.checks.reader import RowReader
from flows.procedure.models import AlumniList
from flows.procedure.names import fold
from flows.procedure.problems import Problem
from flows.procedure.values import Fault, email, fault, text, whole
from flows.workbook.interface import Cell
from flows.workbook.reading import Row
from flows.workbook.tabs import LISTS

FIRST_YEAR = 1950


def check_lists(rows: Sequence[Row], context: Context) -> tuple[list[AlumniList], list[Problem]]:
    """The lists that can be used. A name means one thing: of two rows with one name the upper one counts."""
    lists: list[AlumniList] = []
    problems: list[Problem] = []
    taken: dict[str, int] = {}
    for row in rows:
        reader = RowReader(LISTS, row, context)
        one = _read(reader)
        key = fold(one.name)
        if key in taken:
            reader.note("Nama Daftar", fault("list_doubled", other=str(taken[key])))
        elif one.name and (key in EVERYBODY or not key or split(one.name) != [one.name] or context.catalogue.find(key)):
            reader.note("Nama Daftar", fault("list_name_taken"))
        taken.setdefault(key, row.number)
        problems += reader.problems
        if not reader.blocked:
            lists.append(one)
    return lists, problems


def list_names(rows: Sequence[Row]) -> list[str]:
    """Every name in the tab, also of lists that cannot be used yet."""
    return [name for row in rows if (name := text(row.cells.get("Nama Daftar")))]


def _read(reader: RowReader) -> AlumniList:
    reader.formula_errors()
    codes, faults = programmes(reader.text("Prodi"), reader.context.catalogue)
    for one in faults:
        reader.note("Prodi", one)

    def year(cell: Cell) -> int | Fault | None:
        return whole(cell, FIRST_YEAR, reader.context.today.year + 10)

    first, last = reader.read("Tahun Lulus Dari", year), reader.read("Tahun Lulus Sampai", year)
    if first and last and last < first:
        reader.note("Tahun Lulus Sampai", fault("reversed", other=f"Tahun Lulus Dari ({first})"))
    return AlumniList(reader.text("Nama Daftar"), codes, first, last, reader.read("Alamat Milis", email) or "")
