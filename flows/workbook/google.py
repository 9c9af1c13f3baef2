"""A spreadsheet at Google as the workbook: one call reads all tabs, one call writes all changes."""

from __future__ import annotations

import time as clock
import zlib
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

from flows.errors import WorkbookChanged, WorkbookError
from flows.workbook import a1
from flows.workbook.google_client import BadRequest, GoogleClient
from flows.workbook.interface import Cell, Changes, Grid, IdCell, Stamp
from flows.workbook.tabs import flow_tabs

LONGEST_TEXT = 50_000
"""Google's limit for a cell, in UTF-16 units."""
SPARE_ROWS = 1_000
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 (a sheet's serial numbers know no time zone)

_HIDDEN = {tab.title for tab in flow_tabs() if tab.hidden}

Size = tuple[int, int]
"""Rows and columns."""


def sheet_number(title: str) -> int:
    """The number (``gid``) that ``loker init --google`` gives a tab, so that links to it need no call."""
    return zlib.crc32(title.encode()) & 0x7FFFFFFF


class GoogleWorkbook:
    """`flows.workbook.interface.Workbook` over Google's API, as a service account that the file is shared with.

    ``credentials`` is the service account's JSON or its file; ``endpoint`` takes Google's place in tests; ``timeout``
    is for connecting and for reading, in seconds. A text that looks like ``#N/A`` and an error's value read the same.
    """

    fresh_for = timedelta(seconds=20)

    def __init__(
        self,
        spreadsheet_id: str,
        credentials: Mapping[str, Any] | Path,
        *,
        endpoint: str = "",
        timeout: tuple[float, float] = (10, 60),
        sleep: Callable[[float], None] = clock.sleep,
    ) -> None:
        self.client = GoogleClient(spreadsheet_id, credentials, endpoint=endpoint, timeout=timeout, sleep=sleep)
        self._used: dict[str, Size] = {}
        self._absent: frozenset[str] = frozenset()
        self._version = ""

    def stamp(self) -> Stamp:
        file = self.client.file()
        if file["version"] != self._version:
            self._version = file["version"]
            self._used.clear()
            self._absent = frozenset()
        return Stamp(file["version"], datetime.fromisoformat(file["modifiedTime"]))

    def read(self, tabs: Collection[str]) -> dict[str, Grid]:
        try:
            return self._read([title for title in tabs if title not in self._absent])
        except BadRequest as error:
            if not error.no_such_tab:
                raise
        # One tab that is not there makes Google refuse them all: find out which, and remember until something changes.
        there = {title.casefold() for title in self._properties()}
        self._absent = frozenset(title for title in tabs if title.casefold() not in there)
        return self._read([title for title in tabs if title not in self._absent])

    def _read(self, tabs: list[str]) -> dict[str, Grid]:
        if not tabs:
            return {}
        answers = self.client.values([_quoted(title) for title in tabs])
        grids: dict[str, Grid] = {}
        for title, answer in zip(tabs, answers, strict=True):
            rows = answer.get("values", [])
            grids[title] = [[None if value == "" else value for value in row] for row in rows]
            self._used[title] = _size(rows)
        return grids

    def write(self, changes: Changes, *, expected: Stamp) -> None:
        """``expected`` is not held to: Google cannot write on a condition, so who needs to know reads back. Raises
        `WorkbookChanged`, with nothing written, only if the rows that were to get an ID are no longer there."""
        if not changes:
            return
        absent = {title for title in changes.tabs if title not in self._used}
        if absent and (absent := absent - self.read(absent).keys()):
            raise _no_tab(", ".join(sorted(absent)))
        self._reveal(changes)
        data = [*_ids(changes.ids), *(self._tab(title, grid) for title, grid in changes.tabs.items())]
        try:
            self.client.set_values(data)
        except BadRequest as error:
            if error.no_such_tab:
                raise _no_tab(error.google.rpartition("range: ")[2]) from error
            if not error.off_the_grid:
                raise
            self._make_room(changes)
            self.client.set_values(data)

    def _reveal(self, changes: Changes) -> None:
        """Show the tabs that are hidden until there is something in them. First, so that none that is filled stays
        hidden if the run dies in between."""
        filled = {title for title, grid in changes.tabs.items() if self._used[title][0] <= 1 < len(grid)} & _HIDDEN
        if not filled:
            return
        requests = [
            {"updateSheetProperties": {"properties": {"sheetId": one["sheetId"], "hidden": False}, "fields": "hidden"}}
            for title, one in self._properties().items()
            if title in filled and one.get("hidden")
        ]
        if requests:
            self.client.change(requests, repeatable=True)

    def link(self, tab: str, row: int, column: int) -> str:
        cell = a1.cell_name(row, column)
        return f"https://docs.google.com/spreadsheets/d/{self.client.spreadsheet_id}/edit#gid={sheet_number(tab)}&range={cell}"

    def _tab(self, title: str, grid: Grid) -> dict[str, Any]:
        """The new rows, and empty ones for what they do not reach of what was there when the tab was read."""
        (rows, columns), (height, width) = self._used[title], _size(grid)
        # Both may be there, whatever becomes of the write.
        height, width = self._used[title] = max(rows, height, 1), max(columns, width, 1)
        values = [[_value(cell) for cell in row] + [""] * (width - len(row)) for row in grid]
        values += [[""] * width for _ in range(height - len(grid))]
        return {"range": f"{_quoted(title)}!{a1.area_name(1, 1, height, width)}", "values": values}

    def _properties(self) -> dict[str, dict[str, Any]]:
        """Title → SheetProperties."""
        answer = self.client.spreadsheet("sheets.properties(sheetId,title,hidden,gridProperties)")
        return {sheet["properties"]["title"]: sheet["properties"] for sheet in answer["sheets"]}

    def _make_room(self, changes: Changes) -> None:
        """Give the flows' tabs the rows and columns they need, and rows to spare, since growing costs three calls.
        Sizes are absolute, so a repeat is harmless. Staff's tabs are never made larger: their rows were deleted."""
        properties = {title.casefold(): entry for title, entry in self._properties().items()}
        tabs = {*changes.tabs, *(cell.tab for cell in changes.ids)}
        if absent := {title for title in tabs if title.casefold() not in properties}:
            raise _no_tab(", ".join(sorted(absent)))
        for cell in changes.ids:
            grid = properties[cell.tab.casefold()]["gridProperties"]
            if cell.row > grid["rowCount"] or cell.column > grid["columnCount"]:
                raise WorkbookChanged("Rows that were to get an ID are gone from the spreadsheet", where=cell.tab)
        requests = []
        for title in changes.tabs:
            sheet, (rows, columns) = properties[title.casefold()], self._used[title]
            grid = sheet["gridProperties"]
            size = {"rowCount": grid["rowCount"], "columnCount": max(columns, grid["columnCount"])}
            size |= {"rowCount": rows + SPARE_ROWS} if rows > grid["rowCount"] else {}
            if size != {name: grid[name] for name in size}:
                change = {
                    "properties": {"sheetId": sheet["sheetId"], "gridProperties": size},
                    "fields": "gridProperties(rowCount,columnCount)",
                }
                requests.append({"updateSheetProperties": change})
        if requests:
            self.client.change(requests, repeatable=True)


def _size(grid: Grid) -> Size:
    return len(grid), max(map(len, grid), default=0)


def _quoted(title: str) -> str:
    return "'" + title.replace("'", "''") + "'"


def _no_tab(titles: str) -> WorkbookError:
    return WorkbookError(
        "A tab is missing in the spreadsheet",
        where=titles,
        cure="give the tab its old name, or run loker init --google",
    )


def _ids(cells: Collection[IdCell]) -> Iterator[dict[str, Any]]:
    """IDs that stand below each other go as one range."""
    ordered = sorted(cells, key=lambda cell: (cell.tab, cell.column, cell.row))
    runs = groupby(enumerate(ordered), key=lambda pair: (pair[1].tab, pair[1].column, pair[1].row - pair[0]))
    for (tab, column, _), run in runs:
        block = [cell for _, cell in run]
        area = a1.area_name(block[0].row, column, block[-1].row, column)
        yield {"range": f"{_quoted(tab)}!{area}", "values": [[_value(cell.value)] for cell in block]}


def _value(cell: Cell) -> str | int | float | bool:
    """As JSON; a date or time is its serial number, an empty cell ``""`` (``null`` would leave the old value)."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        units = cell.encode("utf-16-le", "surrogatepass")
        if len(units) <= 2 * LONGEST_TEXT:
            return cell
        return units[: 2 * (LONGEST_TEXT - 1)].decode("utf-16-le", "ignore") + "…"
    if isinstance(cell, datetime):
        return (cell.replace(tzinfo=None) - _EPOCH) / timedelta(days=1)
    if isinstance(cell, date):
        return (datetime(cell.year, cell.month, cell.day) - _EPOCH).days  # noqa: DTZ001 (see _EPOCH)
    if isinstance(cell, time):
        return (datetime.combine(_EPOCH, cell.replace(tzinfo=None)) - _EPOCH) / timedelta(days=1)
    if isinstance(cell, timedelta):
        return cell / timedelta(days=1)
    return cell
