"""A1 notation: ``Lowongan!A2:C9``, ``'It''s'!B:B``, ``2:5``, ``A2:C``, a tab's or a named range's name."""

from __future__ import annotations

import re
from dataclasses import dataclass

_CORNER = r"\$?([A-Za-z]{1,3})?\$?([1-9]\d{0,7})?"
_CELLS = re.compile(rf"{_CORNER}(?::{_CORNER})?")
_QUOTED = re.compile(r"'((?:[^']|'')*)'(?:!(.*))?", re.DOTALL)
_PLAIN = re.compile(r"[A-Za-z_]\w*")


@dataclass(frozen=True)
class Cells:
    """Rows and columns from 0, ends exclusive; ``None`` is open."""

    row: int | None = None
    row_end: int | None = None
    column: int | None = None
    column_end: int | None = None

    @property
    def single(self) -> bool:
        """One cell: as a place to write to, it is only the upper left corner."""
        return None not in (self.row, self.column) and (self.row_end, self.column_end) == (
            (self.row or 0) + 1,
            (self.column or 0) + 1,
        )


def letters(column: int) -> str:
    """0 → ``A``, 26 → ``AA``."""
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def number(text: str) -> int:
    """``A`` → 0, ``AA`` → 26."""
    value = 0
    for letter in text.upper():
        value = value * 26 + ord(letter) - 64
    return value - 1


def cells(text: str) -> Cells | None:
    """``A2:C`` as cells, or ``None`` if it is no cell notation."""
    match = _CELLS.fullmatch(text)
    if not match or not text:
        return None
    column1, row1, column2, row2 = match.groups()
    if ":" not in text:
        if not (column1 and row1):
            return None
        column2, row2 = column1, row1
    elif (not (column1 or row1)) or (not (column2 or row2)):
        return None
    # `A5:A` and `A:A5` both mean column A from row 5 on: an open end goes to the far side.
    rows = sorted(int(row) for row in (row1, row2) if row)
    columns = sorted(number(column) for column in (column1, column2) if column)
    return Cells(
        rows[0] - 1 if rows else None,
        rows[-1] if row1 and row2 else None,
        columns[0] if columns else None,
        columns[-1] + 1 if column1 and column2 else None,
    )


def split(text: str) -> tuple[str | None, str | None]:
    """``'It''s'!A1`` → (``It's``, ``A1``). A part that is not there is ``None``; a lone word is in the second."""
    if match := _QUOTED.fullmatch(text):
        return match[1].replace("''", "'"), match[2]
    title, mark, rest = text.rpartition("!")
    return (title, rest) if mark else (None, text)


def quote(title: str) -> str:
    """A title as Google writes it in answers: quoted only where needed."""
    if _PLAIN.fullmatch(title) and cells(title) is None:
        return title
    return "'" + title.replace("'", "''") + "'"


def name(title: str, row: int, row_end: int, column: int, column_end: int) -> str:
    """The range in A1 notation, ends exclusive."""
    first = f"{letters(column)}{row + 1}"
    last = f"{letters(column_end - 1)}{row_end}"
    return f"{quote(title)}!{first}" + ("" if first == last else f":{last}")
