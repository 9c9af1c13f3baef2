"""The methods of ``spreadsheets`` itself: get, create, batchUpdate, and copying a tab to another file."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from typing import Any

from . import cells, dimensions, discovery, fields, finding, ranges, tabs, typed
from .errors import GoogleError
from .model import COLUMNS, ROWS, Area, Cell, Sheet, Spreadsheet

Body = dict[str, Any]
Handler = Callable[[Spreadsheet, Body], Body | None]


def _handlers() -> dict[str, Handler]:
    """Request kind (``addSheet``) → the function of that name (``add_sheet``) in one of the modules."""
    kinds = discovery.document("sheets")["schemas"]["Request"]["properties"]
    names = {kind: re.sub(r"([A-Z])", r"_\1", kind).lower() for kind in kinds}
    modules = (tabs, dimensions, cells, finding, ranges)
    return {kind: vars(module)[name] for kind, name in names.items() for module in modules if name in vars(module)}


KINDS = _handlers()


def batch_update(spreadsheet: Spreadsheet, _params: Body, body: Body) -> Body:
    """All requests or none. A kind that the emulator cannot do is refused with 501, never passed over."""
    requests = body.get("requests") or []
    if not requests:
        raise GoogleError(400, "Must specify at least one request.")
    saved, replies = spreadsheet.snapshot(), []
    try:
        for index, request in enumerate(requests):
            replies.append(_do(spreadsheet, index, request))
    except Exception:
        spreadsheet.restore(saved)
        raise
    spreadsheet.touch()
    answer: Body = {"spreadsheetId": spreadsheet.id, "replies": replies}
    if body.get("includeSpreadsheetInResponse"):
        options = {"ranges": body.get("responseRanges") or [], "includeGridData": body.get("responseIncludeGridData")}
        answer["updatedSpreadsheet"] = get(spreadsheet, options, {})
    return answer


def _do(spreadsheet: Spreadsheet, index: int, request: Body) -> Body:
    if len(request) != 1:
        raise GoogleError(
            400, f"Invalid requests[{index}]: exactly one kind of request must be set, not {len(request)}."
        )
    ((kind, content),) = request.items()
    if kind not in KINDS:
        raise GoogleError(501, f"The emulator does not support the request {kind} (requests[{index}]).")
    try:
        reply = KINDS[kind](spreadsheet, content)
    except GoogleError as error:
        error.message = f"Invalid requests[{index}].{kind}: {error.message}"
        raise
    return {kind: copy.deepcopy(reply)} if reply else {}


def copy_to(spreadsheet: Spreadsheet, params: Body, target: Spreadsheet) -> Body:
    source = spreadsheet.sheet_by_id(int(params["sheetId"]))
    title = f"Copy of {source.title}"
    while target.sheet(title):
        title += " 1"
    target.sheets.append(tabs.copy_of(source, title, target.next_id()))
    target.touch()
    return copy.deepcopy(target.sheets[-1].properties)


# --- get -----------------------------------------------------------------------------------------------------------


def get(spreadsheet: Spreadsheet, params: Body, _body: Body) -> Body:
    """Cells only with ``includeGridData`` or where ``fields`` asks for them; with ``ranges`` only those tabs."""
    mask = fields.parse(params["fields"]) if params.get("fields") else {}
    in_mask = "data" in mask.get("sheets", {}) or "*" in mask.get("sheets", {})
    with_cells = in_mask if mask else bool(params.get("includeGridData"))
    areas = [spreadsheet.area(text) for text in params.get("ranges") or ()]
    chosen = [sheet for sheet in spreadsheet.sheets if not areas or any(area.sheet is sheet for area in areas)]
    spreadsheet.settle()
    answer: Body = {
        "spreadsheetId": spreadsheet.id,
        "properties": spreadsheet.properties,
        "sheets": [_sheet(spreadsheet, sheet, areas, with_cells) for sheet in chosen],
        "spreadsheetUrl": spreadsheet.url,
    }
    if spreadsheet.named:
        answer["namedRanges"] = spreadsheet.named
    return copy.deepcopy(answer)


def _sheet(spreadsheet: Spreadsheet, sheet: Sheet, areas: list[Area], with_cells: bool) -> Body:
    grid = {name: value for name, value in sheet.properties["gridProperties"].items() if value}
    answer: Body = {"properties": {**sheet.properties, "gridProperties": grid}}
    for name, value in (
        ("merges", sheet.merges),
        ("protectedRanges", sheet.protected),
        ("conditionalFormats", sheet.conditional),
        ("bandedRanges", sheet.banded),
        ("filterViews", sheet.filter_views),
        ("basicFilter", sheet.basic_filter),
        ("rowGroups", sheet.groups[ROWS]),
        ("columnGroups", sheet.groups[COLUMNS]),
    ):
        if value:
            answer[name] = value
    if with_cells:
        whole = Area(sheet, 0, sheet.row_count, 0, sheet.column_count)
        wanted = [area for area in areas if area.sheet is sheet] or [whole]
        answer["data"] = [_grid_data(spreadsheet, area) for area in wanted]
    return answer


def _grid_data(spreadsheet: Spreadsheet, area: Area) -> Body:
    sheet = area.sheet
    rows: list[Body] = []
    for row in range(area.row, area.row_end):
        columns = {*sheet.rows[row], *(c for r, c in sheet.spilled if r == row)} if sheet.spilled else sheet.rows[row]
        last = max((c + 1 for c in columns if area.column <= c < area.column_end), default=area.column)
        values = [cell_data(spreadsheet, sheet, row, column) for column in range(area.column, last)]
        rows.append({"values": values} if values else {})
    while rows and not rows[-1]:
        rows.pop()
    data: Body = {
        "rowMetadata": [{"pixelSize": 21, **meta} for meta in sheet.meta[ROWS][area.row : area.row_end]],
        "columnMetadata": [{"pixelSize": 100, **meta} for meta in sheet.meta[COLUMNS][area.column : area.column_end]],
    }
    if rows:
        data["rowData"] = rows
    for name, start in (("startRow", area.row), ("startColumn", area.column)):
        if start:
            data[name] = start
    return data


def cell_data(spreadsheet: Spreadsheet, sheet: Sheet, row: int, column: int) -> Cell:
    cell = dict(sheet.cell(row, column))
    if (value := sheet.effective(row, column)) is not None:
        shape = (cell.get("userEnteredFormat") or {}).get("numberFormat")
        cell |= {"effectiveValue": value, "formattedValue": typed.show(value, shape, spreadsheet.locale)}
    if "userEnteredFormat" in cell:
        cell["effectiveFormat"] = cell["userEnteredFormat"]
    return cell
