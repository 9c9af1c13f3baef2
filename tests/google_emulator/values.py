"""The methods under ``spreadsheets.values``."""

from __future__ import annotations

from collections import defaultdict
from itertools import zip_longest
from typing import Any

from . import a1, typed
from .errors import invalid
from .model import TEXT_LIMIT, TOLD_OTHERWISE, Area, Cell, Sheet, Spreadsheet, exceeds

Body = dict[str, Any]


def _format(cell: Cell) -> Body | None:
    return (cell.get("userEnteredFormat") or {}).get("numberFormat")


def rendered(spreadsheet: Spreadsheet, sheet: Sheet, row: int, column: int, option: str, dates: str) -> Any:
    """The cell as ``valueRenderOption`` and ``dateTimeRenderOption`` want it; ``""`` if it is empty."""
    cell = sheet.cell(row, column)
    own = cell.get("userEnteredValue") or {}
    value = sheet.effective(row, column)
    if option == "FORMULA" and "formulaValue" in own:
        return own["formulaValue"]
    if value is None:
        return ""
    shape = _format(cell)
    as_text = option == "FORMATTED_VALUE" or "errorValue" in value
    if as_text or (dates == "FORMATTED_STRING" and "numberValue" in value and typed.is_moment(shape)):
        return typed.show(value, shape, spreadsheet.locale)
    return next(iter(value.values()))


def value_range(spreadsheet: Spreadsheet, area: Area, options: Body) -> Body:
    """A ValueRange: trailing empty cells and rows are left out, as Google does; so is ``values`` if all is empty."""
    option = options.get("valueRenderOption") or options.get("responseValueRenderOption") or "FORMATTED_VALUE"
    dates = options.get("dateTimeRenderOption") or options.get("responseDateTimeRenderOption") or "SERIAL_NUMBER"
    dimension = options.get("majorDimension") or "ROWS"
    sheet = area.sheet
    spreadsheet.settle()
    plain = option == "UNFORMATTED_VALUE" and dates == "SERIAL_NUMBER"
    spilled: dict[int, list[int]] = defaultdict(list)
    for row, column in sheet.spilled:
        spilled[row].append(column)
    rows = []
    for row, cells in enumerate(sheet.rows[area.row : area.row_end], area.row):
        shown: dict[int, Any] = {}
        for column, cell in cells.items():
            if own := cell.get("userEnteredValue"):
                # Most cells are shown as they were entered: told here, without a call for each.
                if plain and own.keys().isdisjoint(TOLD_OTHERWISE):
                    shown[column] = next(iter(own.values()))
                else:
                    shown[column] = rendered(spreadsheet, sheet, row, column, option, dates)
        for column in spilled.get(row, ()):
            shown[column] = rendered(spreadsheet, sheet, row, column, option, dates)
        last = max((column for column in shown if column < area.column_end), default=-1)
        rows.append([shown.get(column, "") for column in range(area.column, last + 1)])
    if dimension == "COLUMNS":
        rows = [list(column) for column in zip_longest(*rows, fillvalue="")]
    for row in rows:
        while row and row[-1] == "":
            row.pop()
    while rows and not rows[-1]:
        rows.pop()
    answer: Body = {"range": area.a1, "majorDimension": dimension}
    return answer | ({"values": rows} if rows else {})


def get(spreadsheet: Spreadsheet, params: Body, _body: Body) -> Body:
    return value_range(spreadsheet, spreadsheet.area(params["range"]), params)


def batch_get(spreadsheet: Spreadsheet, params: Body, _body: Body) -> Body:
    areas = [spreadsheet.area(text) for text in params.get("ranges", ())]
    answer: Body = {"spreadsheetId": spreadsheet.id}
    return answer | ({"valueRanges": [value_range(spreadsheet, area, params) for area in areas]} if areas else {})


# --- writing -------------------------------------------------------------------------------------------------------


def put(spreadsheet: Spreadsheet, sheet: Sheet, row: int, column: int, given: Any, option: str) -> None:
    """Write one value as given (``RAW``) or as if typed (``USER_ENTERED``); ``null`` leaves the cell as it is."""
    if given is None:
        return
    value: typed.Value | None
    taken_on = None
    if isinstance(given, bool):
        value = {"boolValue": given}
    elif isinstance(given, int | float):
        value = {"numberValue": given}
    elif option == "USER_ENTERED" and given:
        value, taken_on = typed.enter(given, spreadsheet.locale, _format(sheet.cell(row, column)))
    else:
        value = {"stringValue": given}
    sheet.set_value(row, column, value)
    if taken_on and not typed.is_moment(_format(sheet.cell(row, column))):
        cell = sheet.change(row, column)
        cell["userEnteredFormat"] = {**(cell.get("userEnteredFormat") or {}), "numberFormat": taken_on}


def _option(given: str | None) -> str:
    if given not in ("RAW", "USER_ENTERED"):
        raise invalid("'valueInputOption' is required but not specified")
    return given


def _target(spreadsheet: Spreadsheet, text: str, rows: list[list[Any]]) -> Area:
    """Where ``rows`` go when written to the range ``text``. A single cell is a corner: from it the grid grows."""
    notation = a1.split(text)[1]
    places = a1.cells(notation) if notation else None
    area = spreadsheet.area(text, grow=True)
    height, width = len(rows), max((len(row) for row in rows), default=0)
    if places and places.single:
        _grow(area.sheet, area.row + height, area.column + width)
        return Area(area.sheet, area.row, area.row + height, area.column, area.column + width)
    for size, room, closed, kind, first in (
        (height, area.row_end - area.row, places and places.row_end, "row", area.row),
        (width, area.column_end - area.column, places and places.column_end, "column", area.column),
    ):
        if size > room:
            if not closed:
                raise exceeds(Area(area.sheet, area.row, area.row + height, area.column, area.column + width))
            place = first + room
            word = str(place + 1) if kind == "row" else a1.letters(place)
            raise invalid(f"Requested writing within range [{text}], but tried writing to {kind} [{word}]")
    return Area(area.sheet, area.row, area.row + height, area.column, area.column + width)


def _grow(sheet: Sheet, rows: int, columns: int) -> None:
    from .dimensions import insert

    for dimension, wanted in (("ROWS", rows), ("COLUMNS", columns)):
        if wanted > sheet.count(dimension):
            insert(sheet, dimension, sheet.count(dimension), wanted - sheet.count(dimension))


def _rows(given: Body) -> list[list[Any]]:
    rows = given.get("values") or []
    if given.get("majorDimension") == "COLUMNS":
        height = max((len(column) for column in rows), default=0)
        rows = [[column[r] if r < len(column) else None for column in rows] for r in range(height)]
    if any(isinstance(value, str) and len(value) > TEXT_LIMIT for row in rows for value in row):
        raise invalid("Your input contains more than the maximum of 50000 characters in a single cell.")
    return rows


def _write(spreadsheet: Spreadsheet, area: Area, rows: list[list[Any]], option: str) -> Body:
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            put(spreadsheet, area.sheet, area.row + r, area.column + c, value, option)
    answer: Body = {"spreadsheetId": spreadsheet.id, "updatedRange": area.a1}
    if count := sum(value is not None for row in rows for value in row):
        width = max(len(row) for row in rows)
        answer |= {"updatedRows": len(rows), "updatedColumns": width, "updatedCells": count}
    return answer


def _with_data(spreadsheet: Spreadsheet, answer: Body, options: Body) -> Body:
    wanted = options.get("includeValuesInResponse")
    area = spreadsheet.area(answer["updatedRange"]) if wanted else None
    return answer | ({"updatedData": value_range(spreadsheet, area, options)} if area else {})


def update(spreadsheet: Spreadsheet, params: Body, body: Body) -> Body:
    if body.get("range") and body["range"].replace("'", "") != params["range"].replace("'", ""):
        raise invalid(f"Requested writing to range [{params['range']}], but the body names [{body['range']}]")
    option, rows = _option(params.get("valueInputOption")), _rows(body)
    answer = _write(spreadsheet, _target(spreadsheet, params["range"], rows), rows, option)
    spreadsheet.touch()
    return _with_data(spreadsheet, answer, params)


def batch_update(spreadsheet: Spreadsheet, _params: Body, body: Body) -> Body:
    """All ranges or none: they are looked up before the first one is written."""
    option = _option(body.get("valueInputOption"))
    data = [(given.get("range") or "", _rows(given)) for given in body.get("data") or ()]
    areas = [_target(spreadsheet, text, rows) for text, rows in data]
    responses = [_write(spreadsheet, area, rows, option) for area, (_, rows) in zip(areas, data, strict=True)]
    spreadsheet.touch()
    responses = [_with_data(spreadsheet, answer, body) for answer in responses]
    totals = {
        "totalUpdated" + what: sum(answer.get("updated" + what, 0) for answer in responses)
        for what in ("Rows", "Columns", "Cells")
    }
    tabs = {a1.split(answer["updatedRange"])[0] for answer in responses}
    return {"spreadsheetId": spreadsheet.id, **totals, "totalUpdatedSheets": len(tabs), "responses": responses}


def append(spreadsheet: Spreadsheet, params: Body, body: Body) -> Body:
    """Below the table that is found in the range: rows that hold something, up to the first empty one after it."""
    from .dimensions import insert

    option, rows = _option(params.get("valueInputOption")), _rows(body)
    area = spreadsheet.area(params["range"])
    spreadsheet.settle()
    sheet, (used, width) = area.sheet, area.sheet.used()

    def filled(row: int, end: int = width) -> bool:
        return any(sheet.effective(row, column) is not None for column in range(area.column, end))

    # Only what lies in the range makes a table of it, which then reaches as far as it reaches.
    inside = [row for row in range(area.row, min(used, area.row_end)) if filled(row, min(width, area.column_end))]
    place, table = area.row, None
    if inside:
        # In a range of several rows Google goes on to its last table; from there to that table's end.
        place = inside[-1] if area.row_end - area.row > 1 else area.row
        while place < used and filled(place):
            place += 1
        table = Area(sheet, inside[0], place, area.column, max(width, area.column + 1)).a1
    if rows and params.get("insertDataOption") == "INSERT_ROWS" and place < sheet.row_count:
        insert(sheet, "ROWS", place, len(rows))
    wide = max((len(row) for row in rows), default=1)
    target = Area(sheet, place, place + max(len(rows), 1), area.column, area.column + wide)
    _grow(sheet, target.row_end, target.column_end)
    answer = _write(spreadsheet, target, rows, option)
    spreadsheet.touch()
    updates = _with_data(spreadsheet, answer, params)
    return {"spreadsheetId": spreadsheet.id, **({"tableRange": table} if table else {}), "updates": updates}


def _clear(area: Area) -> str:
    for row, column in area:
        if "userEnteredValue" in area.sheet.cell(row, column):
            area.sheet.set_value(row, column, None)
    return area.a1


def clear(spreadsheet: Spreadsheet, params: Body, _body: Body) -> Body:
    cleared = _clear(spreadsheet.area(params["range"]))
    spreadsheet.touch()
    return {"spreadsheetId": spreadsheet.id, "clearedRange": cleared}


def batch_clear(spreadsheet: Spreadsheet, _params: Body, body: Body) -> Body:
    areas = [spreadsheet.area(text) for text in body.get("ranges") or ()]
    cleared = [_clear(area) for area in areas]
    spreadsheet.touch()
    return {"spreadsheetId": spreadsheet.id, "clearedRanges": cleared}
