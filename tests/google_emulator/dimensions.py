"""Rows and columns: inserted, deleted, moved, resized; and the requests of batchUpdate that do so."""

from __future__ import annotations

from typing import Any

from . import fields
from .errors import invalid
from .model import CELL_LIMIT, COLUMNS, ROWS, GridRange, Sheet, Spreadsheet

Body = dict[str, Any]
_NAMES = {ROWS: ("startRowIndex", "endRowIndex"), COLUMNS: ("startColumnIndex", "endColumnIndex")}


def insert(sheet: Sheet, dimension: str, at: int, count: int) -> None:
    sheet.meta[dimension][at:at] = [{} for _ in range(count)]
    if dimension == ROWS:
        sheet.rows[at:at] = [{} for _ in range(count)]
    else:
        sheet.rows = [{c + count if c >= at else c: cell for c, cell in row.items()} for row in sheet.rows]
    if sheet.row_count * sheet.column_count > CELL_LIMIT:
        raise invalid(
            f"This action would increase the number of cells in the workbook above the limit of {CELL_LIMIT} cells."
        )
    for range_ in sheet.ranges():
        _shift(range_, dimension, at, count)


def delete(sheet: Sheet, dimension: str, start: int, end: int) -> None:
    if end - start >= sheet.count(dimension):
        raise invalid(f"You can't delete all the {dimension.lower()} on the sheet.")
    del sheet.meta[dimension][start:end]
    if dimension == ROWS:
        del sheet.rows[start:end]
    else:
        gone = end - start
        sheet.rows = [
            {c - gone if c >= end else c: cell for c, cell in row.items() if not start <= c < end} for row in sheet.rows
        ]
    for range_ in sheet.ranges():
        _cut(range_, dimension, start, end)
    first, last = _NAMES[dimension]
    sheet.merges = [merge for merge in sheet.merges if merge[first] < merge[last]]


def move(sheet: Sheet, dimension: str, start: int, end: int, to: int) -> None:
    """``to`` counts in the grid as it is before anything is taken out, as Google counts it."""
    order = list(range(sheet.count(dimension)))
    moved = order[start:end]
    rest = order[:start] + order[end:]
    place = to if to <= start else to - len(moved)
    order = rest[:place] + moved + rest[place:]
    sheet.meta[dimension] = [sheet.meta[dimension][i] for i in order]
    if dimension == ROWS:
        sheet.rows = [sheet.rows[i] for i in order]
    else:
        new = {old: place for place, old in enumerate(order)}
        sheet.rows = [{new[c]: cell for c, cell in row.items()} for row in sheet.rows]


def resize(sheet: Sheet, dimension: str, count: int) -> None:
    have = sheet.count(dimension)
    if count < 1:
        raise invalid(f"You can't delete all the {dimension.lower()} on the sheet.")
    if count > have:
        insert(sheet, dimension, have, count - have)
    elif count < have:
        delete(sheet, dimension, count, have)


def _shift(range_: GridRange, dimension: str, at: int, count: int) -> None:
    first, last = _NAMES[dimension]
    if range_.get(first, 0) >= at and first in range_:
        range_[first] += count
    if range_.get(last, 0) > at:
        range_[last] += count


def _cut(range_: GridRange, dimension: str, start: int, end: int) -> None:
    for name in _NAMES[dimension]:
        if name in range_:
            range_[name] -= max(0, min(range_[name], end) - start)


# --- requests ------------------------------------------------------------------------------------------------------


def span(spreadsheet: Spreadsheet, given: Body | None) -> tuple[Sheet, str, int, int]:
    """A DimensionRange as tab, dimension, start and end; open ends are the grid's."""
    given = given or {}
    sheet, dimension = spreadsheet.sheet_by_id(given.get("sheetId") or 0), given.get("dimension")
    if dimension not in (ROWS, COLUMNS):
        raise invalid("No dimension specified.")
    end = given.get("endIndex")
    start, end = given.get("startIndex") or 0, sheet.count(dimension) if end is None else end
    if start >= end:
        raise invalid(f"range.endIndex[{end}] must be after range.startIndex[{start}]")
    return sheet, dimension, start, end


def _inside(sheet: Sheet, dimension: str, end: int) -> None:
    if end > sheet.count(dimension):
        raise invalid(f"Cannot go past the end of the {dimension.lower()} ({sheet.count(dimension)}) with {end}.")


def insert_dimension(spreadsheet: Spreadsheet, request: Body) -> None:
    sheet, dimension, start, end = span(spreadsheet, request.get("range"))
    if start > sheet.count(dimension):
        raise invalid(f"range.startIndex[{start}] must be less than the grid size[{sheet.count(dimension)}]")
    if request.get("inheritFromBefore") and start == 0:
        raise invalid("Cannot inherit from before the first row or column.")
    insert(sheet, dimension, start, end - start)


def append_dimension(spreadsheet: Spreadsheet, request: Body) -> None:
    sheet = spreadsheet.sheet_by_id(request.get("sheetId") or 0)
    insert(sheet, request["dimension"], sheet.count(request["dimension"]), request.get("length") or 0)


def delete_dimension(spreadsheet: Spreadsheet, request: Body) -> None:
    sheet, dimension, start, end = span(spreadsheet, request.get("range"))
    _inside(sheet, dimension, end)
    delete(sheet, dimension, start, end)


def move_dimension(spreadsheet: Spreadsheet, request: Body) -> None:
    sheet, dimension, start, end = span(spreadsheet, request.get("source"))
    _inside(sheet, dimension, end)
    move(sheet, dimension, start, end, request.get("destinationIndex") or 0)


def update_dimension_properties(spreadsheet: Spreadsheet, request: Body) -> None:
    sheet, dimension, start, end = span(spreadsheet, request.get("range"))
    _inside(sheet, dimension, end)
    mask = fields.parse(request.get("fields") or "")
    for properties in sheet.meta[dimension][start:end]:
        fields.update(mask, properties, request.get("properties") or {})


def auto_resize_dimensions(spreadsheet: Spreadsheet, request: Body) -> None:
    sheet, dimension, start, end = span(spreadsheet, request.get("dimensions"))
    _inside(sheet, dimension, end)
    for properties in sheet.meta[dimension][start:end]:
        properties.pop("pixelSize", None)


def add_dimension_group(spreadsheet: Spreadsheet, request: Body) -> Body:
    sheet, dimension, _, _ = span(spreadsheet, request.get("range"))
    sheet.groups[dimension].append({"range": request["range"], "depth": 1})
    return {"dimensionGroups": sheet.groups[dimension]}


def delete_dimension_group(spreadsheet: Spreadsheet, request: Body) -> Body:
    sheet, dimension, _, _ = span(spreadsheet, request.get("range"))
    kept = [group for group in sheet.groups[dimension] if group["range"] != request["range"]]
    if len(kept) == len(sheet.groups[dimension]):
        raise invalid("There is no dimension group at that range.")
    sheet.groups[dimension] = kept
    return {"dimensionGroups": kept}
