"""Plain gspread on the emulator: tabs, rows, formats and sharing."""

from __future__ import annotations

import gspread
import pytest
from gspread.exceptions import APIError
from gspread.utils import ExportFormat, PasteType, ValidationConditionType, ValueRenderOption

from tests.google_emulator import STAFF, Emulator, Spreadsheet
from tests.google_emulator.conftest import client


class TestTabs:
    def test_it_adds_renames_moves_hides_and_deletes_tabs(self, sheet: gspread.Spreadsheet) -> None:
        added = sheet.add_worksheet("Baru", rows=5, cols=3, index=0)
        assert (added.row_count, added.col_count) == (5, 3)
        added.update_title("Lama")
        added.hide()
        assert sheet.worksheet("Lama").isSheetHidden
        added.show()
        added.update_index(3)
        assert [tab.title for tab in sheet.worksheets()] == ["Lowongan", "It's a tab", "Lama"]
        sheet.reorder_worksheets([added, sheet.worksheet("Lowongan"), sheet.worksheet("It's a tab")])
        assert [tab.title for tab in sheet.worksheets()] == ["Lama", "Lowongan", "It's a tab"]
        sheet.del_worksheet(added)
        assert [tab.title for tab in sheet.worksheets()] == ["Lowongan", "It's a tab"]
        with pytest.raises(APIError, match="already exists"):
            sheet.add_worksheet("lowongan", 1, 1)

    def test_it_duplicates_and_copies_tabs(
        self, google: Emulator, sheet: gspread.Spreadsheet, tab: gspread.Worksheet
    ) -> None:
        tab.update([["asli"]], "A1")
        twin = tab.duplicate(new_sheet_name="Salinan")
        twin.update([["lain"]], "A1")
        assert (tab.acell("A1").value, twin.acell("A1").value) == ("asli", "lain")
        other = google.create_spreadsheet("Lain")
        assert tab.copy_to(other.id)["title"] == "Copy of Lowongan"
        assert google.colleague(other).rows("Copy of Lowongan") == [["asli"]]

    def test_cells_that_were_dressed_alike_are_changed_one_by_one(
        self, google: Emulator, book: Spreadsheet, tab: gspread.Worksheet
    ) -> None:
        tab.format("A1:B3", {"textFormat": {"bold": True}})
        saved = book.snapshot()
        tab.update([["satu"]], "A2", raw=True)
        tab.format("B2", {"textFormat": {"italic": True}})
        assert google.colleague(book).rows("Lowongan") == [[], ["satu"]]
        cells = [[book.sheet("Lowongan").cell(row, column) for column in (0, 1)] for row in (0, 1, 2)]
        formats = [[cell["userEnteredFormat"]["textFormat"] for cell in row] for row in cells]
        bold = {"bold": True}
        assert formats == [[bold, bold], [bold, {"italic": True}], [bold, bold]]
        book.restore(saved)
        assert book.sheet("Lowongan").cell(1, 0) == book.sheet("Lowongan").cell(1, 1) == cells[0][0]

    def test_it_resizes_and_freezes(self, sheet: gspread.Spreadsheet, tab: gspread.Worksheet) -> None:
        tab.resize(rows=10, cols=4)
        tab.freeze(rows=1, cols=2)
        tab.add_rows(5)
        again = sheet.worksheet("Lowongan")
        assert (again.row_count, again.col_count, again.frozen_row_count, again.frozen_col_count) == (15, 4, 1, 2)

    def test_it_changes_the_files_properties(self, google: Emulator, sheet: gspread.Spreadsheet) -> None:
        sheet.update_title("Baru")
        sheet.update_locale("en_US")
        sheet.update_timezone("Asia/Makassar")
        again = client(google).open("Baru")
        assert (again.id, again.locale, again.timezone) == (sheet.id, "en_US", "Asia/Makassar")

    def test_it_shares(self, google: Emulator, sheet: gspread.Spreadsheet) -> None:
        sheet.share("ani@example.ac.id", perm_type="user", role="reader", notify=False)
        shared = {entry["emailAddress"]: entry["role"] for entry in sheet.list_permissions()}
        assert shared == {STAFF: "owner", google.account.email: "writer", "ani@example.ac.id": "reader"}
        sheet.remove_permissions("ani@example.ac.id", role="any")
        assert len(sheet.list_permissions()) == 2

    def test_it_says_when_it_was_changed(self, google: Emulator, tab: gspread.Worksheet) -> None:
        before = tab.spreadsheet.get_lastUpdateTime()
        google.clock.advance(5)
        tab.update_acell("A1", "x")
        assert tab.spreadsheet.get_lastUpdateTime() > before

    def test_it_lists_and_exports(self, google: Emulator, tab: gspread.Worksheet) -> None:
        tab.update([["a", "b,c"]], "A1")
        files = client(google).list_spreadsheet_files()
        assert [entry["name"] for entry in files] == ["Lowongan Kerja"]
        assert client(google).export(tab.spreadsheet.id, ExportFormat.CSV) == b'a,"b,c"\r\n'


class TestRows:
    def test_it_inserts_deletes_and_sorts_rows(self, tab: gspread.Worksheet) -> None:
        tab.update([["Nama", "Usia"], ["Citra", 31], ["Budi", 25], ["Ani", ""]], "A1")
        tab.insert_rows([["Dewi", 28], ["Eko", 40]], row=2)
        tab.insert_row(["Fitri", 22], index=4)
        tab.delete_rows(2)
        assert tab.col_values(1) == ["Nama", "Eko", "Fitri", "Citra", "Budi", "Ani"]
        tab.sort((2, "asc"), range="A2:B6")
        assert tab.col_values(1)[1:] == ["Fitri", "Budi", "Citra", "Eko", "Ani"]
        tab.sort((1, "des"), range="A2:B6")
        assert tab.col_values(1)[1:] == ["Fitri", "Eko", "Citra", "Budi", "Ani"]
        tab.clear()
        assert tab.get_all_values() == [[]]

    def test_it_inserts_and_deletes_columns(self, tab: gspread.Worksheet) -> None:
        tab.update([["a", "b", "c"]], "A1")
        tab.insert_cols([["x"]], col=2)
        assert tab.row_values(1) == ["a", "x", "b", "c"]
        tab.delete_columns(1, 2)
        assert tab.row_values(1) == ["b", "c"]

    def test_it_moves_rows(self, sheet: gspread.Spreadsheet, tab: gspread.Worksheet) -> None:
        tab.update([["a"], ["b"], ["c"], ["d"]], "A1")
        source = {"sheetId": tab.id, "dimension": "ROWS", "startIndex": 0, "endIndex": 1}
        sheet.batch_update({"requests": [{"moveDimension": {"source": source, "destinationIndex": 3}}]})
        assert tab.col_values(1) == ["b", "c", "a", "d"]

    def test_it_hides_and_groups(self, sheet: gspread.Spreadsheet, tab: gspread.Worksheet) -> None:
        tab.hide_rows(1, 3)
        tab.hide_columns(0, 1)
        tab.unhide_rows(1, 2)
        tab.add_dimension_group_rows(4, 6)
        tab.columns_auto_resize(0, 3)
        data = sheet.fetch_sheet_metadata({"includeGridData": "true", "ranges": ["Lowongan!A1:B3"]})["sheets"][0]
        assert [row.get("hiddenByUser", False) for row in data["data"][0]["rowMetadata"]] == [False, False, True]
        assert data["data"][0]["columnMetadata"][0]["hiddenByUser"]
        assert data["rowGroups"][0]["range"]["startIndex"] == 4


class TestCells:
    def test_it_formats_and_validates(self, sheet: gspread.Spreadsheet, tab: gspread.Worksheet) -> None:
        tab.format("A1:B1", {"textFormat": {"bold": True}, "numberFormat": {"type": "TEXT", "pattern": "@"}})
        tab.format("A1", {"textFormat": {"italic": True}})
        tab.add_validation("C2:C5", ValidationConditionType.one_of_list, ["Ya", "Tidak"], showCustomUi=True)
        tab.update([["0812"]], "A1", value_input_option="USER_ENTERED")
        mask = "sheets.data.rowData.values(userEnteredFormat,dataValidation,formattedValue)"
        data = sheet.fetch_sheet_metadata({"fields": mask, "ranges": ["Lowongan!A1:C2"]})["sheets"][0]["data"][0]
        first, second = data["rowData"][0]["values"][:2]
        assert first["formattedValue"] == "0812"
        assert first["userEnteredFormat"]["textFormat"] == {"italic": True}
        assert second["userEnteredFormat"]["textFormat"] == {"bold": True}
        condition = data["rowData"][1]["values"][2]["dataValidation"]["condition"]
        assert [value["userEnteredValue"] for value in condition["values"]] == ["Ya", "Tidak"]

    def test_it_notes_merges_and_protects(self, sheet: gspread.Spreadsheet, tab: gspread.Worksheet) -> None:
        tab.update([["a", "b"]], "A1")
        tab.insert_note("A1", "catatan")
        assert tab.get_note("A1") == "catatan"
        tab.merge_cells("A1:B1")
        assert tab.row_values(1) == ["a"]
        tab.unmerge_cells("A1:B1")
        tab.add_protected_range("A1:B2", warning_only=True, description="jangan")
        protected = sheet.list_protected_ranges(tab.id)[0]
        tab.insert_rows([["baru"]], row=1)
        assert sheet.list_protected_ranges(tab.id)[0]["range"]["endRowIndex"] == 3
        tab.delete_protected_range(protected["protectedRangeId"])
        assert sheet.list_protected_ranges(tab.id) == []

    def test_it_colours_by_rule_and_draws_borders(
        self, google: Emulator, book: Spreadsheet, sheet: gspread.Spreadsheet
    ) -> None:
        range_ = {"sheetId": 0, "startRowIndex": 0, "endRowIndex": 2, "startColumnIndex": 0, "endColumnIndex": 2}
        rule = {"ranges": [range_], "booleanRule": {"condition": {"type": "BLANK"}, "format": {}}}
        solid = {"style": "SOLID"}
        requests = [
            {"addConditionalFormatRule": {"rule": rule, "index": 0}},
            {"addBanding": {"bandedRange": {"bandedRangeId": 7, "range": range_, "rowProperties": {}}}},
            {"updateBorders": {"range": range_, "top": solid, "innerVertical": solid}},
        ]
        sheet.batch_update({"requests": requests})
        borders = [book.sheet("Lowongan").cell(r, c)["userEnteredFormat"]["borders"] for r in (0, 1) for c in (0, 1)]
        assert [sorted(sides) for sides in borders] == [["right", "top"], ["left", "top"], ["right"], ["left"]]
        assert len(sheet.fetch_sheet_metadata()["sheets"][0]["conditionalFormats"]) == 1
        sheet.batch_update(
            {
                "requests": [
                    {"updateConditionalFormatRule": {"sheetId": 0, "index": 0, "rule": rule}},
                    {"deleteConditionalFormatRule": {"sheetId": 0, "index": 0}},
                    {"deleteBanding": {"bandedRangeId": 7}},
                ]
            }
        )
        metadata = sheet.fetch_sheet_metadata()["sheets"][0]
        assert not {"conditionalFormats", "bandedRanges"} & set(metadata)

    def test_it_filters(self, google: Emulator, book: Spreadsheet, tab: gspread.Worksheet) -> None:
        tab.set_basic_filter("A1:B5")
        assert book.sheet("Lowongan").basic_filter["range"]["endRowIndex"] == 5
        tab.clear_basic_filter()
        assert book.sheet("Lowongan").basic_filter is None

    def test_it_copies_and_cuts(self, tab: gspread.Worksheet) -> None:
        tab.update([["a", "=1+1"]], "A1", value_input_option="USER_ENTERED")
        tab.copy_range("A1:B1", "A3:B4")
        tab.copy_range("A1:B1", "D1", PasteType.values)
        tab.cut_range("A1:B1", "A6")
        unformatted = tab.get_all_values(value_render_option=ValueRenderOption.unformatted)
        assert unformatted == [
            ["", "", "", "a", 2], ["", "", "", "", ""], ["a", 2, "", "", ""],
            ["a", 2, "", "", ""], ["", "", "", "", ""], ["a", 2, "", "", ""],
        ]  # fmt: skip
        assert tab.acell("E1", value_render_option=ValueRenderOption.formula).value == 2

    def test_it_finds_and_replaces(self, sheet: gspread.Spreadsheet, tab: gspread.Worksheet) -> None:
        tab.update([["PT Satu", "pt dua"], ["lain", "PT"]], "A1")
        request = {"findReplace": {"find": "PT", "replacement": "CV", "allSheets": True, "matchCase": True}}
        reply = sheet.batch_update({"requests": [request]})["replies"][0]["findReplace"]
        assert (reply["occurrencesChanged"], reply["rowsChanged"]) == (2, 2)
        assert tab.get_all_values() == [["CV Satu", "pt dua"], ["lain", "CV"]]

    def test_it_shows_errors_of_formulas(self, google: Emulator, book: Spreadsheet, tab: gspread.Worksheet) -> None:
        tab.update([["=1/0", "=TIDAKADA(1)", '=GOOGLEFINANCE("IDR")']], "A1", value_input_option="USER_ENTERED")
        google.colleague(book).compute('=GOOGLEFINANCE("IDR")', 16000)
        assert tab.row_values(1) == ["#DIV/0!", "#NAME?", "16000"]
