"""What a table of a recap is, on paper and as a sheet: columns with their kind, rows of typed values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from flows.procedure import dates
from flows.procedure.models import Language
from flows.procedure.recap import wording

Kind = Literal["text", "count", "share", "mean", "day", "moment"]
Value = str | int | float | date | datetime | None
"""Of a cell. ``None`` is unknown: a dash on paper, nothing in a sheet. Shares are 0 to 1, moments aware."""

UNKNOWN = "—"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: what it is called, what its values are, how wide it is."""

    heading: str
    kind: Kind = "text"
    sheet: float = 10
    """Its width in a sheet, in letters."""
    paper: float = 0
    """Its width on paper, relative to the others; 0: it is left out there."""
    wrap: bool = False
    """Whether its texts go over several lines in a sheet."""
    printed: bool = True
    """Whether it is in a sheet's printed part: only the last columns may be left out."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its title; ``name`` is its sheet's. Notes stand below it."""

    name: str
    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Value]]
    total: Sequence[Value] = ()
    """A last row over the whole, which is no sum of the rows where these are not additive."""
    notes: Sequence[str] = ()


def known(cell: Any) -> Value:
    """A cell of a frame: unknown is ``None``, several texts are one, counts by study programme are ``IF 3, MK 2``."""
    import pandas as pd

    if isinstance(cell, Mapping):
        return ", ".join(f"{key} {count}" for key, count in cell.items())
    if isinstance(cell, tuple):
        return ", ".join(cell)
    if pd.isna(cell):
        return None
    if isinstance(cell, pd.Timestamp):
        return cell.to_pydatetime()
    plain: Value = cell.item() if hasattr(cell, "item") else cell
    return plain


def on_paper(table: Table, language: Language, zone: ZoneInfo) -> dict[str, object]:
    """The table as the templates' ``listing`` takes it: plain JSON values, worded."""
    kept = [index for index, column in enumerate(table.columns) if column.paper]
    columns = [table.columns[index] for index in kept]

    def worded(row: Sequence[Value]) -> list[str]:
        return [shown(row[index], table.columns[index].kind, language, zone) for index in kept]

    return {
        "title": table.title,
        "headings": [column.heading for column in columns],
        "widths": [column.paper for column in columns],
        "align": "".join("l" if column.kind in ("text", "day", "moment") else "r" for column in columns),
        "rows": [worded(row) for row in table.rows],
        "total": worded(table.total) if table.total else [],
        "notes": list(table.notes),
    }


def shown(value: Value, kind: Kind, language: Language, zone: ZoneInfo) -> str:
    """The value as people of that language write it."""
    if value is None:
        return UNKNOWN
    if isinstance(value, datetime):
        local = value.astimezone(zone)
        return dates.short_day(local, language) if kind == "day" else dates.short_moment(local, zone, language)
    if isinstance(value, date):
        return dates.short_day(value, language)
    if isinstance(value, str):
        return value
    if kind == "share":
        return wording.percent(value, language)
    return wording.count(int(value), language) if kind == "count" else decimal(value, language)


def decimal(value: float, language: Language) -> str:
    """``4,15`` or ``4.15``."""
    from babel.numbers import format_decimal

    return format_decimal(value, "0.00", locale=language)
