"""The workbook in the hands of a colleague who edits it with openpyxl, at a time that stands still until moved."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from openpyxl import Workbook as Book
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from flows.workbook.xlsx import XlsxWorkbook

WIB = ZoneInfo("Asia/Jakarta")
_open: dict[tuple[Path, int, int, int], Book] = {}
"""The workbook saved last, by how its file was left."""


def cells(changes: Mapping[str, Any]) -> dict[str, Any]:
    return {name.replace("_", " "): value for name, value in changes.items()}


@dataclass
class Clock:
    now: datetime = datetime(2026, 11, 24, 9, 0, tzinfo=WIB)
    """A Tuesday, two hours after the digests' hour."""

    def __call__(self) -> datetime:
        return self.now.astimezone(UTC)

    def forward(self, **by: float) -> None:
        self.now += timedelta(**by)


@dataclass(frozen=True)
class Sheet:
    """The workbook in the hands of a colleague. Every edit is saved at the clock's time."""

    path: Path
    clock: Clock

    @contextmanager
    def open(self) -> Iterator[Book]:
        """To be edited, and saved in the end. What nobody else has saved since is still open here."""
        book = _open.pop(self._state(), None) or load_workbook(self.path)
        yield book
        book.save(self.path)
        moment = self.clock().timestamp()
        os.utime(self.path, (moment, moment))
        _open.clear()
        _open[self._state()] = book

    def _state(self) -> tuple[Path, int, int, int]:
        stat = self.path.stat()
        return self.path, stat.st_ino, stat.st_size, stat.st_mtime_ns

    def add(self, tab: str, *rows: Mapping[str, Any]) -> None:
        with self.open() as book:
            for row in rows:
                put(book[tab], _filled(book[tab]) + 1, row)

    def set(self, tab: str, key: str, **changes: Any) -> None:
        """Change the row in which ``key`` stands."""
        with self.open() as book:
            put(book[tab], _row_of(book[tab], key), cells(changes))

    def copy(self, tab: str, key: str, **changes: Any) -> None:
        """Copy that row to the end, with its ID, and change the copy, as staff make new rows."""
        with self.open() as book:
            sheet = book[tab]
            row = [cell.value for cell in sheet[_row_of(sheet, key)]][:-1]  # *Tahap* has its own formula there
            headings = [cell.value for cell in sheet[1]]
            put(sheet, _filled(sheet) + 1, dict(zip(headings, row, strict=False)) | cells(changes))

    def delete(self, tab: str, key: str) -> None:
        with self.open() as book:
            book[tab].delete_rows(_row_of(book[tab], key))

    def insert(self, tab: str, row: int, content: Mapping[str, Any]) -> None:
        with self.open() as book:
            book[tab].insert_rows(row)
            put(book[tab], row, content)

    def turn_round(self, tab: str) -> None:
        """Sort the rows the other way."""
        with self.open() as book:
            sheet = book[tab]
            headings = [cell.value for cell in sheet[1]][:-1]
            lines = [[cell.value for cell in row[: len(headings)]] for row in sheet.iter_rows(2, _filled(sheet))]
            for number, line in enumerate(reversed(lines), 2):
                put(sheet, number, dict(zip(headings, line, strict=True)))

    def rows(self, tab: str) -> list[dict[str, Any]]:
        """By heading; rows of empty cells are left out."""
        headings, *lines = XlsxWorkbook(self.path).read([tab])[tab]
        width = len(headings)
        rows = (dict(zip(headings, [*line, *[None] * width][:width], strict=True)) for line in lines)
        return [row for row in rows if any(value is not None for name, value in row.items() if name != "Tahap")
                or (tab == "Status" and row["Tahap"])]  # fmt: skip

    def row(self, tab: str, key: str) -> dict[str, Any]:
        [row] = [row for row in self.rows(tab) if key in row.values()]
        return row

    def status(self, position: str) -> dict[str, Any]:
        """The line in *Status* of the vacancy for that position."""
        [row] = [row for row in self.rows("Status") if str(row["Judul"]).startswith(f"{position} · ")]
        return row

    def status_of(self, title: str) -> dict[str, Any]:
        """The line in *Status* of the event or period of that title."""
        [row] = [row for row in self.rows("Status") if row["Judul"] == title]
        return row


def _filled(sheet: Worksheet) -> int:
    """The last row that holds something; formulas of *Tahap* do not count."""
    filled = [
        cell.row
        for row in sheet.iter_rows(max_col=len(sheet[1]) - 1 if sheet[1][-1].value == "Tahap" else None)
        for cell in row
        if cell.value is not None
    ]
    return max(filled)


def _row_of(sheet: Worksheet, key: str) -> int:
    [row] = {cell.row for row in sheet.iter_rows(2) for cell in row if cell.value == key}
    return row


def put(sheet: Worksheet, row: int, content: Mapping[str, Any]) -> None:
    """Type cells into a row, by heading."""
    columns = {cell.value: cell.column for cell in sheet[1]}
    for heading, value in content.items():
        sheet.cell(row, columns[heading]).value = value
