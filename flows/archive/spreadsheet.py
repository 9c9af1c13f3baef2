"""The archive's spreadsheet at Google: every archived recap in a protected tab of its own, written once, and deleted
when the recap is disposed of."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from flows.archive.tab import plain_grid
from flows.workbook.a1 import area_name
from flows.workbook.google import sheet_number
from flows.workbook.google_client import GoogleClient
from flows.workbook.interface import Cell, Grid

CHUNK = 40_000
"""Cells written by one call, which keeps it below the 2 MB that Google advises."""
_WIDTH = 3
"""Columns of an empty recap: a tab must have one."""
_OURS = "Arsip: tidak boleh diubah"
"""What the protection of our tabs is called."""


class ArchiveSpreadsheet:
    """The spreadsheet that staff made and shared with the service account. Every method raises what the workbook at
    Google raises: `WorkbookBusy` for what the next run can try again, else `WorkbookError`."""

    def __init__(
        self,
        spreadsheet_id: str,
        credentials: Mapping[str, Any] | Path,
        *,
        endpoint: str = "",
        timeout: tuple[float, float] = (10, 60),
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._client = GoogleClient(
            spreadsheet_id,
            credentials,
            endpoint=endpoint,
            timeout=timeout,
            sleep=sleep,
            setting="archive.spreadsheet_id",
        )

    @cached_property
    def titles(self) -> frozenset[str]:
        """Of the tabs that are there."""
        answer = self._client.spreadsheet("sheets.properties.title")
        return frozenset(sheet["properties"]["title"] for sheet in answer["sheets"])

    def keep(self, title: str, grid: Grid) -> None:
        """Write a tab. Repeating it, after a lost reply or a kill half-way, ends in the same tab."""
        rows = plain_grid(grid)
        width = max(_WIDTH, *(len(row) for row in rows))
        if title not in self.titles:
            self._change(_new(title, len(rows), width, self._client.account))
        height = max(1, CHUNK // width)
        for first in range(0, len(rows), height):
            some = rows[first : first + height]
            area = area_name(first + 1, 1, first + len(some), width)
            values = [[_value(cell) for cell in row] + [""] * (width - len(row)) for row in some]
            self._client.set_values([{"range": f"'{title}'!{area}", "values": values}])

    def read(self, title: str) -> Grid | None:
        """A tab's cells, or ``None`` if it is not there."""
        if title not in self.titles:
            return None
        [answer] = self._client.values([f"'{title}'"])
        return plain_grid(answer.get("values", []))

    def remove(self, title: str) -> None:
        """Delete the tab that `keep` made, whatever staff call it by now. A tab of theirs that bears its title stays:
        it has another number, or no protection of ours. One that is not there is no matter."""
        answer = self._client.spreadsheet("sheets(properties(sheetId),protectedRanges/description)")
        protections = {
            sheet["properties"]["sheetId"]: {one.get("description") for one in sheet.get("protectedRanges", ())}
            for sheet in answer["sheets"]
        }
        number = sheet_number(title)
        if _OURS in protections.get(number, ()):
            last = len(protections) == 1  # Google lets nobody delete a spreadsheet's last tab
            instead = [{"addSheet": {"properties": {"title": "Kosong"}}}] if last else []
            self._change([*instead, {"deleteSheet": {"sheetId": number}}])

    def _change(self, requests: list[dict[str, Any]]) -> None:
        vars(self).pop("titles", None)
        self._client.change(requests)


def _new(title: str, rows: int, columns: int, account: str) -> list[dict[str, Any]]:
    """The tab and its protection, made together or not at all: nobody but the account, and who owns the file, may
    write in it."""
    number = sheet_number(title)
    size = {"rowCount": max(rows, 1), "columnCount": columns}
    protected = {
        "range": {"sheetId": number},
        "description": _OURS,
        "editors": {"users": [account]},
    }
    return [
        {"addSheet": {"properties": {"sheetId": number, "title": title, "gridProperties": size}}},
        {"addProtectedRange": {"protectedRange": protected}},
    ]


def _value(cell: Cell) -> Any:
    return "" if cell is None else cell
