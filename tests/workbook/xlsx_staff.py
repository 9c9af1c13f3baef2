"""A colleague who edits an .xlsx by hand, played by openpyxl."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.utils.escape import unescape

from flows.workbook.interface import Cell, Grid

ESCAPE_LIKE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
"""Excel writes ``_x0041_`` when it means ``A``, and escapes what staff typed like that; openpyxl does not."""


class OpenpyxlColleague:
    """`tests.workbook.contract.Colleague` for a local file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def set(self, tab: str, row: int, values: Sequence[Cell], column: int = 1) -> None:
        with self._editing() as book:
            self._put(book, tab, row, values, column)

    def insert(self, tab: str, row: int, values: Sequence[Cell]) -> None:
        with self._editing() as book:
            book[tab].insert_rows(row)
            self._put(book, tab, row, values)

    def delete(self, tab: str, row: int) -> None:
        with self._editing() as book:
            book[tab].delete_rows(row)

    def sort(self, tab: str, column: int, *, descending: bool = False) -> None:
        with self._editing() as book:
            rows = [[cell.value for cell in row] for row in book[tab].iter_rows(min_row=2)]
            filled = [row for row in rows if any(value is not None for value in row)]
            filled.sort(key=lambda row: str(row[column - 1] or ""), reverse=descending)
            for number, row in enumerate(filled, start=2):
                for index, value in enumerate(row, start=1):
                    book[tab].cell(number, index).value = value

    def get(self, tab: str) -> Grid:
        sheet = load_workbook(self.path, data_only=True)[tab]
        return [[unescape(cell) if isinstance(cell, str) else cell for cell in row] for row in sheet.values]

    @contextmanager
    def _editing(self) -> Iterator[Workbook]:
        book = load_workbook(self.path)
        yield book
        book.save(self.path)

    def _put(self, book: Workbook, tab: str, row: int, values: Sequence[Cell], column: int = 1) -> None:
        for index, value in enumerate(values, start=column):
            cell = book[tab].cell(row, index)
            cell.value = ESCAPE_LIKE.sub("_x005F_", value) if isinstance(value, str) else value
            if isinstance(value, str):
                cell.data_type = "s"  # text, whatever it looks like
