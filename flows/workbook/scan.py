"""What calamine must not see, and what it leaves out: looked up in a worksheet's raw XML.

calamine fills the rectangle up to the farthest cell, so that one cell in XFD1048576 would ask for 400 GB and end the
process; it gives an empty text for a formula error; and it refuses a whole sheet for one error that it does not know,
such as ``#SPILL!`` or ``Err:522``.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from flows.workbook.a1 import cell_position, column_number
from flows.workbook.package import Damaged

if TYPE_CHECKING:
    from lxml.etree import _ElementTree

Error = tuple[int, int, str]
"""Row, column and text of a cell that holds an error."""

MAX_CELLS = 10_000_000
"""As many as a Google spreadsheet may have."""

KNOWN_ERRORS = frozenset(("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#GETTING_DATA", ""))

_COLUMN = re.compile(rb'<c r="([A-Z]+)')
_ODD_CELL = re.compile(rb'<c(?! r="[A-Z]{1,3}\d{1,7}")[\s/>]')
_PREFIXED_CELL = re.compile(rb":c[\s/>]")


def far_cell(xml: bytes) -> tuple[int, int] | None:
    """The farthest row and column in use, if the rectangle up to there is too big to be read."""
    if _rough_size(xml) <= MAX_CELLS:
        return None
    rows = columns = 0
    for row, column, value in _values(xml):
        if value is not None:
            rows, columns = max(rows, row), max(columns, column)
    return (rows, columns) if rows * columns > MAX_CELLS else None


def errors(xml: bytes) -> Iterator[Error]:
    """Every cell that holds an error, with its text (``#N/A``)."""
    if b't="e"' in xml or b"t='e'" in xml:
        for row, column, value in _values(xml, only_errors=True):
            if value is not None:
                yield row, column, value


def make_errors_known(tree: _ElementTree) -> None:
    """Let every error be ``#N/A``."""
    for value in tree.iterfind(".//{*}c[@t='e']/{*}v"):
        value.text = "#N/A"


def _rough_size(xml: bytes) -> int:
    """Cells of the rectangle, never too few, at the speed of a text search: empty cells with a style count too."""
    if _ODD_CELL.search(xml) or _PREFIXED_CELL.search(xml):
        return MAX_CELLS + 1  # not as Excel, LibreOffice, Google and openpyxl write it: let the parser tell
    columns = max((column_number(name.decode()) for name in set(_COLUMN.findall(xml))), default=0)
    digits = next(n for n in range(4, 9) if not re.search(rb'<c r="[A-Z]+\d{%d}' % (n + 1), xml))
    return int(columns * 10**digits)


def _values(xml: bytes, *, only_errors: bool = False) -> Iterator[tuple[int, int, str | None]]:
    """Row, column and raw value of every cell; ``None`` where there is only a style."""
    from lxml import etree

    row = column = 0
    places = []
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
                place = cell_position(name) if name else (row, column + 1)
                column = place[1]
                places.append(place)
            elif is_row:
                element.clear()
            else:
                place = places.pop()
                if not only_errors or element.get("t") == "e":
                    values = (child.text or "" for child in element if child.tag.endswith(("}v", "}is")))
                    yield *place, next(values, None)
    except etree.XMLSyntaxError as error:
        raise Damaged("a worksheet is not XML") from error
