"""What stands in the demo's workbook: vacancies and office as data beside this module, alumni made from a seed."""

from __future__ import annotations

import tomllib
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from flows.demo.alumni import alumni
from flows.procedure.programmes import Catalogue
from flows.workbook.interface import Cell
from flows.workbook.tabs import VACANCIES, staff_tabs

_DATA = Path(__file__).parent / "data"


def rows(today: date, catalogue: Catalogue) -> dict[str, list[list[Cell]]]:
    """The rows of every staff tab, by its title; cells in the order of the tab's columns, ID and *Tahap* empty.

    Days are relative to ``today`` (in the office's time zone), so that the demo works on any day.
    """
    entries = _entries()
    filled = {tab.title: [_row(entry, tab.headings, today) for entry in entries.get(tab.title, [])]
              for tab in staff_tabs()}  # fmt: skip
    return filled | {"Alumni": alumni(today, catalogue)}


def mistakes() -> dict[str, list[str]]:
    """Which problems the data means to show, by tab: codes of `flows.procedure.wording`, in the order of rows."""
    return {tab: [entry["wrong"] for entry in found if "wrong" in entry] for tab, found in _entries().items()}


def _entries() -> dict[str, list[dict[str, Any]]]:
    return {VACANCIES.title: _load("vacancies.toml")["rows"], **_load("office.toml")}


def _load(name: str) -> dict[str, Any]:
    return tomllib.loads((_DATA / name).read_text(encoding="utf-8"))


def _row(entry: dict[str, Any], headings: tuple[str, ...], today: date) -> list[Cell]:
    unknown = entry.keys() - {*headings, "wrong"}
    if unknown:
        raise KeyError(f"no such columns: {', '.join(sorted(unknown))}")
    return [_cell(entry.get(heading), today) for heading in headings]


def _cell(value: Any, today: date) -> Cell:
    """A value of the data files as a cell: tables are days, see the head of ``vacancies.toml``."""
    if not isinstance(value, dict):
        cell: Cell = value
        return cell
    if "years" in value:
        year = today.year + int(value["years"])
        return _written(date(year, 1, 1), value["as"]) if "as" in value else year
    day = today + timedelta(days=value["days"])
    moment = datetime.combine(day, value.get("time", time.min))
    if "as" in value:
        return _written(moment, value["as"])
    return moment if "time" in value else day


def _written(value: date, pattern: str) -> str:
    from babel.dates import format_date, format_datetime

    write = format_datetime if isinstance(value, datetime) else format_date
    return write(value, pattern, locale="id")
