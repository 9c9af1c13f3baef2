"""The request ``findReplace`` of batchUpdate."""

from __future__ import annotations

import re
from typing import Any

from . import typed
from .errors import invalid
from .model import Area, Spreadsheet
from .values import put

Body = dict[str, Any]


def find_replace(spreadsheet: Spreadsheet, request: Body) -> Body:
    find, replacement = request.get("find") or "", request.get("replacement") or ""
    if not find:
        raise invalid("No search string specified.")
    pattern = find if request.get("searchByRegex") else re.escape(find)
    if request.get("matchEntireCell"):
        pattern = rf"\A(?:{pattern})\Z"
    search = re.compile(pattern, 0 if request.get("matchCase") else re.IGNORECASE)
    if not request.get("searchByRegex"):
        replacement = replacement.replace("\\", "\\\\")
    if request.get("range"):
        areas = [spreadsheet.grid_area(request["range"], clip=True)]
    elif request.get("allSheets"):
        areas = [spreadsheet.grid_area({"sheetId": sheet.id}) for sheet in spreadsheet.sheets]
    else:
        areas = [spreadsheet.grid_area({"sheetId": request.get("sheetId")})]
    counts = [_replace(spreadsheet, area, search, replacement, bool(request.get("includeFormulas"))) for area in areas]
    occurrences, values, formulas, rows = (sum(numbers) for numbers in zip(*counts, strict=True))
    return {
        "occurrencesChanged": occurrences,
        "valuesChanged": values,
        "formulasChanged": formulas,
        "rowsChanged": rows,
        "sheetsChanged": sum(bool(count[0]) for count in counts),
    }


def _replace(
    spreadsheet: Spreadsheet, area: Area, search: re.Pattern[str], new: str, in_formulas: bool
) -> tuple[int, int, int, int]:
    occurrences = values = formulas = 0
    rows = set()
    for row, column in area:
        cell = area.sheet.cell(row, column)
        own = cell.get("userEnteredValue")
        if own is None or ("formulaValue" in own and not in_formulas):
            continue
        is_formula = "formulaValue" in own
        shape = (cell.get("userEnteredFormat") or {}).get("numberFormat")
        old = own["formulaValue"] if is_formula else typed.show(own, shape, spreadsheet.locale)
        text, count = search.subn(new, old)
        if count:
            occurrences, rows = occurrences + count, rows | {row}
            values, formulas = values + (not is_formula), formulas + is_formula
            put(spreadsheet, area.sheet, row, column, text, "USER_ENTERED")
    return occurrences, values, formulas, len(rows)
