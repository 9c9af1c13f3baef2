"""`loker init --google`: make the declared tabs in a spreadsheet that staff created and shared.

What is there is looked at first, and only what is missing is asked for: staff's rows, columns and tabs stay, and
a second run changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flows.errors import WorkbookBusy
from flows.procedure.names import fold
from flows.workbook import google_layout as layout
from flows.workbook.columns import Column, Owner, Tab
from flows.workbook.google import GoogleWorkbook, sheet_number
from flows.workbook.tabs import CONTROL, GUIDE_TITLE, STAGE, TABS

Body = dict[str, Any]

LOCALE = "id_ID"
ATTEMPTS = 3
_TAB_FIELDS = "properties(sheetId,title,gridProperties),protectedRanges/description"
_CELL_FIELDS = "data/rowData/values(userEnteredValue,dataValidation,userEnteredFormat/numberFormat)"


@dataclass(frozen=True)
class Sheet:
    """A tab that is there: its number, grid, what its protected ranges are called, and its first two rows' cells."""

    id: int
    grid: Body
    protected: frozenset[str]
    head: list[Body]
    first: list[Body]

    def heading(self, index: int) -> str:
        value = self.head[index].get("userEnteredValue", {})
        # *Tahap*'s heading is shown by a formula, which names it.
        formula = value.get("formulaValue", "")
        return STAGE if f'"{STAGE}"' in formula else str(value.get("stringValue", ""))

    @property
    def width(self) -> int:
        """Columns up to the last heading: what is missing comes after it."""
        return max((index + 1 for index in range(len(self.head)) if self.heading(index)), default=0)

    def row_2(self, index: int) -> Body:
        return self.first[index] if index < len(self.first) else {}


def set_up(workbook: GoogleWorkbook, timezone: str, tabs: Sequence[Tab] = TABS, *, site: str = "") -> tuple[str, ...]:
    """Make what is missing, in one batchUpdate; the titles of the tabs that were added. ``site``: see `guide_rows`.

    A lost reply does not double anything: the spreadsheet is looked at again before another try.
    Raises what `GoogleWorkbook` raises.
    """
    added: set[str] = set()
    for attempt in range(ATTEMPTS):
        properties, sheets = _look(workbook)
        requests = [*_file(properties, timezone), *_guide(sheets, tabs, site)]
        for place, tab in enumerate(tabs, start=1):
            requests += _tab(tab, sheets.get(tab.title.casefold()), place)
        if not requests:
            break
        added |= {request["addSheet"]["properties"]["title"] for request in requests if "addSheet" in request}
        try:
            workbook.client.change(requests)
        except WorkbookBusy:
            if attempt == ATTEMPTS - 1:
                raise
            continue
        break
    return tuple(title for title in (GUIDE_TITLE, *(tab.title for tab in TABS)) if title in added)


def _look(workbook: GoogleWorkbook) -> tuple[Body, dict[str, Sheet]]:
    """The file's properties, and those of the declared tabs that are there, by title (casefolded)."""
    declared = {title.casefold() for title in (GUIDE_TITLE, *(tab.title for tab in TABS))}
    file = workbook.client.spreadsheet("properties(locale,timeZone),sheets.properties.title")
    titles = [sheet["properties"]["title"] for sheet in file["sheets"]]
    ranges = [f"'{title}'!1:2" for title in titles if title.casefold() in declared]
    # Without ranges Google would give every cell of the file, and of a tab that is a chart it has none to give.
    answer = workbook.client.spreadsheet(f"sheets({_TAB_FIELDS},{_CELL_FIELDS})", ranges) if ranges else {"sheets": []}
    return file["properties"], {entry["properties"]["title"].casefold(): _sheet(entry) for entry in answer["sheets"]}


def _sheet(entry: Body) -> Sheet:
    data: list[Body] = entry.get("data") or [{}]
    rows = [row.get("values", []) for row in data[0].get("rowData", [])] + [[], []]
    properties = entry["properties"]
    protected = frozenset(range_.get("description", "") for range_ in entry.get("protectedRanges", ()))
    return Sheet(properties["sheetId"], properties["gridProperties"], protected, rows[0], rows[1])


def _file(properties: Body, timezone: str) -> Iterator[Body]:
    wanted = {"locale": LOCALE, "timeZone": timezone}
    differing = {name: value for name, value in wanted.items() if properties.get(name) != value}
    if differing:
        yield {"updateSpreadsheetProperties": {"properties": differing, "fields": ",".join(differing)}}


def _guide(sheets: dict[str, Sheet], tabs: Sequence[Tab], site: str) -> list[Body]:
    return [] if GUIDE_TITLE.casefold() in sheets else layout.guide(tabs, site)


def _tab(tab: Tab, sheet: Sheet | None, place: int) -> Iterator[Body]:
    new = sheet is None
    if sheet is None:
        yield layout.add_tab(tab, place)
        grid = {"columnCount": len(tab.columns), "frozenRowCount": 1}
        sheet = Sheet(sheet_number(tab.title), grid, frozenset(), [], [])
    if not sheet.grid.get("frozenRowCount"):
        yield layout.freeze(sheet.id)
    found = {fold(sheet.heading(index)): index for index in reversed(range(sheet.width))}
    places = {column: found[fold(column.heading)] for column in tab.columns if fold(column.heading) in found}
    missing = [column for column in tab.columns if column not in places]
    places |= {column: sheet.width + number for number, column in enumerate(missing)}
    if (short := max(places.values()) + 1 - sheet.grid["columnCount"]) > 0:
        yield layout.widen(sheet.id, short)
    for column, index in places.items():
        if column in missing:
            yield from layout.heading(sheet.id, index, tab, column)
        yield from _column(tab, column, index, sheet, new=column in missing)
    yield from _stage(tab, places, sheet)
    yield from _protection(tab, places, sheet)
    if new and tab is CONTROL:
        yield from layout.switches()


def _column(tab: Tab, column: Column, index: int, sheet: Sheet, *, new: bool) -> Iterator[Body]:
    """Format and drop-down, as the cell in row 2 has them or not."""
    cell = sheet.row_2(index)
    shape = (cell.get("userEnteredFormat") or {}).get("numberFormat", {}).get("type")
    if new or shape != (layout.number_format(column) or {"type": shape})["type"]:
        yield layout.format_column(sheet.id, index, column)
    condition = (cell.get("dataValidation") or {}).get("condition")
    if (rule := layout.drop_down(column)) and condition != rule["condition"]:
        yield layout.validate_column(sheet.id, index, column)


def _stage(tab: Tab, places: dict[Column, int], sheet: Sheet) -> Iterator[Body]:
    column = tab.columns[-1]
    if column.kind != "stage":
        return
    index, ids = places[column], places[tab.columns[0]]
    new = index >= sheet.width
    there = "" if new else sheet.head[index].get("userEnteredValue", {}).get("formulaValue", "")
    # A locale may give a formula back with commas or blanks of its own.
    if there.replace(",", ";").replace(" ", "") != layout.stage_formula(ids).replace(" ", ""):
        yield from layout.set_stage(sheet.id, index, ids)
    if new:
        yield layout.mark_problems(sheet.id, index)


def _protection(tab: Tab, places: dict[Column, int], sheet: Sheet) -> Iterator[Body]:
    """The flows' tabs but for the columns in which staff answer, and in staff's tabs what is not theirs."""
    wanted: dict[str, tuple[Body, list[Body]]] = {}
    if tab.owner is Owner.FLOWS:
        theirs = [layout.cells(sheet.id, 1, None, at, at + 1) for column, at in places.items() if column.staff]
        wanted[f"Tab {tab.title} ditulis ulang oleh sistem"] = {"sheetId": sheet.id}, theirs
    for column, index in places.items():
        if column.kind in ("id", "stage"):
            range_ = layout.cells(sheet.id, 0, None, index, index + 1)
            wanted[f"Kolom {column.heading} diisi sistem"] = range_, []
    for description, (range_, theirs) in wanted.items():
        if description not in sheet.protected:
            yield layout.protect(range_, description, theirs)
