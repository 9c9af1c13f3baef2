"""An archived recap as a tab of a spreadsheet: what its .xlsx holds, sheet below sheet, as plain cells. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import TYPE_CHECKING

from flows.workbook.interface import Cell, Grid

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook


def tab_title(path: str) -> str:
    """``rekap-2026-s1-rev0``."""
    return path.rpartition("/")[2].removesuffix(".xlsx")


def tab_grid(workbook: bytes) -> Grid:
    """All sheets of an .xlsx below each other, each under its name. Days and moments are texts: a tab has no formats
    of its own that could turn them into something else."""
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(BytesIO(workbook))
    return [row for name in book.sheet_names for row in _sheet(book, name)]


def _sheet(book: CalamineWorkbook, name: str) -> Iterator[list[Cell]]:
    yield [name]
    for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False):
        yield [_plain(cell) for cell in row]
    yield []


def plain_grid(grid: Grid) -> Grid:
    """A grid without empty cells and rows at its ends, so that what was written and what is read compare."""
    rows = [list(row) for row in grid]
    for row in rows:
        while row and row[-1] in {None, ""}:
            row.pop()
    while rows and not rows[-1]:
        rows.pop()
    return [[None if cell == "" else cell for cell in row] for row in rows]


def _plain(cell: Cell) -> Cell:
    if isinstance(cell, datetime):
        return f"{cell:%d/%m/%Y %H:%M}"
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, time | timedelta):
        return str(cell)
    if cell == "":
        return None
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell
