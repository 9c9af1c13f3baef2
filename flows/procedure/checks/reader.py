"""One row, read cell by cell; what is wrong is noted on the way."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from enum import Enum
from typing import TypeVar

from flows.procedure.checks.context import Context
from flows.procedure.problems import Problem
from flows.procedure.values import Fault, choice, fault, is_formula_error, text, yes
from flows.procedure.wording import problem
from flows.workbook.columns import Tab
from flows.workbook.interface import Cell
from flows.workbook.reading import Row, content, essential

T = TypeVar("T")


class Strictness(Enum):
    """How much is said about a row, by what staff want of it."""

    FULL = "full"
    """It is to be acted upon: whatever is missing or wrong holds it back."""
    DRAFT = "draft"
    """Being typed: what is not there yet is no problem, and what is wrong holds nothing back."""
    CLOSED = "closed"
    """Over and done with: nothing is said."""


class RowReader:
    """Reads the cells of ``row`` and collects its problems. A cell with a problem reads as ``None`` or ``""``."""

    def __init__(self, tab: Tab, row: Row, context: Context, *, harmless: Collection[str] = ("Catatan",)) -> None:
        """``harmless`` are headings whose problems hold nothing back."""
        self.tab, self.row, self.context, self.harmless = tab, row, context, harmless
        self.problems: list[Problem] = []
        self.strictness = Strictness.FULL

    @property
    def blocked(self) -> bool:
        """Whether the row must be held back: a blocking problem, or a required column that the sheet lacks (its
        heading's problem is said once for the whole tab)."""
        if self.strictness is not Strictness.FULL:
            return False
        lacking = any(essential(column) and column.heading not in self.row.cells for column in content(self.tab))
        return lacking or any(problem.blocking for problem in self.problems)

    def cell(self, heading: str) -> Cell:
        return self.row.cells.get(heading)

    def read(self, heading: str, parse: Callable[[Cell], T | Fault | None]) -> T | None:
        """The cell's value by ``parse``; ``None`` if it is empty or has a problem."""
        cell = self.cell(heading)
        if is_formula_error(cell):
            return None  # said by `formula_errors`, for all cells alike
        value = parse(cell)
        if isinstance(value, Fault):
            self.note(heading, value)
            return None
        if value is None or value == "":
            self._missing(heading)
        return value

    def text(self, heading: str) -> str:
        return self.read(heading, text) or ""

    def choice(self, heading: str, default: str = "") -> str:
        choices: Sequence[str] = self.tab.column(heading).choices
        return self.read(heading, lambda cell: choice(cell, choices)) or default

    def yes(self, heading: str) -> bool:
        return bool(self.read(heading, yes))

    def formula_errors(self) -> None:
        """Note every known cell that shows a formula's error, whether it is read otherwise or not."""
        for heading, cell in self.row.cells.items():
            if is_formula_error(cell):
                self.note(heading, fault("formula_error"))

    def note(self, heading: str, fault: Fault, *, blocking: bool = True) -> None:
        if self.strictness is Strictness.CLOSED:
            return
        self.problems.append(
            problem(
                fault,
                language=self.context.language,
                tab=self.tab.title,
                id=self.row.id,
                row=self.row.number,
                column=heading,
                value=self.cell(heading),
                blocking=blocking and heading not in self.harmless and self.strictness is Strictness.FULL,
            )
        )

    def _missing(self, heading: str) -> None:
        column = self.tab.column(heading)
        if column.required and self.strictness is Strictness.FULL and heading in self.row.cells:
            self.note(heading, fault("cell_missing"))
