"""A new local workbook has all that staff need to start typing."""

from __future__ import annotations

import io
import warnings
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from flows.workbook.blank import STAGE_ROWS, stage_formula, write_blank
from flows.workbook.columns import Owner, Tab
from flows.workbook.guide import guide_rows
from flows.workbook.tabs import GUIDE_TITLE, TABS, flow_tabs, staff_tabs
from flows.workbook.xlsx import XlsxWorkbook
from tests.workbook.contract import NASTY, trimmed
from tests.workbook.libreoffice import shown

STAGED = [tab for tab in TABS if tab.columns[-1].kind == "stage"]


@pytest.fixture(scope="module")
def book(blank: bytes) -> Workbook:
    return load_workbook(io.BytesIO(blank))


def columns(sheet: Worksheet, tab: Tab) -> dict[str, str]:
    """Heading → letter."""
    return {heading: get_column_letter(index) for index, heading in enumerate(tab.headings, start=1)}


class TestANewWorkbook:
    def test_it_begins_with_the_explanation_and_has_every_tab(self, book: Workbook) -> None:
        assert book.sheetnames == [GUIDE_TITLE, *(tab.title for tab in TABS)]
        assert book.active.title == GUIDE_TITLE
        assert {sheet.title for sheet in book if sheet.sheet_state == "hidden"} == {
            tab.title for tab in TABS if tab.hidden
        }

    @pytest.mark.parametrize("tab", TABS, ids=lambda tab: tab.title)
    def test_it_freezes_and_filters_the_headings(self, book: Workbook, tab: Tab) -> None:
        sheet = book[tab.title]
        assert [cell.value for cell in sheet[1]] == list(tab.headings)
        assert sheet.freeze_panes in {"B2", "C2"}
        assert sheet.auto_filter.ref == f"A1:{get_column_letter(len(tab.columns))}1048575"

    @pytest.mark.parametrize("tab", list(staff_tabs()), ids=lambda tab: tab.title)
    def test_it_hints_and_offers_choices_without_forbidding_others(self, book: Workbook, tab: Tab) -> None:
        sheet = book[tab.title]
        rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
        for heading, letter in columns(sheet, tab).items():
            column, rule = tab.column(heading), rules.get(f"{letter}2:{letter}1048576")
            if column.note:
                assert rule.prompt == column.note
            if column.choices:
                assert rule.formula1 == f'"{",".join(column.choices)}"'
                assert rule.errorStyle == "warning"

    @pytest.mark.parametrize("tab", list(staff_tabs()), ids=lambda tab: tab.title)
    def test_it_keeps_what_staff_type_as_text_but_for_dates_and_numbers(self, book: Workbook, tab: Tab) -> None:
        formats = {"date": "dd/mm/yyyy", "moment": "dd/mm/yyyy hh:mm", "number": "General", "stage": "General"}
        sheet = book[tab.title]
        groups = sheet.column_dimensions.values()  # neighbours of one look are one group
        found = [group.number_format for group in groups for _ in range(group.min, group.max + 1)]
        assert found == [formats.get(column.kind, "@") for column in tab.columns]

    @pytest.mark.parametrize("tab", list(flow_tabs()), ids=lambda tab: tab.title)
    def test_it_warns_who_types_where_the_flows_write(self, book: Workbook, tab: Tab) -> None:
        warned: set[str] = set()
        for rule in book[tab.title].data_validations.dataValidation:
            if rule.formula1 == "FALSE":
                assert rule.errorStyle == "warning"
                assert "ditulis ulang oleh sistem" in rule.prompt
                (area,) = rule.sqref.ranges
                warned |= {get_column_letter(number) for number in range(area.min_col, area.max_col + 1)}
        letters = columns(book[tab.title], tab)
        assert warned == {letter for heading, letter in letters.items() if not tab.column(heading).staff}

    @pytest.mark.parametrize("tab", [tab for tab in flow_tabs() if any(column.staff for column in tab.columns)])
    def test_it_invites_staff_to_answer_where_they_are_to(self, book: Workbook, tab: Tab) -> None:
        sheet = book[tab.title]
        rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
        for heading, letter in columns(sheet, tab).items():
            if (column := tab.column(heading)).staff:
                assert rules[f"{letter}2:{letter}1048576"].prompt == column.note
                assert sheet[f"{letter}1"].fill.fgColor.rgb != sheet["A1"].fill.fgColor.rgb

    @pytest.mark.parametrize("tab", STAGED, ids=lambda tab: tab.title)
    def test_it_looks_up_the_stage_of_a_thousand_rows(self, book: Workbook, tab: Tab) -> None:
        stages = [cell.value for cell in book[tab.title][get_column_letter(len(tab.columns))][1:]]
        assert stages == [stage_formula(row) for row in range(2, STAGE_ROWS + 2)]

    def test_it_is_written_without_a_warning(self, tmp_path: Path) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # XlsxWriter warns of what Excel would not take
            write_blank(tmp_path / "loker.xlsx")


class TestAFilledWorkbook:
    def test_it_takes_texts_numbers_and_dates_as_they_are(self, tmp_path: Path) -> None:
        rows = [[20261, text, date(2026, 11, 1), datetime(2026, 12, 1, 7, 30), True, 2.5] for text in NASTY]
        write_blank(tmp_path / "loker.xlsx", {"Periode": rows})
        read = trimmed(XlsxWorkbook(tmp_path / "loker.xlsx").read(["Periode"])["Periode"])[1:]
        assert [row[:6] for row in read] == rows

    def test_it_refuses_a_value_no_cell_holds(self, tmp_path: Path) -> None:
        with pytest.raises(TypeError, match="list"):
            write_blank(tmp_path / "loker.xlsx", {"Mitra": [[["x"]]]})

    @pytest.mark.libreoffice
    def test_it_opens_in_libreoffice(self, tmp_path: Path) -> None:
        path = tmp_path / "loker.xlsx"
        write_blank(path, {"Mitra": [["M-0001", "PT Satu", "Ani", "ani@example.com", "081234567890"]]})
        sheets = shown(path, tmp_path / "shown")
        assert sheets["Mitra"][1][:5] == ["M-0001", "PT Satu", "Ani", "ani@example.com", "081234567890"]
        assert [row[0] for row in sheets["Kendali"]] == ["Nama", "Jeda", "Jam Pengumuman", "Alamat Staf"]


class TestTheExplanation:
    def test_it_explains_every_tab_and_every_hinted_column(self) -> None:
        rows = guide_rows()
        terms = {row[0] for row in rows if len(row) == 2}
        assert {tab.title for tab in TABS} <= terms
        notes = {(column.heading, column.note) for tab in TABS for column in tab.columns if column.note}
        assert notes <= set(rows)

    def test_each_line_of_it_is_one_line_of_the_column(self) -> None:
        assert [row[1] for row in guide_rows() if len(row) == 2 and len(row[1]) > 110] == []

    def test_it_leads_to_the_guide(self) -> None:
        assert ("Panduan lengkap", "https://karir.example.ac.id/panduan/staf") in guide_rows(
            site="https://karir.example.ac.id"
        )
        assert "bagian Panduan" in dict(row for row in guide_rows() if len(row) == 2)["Panduan lengkap"]

    def test_it_explains_every_status(self) -> None:
        terms = {row[0] for row in guide_rows() if row}
        assert {"Draf", "Pratinjau", "Setuju", "Ralat", "Tutup", "Batal"} <= terms

    def test_it_has_headings_pairs_and_empty_rows_only(self) -> None:
        assert {len(row) for row in guide_rows()} == {0, 1, 2}

    def test_it_calls_the_flows_tabs_read_only(self) -> None:
        rows = guide_rows()
        start = rows.index(("Tab yang ditulis ulang oleh sistem: dibaca saja",))
        assert [row[0] for row in rows[start + 1 : start + 1 + len(list(flow_tabs()))]] == [
            tab.title for tab in TABS if tab.owner is Owner.FLOWS
        ]
