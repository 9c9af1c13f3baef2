"""A local workbook's cells as Python values, read by calamine: ten times as fast as openpyxl, but for what it cannot do
(`flows.workbook.scan`)."""

from __future__ import annotations

import io
from collections.abc import Collection
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from flows.errors import WorkbookError
from flows.workbook import scan
from flows.workbook.a1 import cell_name
from flows.workbook.interface import Cell, Grid
from flows.workbook.package import Damaged, Package, opened

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook


def read_grids(path: Path, tabs: Collection[str]) -> dict[str, Grid]:
    """The tabs that are there, from the sheet's row 1. Raises `Damaged`, `OSError`, and `WorkbookError` for a tab that
    reaches too far."""
    from python_calamine import CalamineError

    with opened(path) as package:
        errors: dict[str, list[scan.Error]] = {}
        for title in package.sheets:
            if title in tabs:
                xml = package.read(package.sheets[title])
                _refuse_far_cells(path, title, xml)
                errors[title] = list(scan.errors(xml))
        try:
            with closing(_open(path, package, errors)) as book:
                return {title: _grid(book, title, found) for title, found in errors.items()}
        except CalamineError as error:
            raise Damaged(str(error)) from error


def _open(path: Path, package: Package, errors: dict[str, list[scan.Error]]) -> CalamineWorkbook:
    from python_calamine import CalamineWorkbook

    odd = [title for title, found in errors.items() if any(text not in scan.KNOWN_ERRORS for _, _, text in found)]
    if not odd:
        return CalamineWorkbook.from_path(path)
    for title in odd:
        tree = package.xml(package.sheets[title])
        scan.make_errors_known(tree)
        package.put(package.sheets[title], tree)
    copy = io.BytesIO()
    package.save(copy)
    copy.seek(0)
    return CalamineWorkbook.from_filelike(copy)


def _refuse_far_cells(path: Path, title: str, xml: bytes) -> None:
    far = scan.far_cell(xml)
    if far:
        raise WorkbookError(
            f"The tab {title} reaches to {cell_name(*far)}, too far to be read",
            where=str(path),
            cure="delete the stray cells far below or right of the rows, and save",
        )


def _grid(book: CalamineWorkbook, title: str, errors: list[scan.Error]) -> Grid:
    rows = book.get_sheet_by_name(title).to_python(skip_empty_area=False)
    grid: Grid = [[_plain(value) for value in row] for row in rows]
    for row, column, text in errors:
        grid[row - 1][column - 1] = text
    return grid


def _plain(value: Cell) -> Cell:
    """An .xlsx knows no whole numbers: 2024 comes as 2024.0. An empty cell comes as an empty text."""
    if value == "":
        return None
    return int(value) if type(value) is float and value.is_integer() else value
