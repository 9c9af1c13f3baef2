"""The one small interface behind which a local ``.xlsx`` and a Google spreadsheet are the same thing."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Protocol

Cell = str | int | float | bool | date | datetime | time | timedelta | None
"""A raw typed value, as the spreadsheet holds it. Nothing has been guessed: a NIM typed as a number is a number.
A date is a ``date``/``datetime`` where the file knows that it is one (.xlsx), else a serial number (Google).
A formula error is its text, such as ``#N/A`` or ``#REF!``. An empty cell is ``None``."""

Grid = list[list[Cell]]
"""A tab, row by row from the sheet's row 1 (``grid[0]``). Rows may be ragged; trailing empty cells may be missing."""


@dataclass(frozen=True)
class Stamp:
    """Which state of the workbook this is.

    ``version`` is opaque and equal only if nothing was changed in between; ``modified`` is the time of the last
    change by anybody, ourselves included, in UTC.
    """

    version: str
    modified: datetime


@dataclass(frozen=True)
class IdCell:
    """The one cell that the flows write in a staff tab. ``row`` and ``column`` count from 1, as the sheet shows."""

    tab: str
    row: int
    column: int
    value: str
    """The new ID, or ``""`` to clear one that came to stand beside the wrong row."""


@dataclass(frozen=True)
class Changes:
    """All that one write changes. Every value is written as text or number, never as a formula."""

    ids: Sequence[IdCell] = ()
    tabs: Mapping[str, Grid] = field(default_factory=dict)
    """Flow-owned tab → its whole new content, heading row first. Rows and columns beyond it are emptied."""

    def __bool__(self) -> bool:
        return bool(self.ids or self.tabs)


class Workbook(Protocol):
    """A workbook that staff edit at any moment, also between two calls.

    Every method raises `WorkbookBusy` when another try at the next tick may succeed (locked, open elsewhere, quota,
    time-out, 5xx) and `WorkbookError` when a person must act first (not shared, not found, a missing tab).
    """

    @property
    def fresh_for(self) -> timedelta:
        """How long a read of *Kendali* stays good enough: 0 for a local file, some seconds where it costs a call."""

    def stamp(self) -> Stamp:
        """The workbook's state now, cheaply (a ``stat``, or one call to Drive)."""

    def read(self, tabs: Collection[str]) -> dict[str, Grid]:
        """The named tabs in one go, by their titles as given. A tab that is not there is missing in the answer."""

    def write(self, changes: Changes, *, expected: Stamp) -> None:
        """Apply all changes in one go.

        Raises `WorkbookChanged`, with nothing written, if the provider can tell that the workbook is no longer in
        state ``expected`` (.xlsx can; Google cannot, and its caller reads back what it wrote).
        """

    def link(self, tab: str, row: int, column: int) -> str:
        """Where a person clicks to get to that cell: a web address, or the cell's name (``Lowongan!F7``)."""
