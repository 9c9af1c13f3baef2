"""A workbook that remembers what would be written to it, and writes nothing: for a run that only shows."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from flows.workbook.interface import Changes, Grid, Stamp, Workbook


class Rehearsed:
    """Reads through to a real workbook, with the changes of this rehearsal laid over what is read."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._changes: list[Changes] = []

    @property
    def fresh_for(self) -> timedelta:
        return self._workbook.fresh_for

    def stamp(self) -> Stamp:
        return self._workbook.stamp()

    def read(self, tabs: Collection[str]) -> dict[str, Grid]:
        grids = self._workbook.read(tabs)
        for changes in self._changes:
            grids |= {title: grid for title, grid in changes.tabs.items() if title in grids}
            for cell in changes.ids:
                if cell.row <= len(grids.get(cell.tab, [])):  # else staff have deleted it meanwhile
                    line = grids[cell.tab][cell.row - 1]
                    line.extend([None] * (cell.column - len(line)))
                    line[cell.column - 1] = cell.value or None
        return grids

    def write(self, changes: Changes, *, expected: Stamp) -> None:
        self._changes.append(changes)

    def link(self, tab: str, row: int, column: int) -> str:
        return self._workbook.link(tab, row, column)
