"""Cell names, such as ``F7`` and ``AB12``. Rows and columns count from 1, as the sheet shows them."""

from __future__ import annotations

import re

MAX_ROW, MAX_COLUMN = 1_048_576, 16_384
"""The corner of an .xlsx sheet, XFD1048576."""

_NAME = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d+)")


def column_name(column: int) -> str:
    """28 → ``AB``."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def column_number(name: str) -> int:
    """``AB`` → 28."""
    number = 0
    for letter in name.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def cell_name(row: int, column: int) -> str:
    """(7, 6) → ``F7``."""
    return f"{column_name(column)}{row}"


def cell_position(name: str) -> tuple[int, int]:
    """``F7`` → (7, 6). Raises `ValueError` if it is not a cell's name."""
    found = _NAME.fullmatch(name)
    if not found:
        raise ValueError(f"{name!r} is not a cell's name")
    return int(found[2]), column_number(found[1])


def area(name: str) -> tuple[int, int, int, int]:
    """``B2:D9``, ``B2``, or whole columns (``B:D``) or rows (``2:9``) → first row, first column, last row, last column.
    Raises `ValueError`."""
    first, _, last = name.replace("$", "").partition(":")
    last = last or first
    if first.isalpha() and last.isalpha():
        return 1, column_number(first), MAX_ROW, column_number(last)
    if first.isdecimal() and last.isdecimal():
        return int(first), 1, int(last), MAX_COLUMN
    return *cell_position(first), *cell_position(last)


def area_name(first_row: int, first_column: int, last_row: int, last_column: int) -> str:
    """(2, 2, 9, 4) → ``B2:D9``."""
    return f"{cell_name(first_row, first_column)}:{cell_name(last_row, last_column)}"


def reference(tab: str, row: int, column: int) -> str:
    """A cell of a tab as a formula or a hyperlink names it: ``Lowongan!F7``, ``'Penerima Rekap'!C3``."""
    quoted = tab if tab.isidentifier() else "'" + tab.replace("'", "''") + "'"
    return f"{quoted}!{cell_name(row, column)}"
