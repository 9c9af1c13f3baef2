"""A new local workbook: every tab with its headings, drop-downs, hints, formats and *Tahap*'s formulas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.workbook import looks
from flows.workbook.columns import Column, Owner, Tab
from flows.workbook.flow_tabs import PROBLEMS, STATUS
from flows.workbook.guide import guide_rows
from flows.workbook.interface import Cell
from flows.workbook.tabs import CONTROL, CONTROL_NAMES, GUIDE_TITLE, TABS, YES_NO

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

STAGE_ROWS = 1_000
"""How many rows get *Tahap*'s formula; staff copy it further down like any formula."""

_LAST_ROW = 1_048_575
_SWITCHES: tuple[tuple[str, str | None], ...] = tuple(
    (name, "Tidak" if name == "Jeda" else None) for name in CONTROL_NAMES
)


def write_blank(
    path: Path, rows: Mapping[str, Sequence[Sequence[Cell]]] | None = None, tabs: Sequence[Tab] = TABS
) -> None:
    """Write a new workbook to ``path``, over what is there.

    ``rows`` fills tabs of staff's: title → rows below the heading, cells in the order of the tab's declared columns,
    which are written as text, number, truth value or date, never as a formula. ``tabs`` are the office's, as
    `with_questions` gives them. Raises `OSError` if the file cannot be written.
    """
    from xlsxwriter import Workbook

    filled = {CONTROL.title: _SWITCHES, **(rows or {})}
    book = Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False})
    book.set_properties({"title": "Kesempatan kerja", "comments": "Lihat tab Penjelasan."})
    formats = looks.Formats(book)
    _add_guide(book, formats, tabs)
    for tab in tabs:
        sheet = book.add_worksheet(tab.title)
        _lay_out(sheet, tab, formats)
        _fill(sheet, tab, filled.get(tab.title, ()), formats)
        if tab.owner is Owner.STAFF:
            _help_staff(sheet, tab, formats)
        else:
            _warn_off(sheet, tab)
        if tab.hidden:
            sheet.hide()
    book.close()


def stage_formula(row: int, id_column: str = "A") -> str:
    """*Tahap* of a row (counted from 1): the first problem of its ID, else its stage in *Status*, else nothing."""
    return _stage_formula().replace("[ID]", f"{id_column}{row}")


@cache
def _stage_formula() -> str:
    problem = _look_up(PROBLEMS, "ID", "Masalah")
    stage = _look_up(STATUS, "ID", "Tahap")
    return f'=IF([ID]="","",IFERROR("⚠ "&{problem},IFERROR({stage},"")))'


def _look_up(tab: Tab, key: str, value: str) -> str:
    from xlsxwriter.utility import xl_col_to_name

    keys, values = (xl_col_to_name(tab.headings.index(heading), col_abs=True) for heading in (key, value))
    return f"INDEX({tab.title}!{values}:{values},MATCH([ID],{tab.title}!{keys}:{keys},0))"


def _lay_out(sheet: Worksheet, tab: Tab, formats: looks.Formats) -> None:
    for index, column in enumerate(tab.columns):
        sheet.set_column(index, index, column.width, formats.cell(tab, column))
        sheet.write_string(0, index, column.heading, formats.heading(tab, column))
    sheet.set_default_row(looks.row_height(tab))
    sheet.set_row(0, 32)
    sheet.freeze_panes(1, 2 if tab.has_id else 1)
    # Nearly to the sheet's end, so that neither growth nor a rewritten tab has to move the filter; not to the very end,
    # because LibreOffice would save it as A:K, which not every program reads.
    sheet.autofilter(0, 0, _LAST_ROW - 1, len(tab.columns) - 1)
    sheet.set_tab_color(looks.STAFF_TAB if tab.owner is Owner.STAFF else looks.FLOWS_TAB)
    sheet.ignore_errors({"number_stored_as_text": f"A2:XFD{_LAST_ROW + 1}"})
    sheet.hide_gridlines(0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _fill(sheet: Worksheet, tab: Tab, rows: Sequence[Sequence[Cell]], formats: looks.Formats) -> None:
    styles = [formats.cell(tab, column) for column in tab.columns]
    for number, row in enumerate(rows, start=1):
        for index, value in enumerate(row):
            _put(sheet, number, index, value, styles[index])


def _put(sheet: Worksheet, row: int, index: int, value: Cell, style: Any) -> None:
    if isinstance(value, str):
        sheet.write_string(row, index, value, style)
    elif isinstance(value, bool):
        sheet.write_boolean(row, index, value, style)
    elif isinstance(value, int | float):
        sheet.write_number(row, index, value, style)
    elif isinstance(value, date | datetime):
        sheet.write_datetime(row, index, value, style)
    elif value is not None:
        raise TypeError(f"no cell of a new workbook holds a {type(value).__name__}")


def _help_staff(sheet: Worksheet, tab: Tab, formats: looks.Formats) -> None:
    for index, column in enumerate(tab.columns):
        if column.choices or column.note:
            sheet.data_validation(1, index, _LAST_ROW, index, _hint(column))
        if column.heading == "Status":
            for value, style in formats.status.items():
                rule = {"type": "cell", "criteria": "==", "value": f'"{value}"', "format": style}
                sheet.conditional_format(1, index, _LAST_ROW, index, rule)
    if tab is CONTROL:
        _help_control(sheet, formats)
    last = tab.columns[-1]
    if last.kind == "stage":
        style = formats.cell(tab, last)
        # xlsxwriter would look in each for 29 functions that ours has not: most of the time that a new workbook takes.
        sheet._prepare_formula = lambda formula, *_: formula.removeprefix("=")
        for row in range(1, STAGE_ROWS + 1):
            sheet.write_formula(row, len(tab.columns) - 1, stage_formula(row + 1), style, "")
        _mark_problems(sheet, len(tab.columns) - 1, formats)


def _mark_problems(sheet: Worksheet, stage: int, formats: looks.Formats) -> None:
    from xlsxwriter.utility import xl_col_to_name

    rule = {"type": "formula", "criteria": f'=LEFT(${xl_col_to_name(stage)}2,1)="⚠"'}
    sheet.conditional_format(1, stage, _LAST_ROW, stage, rule | {"format": formats.problem_text})
    sheet.conditional_format(1, 0, _LAST_ROW, stage, rule | {"format": formats.problem})


def _hint(column: Column) -> dict[str, Any]:
    hint: dict[str, Any] = {"validate": "any", "input_title": column.heading[:32], "input_message": column.note}
    if column.choices:
        # A warning, not a ban: staff may keep a value of their own, and the checks will say what they think of it.
        hint |= {
            "validate": "list",
            "source": list(column.choices),
            "error_type": "warning",
            "error_title": column.heading[:32],
            "error_message": "Isian ini tidak ada dalam daftar pilihan. Tetap pakai?",
        }
    return hint


def _help_control(sheet: Worksheet, formats: looks.Formats) -> None:
    values = CONTROL.headings.index("Nilai")
    hints = {
        "Jeda": "Ya = semua pengiriman berhenti. Tidak = berjalan seperti biasa.",
        "Jam Pengumuman": "Jam pengiriman harian, 0 sampai 23. Kosong = menurut pengaturan kantor.",
        "Alamat Staf": "Surel staf penerima pratinjau dan masalah, pisahkan dengan koma. Kosong = menurut pengaturan.",
    }
    for row, name in enumerate(CONTROL_NAMES, start=1):
        column = Column(name, choices=YES_NO if name == "Jeda" else (), note=hints[name])
        sheet.data_validation(row, values, row, values, _hint(column))
    rule = {"type": "formula", "criteria": '=AND($A2="Jeda",$B2="Ya")', "format": formats.paused}
    sheet.conditional_format(1, 0, _LAST_ROW, values, rule)


def _warn_off(sheet: Worksheet, tab: Tab) -> None:
    """Whoever types in a tab of the flows' is warned, but where staff are to answer."""
    note = "Tab ini ditulis ulang oleh sistem. Yang diketik di sini akan hilang."
    rule = {
        "validate": "custom",
        "value": "=FALSE",
        "input_title": "Dibaca saja",
        "input_message": note,
        "error_type": "warning",
        "error_title": "Dibaca saja",
        "error_message": note,
    }
    for staff, columns in groupby(enumerate(tab.columns), key=lambda pair: pair[1].staff):
        numbered = list(columns)
        if not staff:
            sheet.data_validation(1, numbered[0][0], _LAST_ROW, numbered[-1][0], rule)
            continue
        for index, column in numbered:
            sheet.data_validation(1, index, _LAST_ROW, index, _hint(column))


def _add_guide(book: Workbook, formats: looks.Formats, tabs: Sequence[Tab]) -> None:
    sheet = book.add_worksheet(GUIDE_TITLE)
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 96)
    sheet.set_tab_color(looks.GUIDE_TAB)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    for number, row in enumerate(guide_rows(tabs)):
        if len(row) == 1:
            sheet.set_row(number, 34 if number == 0 else 24)
            sheet.write_row(number, 0, (row[0], ""), formats.title if number == 0 else formats.section)
        elif row:
            sheet.write_string(number, 0, row[0], formats.term)
            sheet.write_string(number, 1, row[1], formats.plain)
