"""Requests of batchUpdate about the file and its tabs."""

from __future__ import annotations

import copy
from typing import Any

from . import fields
from .dimensions import resize
from .errors import invalid
from .model import COLUMNS, ROWS, Sheet, Spreadsheet

Body = dict[str, Any]


def add(spreadsheet: Spreadsheet, properties: Body) -> Sheet:
    """A new tab with what is missing filled in; 400 for a title or an ID that is taken."""
    title = properties.get("title")
    if title is not None:
        _free_title(spreadsheet, title)
    else:
        number = len(spreadsheet.sheets) + 1
        while spreadsheet.sheet(f"Sheet{number}"):
            number += 1
        title = f"Sheet{number}"
    index = properties.get("index", len(spreadsheet.sheets))
    number = _free_id(spreadsheet, properties.get("sheetId"))
    sheet = Sheet({**properties, "title": title, "sheetId": number, "index": index})
    spreadsheet.sheets.insert(index, sheet)
    return sheet


def _free_title(spreadsheet: Spreadsheet, title: str, but: Sheet | None = None) -> None:
    if not title:
        raise invalid("Sheet name cannot be empty.")
    other = spreadsheet.sheet(title)
    if other and other is not but:
        raise invalid(f'A sheet with the name "{title}" already exists. Please enter another name.')


def _free_id(spreadsheet: Spreadsheet, wanted: int | None) -> int:
    if wanted is None:
        return spreadsheet.next_id()
    if wanted < 0 or any(sheet.id == wanted for sheet in spreadsheet.sheets):
        raise invalid(f"Sheet with id {wanted} already exists. Please use a different id or omit the field.")
    return wanted


def add_sheet(spreadsheet: Spreadsheet, request: Body) -> Body:
    sheet = add(spreadsheet, request.get("properties") or {})
    sheet.properties["index"] = spreadsheet.sheets.index(sheet)
    return {"properties": copy.deepcopy(sheet.properties)}


def delete_sheet(spreadsheet: Spreadsheet, request: Body) -> None:
    sheet = spreadsheet.sheet_by_id(request.get("sheetId") or 0)
    if len(spreadsheet.sheets) == 1:
        raise invalid("You can't remove all the sheets in a document.")
    spreadsheet.sheets.remove(sheet)
    spreadsheet.named = [entry for entry in spreadsheet.named if entry["range"].get("sheetId", 0) != sheet.id]


def update_sheet_properties(spreadsheet: Spreadsheet, request: Body) -> None:
    given, mask = request.get("properties") or {}, fields.parse(request.get("fields") or "")
    if not mask:
        raise invalid("At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)")
    sheet = spreadsheet.sheet_by_id(given.get("sheetId") or 0)
    if "title" in mask:
        _free_title(spreadsheet, given.get("title") or "", sheet)
    if (
        given.get("hidden")
        and "hidden" in mask
        and all(s.properties.get("hidden") or s is sheet for s in spreadsheet.sheets)
    ):
        raise invalid("You can't hide all the sheets in a document.")
    fields.update(mask, sheet.properties, given)
    grid = sheet.properties["gridProperties"] = sheet.properties.get("gridProperties") or {}
    if "rowCount" in grid:
        resize(sheet, ROWS, grid["rowCount"])
    if "columnCount" in grid:
        resize(sheet, COLUMNS, grid["columnCount"])
    if grid.get("frozenRowCount", 0) >= sheet.row_count or grid.get("frozenColumnCount", 0) >= sheet.column_count:
        raise invalid("You can't freeze all visible rows or columns on the sheet.")
    sheet.sync()
    if "index" in mask:
        _place(spreadsheet, sheet, given.get("index") or 0)


def _place(spreadsheet: Spreadsheet, sheet: Sheet, index: int) -> None:
    # Google counts the place in the order before the tab is taken out.
    old = spreadsheet.sheets.index(sheet)
    spreadsheet.sheets.remove(sheet)
    spreadsheet.sheets.insert(index - 1 if index > old else index, sheet)


def update_spreadsheet_properties(spreadsheet: Spreadsheet, request: Body) -> None:
    mask = fields.parse(request.get("fields") or "")
    if not mask:
        raise invalid("At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)")
    fields.update(mask, spreadsheet.properties, request.get("properties") or {})


def copy_of(sheet: Sheet, title: str, id: int) -> Sheet:
    twin = sheet.copy()
    twin.properties |= {"title": title, "sheetId": id}
    for range_ in twin.ranges():
        range_["sheetId"] = id
    return twin


def duplicate_sheet(spreadsheet: Spreadsheet, request: Body) -> Body:
    source = spreadsheet.sheet_by_id(request.get("sourceSheetId") or 0)
    title = request.get("newSheetName") or f"Copy of {source.title}"
    _free_title(spreadsheet, title)
    twin = copy_of(source, title, _free_id(spreadsheet, request.get("newSheetId")))
    for protected in twin.protected:
        protected["protectedRangeId"] = spreadsheet.next_id()
    index = request.get("insertSheetIndex")
    spreadsheet.sheets.insert(0 if index is None else index, twin)
    twin.properties["index"] = spreadsheet.sheets.index(twin)
    return {"properties": copy.deepcopy(twin.properties)}
