"""How the declared tabs look at Google, as requests of ``spreadsheets.batchUpdate``; nothing here talks to Google."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flows.workbook import a1, looks
from flows.workbook.columns import Column, Owner, Tab
from flows.workbook.flow_tabs import PROBLEMS, STATUS
from flows.workbook.google import sheet_number
from flows.workbook.guide import guide_rows
from flows.workbook.tabs import CONTROL, CONTROL_NAMES, GUIDE_TITLE, STAGE, YES_NO

Body = dict[str, Any]

ROWS = {Owner.STAFF: 1_000, Owner.FLOWS: 10_000}
"""Of a new tab. Staff's grow as they add rows; the flows' have room for years, since growing costs calls."""
_PIXELS = 7
"""A character's width."""
_NUMBER_FORMATS = {
    "date": {"type": "DATE", "pattern": "dd/mm/yyyy"},
    "moment": {"type": "DATE_TIME", "pattern": "dd/mm/yyyy hh:mm"},
    "number": None,
    "stage": None,
}
TEXT = {"type": "TEXT", "pattern": "@"}


def number_format(column: Column) -> Body | None:
    """Staff's columns are text but for dates and numbers, so that ``0812…`` keeps its 0."""
    return _NUMBER_FORMATS.get(column.kind, TEXT)


def drop_down(column: Column) -> Body | None:
    """Not strict: another value gets a warning mark, and the checks say what they think of it."""
    if not column.choices:
        return None
    values = [{"userEnteredValue": choice} for choice in column.choices]
    rule: Body = {"condition": {"type": "ONE_OF_LIST", "values": values}, "strict": False, "showCustomUi": True}
    return {**rule, "inputMessage": column.note} if column.note else rule


def stage_formula(id_column: int) -> str:
    """*Tahap* of all rows by one formula in the heading's cell: the first problem of a row's ID, else its stage.

    Whole columns are named, since a row inserted under the heading would shift ``A2:A`` to ``A3:A``; arguments are
    parted by semicolons and there are no decimals, which every locale reads; a missing argument is an empty cell.
    """
    ids = f"{a1.column_name(id_column + 1)}:{a1.column_name(id_column + 1)}"
    problem, stage = _look_up(ids, PROBLEMS, "Masalah"), _look_up(ids, STATUS, "Tahap")
    rows = f'IF({ids}="";;IFERROR("⚠ "&{problem};IFERROR({stage})))'
    return f'=ARRAYFORMULA(IF(ROW({ids})=1;"{STAGE}";{rows}))'


def _look_up(ids: str, tab: Tab, value: str) -> str:
    key, wanted = tab.headings.index("ID"), tab.headings.index(value)
    columns = f"{a1.column_name(key + 1)}:{a1.column_name(wanted + 1)}"
    return f"VLOOKUP({ids};{tab.title}!{columns};{wanted - key + 1};FALSE)"


# --- requests ------------------------------------------------------------------------------------------------------


def cells(sheet: int, row: int = 0, row_end: int | None = None, column: int = 0, column_end: int | None = None) -> Body:
    """A GridRange; from 0, ends exclusive, ``None`` open."""
    range_ = {"sheetId": sheet, "startRowIndex": row, "startColumnIndex": column}
    range_ |= {} if row_end is None else {"endRowIndex": row_end}
    return range_ | ({} if column_end is None else {"endColumnIndex": column_end})


def add_tab(tab: Tab, index: int) -> Body:
    """Frozen are the headings and what tells a row: its ID and the column after it."""
    grid = {
        "rowCount": ROWS[tab.owner],
        "columnCount": len(tab.columns),
        "frozenRowCount": 1,
        "frozenColumnCount": 2 if tab.has_id else 1,
    }
    colour = looks.STAFF_TAB if tab.owner is Owner.STAFF else looks.FLOWS_TAB
    return _add(tab.title, index, grid, colour, hidden=tab.hidden)


def _add(title: str, index: int, grid: Body, colour: str, *, hidden: bool = False) -> Body:
    properties: Body = {
        "sheetId": sheet_number(title),
        "title": title,
        "index": index,
        "gridProperties": grid,
        "tabColorStyle": {"rgbColor": rgb(colour)},
    }
    return {"addSheet": {"properties": {**properties, "hidden": True} if hidden else properties}}


def freeze(sheet: int) -> Body:
    properties = {"sheetId": sheet, "gridProperties": {"frozenRowCount": 1}}
    return {"updateSheetProperties": {"properties": properties, "fields": "gridProperties.frozenRowCount"}}


def widen(sheet: int, columns: int) -> Body:
    return {"appendDimension": {"sheetId": sheet, "dimension": "COLUMNS", "length": columns}}


def heading(sheet: int, index: int, tab: Tab, column: Column) -> list[Body]:
    """A new column's heading, with its hint as a note, and the column's width."""
    back, ink = looks.heading_colours(tab, column)
    format_ = {
        "backgroundColorStyle": {"rgbColor": rgb(back)},
        "textFormat": {"bold": True, "foregroundColorStyle": {"rgbColor": rgb(ink)}},
        "verticalAlignment": "MIDDLE",
        "wrapStrategy": "WRAP",
    }
    cell: Body = {"userEnteredValue": {"stringValue": column.heading}, "userEnteredFormat": format_}
    cell |= {"note": column.note} if column.note else {}
    width = {"sheetId": sheet, "dimension": "COLUMNS", "startIndex": index, "endIndex": index + 1}
    properties = {"pixelSize": column.width * _PIXELS}
    return [
        fill(sheet, 0, index, [[cell]], "userEnteredValue,userEnteredFormat,note"),
        {"updateDimensionProperties": {"range": width, "properties": properties, "fields": "pixelSize"}},
    ]


def fill(sheet: int, row: int, column: int, rows: Sequence[Sequence[Body]], fields: str) -> Body:
    start = {"sheetId": sheet, "rowIndex": row, "columnIndex": column}
    return {"updateCells": {"start": start, "rows": [{"values": list(values)} for values in rows], "fields": fields}}


def format_column(sheet: int, index: int, column: Column) -> Body:
    format_: Body = {"verticalAlignment": "TOP", "wrapStrategy": "CLIP" if column.kind == "long" else "WRAP"}
    if shape := number_format(column):
        format_["numberFormat"] = shape
    fields = "userEnteredFormat(numberFormat,verticalAlignment,wrapStrategy)"
    return {
        "repeatCell": {
            "range": cells(sheet, 1, None, index, index + 1),
            "cell": {"userEnteredFormat": format_},
            "fields": fields,
        }
    }


def validate_column(sheet: int, index: int, column: Column) -> Body:
    return {"setDataValidation": {"range": cells(sheet, 1, None, index, index + 1), "rule": drop_down(column)}}


def set_stage(sheet: int, index: int, id_column: int) -> list[Body]:
    """The formula into the heading's cell; what stood below it would be in its way."""
    below = {"range": cells(sheet, 1, None, index, index + 1), "fields": "userEnteredValue"}
    formula = {"userEnteredValue": {"formulaValue": stage_formula(id_column)}}
    return [{"updateCells": below}, fill(sheet, 0, index, [[formula]], "userEnteredValue")]


def mark_problems(sheet: int, stage: int) -> Body:
    """A row whose *Tahap* tells a problem is yellow."""
    condition = {
        "type": "CUSTOM_FORMULA",
        "values": [{"userEnteredValue": f'=LEFT(${a1.column_name(stage + 1)}2)="⚠"'}],
    }
    look = {"backgroundColorStyle": {"rgbColor": rgb(looks.PROBLEM_ROW)}}
    rule = {"ranges": [cells(sheet, 1)], "booleanRule": {"condition": condition, "format": look}}
    return {"addConditionalFormatRule": {"rule": rule, "index": 0}}


def protect(range_: Body, description: str, but: Sequence[Body] = ()) -> Body:
    """Whoever edits there is warned, not stopped; in the ranges ``but``, of a whole tab, not even that."""
    protected: Body = {"range": range_, "description": description, "warningOnly": True}
    protected |= {"unprotectedRanges": list(but)} if but else {}
    return {"addProtectedRange": {"protectedRange": protected}}


def switches() -> list[Body]:
    """The first rows of a new *Kendali*."""
    sheet, values = sheet_number(CONTROL.title), CONTROL.headings.index("Nilai")
    rows = [[_text(name), _text("Tidak" if name == "Jeda" else "")] for name in CONTROL_NAMES]
    pause = drop_down(Column("Jeda", "choice", choices=YES_NO, note=CONTROL.column("Nilai").note))
    return [
        fill(sheet, 1, 0, rows, "userEnteredValue"),
        {"setDataValidation": {"range": cells(sheet, 1, 2, values, values + 1), "rule": pause}},
    ]


def guide(tabs: Sequence[Tab], site: str = "") -> list[Body]:
    """The explanation tab; for ``site`` see `guide_rows`."""
    sheet, rows = sheet_number(GUIDE_TITLE), guide_rows(tabs, shared=True, site=site)
    contents = [[_guide_cell(row, place) for place in range(len(row))] for row in rows]
    widths = [
        {
            "updateDimensionProperties": {
                "range": {"sheetId": sheet, "dimension": "COLUMNS", "startIndex": index, "endIndex": index + 1},
                "properties": {"pixelSize": width * _PIXELS},
                "fields": "pixelSize",
            }
        }
        for index, width in enumerate((26, 96))
    ]
    grid = {"rowCount": len(rows), "columnCount": 2, "hideGridlines": True}
    return [
        _add(GUIDE_TITLE, 0, grid, looks.GUIDE_TAB),
        fill(sheet, 0, 0, contents, "userEnteredValue,userEnteredFormat"),
        *widths,
    ]


def _guide_cell(row: tuple[str, ...], place: int) -> Body:
    if len(row) == 1:
        ink = {"foregroundColorStyle": {"rgbColor": rgb(looks.STAFF_TAB)}}
        return _text(row[0]) | {"userEnteredFormat": {"textFormat": {"bold": True, "fontSize": 13, **ink}}}
    format_ = {"verticalAlignment": "TOP", "wrapStrategy": "WRAP", "textFormat": {"bold": place == 0}}
    return _text(row[place]) | {"userEnteredFormat": format_}


def _text(text: str) -> Body:
    return {"userEnteredValue": {"stringValue": text}} if text else {}


def rgb(colour: str) -> Body:
    """``#1F4E79`` as parts of 1."""
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return dict(zip(("red", "green", "blue"), parts, strict=True))
