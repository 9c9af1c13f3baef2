"""What calamine must not see, and what it leaves out: looked up in a worksheet's raw XML.

calamine gives the rectangle up to the farthest cell, so that one cell in XFD1048576 would ask for 400 GB and end the
process; and it gives an empty text for a formula error.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

from flows.workbook.a1 import cell_position, column_number
from flows.workbook.package import Damaged

MAX_CELLS = 10_000_000
"""As many as a Google spreadsheet may have."""

_ERROR = re.compile(rb"""\bt\s*=\s*["']e["']""")
_COLUMN = re.compile(rb'<c [^>]*?r="([A-Z]+)')
_ROW = re.compile(rb'<row [^>]*?r="(\d+)"')


def far_cell(xml: bytes) -> tuple[int, int] | None:
    """The farthest row and column in use, if the rectangle up to there is too big to be read."""
    if _rough_size(xml) <= MAX_CELLS:
        return None
    rows = columns = 0
    for row, column, value in _values(xml):
        if value is not None:
            rows, columns = max(rows, row), max(columns, column)
    return (rows, columns) if rows * columns > MAX_CELLS else None


def errors(xml: bytes) -> Iterator[tuple[int, int, str]]:
    """Row, column and text (``#N/A``) of every cell that holds an error."""
    if _ERROR.search(xml):
        for row, column, value in _values(xml, only_errors=True):
            if value:
                yield row, column, value


def _rough_size(xml: bytes) -> int:
    """Cells of the rectangle, never too few, at the speed of a text search: empty cells with a style count too."""
    rows = max(map(int, set(_ROW.findall(xml))), default=0)
    columns = max((column_number(name.decode()) for name in set(_COLUMN.findall(xml))), default=0)
    if rows and columns:
        return rows * columns
    return MAX_CELLS + 1  # written in another way, or empty: ask the parser


def _values(xml: bytes, *, only_errors: bool = False) -> Iterator[tuple[int, int, str | None]]:
    from lxml import etree

    row = column = 0
    try:
        events = etree.iterparse(
            io.BytesIO(xml), events=("start", "end"), tag=("{*}row", "{*}c"), resolve_entities=False, no_network=True
        )
        for event, element in events:
            is_row = element.tag.endswith("}row")
            if event == "start" and is_row:
                row, column = int(element.get("r", row + 1)), 0
            elif event == "start":
                name = element.get("r")
                column = cell_position(name)[1] if name else column + 1
            elif is_row:
                element.clear()
            elif not only_errors or element.get("t") == "e":
                yield (
                    row,
                    column,
                    next((child.text or "" for child in element if child.tag.endswith(("}v", "}is"))), None),
                )
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Damaged("a worksheet is not XML") from error
