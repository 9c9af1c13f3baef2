"""Spreadsheets as the emulator keeps them: tabs of cells, each cell a ``CellData`` as in Google's documents."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, ClassVar

from . import a1
from .errors import invalid
from .typed import Value

Cell = dict[str, Any]
GridRange = dict[str, Any]
ROWS, COLUMNS = "ROWS", "COLUMNS"
CELL_LIMIT = 10_000_000
TEXT_LIMIT = 50_000
TOLD_OTHERWISE = {"formulaValue", "errorValue"}
"""What no reader gets as it was entered."""


@dataclass(frozen=True)
class Area:
    """A rectangle of one tab; from 0, ends exclusive."""

    sheet: Sheet
    row: int
    row_end: int
    column: int
    column_end: int

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return ((r, c) for r in range(self.row, self.row_end) for c in range(self.column, self.column_end))

    @property
    def a1(self) -> str:
        return a1.name(self.sheet.title, self.row, self.row_end, self.column, self.column_end)


class Sheet:
    """A tab. Rows are sparse; `meta` has one dict of DimensionProperties for each row and each column.

    Cells that are alike may be one and the same: whoever changes one in place asks `change` for it.
    """

    def __init__(self, properties: dict[str, Any]) -> None:
        grid = {"rowCount": 1000, "columnCount": 26, **(properties.get("gridProperties") or {})}
        self.properties = {"sheetType": "GRID", **properties, "gridProperties": grid}
        self.rows: list[dict[int, Cell]] = [{} for _ in range(grid["rowCount"])]
        self.meta: dict[str, list[dict[str, Any]]] = {
            ROWS: [{} for _ in range(grid["rowCount"])],
            COLUMNS: [{} for _ in range(grid["columnCount"])],
        }
        self.spilled: dict[tuple[int, int], Value] = {}
        """What array formulas show in cells that hold nothing themselves."""
        self.merges: list[GridRange] = []
        self.protected: list[dict[str, Any]] = []
        self.conditional: list[dict[str, Any]] = []
        self.banded: list[dict[str, Any]] = []
        self.filter_views: list[dict[str, Any]] = []
        self.groups: dict[str, list[dict[str, Any]]] = {ROWS: [], COLUMNS: []}
        self.basic_filter: dict[str, Any] | None = None

    @property
    def id(self) -> int:
        return self.properties["sheetId"]

    @property
    def title(self) -> str:
        return self.properties["title"]

    @property
    def row_count(self) -> int:
        return len(self.rows)

    @property
    def column_count(self) -> int:
        return len(self.meta[COLUMNS])

    def count(self, dimension: str) -> int:
        return len(self.meta[dimension])

    def cell(self, row: int, column: int) -> Cell:
        """The cell's data, ``{}`` if there is none; not to be changed."""
        return self.rows[row].get(column, {})

    def change(self, row: int, column: int) -> Cell:
        """The cell's data, to be changed in place: a copy that is no other cell's."""
        cell = self.rows[row][column] = dict(self.cell(row, column))
        return cell

    def set_value(self, row: int, column: int, value: Value | None) -> None:
        if len((value or {}).get("stringValue") or "") > TEXT_LIMIT:
            raise invalid("Your input contains more than the maximum of 50000 characters in a single cell.")
        cell = self.change(row, column)
        cell.pop("effectiveValue", None)
        if value is None or value == {"stringValue": ""}:
            cell.pop("userEnteredValue", None)
        else:
            cell["userEnteredValue"] = value
        if not cell:
            del self.rows[row][column]

    def effective(self, row: int, column: int) -> Value | None:
        """What the cell shows: its own value, its formula's, or what an array formula put there."""
        cell = self.cell(row, column)
        own = cell.get("userEnteredValue")
        if own is None:
            return self.spilled.get((row, column))
        return cell.get("effectiveValue") if "formulaValue" in own else own

    def used(self) -> tuple[int, int]:
        """Number of rows and columns up to the last value."""
        places = [(r, c) for r, row in enumerate(self.rows) for c, cell in row.items() if "userEnteredValue" in cell]
        places += [place for place, value in self.spilled.items() if value != {"stringValue": ""}]
        return max((r + 1 for r, _ in places), default=0), max((c + 1 for _, c in places), default=0)

    def ranges(self) -> Iterator[GridRange]:
        """Every range that has to move when rows or columns are inserted or deleted; to be changed in place."""
        yield from self.merges
        for holder in (*self.protected, *self.banded, *self.filter_views, self.basic_filter or {}):
            if "range" in holder:
                yield holder["range"]
        for rule in self.conditional:
            yield from rule.get("ranges", ())

    def copy(self) -> Sheet:
        """Both share their cells: those are only ever replaced."""
        twin = copy.copy(self)
        twin.rows = [dict(row) for row in self.rows]
        twin.meta = {dimension: [dict(one) for one in several] for dimension, several in self.meta.items()}
        twin.spilled = dict(self.spilled)
        for name in ("properties", "merges", "protected", "conditional", "banded", "filter_views", "groups"):
            setattr(twin, name, copy.deepcopy(getattr(self, name)))
        twin.basic_filter = copy.deepcopy(self.basic_filter)
        return twin

    def sync(self) -> None:
        """Let the properties say how big the grid is."""
        self.properties["gridProperties"]["rowCount"] = self.row_count
        self.properties["gridProperties"]["columnCount"] = self.column_count


@dataclass
class Spreadsheet:
    """One file. ``permissions`` are Drive's; ``version`` and ``modified`` are what Drive says of it."""

    mime: ClassVar[str] = "application/vnd.google-apps.spreadsheet"

    id: str
    properties: dict[str, Any]
    url: str
    now: Callable[[], str]
    permissions: list[dict[str, Any]] = field(default_factory=list)
    sheets: list[Sheet] = field(default_factory=list)
    named: list[dict[str, Any]] = field(default_factory=list)
    computed: dict[str, Value] = field(default_factory=dict)
    """Formula text → the value that a colleague says it has; the rest is worked out, or is an error's value."""
    version: int = 1
    created: str = ""
    modified: str = ""
    last_id: int = 0
    unsettled: bool = False
    """Whether formulas have to be worked out before somebody looks at what they show."""

    def __post_init__(self) -> None:
        self.created = self.modified = self.now()

    @property
    def title(self) -> str:
        return self.properties["title"]

    @property
    def locale(self) -> str:
        return self.properties["locale"]

    def touch(self) -> None:
        """Somebody changed it: Drive's version and time go on, and formulas are to be worked out again."""
        self.version += 1
        self.modified = self.now()
        for index, sheet in enumerate(self.sheets):
            sheet.properties["index"] = index
            sheet.sync()
        self.unsettled = True

    def settle(self) -> None:
        """Work formulas out, if anything was changed. Whoever looks at cells' effective values calls it before."""
        from .formulas import recalculate

        if self.unsettled:
            self.unsettled = False
            recalculate(self)

    def snapshot(self) -> tuple[Any, ...]:
        """For `restore`: a batchUpdate is applied as a whole or not at all."""
        sheets = [sheet.copy() for sheet in self.sheets]
        return copy.deepcopy(self.properties), sheets, copy.deepcopy(self.named), self.last_id

    def restore(self, snapshot: tuple[Any, ...]) -> None:
        """Take over what `snapshot` gave, which is good for one time."""
        self.properties, self.sheets, self.named, self.last_id = snapshot

    def next_id(self) -> int:
        """A number that no tab and no protected range has."""
        self.last_id += 1
        return 1_000_000 + self.last_id

    def sheet(self, title: str) -> Sheet | None:
        return next((sheet for sheet in self.sheets if sheet.title.lower() == title.lower()), None)

    def sheet_by_id(self, id: int) -> Sheet:
        for sheet in self.sheets:
            if sheet.id == id:
                return sheet
        raise invalid(f"No grid with id: {id}")

    def area(self, text: str, *, grow: bool = False) -> Area:
        """The range that A1 notation names; 400 if there is none. ``grow`` (writing) refuses an end off the grid."""
        title, notation = a1.split(text)
        sheet = self.sheets[0] if title is None else self.sheet(title)
        places = a1.cells(notation) if notation else a1.Cells()
        if places is None:
            # A name of a range, with or without its tab; else, alone, a tab's title.
            for entry in self.named:
                if entry["name"].lower() == (notation or "").lower():
                    return self.grid_area(entry["range"])
        if title is None and places is None:
            sheet, places = self.sheet(text), a1.Cells()
        if sheet is None or places is None:
            raise invalid(f"Unable to parse range: {text}")
        end_row = places.row_end if places.row_end is not None else sheet.row_count
        end_column = places.column_end if places.column_end is not None else sheet.column_count
        area = Area(sheet, places.row or 0, end_row, places.column or 0, end_column)
        starts_off = area.row >= sheet.row_count or area.column >= sheet.column_count
        if starts_off or (grow and (end_row > sheet.row_count or end_column > sheet.column_count)):
            raise exceeds(area)
        return Area(sheet, area.row, min(end_row, sheet.row_count), area.column, min(end_column, sheet.column_count))

    def grid_area(self, range: GridRange, *, clip: bool = False) -> Area:
        """The same for a GridRange; open ends are the grid's."""
        sheet = self.sheet_by_id(range.get("sheetId") or 0)
        row, column = range.get("startRowIndex") or 0, range.get("startColumnIndex") or 0
        row_end = range["endRowIndex"] if range.get("endRowIndex") is not None else sheet.row_count
        column_end = range["endColumnIndex"] if range.get("endColumnIndex") is not None else sheet.column_count
        if clip:
            row_end, column_end = min(row_end, sheet.row_count), min(column_end, sheet.column_count)
        area = Area(sheet, row, row_end, column, column_end)
        if row_end > sheet.row_count or column_end > sheet.column_count:
            raise exceeds(area)
        return area


def exceeds(area: Area) -> Exception:
    sheet = area.sheet
    return invalid(
        f"Range ({area.a1}) exceeds grid limits. Max rows: {sheet.row_count}, max columns: {sheet.column_count}"
    )
