"""Cell names, such as ``F7`` and ``AB12``. Rows and columns count from 1, as the sheet shows them."""

from __future__ import annotations

import re

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
    """``B2:D9`` or ``B2`` → first row, first column, last row, last column. Raises `ValueError`."""
    first, _, last = name.partition(":")
    return *cell_position(first), *cell_position(last or first)


def area_name(first_row: int, first_column: int, last_row: int, last_column: int) -> str:
    """(2, 2, 9, 4) → ``B2:D9``."""
    return f"{cell_name(first_row, first_column)}:{cell_name(last_row, last_column)}"


def reference(tab: str, row: int, column: int) -> str:
    """A cell of a tab as a formula or a hyperlink names it: ``Lowongan!F7``, ``'Penerima Rekap'!C3``."""
    quoted = tab if tab.isidentifier() else "'" + tab.replace("'", "''") + "'"
    return f"{quoted}!{cell_name(row, column)}"
