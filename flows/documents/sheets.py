"""The sheets of a recap's workbook: typed cells, headings that stay, and A4 pages that say whose they are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from math import ceil
from typing import TYPE_CHECKING, Any

from flows.documents.head import head
from flows.documents.imprint import Imprint
from flows.documents.tables import Column, Kind, Table, Value
from flows.procedure.values.texts import plain

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

ACCENT, MIDDLE, SOFT, QUIET, RULE = "#0B6B60", "#7DB0A7", "#EDF4F2", "#4D5D5A", "#B9C6C2"
CELL = 32_767
"""Letters that a cell takes."""
_A4 = 9
_PAGE = 230
"""Letters beside each other that are still read on a landscape page."""
_HIGHEST = 409
"""Points of a row."""
_NUMBERS: dict[Kind, str] = {
    "text": "@", "count": "#,##0", "share": "0.0%", "mean": "0.00", "day": "dd/mm/yyyy", "moment": "dd/mm/yyyy hh:mm",
}  # fmt: skip
_LINE: dict[str, Any] = {"valign": "top", "bottom": 1, "bottom_color": RULE}
_HEADING: dict[str, Any] = {
    "bold": True, "text_wrap": True, "valign": "bottom", "bg_color": SOFT, "bottom": 2, "bottom_color": ACCENT,
}  # fmt: skip


class Sheets:
    """Adds sheets to a workbook, all in one style."""

    def __init__(self, book: Workbook, imprint: Imprint) -> None:
        self._book, self._imprint = book, imprint
        self._head = head(imprint)
        self._formats: dict[str, Format] = {}

    def style(self, kind: Kind = "text", **looks: Any) -> Format:
        """The cell format of that kind and looks, each made once."""
        key = f"{kind} {sorted(looks.items())}"
        if key not in self._formats:
            self._formats[key] = self._book.add_format({"num_format": _NUMBERS[kind], **looks})
        return self._formats[key]

    def blank(self, name: str, title: str) -> Worksheet:
        """An empty sheet, set up for A4: ``title``, the document's number and the page stand on every page."""
        sheet = self._book.add_worksheet(name)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.set_margins(left=0.5, right=0.5, top=0.9, bottom=0.7)
        page = str(self._head["page"]).format("&P", "&N")
        number, what = (_printed(str(text)) for text in (self._head["number"], self._head["title"]))
        sheet.set_header(f"&L&8{number}&C&9&B{what}&B\n{_printed(title)}&R&8{_printed(str(self._head['revision']))}")
        sheet.set_footer(f"&L&8{_printed(self._imprint.office)}&R&8{page}")
        sheet.hide_gridlines(2)
        sheet.fit_to_pages(1, 0)
        return sheet

    def add(self, table: Table) -> Worksheet:
        """A sheet with the table: headings in row 1, its total below the rows, its notes below that."""
        sheet = self.blank(table.name, table.title)
        sheet.set_row(0, 48)
        for index, column in enumerate(table.columns):
            sheet.set_column(index, index, column.sheet)
            self.head(sheet, 0, index, column.heading, column.kind)
        for number, row in enumerate(table.rows, start=1):
            self._row(sheet, number, row, table.columns)
        last = len(table.rows)
        sheet.autofilter(0, 0, max(last, 1), len(table.columns) - 1)
        if table.total and last:
            last += 1
            self._row(sheet, last, table.total, table.columns, bold=True, top=1, top_color=ACCENT)
        for number, note in enumerate(table.notes, start=last + 2):
            sheet.write_string(number, 0, note, self.style(font_color=QUIET))
        self._set_up(sheet, table)
        return sheet

    def put(self, sheet: Worksheet, row: int, column: int, value: Value, kind: Kind, **looks: Any) -> None:
        """Write one cell; ``None`` leaves it empty."""
        style = self.style(kind, **looks)
        if value is None:
            sheet.write_blank(row, column, None, style)
        elif isinstance(value, str):
            sheet.write_string(row, column, _cut(plain(value)), style)
        elif isinstance(value, datetime):
            local = value.astimezone(self._imprint.zone).replace(tzinfo=None)
            sheet.write_datetime(row, column, local.date() if kind == "day" else local, style)
        elif isinstance(value, date):
            sheet.write_datetime(row, column, value, style)
        else:
            sheet.write_number(row, column, value, style)

    def head(self, sheet: Worksheet, row: int, column: int, heading: str, kind: Kind = "text") -> None:
        """Write a column's heading, on the side where its values stand."""
        sheet.write_string(row, column, heading, self.style(**_HEADING, **_side(kind)))

    def _row(
        self, sheet: Worksheet, number: int, row: Sequence[Value], columns: Sequence[Column], **looks: Any
    ) -> None:
        lines = 1
        for index, (value, column) in enumerate(zip(row, columns, strict=True)):
            wrap = {"text_wrap": True} if column.wrap else {}
            self.put(sheet, number, index, value, column.kind, **_LINE, **_side(column.kind), **wrap, **looks)
            if column.wrap and isinstance(value, str):
                lines = max(lines, sum(ceil(len(line) / column.sheet) or 1 for line in value.splitlines()))
        if lines > 1:  # not every program finds the height by itself
            sheet.set_row(number, min(15 * lines, _HIGHEST))

    def _set_up(self, sheet: Worksheet, table: Table) -> None:
        sheet.freeze_panes(1, 1)
        sheet.repeat_rows(0)
        printed = [column for column in table.columns if column.printed]
        sheet.print_area(0, 0, len(table.rows) + bool(table.total) + 1 + len(table.notes), len(printed) - 1)
        pages = ceil(sum(column.sheet for column in printed) / _PAGE)
        sheet.fit_to_pages(pages, 0)
        if pages > 1:
            sheet.repeat_columns(0)
        sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})


def _side(kind: Kind) -> dict[str, Any]:
    """Numbers stand on the right, the rest a little apart from a number on its left."""
    return {"align": "right"} if kind in ("count", "share", "mean") else {"align": "left", "indent": 1}


def _cut(text: str) -> str:
    return text if len(text) <= CELL else text[: CELL - 1] + "…"


def _printed(text: str) -> str:
    """For a printed header, where ``&`` begins a command and all of it is 255 letters at most."""
    return plain(text).replace("\n", " ")[:60].replace("&", "&&")
