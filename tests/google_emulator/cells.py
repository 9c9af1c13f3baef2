"""Requests of batchUpdate about cells: contents, formats, validation, sorting, copying, finding."""

from __future__ import annotations

import copy
from typing import Any

from . import fields, typed
from .dimensions import insert
from .errors import invalid
from .model import ROWS, Area, Cell, Sheet, Spreadsheet

Body = dict[str, Any]
_NOTHING: Cell = {}
_READ_ONLY = {"effectiveValue", "formattedValue", "effectiveFormat", "hyperlink"}


def _mask(request: Body) -> fields.Mask:
    mask = fields.parse(request.get("fields") or "")
    if not mask:
        raise invalid("At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)")
    return mask


def _apply(sheet: Sheet, row: int, column: int, mask: fields.Mask, source: Cell) -> None:
    cell = _changed(sheet.cell(row, column), mask, source)
    sheet.rows[row][column] = cell
    sheet.set_value(row, column, cell.get("userEnteredValue"))


def _changed(cell: Cell, mask: fields.Mask, source: Cell) -> Cell:
    # What is inside a cell is never changed in place, only replaced, so that cells may share it.
    cell = dict(cell)
    fields.update(mask, cell, {name: value for name, value in source.items() if name not in _READ_ONLY})
    for name in ("note", "userEnteredFormat"):
        if not cell.get(name):
            cell.pop(name, None)
    return cell


def _apply_everywhere(area: Area, mask: fields.Mask, source: Cell) -> None:
    """The same in every cell. Most are one and the same: what becomes of those is worked out once."""
    if not {"userEnteredValue", "*"}.isdisjoint(mask):
        for row, column in area:
            _apply(area.sheet, row, column, mask, source)
        return
    known: dict[int, tuple[Cell, Cell]] = {}
    """By the very object, which stays here so that no other comes to be in its place."""
    for cells in area.sheet.rows[area.row : area.row_end]:
        for column in range(area.column, area.column_end):
            cell = cells.get(column, _NOTHING)
            if id(cell) not in known:
                known[id(cell)] = _changed(cell, mask, source), cell
            if made := known[id(cell)][0]:
                cells[column] = made
            else:
                cells.pop(column, None)


def update_cells(spreadsheet: Spreadsheet, request: Body) -> None:
    """From ``start``, or over the whole ``range``: cells of it that ``rows`` do not reach are cleared of the fields."""
    mask, rows = _mask(request), request.get("rows") or []
    if range_ := request.get("range"):
        area = spreadsheet.grid_area(range_)
    else:
        start = request.get("start") or {}
        row, column = start.get("rowIndex") or 0, start.get("columnIndex") or 0
        width = max((len(given.get("values") or ()) for given in rows), default=0)
        ends = {"endRowIndex": row + len(rows), "endColumnIndex": column + width}
        area = spreadsheet.grid_area(
            {"sheetId": start.get("sheetId"), "startRowIndex": row, "startColumnIndex": column, **ends}
        )
    if not rows:
        _apply_everywhere(area, mask, {})
        return
    for row, column in area:
        given = rows[row - area.row].get("values") or [] if row - area.row < len(rows) else []
        if column - area.column < len(given):
            _apply(area.sheet, row, column, mask, given[column - area.column] or {})
        elif range_:
            _apply(area.sheet, row, column, mask, {})


def repeat_cell(spreadsheet: Spreadsheet, request: Body) -> None:
    mask, area = _mask(request), spreadsheet.grid_area(request.get("range") or {})
    _apply_everywhere(area, mask, request.get("cell") or {})


def update_borders(spreadsheet: Spreadsheet, request: Body) -> None:
    """Outer sides at the range's edges, inner ones between its cells; a side that is not named stays."""
    area = spreadsheet.grid_area(request.get("range") or {})
    for row, column in area:
        sides = {
            "top": "top" if row == area.row else "innerHorizontal",
            "bottom": "bottom" if row == area.row_end - 1 else "innerHorizontal",
            "left": "left" if column == area.column else "innerVertical",
            "right": "right" if column == area.column_end - 1 else "innerVertical",
        }
        borders = {side: request[name] for side, name in sides.items() if name in request}
        mask: fields.Mask = {"userEnteredFormat": {"borders": {side: {} for side in borders}}}
        if borders:
            _apply(area.sheet, row, column, mask, {"userEnteredFormat": {"borders": borders}})


def append_cells(spreadsheet: Spreadsheet, request: Body) -> None:
    mask, sheet, rows = _mask(request), spreadsheet.sheet_by_id(request.get("sheetId") or 0), request.get("rows") or []
    spreadsheet.settle()
    place = sheet.used()[0]
    if place + len(rows) > sheet.row_count:
        insert(sheet, ROWS, sheet.row_count, place + len(rows) - sheet.row_count)
    for r, given in enumerate(rows):
        for column, cell in enumerate(given.get("values") or []):
            _apply(sheet, place + r, column, mask, cell or {})


def set_data_validation(spreadsheet: Spreadsheet, request: Body) -> None:
    area, rule = spreadsheet.grid_area(request.get("range") or {}), request.get("rule")
    if rule and not (rule.get("condition") or {}).get("type"):
        raise invalid("No condition specified.")
    _apply_everywhere(area, {"dataValidation": {}}, {"dataValidation": rule} if rule else {})


def sort_range(spreadsheet: Spreadsheet, request: Body) -> None:
    """Numbers, texts, booleans, as Google sorts them; empty cells are last in both directions."""
    area = spreadsheet.grid_area(request.get("range") or {}, clip=True)
    spreadsheet.settle()
    rows = [
        {c: area.sheet.cell(r, c) for c in range(area.column, area.column_end)} for r in range(area.row, area.row_end)
    ]
    keys = {id(row): area.row + place for place, row in enumerate(rows)}
    for spec in reversed(request.get("sortSpecs") or []):
        column = spec.get("dimensionIndex") or 0
        if not area.column <= column < area.column_end:
            raise invalid(f"Sort column {column} is not in the range.")
        down = spec.get("sortOrder") == "DESCENDING"
        values = {id(row): area.sheet.effective(keys[id(row)], column) for row in rows}
        full = [row for row in rows if values[id(row)] is not None]
        empty = [row for row in rows if values[id(row)] is None]
        full.sort(key=lambda row, values=values: _sort_key(values[id(row)]), reverse=down)
        rows = full + empty
    for place, row in enumerate(rows):
        for column, cell in row.items():
            area.sheet.rows[area.row + place].pop(column, None)
            if cell:
                area.sheet.rows[area.row + place][column] = cell


def _sort_key(value: typed.Value | None) -> tuple[int, Any]:
    if value is None or "errorValue" in value:
        return 3, ""
    ((kind, content),) = value.items()
    return {"numberValue": 0, "stringValue": 1, "boolValue": 2}[
        kind
    ], content.casefold() if kind == "stringValue" else content


# --- copy and paste ------------------------------------------------------------------------------------------------

_PASTED = {
    "PASTE_NORMAL": {"*": {}},
    "PASTE_VALUES": {"userEnteredValue": {}},
    "PASTE_FORMULA": {"userEnteredValue": {}},
    "PASTE_FORMAT": {"userEnteredFormat": {}},
    "PASTE_NO_BORDERS": {"*": {}},
    "PASTE_DATA_VALIDATION": {"dataValidation": {}},
}


def _lifted(area: Area, values_only: bool) -> list[list[Cell]]:
    def lift(row: int, column: int) -> Cell:
        cell = copy.deepcopy(area.sheet.cell(row, column))
        return cell | {"userEnteredValue": area.sheet.effective(row, column)} if values_only else cell

    return [[lift(r, c) for c in range(area.column, area.column_end)] for r in range(area.row, area.row_end)]


def _paste(area: Area, lifted: list[list[Cell]], kind: str) -> None:
    if kind not in _PASTED:
        raise invalid(f"The emulator does not paste {kind}.")
    for row, column in area:
        source = lifted[(row - area.row) % len(lifted)][(column - area.column) % len(lifted[0])]
        mask = {"*": {}} if not source and kind == "PASTE_NORMAL" else _PASTED[kind]
        _apply(area.sheet, row, column, mask, source)


def copy_paste(spreadsheet: Spreadsheet, request: Body) -> None:
    """The source is repeated over a destination that is larger, and whole over one that is smaller."""
    kind = request.get("pasteType") or "PASTE_NORMAL"
    source = spreadsheet.grid_area(request.get("source") or {}, clip=True)
    target = spreadsheet.grid_area(request.get("destination") or {}, clip=True)
    spreadsheet.settle()
    lifted = _lifted(source, kind == "PASTE_VALUES")
    if request.get("pasteOrientation") == "TRANSPOSE":
        lifted = [list(row) for row in zip(*lifted, strict=True)]
    height = max(len(lifted), (target.row_end - target.row) // len(lifted) * len(lifted))
    width = max(len(lifted[0]), (target.column_end - target.column) // len(lifted[0]) * len(lifted[0]))
    end = {"endRowIndex": target.row + height, "endColumnIndex": target.column + width}
    start = {"sheetId": target.sheet.id, "startRowIndex": target.row, "startColumnIndex": target.column}
    _paste(spreadsheet.grid_area(start | end), lifted, kind)


def cut_paste(spreadsheet: Spreadsheet, request: Body) -> None:
    source = spreadsheet.grid_area(request.get("source") or {}, clip=True)
    to, kind = request.get("destination") or {}, request.get("pasteType") or "PASTE_NORMAL"
    spreadsheet.settle()
    lifted = _lifted(source, kind == "PASTE_VALUES")
    for row, column in source:
        _apply(source.sheet, row, column, {"*": {}}, {})
    start = {"startRowIndex": to.get("rowIndex") or 0, "startColumnIndex": to.get("columnIndex") or 0}
    end = {
        "endRowIndex": start["startRowIndex"] + len(lifted),
        "endColumnIndex": start["startColumnIndex"] + len(lifted[0]),
    }
    _paste(spreadsheet.grid_area({"sheetId": to.get("sheetId"), **start, **end}), lifted, kind)
