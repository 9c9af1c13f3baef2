"""For the tests: a spreadsheet at the emulator that is set up, and a colleague who edits it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from flows.workbook.flow_tabs import STATUS
from flows.workbook.google import GoogleWorkbook
from flows.workbook.google_setup import set_up
from flows.workbook.interface import Cell, Changes, Grid, IdCell, Stamp
from flows.workbook.tabs import TABS
from tests.google_emulator import Emulator, Spreadsheet, serving
from tests.google_emulator.dimensions import resize

TITLES = [tab.title for tab in TABS]
CHANGES = Changes(
    ids=(IdCell("Lowongan", 2, 1, "L-0001"), IdCell("Lowongan", 3, 1, "L-0002")),
    tabs={"Status": [list(STATUS.headings), ["L-0001", "Teknisi", "Diumumkan"]]},
)
"""Two new IDs and a row of *Status*."""
TIMEOUT = (5.0, 30.0)
"""Seconds to connect and to read: so long that no busy machine is taken for a Google that does not answer."""
IMPATIENT = (5.0, 1.0)
"""For the tests in which Google does not answer."""
ROWS = 50
"""Fewer than a new tab has, to keep the tests quick."""
FULL = 10_000
"""No fewer than a new tab has."""


def no_sleep(_seconds: float) -> None:
    """Back-off without waiting."""


@cache
def _blank(rows: int) -> Spreadsheet:
    """What `set_up` makes of a new spreadsheet: worked out once a process, since it takes seconds."""
    with serving() as google:
        book = google.create_spreadsheet()
        set_up(GoogleWorkbook(book.id, google.credentials(), endpoint=google.url), "Asia/Jakarta")
        for sheet in book.sheets:
            resize(sheet, "ROWS", min(rows, sheet.row_count))
        return book


def set_up_spreadsheet(google: Emulator, rows: int = ROWS) -> Spreadsheet:
    book = google.create_spreadsheet()
    book.restore(_blank(rows).snapshot())
    book.touch()
    return book


def workbook(google: Emulator, book: Spreadsheet, **options: Any) -> GoogleWorkbook:
    return GoogleWorkbook(
        book.id, google.credentials(), endpoint=google.url, **{"timeout": TIMEOUT, "sleep": no_sleep, **options}
    )


def write(book: GoogleWorkbook) -> None:
    book.write(CHANGES, expected=Stamp("", datetime.min))


class Staff:
    """The contract's colleague, in a browser: what is given as text is text."""

    def __init__(self, google: Emulator, book: Spreadsheet) -> None:
        self._colleague = google.colleague(book)

    def set(self, tab: str, row: int, values: Sequence[Cell], column: int = 1) -> None:
        self._colleague.fill(tab, [[None] * (column - 1) + ["" if v is None else v for v in values]], row=row, raw=True)

    def insert(self, tab: str, row: int, values: Sequence[Cell]) -> None:
        self._colleague.insert_rows(tab, row, [values], raw=True)

    def delete(self, tab: str, row: int) -> None:
        self._colleague.delete_rows(tab, row)

    def sort(self, tab: str, column: int, *, descending: bool = False) -> None:
        self._colleague.sort(tab, column, descending=descending)

    def get(self, tab: str) -> Grid:
        return [[None if value == "" else value for value in row] for row in self._colleague.rows(tab)]


def written(google: Emulator, book: Spreadsheet) -> bool:
    """Whether `CHANGES` are there, and nothing else."""
    staff = Staff(google, book)
    ids = [row[0] for row in staff.get("Lowongan")[1:]]
    return ids == ["L-0001", "L-0002"] and staff.get("Status")[1:] == [["L-0001", "Teknisi", "Diumumkan"]]
