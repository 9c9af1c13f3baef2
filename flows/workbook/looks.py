"""How a new local workbook looks: colours, and the cell formats made of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flows.workbook.columns import Column, Owner, Tab
from flows.workbook.flow_tabs import PROBLEMS

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

STAFF_TAB, FLOWS_TAB, GUIDE_TAB = "#1F4E79", "#9AA5B1", "#2E7D5B"

PROBLEM_ROW = "#FFF4CC"
ONE_LINE = 15
"""Height of a row with one line, in points."""

_REQUIRED = ("#1F4E79", "#FFFFFF")
_OPTIONAL = ("#CFE0F1", "#1F3247")
_SYSTEM = ("#DDE1E6", "#4A5560")
_HEADING = {"bold": True, "text_wrap": True, "valign": "vcenter", "border": 1, "border_color": "#FFFFFF"}
_NUMBER_FORMATS = {"date": "dd/mm/yyyy", "moment": "dd/mm/yyyy hh:mm", "number": "General", "stage": "General"}

_STATUS = {
    "Draf": ("#ECEFF2", "#4A5560"),
    "Pratinjau": ("#DCEBFA", "#1F4E79"),
    "Setuju": ("#DDF1E4", "#1E6B45"),
    "Ralat": ("#FFE9CC", "#8A4B00"),
    "Perbarui": ("#FFE9CC", "#8A4B00"),
    "Tutup": ("#E4E4E4", "#6B6B6B"),
    "Batal": ("#F6DADA", "#8C2626"),
}


class Formats:
    """The workbook's cell formats, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[str, Format] = {}
        self.title = self._make(bold=True, font_size=18, font_color="#1F4E79", valign="vcenter")
        self.section = self._make(
            bold=True, font_size=13, font_color="#1F4E79", valign="bottom", bottom=1, bottom_color="#9AB4CE"
        )
        self.term = self._make(bold=True, valign="top", text_wrap=True, num_format="@", font_color="#1F3247")
        self.plain = self._make(valign="top", text_wrap=True, num_format="@")
        self.problem = self._make(bg_color=PROBLEM_ROW)
        self.problem_text = self._make(bg_color=PROBLEM_ROW, font_color="#8A4B00", bold=True)
        self.paused = self._make(bg_color="#F6DADA", font_color="#8C2626", bold=True)
        self.status = {
            value: self._make(bg_color=back, font_color=ink, bold=value in {"Setuju", "Ralat"})
            for value, (back, ink) in _STATUS.items()
        }

    def heading(self, tab: Tab, column: Column) -> Format:
        back, ink = heading_colours(tab, column)
        return self._make(**_HEADING, bg_color=back, font_color=ink)

    def cell(self, tab: Tab, column: Column) -> Format:
        """Staff's columns are text but for dates and numbers, so that ``0812…`` keeps its 0."""
        tall = row_height(tab) > ONE_LINE
        wrapped = column.kind in {"long", "stage"} or (column.kind == "text" and tall)
        look: dict[str, Any] = {
            "valign": "top",
            "num_format": _NUMBER_FORMATS.get(column.kind, "@"),
            "text_wrap": wrapped,
        }
        if column.kind in {"id", "stage"}:
            look["font_color"] = "#4A5560"
        if column.kind in {"number", "date", "moment"}:
            look["align"] = "center"
        return self._make(**look)

    def _make(self, **look: Any) -> Format:
        key = repr(sorted(look.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(look)
        return self._made[key]


def heading_colours(tab: Tab, column: Column) -> tuple[str, str]:
    """Back and ink: dark where staff must fill in, light where they may, grey where the flows or a formula do."""
    if (tab.owner is Owner.FLOWS and not column.staff) or column.kind in {"id", "stage"}:
        return _SYSTEM
    return _REQUIRED if column.required else _OPTIONAL


def row_height(tab: Tab) -> float:
    """In points. Long texts show three lines, so that a page of rows stays a table whatever was pasted into one."""
    if tab is PROBLEMS or any(column.kind == "long" for column in tab.columns):
        return 3 * ONE_LINE
    return 2 * ONE_LINE if tab.owner is Owner.FLOWS else ONE_LINE
