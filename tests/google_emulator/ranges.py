"""Requests of batchUpdate about things that lie over ranges: names, protection, merges, filters, colours by rule."""

from __future__ import annotations

import copy
import uuid
from typing import Any

from . import fields
from .cells import sort_range
from .errors import invalid
from .model import Area, GridRange, Sheet, Spreadsheet

Body = dict[str, Any]


# --- names ---------------------------------------------------------------------------------------------------------


def add_named_range(spreadsheet: Spreadsheet, request: Body) -> Body:
    named = copy.deepcopy(request.get("namedRange") or {})
    spreadsheet.grid_area(named.get("range") or {})
    if any(entry["name"].lower() == named.get("name", "").lower() for entry in spreadsheet.named):
        raise invalid(f"A named range with name: {named['name']} already exists")
    named.setdefault("namedRangeId", uuid.uuid4().hex[:12])
    spreadsheet.named.append(named)
    return {"namedRange": named}


def _named(spreadsheet: Spreadsheet, id: str | None) -> Body:
    for entry in spreadsheet.named:
        if entry["namedRangeId"] == id:
            return entry
    raise invalid(f"No named range with id: {id}")


def update_named_range(spreadsheet: Spreadsheet, request: Body) -> None:
    given = copy.deepcopy(request.get("namedRange") or {})
    fields.update(fields.parse(request.get("fields") or ""), _named(spreadsheet, given.get("namedRangeId")), given)


def delete_named_range(spreadsheet: Spreadsheet, request: Body) -> None:
    spreadsheet.named.remove(_named(spreadsheet, request.get("namedRangeId")))


# --- protection ----------------------------------------------------------------------------------------------------


def add_protected_range(spreadsheet: Spreadsheet, request: Body) -> Body:
    protected = copy.deepcopy(request.get("protectedRange") or {})
    range_ = protected.setdefault("range", {})
    range_.setdefault("sheetId", 0)
    spreadsheet.grid_area(range_)
    if protected.get("warningOnly") and protected.get("editors"):
        raise invalid("Cannot set editors on a protected range that only shows a warning.")
    protected.setdefault("protectedRangeId", spreadsheet.next_id())
    protected.setdefault("requestingUserCanEdit", True)
    spreadsheet.sheet_by_id(range_["sheetId"]).protected.append(protected)
    return {"protectedRange": copy.deepcopy(protected)}


def _protected(spreadsheet: Spreadsheet, id: int | None) -> tuple[Sheet, Body]:
    for sheet in spreadsheet.sheets:
        for entry in sheet.protected:
            if entry["protectedRangeId"] == id:
                return sheet, entry
    raise invalid(f"No protected range with id: {id}")


def update_protected_range(spreadsheet: Spreadsheet, request: Body) -> None:
    given = copy.deepcopy(request.get("protectedRange") or {})
    _, entry = _protected(spreadsheet, given.get("protectedRangeId"))
    fields.update(fields.parse(request.get("fields") or ""), entry, given)


def delete_protected_range(spreadsheet: Spreadsheet, request: Body) -> None:
    sheet, entry = _protected(spreadsheet, request.get("protectedRangeId"))
    sheet.protected.remove(entry)


# --- merges --------------------------------------------------------------------------------------------------------


def _range(area: Area) -> GridRange:
    return {
        "sheetId": area.sheet.id,
        "startRowIndex": area.row,
        "endRowIndex": area.row_end,
        "startColumnIndex": area.column,
        "endColumnIndex": area.column_end,
    }


def _overlap(merge: GridRange, area: Area) -> bool:
    rows = merge["startRowIndex"] < area.row_end and area.row < merge["endRowIndex"]
    return rows and merge["startColumnIndex"] < area.column_end and area.column < merge["endColumnIndex"]


def merge_cells(spreadsheet: Spreadsheet, request: Body) -> None:
    area, kind = spreadsheet.grid_area(request.get("range") or {}), request.get("mergeType") or "MERGE_ALL"
    sheet = area.sheet
    pieces = [area]
    if kind == "MERGE_ROWS":
        pieces = [Area(sheet, row, row + 1, area.column, area.column_end) for row in range(area.row, area.row_end)]
    elif kind == "MERGE_COLUMNS":
        pieces = [Area(sheet, area.row, area.row_end, c, c + 1) for c in range(area.column, area.column_end)]
    if any(_overlap(merge, area) for merge in sheet.merges):
        raise invalid("You can't merge cells that are merged already.")
    for piece in pieces:
        sheet.merges.append(_range(piece))
        for row, column in list(piece)[1:]:
            sheet.set_value(row, column, None)


def unmerge_cells(spreadsheet: Spreadsheet, request: Body) -> None:
    area = spreadsheet.grid_area(request.get("range") or {})
    area.sheet.merges = [merge for merge in area.sheet.merges if not _overlap(merge, area)]


# --- filters -------------------------------------------------------------------------------------------------------


def set_basic_filter(spreadsheet: Spreadsheet, request: Body) -> None:
    given = copy.deepcopy(request.get("filter") or {})
    area = spreadsheet.grid_area(given.get("range") or {})
    area.sheet.basic_filter = {**given, "range": _range(area)}
    if specs := given.get("sortSpecs"):
        rows = _range(Area(area.sheet, area.row + 1, area.row_end, area.column, area.column_end))
        sort_range(spreadsheet, {"range": rows, "sortSpecs": specs})


def clear_basic_filter(spreadsheet: Spreadsheet, request: Body) -> None:
    spreadsheet.sheet_by_id(request.get("sheetId") or 0).basic_filter = None


def add_filter_view(spreadsheet: Spreadsheet, request: Body) -> Body:
    view = copy.deepcopy(request.get("filter") or {})
    view.setdefault("filterViewId", spreadsheet.next_id())
    spreadsheet.grid_area(view.get("range") or {}).sheet.filter_views.append(view)
    return {"filter": copy.deepcopy(view)}


def delete_filter_view(spreadsheet: Spreadsheet, request: Body) -> None:
    for sheet in spreadsheet.sheets:
        for view in sheet.filter_views:
            if view["filterViewId"] == request.get("filterId"):
                sheet.filter_views.remove(view)
                return
    raise invalid(f"No filter view with id: {request.get('filterId')}")


# --- colours by rule -----------------------------------------------------------------------------------------------


def add_conditional_format_rule(spreadsheet: Spreadsheet, request: Body) -> None:
    rule = copy.deepcopy(request.get("rule") or {})
    if not rule.get("ranges"):
        raise invalid("No ranges specified.")
    sheet = spreadsheet.grid_area(rule["ranges"][0]).sheet
    sheet.conditional.insert(request.get("index") or 0, rule)


def delete_conditional_format_rule(spreadsheet: Spreadsheet, request: Body) -> Body:
    sheet, index = spreadsheet.sheet_by_id(request.get("sheetId") or 0), request.get("index") or 0
    if index >= len(sheet.conditional):
        raise invalid(f"No conditional format on sheet: {sheet.id} at index: {index}")
    return {"rule": sheet.conditional.pop(index)}


def update_conditional_format_rule(spreadsheet: Spreadsheet, request: Body) -> Body:
    """Replaced by ``rule``, or moved to ``newIndex``."""
    sheet, index = spreadsheet.sheet_by_id(request.get("sheetId") or 0), request.get("index") or 0
    old = delete_conditional_format_rule(spreadsheet, request)["rule"]
    new = copy.deepcopy(request["rule"]) if "rule" in request else old
    sheet.conditional.insert(request.get("newIndex", index), new)
    return {"oldRule": old, "newRule": new, "newIndex": sheet.conditional.index(new)}


def delete_banding(spreadsheet: Spreadsheet, request: Body) -> None:
    for sheet in spreadsheet.sheets:
        for banded in sheet.banded:
            if banded["bandedRangeId"] == request.get("bandedRangeId"):
                sheet.banded.remove(banded)
                return
    raise invalid(f"No banding with id: {request.get('bandedRangeId')}")


def add_banding(spreadsheet: Spreadsheet, request: Body) -> Body:
    banded = copy.deepcopy(request.get("bandedRange") or {})
    banded.setdefault("bandedRangeId", spreadsheet.next_id())
    spreadsheet.grid_area(banded.get("range") or {}).sheet.banded.append(banded)
    return {"bandedRange": copy.deepcopy(banded)}
