"""What is known of one person: in staff's tabs, and in the ledger."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flows.ledger.erasure import Person
from flows.ledger.personal import of_person
from flows.office import Office
from flows.procedure.names import partner_key
from flows.procedure.values import address_in_text, text
from flows.workbook.interface import Grid
from flows.workbook.tabs import ALUMNI, PARTNERS, staff_tabs

Cells = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of staff's tabs in which the address stands."""

    tab: str
    number: int
    """As the sheet shows it now."""
    cells: Cells
    """What stands in it, by heading; staff's own columns, too."""


@dataclass(frozen=True, slots=True)
class Found:
    """What staff's tabs say."""

    rows: tuple[Row, ...]

    def cells(self, tab: str, heading: str) -> tuple[str, ...]:
        """What stands under a heading in the rows of a tab, each once."""
        return tuple(dict.fromkeys(filter(None, (row.cells.get(heading, "") for row in self.rows if row.tab == tab))))


def find(office: Office, key: str) -> Found:
    """Rows of staff's tabs in which this normalised address stands. Raises `WorkbookError` if they cannot be read."""
    grids = office.workbook.read([tab.title for tab in staff_tabs()])
    return Found(tuple(row for title, grid in grids.items() for row in _rows(title, grid, key)))


def person(key: str, found: Found | None) -> Person:
    """Who is to be erased, with what the sheet says of whose address it is."""
    if found is None:
        return Person(key)
    names = (*found.cells(ALUMNI.title, "Nama"), *found.cells(PARTNERS.title, "Narahubung"))
    companies = map(partner_key, found.cells(PARTNERS.title, "Perusahaan"))
    return Person(key, names, found.cells(ALUMNI.title, "NIM"), tuple(companies))


def known(office: Office, key: str) -> dict[str, Any]:
    """All that is known, as plain JSON values, for the person's right to read it. Moments are the office's."""
    found = find(office, key)
    in_ledger = of_person(office.ledger.store, person(key, found))
    at = office.ledger.erasure.when(key)
    return {
        "address": key,
        "office": office.settings.office.name,
        "made_at": _local(office, office.clock()),
        "erased_at": at and _local(office, at),
        "sheet": [{"tab": row.tab, "row": row.number, "cells": dict(row.cells)} for row in found.rows],
        **_with_local(office, in_ledger),
    }


def _rows(title: str, grid: Grid, key: str) -> Iterator[Row]:
    named = address_in_text(key)
    headings = [text(cell) for cell in grid[0]] if grid else []
    for number, line in enumerate(grid[1:], start=2):
        cells = [text(cell) for cell in line]
        if any(map(named.search, cells)):
            pairs = zip(headings, cells, strict=False)
            yield Row(title, number, {heading: cell for heading, cell in pairs if heading and cell})


def _with_local(office: Office, value: Any) -> Any:
    if isinstance(value, datetime):
        return _local(office, value)
    if isinstance(value, Mapping):
        return {name: _with_local(office, one) for name, one in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_with_local(office, one) for one in value]
    return value


def _local(office: Office, at: datetime) -> str:
    return at.astimezone(office.zone).isoformat(timespec="seconds")
