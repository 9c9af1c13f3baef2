"""One worksheet's XML, patched: an ID here, a forgotten result there, or all its cells at once."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from flows.workbook.a1 import area, area_name, cell_name, cell_position
from flows.workbook.interface import Cell, Grid
from flows.workbook.package import Damaged

if TYPE_CHECKING:
    from lxml.etree import _Element, _ElementTree

MAX_TEXT = 32_767
"""What an .xlsx cell can hold, in UTF-16 code units."""

_ILLEGAL = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPE_LIKE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_STALE = ("mergeCells", "hyperlinks", "sortState")
"""What belonged to the old cells of a rewritten tab, and would hide or mislabel the new ones."""


class SheetPart:
    """A worksheet that is being changed. ``lost_formula`` tells whether a formula was overwritten."""

    def __init__(self, tree: _ElementTree) -> None:
        self.tree = tree
        self.root = tree.getroot()
        self.lost_formula = False
        self._namespace = self.root.tag.rpartition("}")[0] + "}"
        self._data = self.root.find(self._tag("sheetData"))
        if self._data is None:
            raise Damaged("a worksheet has no cells' part")

    def set_text(self, row: int, column: int, text: str) -> None:
        """Put a text, or nothing for ``""``, into one cell; its style stays."""
        cell = self._cell(row, column)
        self._lose_formula(cell)
        _empty(cell)
        if text:
            self._fill(cell, cell_text(text))

    def forget_results(self, tabs: Iterator[str]) -> None:
        """Clear the cached results of the formulas that look at the named tabs: else the old text is shown."""
        looks_at = re.compile(rf"\b(?:{'|'.join(map(re.escape, tabs))})'?!", re.IGNORECASE)
        shared: dict[str | None, bool] = {None: False}
        for formula in self._data.iter(self._tag("f")):
            group = formula.get("si")
            # Of formulas that share one text, only the first holds it.
            stale = bool(looks_at.search(formula.text)) if formula.text else shared.get(group, False)
            if formula.text and group:
                shared[group] = stale
            if stale:
                cell = formula.getparent()
                cell.attrib.pop("t", None)
                for value in cell.findall(self._tag("v")):
                    cell.remove(value)

    def row_count(self) -> int:
        """How many rows hold anything."""
        return sum(1 for row in self._data if any(len(cell) for cell in row))

    def rewrite(self, grid: Grid) -> None:
        """Replace all cells by ``grid``; headings keep their style, the rows below that of their column."""
        headings, body = self._styles()
        self.lost_formula |= self._data.find(f".//{self._tag('f')}") is not None
        first = next((dict(row.attrib) for number, row in self._rows() if number == 1), {})
        first.pop("spans", None)
        self._data.clear()
        for number, values in enumerate(grid, start=1):
            row = self._add(self._data, "row", **{**(first if number == 1 else {}), "r": str(number)})
            styles = headings if number == 1 else body
            for column, value in enumerate(values, start=1):
                content = cell_content(value)
                if content != "":
                    cell = self._add(row, "c", r=cell_name(number, column))
                    style = styles.get(column, headings.get(1) if number == 1 else None)
                    if style:
                        cell.set("s", style)
                    self._fill(cell, content)
        self._tidy(len(grid), max(map(len, grid), default=0))

    def _tidy(self, rows: int, columns: int) -> None:
        rows, columns = max(rows, 1), max(columns, 1)
        for name in _STALE:
            for element in self.root.findall(self._tag(name)):
                self.root.remove(element)
        dimension = self.root.find(self._tag("dimension"))
        if dimension is not None:
            dimension.set("ref", area_name(1, 1, rows, columns))
        fit_filter(self.root.find(self._tag("autoFilter")), rows, columns)

    def _styles(self) -> tuple[dict[int, str], dict[int, str]]:
        """Column → style number of the headings, and of the rows below."""
        rows = {number: row for number, row in self._rows() if number <= 2}
        of_row: dict[int, dict[int, str]] = {
            number: {column: cell.get("s", "") for column, cell in self._cells(row)} for number, row in rows.items()
        }
        of_column: dict[int, str] = {}
        for col in self.root.iterfind(f"{self._tag('cols')}/{self._tag('col')}"):
            for column in range(int(col.get("min", "1")), min(int(col.get("max", "1")), 256) + 1):
                of_column[column] = col.get("style", "")
        body = {**of_row.get(2, {}), **{column: style for column, style in of_column.items() if style}}
        return of_row.get(1, {}), body

    def _cell(self, row: int, column: int) -> _Element:
        """The cell, made in its place if it is not there: rows and cells stand in order."""
        line, found = _place(self._rows(), row)
        if not found:
            line = self._insert(self._data, line, "row", r=str(row))
        cell, found = _place(self._cells(line), column)
        if found:
            return cell
        line.attrib.pop("spans", None)
        made = self._insert(line, cell, "c", r=cell_name(row, column))
        style = line.get("s") or self._styles()[1].get(column)
        if style:
            made.set("s", style)
        self._stretch_dimension(row, column)
        return made

    def _stretch_dimension(self, row: int, column: int) -> None:
        dimension = self.root.find(self._tag("dimension"))
        if dimension is not None:
            top, left, bottom, right = area(dimension.get("ref", "A1"))
            name = area_name(min(top, row), min(left, column), max(bottom, row), max(right, column))
            dimension.set("ref", name)

    def _lose_formula(self, cell: _Element) -> None:
        formula = cell.find(self._tag("f"))
        if formula is None:
            return
        self.lost_formula = True
        if formula.text and formula.get("si"):
            # The others of its group have no text of their own: they keep their results as values.
            for other in list(self._data.iter(self._tag("f"))):
                if other is not formula and other.get("si") == formula.get("si") and not other.text:
                    other.getparent().remove(other)

    def _fill(self, cell: _Element, content: str | float) -> None:
        if isinstance(content, str):
            cell.set("t", "inlineStr")
            text = self._add(self._add(cell, "is"), "t")
            text.text = _ESCAPE_LIKE.sub("_x005F_", content)
            text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        else:
            if isinstance(content, bool):
                cell.set("t", "b")
            self._add(cell, "v").text = repr(content + 0)  # True + 0 is 1

    def _rows(self) -> Iterator[tuple[int, _Element]]:
        number = 0
        for row in self._data.iterchildren(self._tag("row")):
            number = int(row.get("r", number + 1))
            yield number, row

    def _cells(self, row: _Element) -> Iterator[tuple[int, _Element]]:
        column = 0
        for cell in row.iterchildren(self._tag("c")):
            name = cell.get("r")
            column = cell_position(name)[1] if name else column + 1
            yield column, cell

    def _tag(self, name: str) -> str:
        return f"{self._namespace}{name}"

    def _add(self, parent: _Element, name: str, **attributes: str) -> _Element:
        from lxml import etree

        return etree.SubElement(parent, self._tag(name), attributes)

    def _insert(self, parent: _Element, before: _Element | None, name: str, **attributes: str) -> _Element:
        made = self._add(parent, name, **attributes)
        if before is not None:
            before.addprevious(made)
        return made


def cell_content(value: Cell) -> str | float:
    """A value as an .xlsx cell can hold it: a finite number, a truth value, or a text (``""``: nothing). Dates are
    written as text, day first."""
    if isinstance(value, int | float) and math.isfinite(value):
        return value
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y %H.%M}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return "" if value is None else cell_text(str(value))


def cell_text(text: str) -> str:
    """A text without what XML forbids, its lines ended as Excel does, not longer than Excel allows."""
    text = _ILLEGAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    units = text.encode("utf-16-le")
    if len(units) <= MAX_TEXT * 2:
        return text
    return units[: (MAX_TEXT - 1) * 2].decode("utf-16-le", "ignore") + "…"


def fit_filter(auto_filter: _Element | None, rows: int, columns: int) -> None:
    """Let a filter show everything, and reach over all rows and columns."""
    if auto_filter is None:
        return
    top, left, bottom, right = area(auto_filter.get("ref", "A1"))
    for child in list(auto_filter):
        auto_filter.remove(child)
    if rows > bottom or columns > right:
        auto_filter.set("ref", area_name(top, left, max(bottom, rows), max(right, columns)))


def _place(numbered: Iterator[tuple[int, _Element]], wanted: int) -> tuple[Any, bool]:
    """The element with the wanted number and True, or the one to insert it before (None: at the end) and False."""
    for number, element in numbered:
        if number >= wanted:
            return element, number == wanted
    return None, False


def _empty(cell: _Element) -> None:
    for child in list(cell):
        cell.remove(child)
    for name in ("t", "cm", "vm", "ph"):
        cell.attrib.pop(name, None)
