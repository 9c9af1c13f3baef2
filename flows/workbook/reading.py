"""From a grid to rows by their headings, wherever staff moved the columns. Pure: nothing here reads a file."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from flows.procedure.models import Language
from flows.procedure.names import fold
from flows.procedure.problems import Problem
from flows.procedure.values import fault, text
from flows.procedure.values.choices import nearest
from flows.procedure.wording import problem
from flows.workbook.a1 import column_name
from flows.workbook.columns import Column, Tab
from flows.workbook.interface import Cell, Grid

_ID = re.compile(r"[A-Z]{1,3}\d{2}-\d{3,9}")
_STEERING = frozenset({"Status", "Status Email", "Batas Lamaran", "Nilai"})
"""Not required, but read as empty for want of a heading they would open a gate: a tab without them is held."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a staff tab that holds something."""

    tab: str
    number: int
    """Counted from 1 as the sheet shows it, at the time of reading: staff sort and move rows."""
    id: str
    """An ID of ours as it stands in the sheet (``L26-0001``), or ``""``. Whether it belongs here is not decided yet."""
    cells: Mapping[str, Cell]
    """By canonical heading, but *ID* and *Tahap*. A heading that the sheet lacks is missing; an empty cell is None."""
    fingerprint: str
    """Hash over all `cells`, 16 hexadecimal digits: the same for the same content, wherever its row and columns are."""

    @property
    def is_blank(self) -> bool:
        """Whether nothing but an ID stands in it: staff emptied the row."""
        return not any(map(text, self.cells.values()))


def read_rows(tab: Tab, grid: Grid, language: Language = "id") -> tuple[list[Row], list[Problem]]:
    """All rows that hold an ID or something in a known column, and what is wrong with the tab's headings.

    A heading is known whatever its capitals, spaces, accents and punctuation. Of a doubled one the first counts.
    """
    places, problems = columns(tab, grid, language)
    ids = places.get("ID")
    known = [(column.heading, places[column.heading]) for column in content(tab) if column.heading in places]
    rows = []
    for number, line in enumerate(grid[1:], 2):
        cells = {heading: _at(line, place) for heading, place in known}
        row = Row(tab.title, number, "" if ids is None else _own_id(_at(line, ids)), cells, fingerprint(cells))
        if row.id or not row.is_blank:
            rows.append(row)
    return rows, problems


def columns(tab: Tab, grid: Grid, language: Language = "id") -> tuple[dict[str, int], list[Problem]]:
    """Where each known heading stands (counted from 0), and what is wrong with the headings.

    A missing heading holds the tab's rows back (a blocking problem) if its column is required or steers sending.
    """
    heads = [text(cell) for cell in grid[0]] if grid else []
    folded = [fold(head) for head in heads]
    known = {fold(column.heading): column for column in tab.columns}
    if not any(head in known for head in folded):
        missing = fault("headings_missing", columns=", ".join(column.heading for column in content(tab)))
        return {}, [problem(missing, language=language, tab=tab.title)]
    places: dict[str, int] = {}
    problems = []
    for place, head in enumerate(folded):
        column = known.get(head)
        if not column:
            continue
        if column.heading not in places:
            places[column.heading] = place
        elif column.kind != "stage":
            first, second = (column_name(at + 1) for at in (places[column.heading], place))
            doubled = fault("heading_doubled", first=first, second=second)
            problems.append(
                problem(doubled, language=language, tab=tab.title, row=1, column=column.heading, blocking=False)
            )
    strangers = [head for head, key in zip(heads, folded, strict=True) if key and key not in known]
    for column in tab.columns:
        if column.heading in places or column.kind == "stage":
            continue
        missing = fault("heading_missing", near=nearest(column.heading, strangers))
        problems.append(
            problem(missing, language=language, tab=tab.title, row=1, column=column.heading, blocking=essential(column))
        )
    return places, problems


def essential(column: Column) -> bool:
    """Whether a tab without this column's heading is held back as a whole."""
    return column.required or column.kind == "id" or column.heading in _STEERING


def id_column(tab: Tab, grid: Grid) -> int | None:
    """The column of *ID*, counted from 1, or ``None`` if the tab has none or its heading is gone."""
    place = columns(tab, grid)[0].get("ID") if tab.has_id else None
    return None if place is None else place + 1


def fingerprint(cells: Mapping[str, Cell]) -> str:
    """Hash of what the cells hold, by heading: the columns' order, empty cells, spaces at the ends, and whether a
    provider reads 3 or 3.0 make no difference."""
    content = {heading: plain for heading, cell in cells.items() if (plain := _plain(cell))}
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:16]


def content(tab: Tab) -> list[Column]:
    """What staff fill in: all columns but *ID* and *Tahap*."""
    return [column for column in tab.columns if column.kind not in ("id", "stage")]


def _at(line: Sequence[Cell], place: int) -> Cell:
    return line[place] if place < len(line) else None


def _own_id(cell: Cell) -> str:
    typed = text(cell).upper()
    return typed if _ID.fullmatch(typed) else ""


def _plain(cell: Cell) -> str:
    if isinstance(cell, str):
        # Not `text`: an edit that only changes what it would clean away (an entity) is an edit all the same.
        return cell.replace("\r\n", "\n").replace("\r", "\n").strip()
    if isinstance(cell, datetime) and cell.time() == time.min:
        return cell.date().isoformat()
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)
