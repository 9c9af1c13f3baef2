"""A member of staff at the same spreadsheet: types, inserts, copies, moves, sorts and deletes rows, as in a browser."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import Any

from . import cells, dimensions, tabs
from .model import ROWS, Sheet, Spreadsheet
from .typed import Value
from .values import put, value_range


class Colleague:
    """Rows and columns count from 1, as the sheet shows them. Texts are typed (dates become dates) unless ``raw``."""

    EDITS = (
        "type", "fill", "insert_rows", "delete_rows", "copy_row", "move_row", "sort",
        "insert_column", "delete_column", "move_column", "add_tab", "rename_tab", "delete_tab", "compute",
    )  # fmt: skip

    def __init__(self, spreadsheet: Spreadsheet) -> None:
        self.spreadsheet = spreadsheet

    def _tab(self, title: str) -> Sheet:
        sheet = self.spreadsheet.sheet(title)
        if sheet is None:
            raise KeyError(f"there is no tab {title!r}")
        return sheet

    def rows(self, tab: str, option: str = "UNFORMATTED_VALUE") -> list[list[Any]]:
        """What the tab holds, without trailing empty cells and rows."""
        area = self.spreadsheet.grid_area({"sheetId": self._tab(tab).id})
        return value_range(self.spreadsheet, area, {"valueRenderOption": option}).get("values", [])

    def type(self, tab: str, cell: str, value: Any, *, raw: bool = False) -> None:
        """Into one cell, such as ``B7``; ``""`` empties it."""
        area = self.spreadsheet.area(f"'{tab.replace(chr(39), chr(39) * 2)}'!{cell}")
        put(self.spreadsheet, area.sheet, area.row, area.column, value, "RAW" if raw else "USER_ENTERED")
        self.spreadsheet.touch()

    def fill(self, tab: str, rows: Sequence[Sequence[Any]], *, row: int = 1, raw: bool = False) -> None:
        """Rows from ``row`` on, over what is there; the grid grows as needed."""
        sheet = self._tab(tab)
        dimensions.resize(sheet, ROWS, max(sheet.row_count, row - 1 + len(rows)))
        width = max((len(values) for values in rows), default=0)
        dimensions.resize(sheet, "COLUMNS", max(sheet.column_count, width))
        for r, values in enumerate(rows):
            for c, value in enumerate(values):
                put(self.spreadsheet, sheet, row - 1 + r, c, value, "RAW" if raw else "USER_ENTERED")
        self.spreadsheet.touch()

    def insert_rows(self, tab: str, row: int, rows: Sequence[Sequence[Any]] = ((),), *, raw: bool = False) -> None:
        dimensions.insert(self._tab(tab), ROWS, row - 1, len(rows))
        self.fill(tab, rows, row=row, raw=raw)

    def delete_rows(self, tab: str, row: int, count: int = 1) -> None:
        dimensions.delete(self._tab(tab), ROWS, row - 1, row - 1 + count)
        self.spreadsheet.touch()

    def copy_row(self, tab: str, row: int, to: int) -> None:
        """A copy of ``row`` inserted so that it becomes row ``to``: staff's way to make a new one."""
        sheet = self._tab(tab)
        twin = copy.deepcopy(sheet.rows[row - 1])
        dimensions.insert(sheet, ROWS, to - 1, 1)
        sheet.rows[to - 1] = twin
        self.spreadsheet.touch()

    def move_row(self, tab: str, row: int, to: int) -> None:
        dimensions.move(self._tab(tab), ROWS, row - 1, row, to - 1 if to <= row else to)
        self.spreadsheet.touch()

    def sort(self, tab: str, column: int, *, descending: bool = False) -> None:
        """All rows but the first."""
        order = "DESCENDING" if descending else "ASCENDING"
        spec = {"dimensionIndex": column - 1, "sortOrder": order}
        range_ = {"sheetId": self._tab(tab).id, "startRowIndex": 1}
        cells.sort_range(self.spreadsheet, {"range": range_, "sortSpecs": [spec]})
        self.spreadsheet.touch()

    def insert_column(self, tab: str, column: int, heading: str = "") -> None:
        dimensions.insert(self._tab(tab), "COLUMNS", column - 1, 1)
        put(self.spreadsheet, self._tab(tab), 0, column - 1, heading, "RAW")
        self.spreadsheet.touch()

    def delete_column(self, tab: str, column: int) -> None:
        dimensions.delete(self._tab(tab), "COLUMNS", column - 1, column)
        self.spreadsheet.touch()

    def move_column(self, tab: str, column: int, to: int) -> None:
        dimensions.move(self._tab(tab), "COLUMNS", column - 1, column, to - 1 if to <= column else to)
        self.spreadsheet.touch()

    def add_tab(self, title: str, rows: Sequence[Sequence[Any]] = ()) -> None:
        tabs.add(self.spreadsheet, {"title": title})
        self.fill(title, rows)

    def rename_tab(self, title: str, new: str) -> None:
        self._tab(title).properties["title"] = new
        self.spreadsheet.touch()

    def delete_tab(self, title: str) -> None:
        tabs.delete_sheet(self.spreadsheet, {"sheetId": self._tab(title).id})
        self.spreadsheet.touch()

    def compute(self, formula: str, value: float | str | bool) -> None:
        """What the spreadsheet shows for ``formula``, wherever it stands; ``#REF!`` and the like are errors."""
        kinds = {bool: "boolValue", str: "stringValue"}
        shown: Value = {kinds.get(type(value), "numberValue"): value}
        if isinstance(value, str) and value.startswith("#") and value.endswith(("!", "?", "/A")):
            names = {"#N/A": "N_A", "#DIV/0!": "DIVIDE_BY_ZERO"}
            shown = {"errorValue": {"type": names.get(value, value.strip("#!?")), "message": value}}
        self.spreadsheet.computed[formula] = shown
        self.spreadsheet.touch()

    def edit(self, edit: str, **arguments: Any) -> None:
        """One of `EDITS` by its name, as it comes over the control API."""
        if edit not in self.EDITS:
            raise KeyError(f"there is no edit {edit!r}; there are {', '.join(self.EDITS)}")
        getattr(self, edit)(**arguments)
