"""Tables (Insert > Table) that staff laid over a tab of the flows: kept in step with its new rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.workbook.a1 import area, area_name
from flows.workbook.interface import Grid
from flows.workbook.package import Package
from flows.workbook.sheet_part import cell_content, fit_filter

if TYPE_CHECKING:
    from lxml.etree import _Element


def fit_tables(package: Package, sheet_part: str, sheet: _Element, grid: Grid) -> None:
    """Stretch or shrink the tables of a rewritten tab to ``grid``.

    Excel calls a file damaged whose table has other names than its heading cells, or no row: a table that no longer
    fits is turned into plain cells.
    """
    parts = {key: part for key, kind, part in package.relations(sheet_part) if kind == "table"}
    for listed in sheet.iterfind("./{*}tableParts/{*}tablePart"):
        key = next((value for name, value in listed.attrib.items() if name.endswith("}id")), "")
        if not (key in parts and _fit(package, parts[key], grid)):
            _unlist(listed)


def _fit(package: Package, part: str, grid: Grid) -> bool:
    tree = package.xml(part)
    table = tree.getroot()
    top, left, _, right = area(table.get("ref", "A1"))
    columns = table.findall("./{*}tableColumns/{*}tableColumn")
    headings = [cell_content(value) for value in (grid[top - 1][left - 1 : right] if top <= len(grid) else [])]
    if table.get("headerRowCount") == "0" or headings != [column.get("name") for column in columns]:
        return False
    bottom = max(len(grid), top + 1)
    table.set("ref", area_name(top, left, bottom, right))
    for name in ("totalsRowCount", "totalsRowShown"):
        table.attrib.pop(name, None)
    for old in table.findall("./{*}sortState"):
        table.remove(old)
    auto_filter = table.find("./{*}autoFilter")
    if auto_filter is not None:
        fit_filter(auto_filter, bottom, right)
        auto_filter.set("ref", table.get("ref", ""))
    package.put(part, tree)
    return True


def _unlist(listed: _Element) -> None:
    parent = listed.getparent()
    if parent is None:
        return
    parent.remove(listed)
    parent.set("count", str(len(parent)))
    if not len(parent):
        grandparent = parent.getparent()
        if grandparent is not None:
            grandparent.remove(parent)
