"""Plain gspread, as other people use it, on the emulator."""

from __future__ import annotations

import gspread
import pytest
from gspread.exceptions import APIError, SpreadsheetNotFound
from gspread.utils import ExportFormat, PasteType, ValidationConditionType, ValueInputOption, ValueRenderOption

from tests.google_emulator import STAFF, Emulator, Spreadsheet
from tests.google_emulator.conftest import client


class TestValues:
    def test_it_gives_back_what_was_written(self, tab: gspread.Worksheet) -> None:
        tab.update([["Nama", "Usia"], ["Budi", 25], ["Citra", 31]], "A1")
        assert tab.get_all_values() == [["Nama", "Usia"], ["Budi", "25"], ["Citra", "31"]]
        assert tab.get_all_records() == [{"Nama": "Budi", "Usia": 25}, {"Nama": "Citra", "Usia": 31}]
        assert tab.row_values(2) == ["Budi", "25"]
        assert tab.col_values(1) == ["Nama", "Budi", "Citra"]
        assert tab.acell("B3").value == "31"
        assert tab.cell(3, 2, value_render_option=ValueRenderOption.unformatted).value == 31
        assert [cell.value for cell in tab.range("A1:B2")] == ["Nama", "Usia", "Budi", "25"]

    def test_it_keeps_raw_text_and_reads_typed_text(self, tab: gspread.Worksheet) -> None:
        texts = ["=1+1", "24/11/2026", "0812", "'x", "TRUE", "1.250", "12,5", "50%", "Rp10.000", "07:30"]
        tab.update([texts], "A1", value_input_option=ValueInputOption.raw)
        tab.update([texts], "A2", value_input_option=ValueInputOption.user_entered)
        raw, typed = tab.get_all_values(value_render_option=ValueRenderOption.unformatted)
        assert raw == texts
        assert typed == [2, 46350, 812, "x", True, 1250, 12.5, 0.5, 10000, 0.3125]
        formatted = tab.row_values(2)
        assert formatted == ["2", "24/11/2026", "812", "x", "TRUE", "1250", "12,5", "50%", "Rp10.000", "07:30:00"]
        assert tab.row_values(2, value_render_option=ValueRenderOption.formula)[0] == "=1+1"

    def test_it_reads_dates_by_the_locale(self, google: Emulator, sheet: gspread.Spreadsheet) -> None:
        american = google.create_spreadsheet(locale="en_US")
        for key, shown, serial in ((sheet.id, "03/02/2026", 46056), (american.id, "3/2/2026", 46083)):
            tab = client(google).open_by_key(key).sheet1
            tab.update([["3/2/2026"]], "A1", value_input_option="USER_ENTERED")
            assert tab.acell("A1").value == shown
            assert tab.acell("A1", value_render_option="UNFORMATTED_VALUE").value == serial

    @pytest.mark.parametrize("text", ["31/02/2026", "32/1/2026", "24 Nopember 26", "1/2/3/4", "abc 12:00"])
    def test_it_keeps_as_text_what_is_no_date(self, tab: gspread.Worksheet, text: str) -> None:
        tab.update_acell("A1", text)
        assert tab.acell("A1", value_render_option="UNFORMATTED_VALUE").value == text

    def test_it_leaves_out_what_is_empty_at_the_end(self, tab: gspread.Worksheet) -> None:
        tab.update([["a", "", "c", ""], ["", ""], ["x"], [""]], "A1")
        assert tab.get("A1:Z100") == [["a", "", "c"], [], ["x"]]
        assert tab.get("E1:F9") == [[]]
        assert tab.get("A1:B9", major_dimension="COLUMNS") == [["a", "", "x"]]

    def test_it_writes_many_ranges_at_once_and_reads_them(self, tab: gspread.Worksheet) -> None:
        tab.batch_update([{"range": "A1:B1", "values": [["a", "b"]]}, {"range": "D4", "values": [["d"]]}])
        assert tab.batch_get(["A1:B1", "D4"]) == [[["a", "b"]], [["d"]]]
        tab.batch_clear(["A1", "D4"])
        assert tab.get_all_values() == [["", "b"]]

    def test_it_leaves_a_cell_alone_where_nothing_is_given(self, tab: gspread.Worksheet) -> None:
        tab.update([["a", "b"]], "A1")
        tab.update([[None, "c"]], "A1")
        assert tab.row_values(1) == ["a", "c"]

    def test_it_appends_below_the_table(self, tab: gspread.Worksheet) -> None:
        tab.append_row(["a", "=1"])
        tab.append_rows([["b"], ["c"]], value_input_option="USER_ENTERED")
        tab.update([["jauh"]], "A9")
        answer = tab.append_row(["d"], table_range="A1")
        assert answer["updates"]["updatedRange"] == "Lowongan!A4"
        assert tab.col_values(1) == ["a", "b", "c", "d", "", "", "", "", "jauh"]
        assert tab.acell("B1").value == "=1"

    def test_it_appends_past_the_end_of_the_grid(self, tab: gspread.Worksheet) -> None:
        tab.resize(rows=2, cols=2)
        tab.append_rows([[str(n), "x", "y"] for n in range(5)])
        assert len(tab.get_all_values()) == 5

    def test_it_finds_cells(self, tab: gspread.Worksheet) -> None:
        tab.update([["satu", "dua"], ["dua", "tiga"]], "A1")
        assert tab.find("tiga").address == "B2"
        assert [cell.address for cell in tab.findall("dua")] == ["B1", "A2"]
        assert tab.find("empat") is None

    @pytest.mark.parametrize(
        ("name", "values"),
        [
            ("A2:C", [["d", "e", "f"], ["g"]]),
            ("2:3", [["d", "e", "f"], ["g"]]),
            ("B:B", [["b"], ["e"]]),
            ("B2", [["e"]]),
            ("$B$1:$C2", [["b", "c"], ["e", "f"]]),
            ("C2:A1", [["a", "b", "c"], ["d", "e", "f"]]),
        ],
    )
    def test_it_understands_every_range(self, sheet: gspread.Spreadsheet, name: str, values: list[list[str]]) -> None:
        tab = sheet.worksheet("It's a tab")
        tab.update([["a", "b", "c"], ["d", "e", "f"], ["g"]], "A1")
        assert tab.get(name) == values
        assert sheet.values_get(f"'It''s a tab'!{name}")["values"] == values

    def test_it_understands_a_whole_tab_and_a_name(self, sheet: gspread.Spreadsheet, tab: gspread.Worksheet) -> None:
        tab.update([["a", "b"], ["c"]], "A1")
        tab.define_named_range("A2:B2", "Kedua")
        assert sheet.values_get("Lowongan")["values"] == [["a", "b"], ["c"]]
        assert sheet.values_get("'Lowongan'")["range"] == "Lowongan!A1:Z1000"
        assert sheet.values_get("Kedua")["values"] == [["c"]]
        assert sheet.list_named_ranges()[0]["name"] == "Kedua"
        tab.delete_named_range(sheet.list_named_ranges()[0]["namedRangeId"])
        assert sheet.list_named_ranges() == []


class TestErrors:
    @pytest.mark.parametrize(
        ("name", "message"),
        [
            ("Tidak Ada!A1", "Unable to parse range: Tidak Ada!A1"),
            ("Lowongan!A0", "Unable to parse range: Lowongan!A0"),
            ("Lowongan!A2000", r"exceeds grid limits\. Max rows: 1000, max columns: 26"),
        ],
    )
    def test_it_refuses_a_range(self, sheet: gspread.Spreadsheet, name: str, message: str) -> None:
        with pytest.raises(APIError, match=message) as caught:
            sheet.values_get(name)
        assert caught.value.response.status_code == 400
        assert caught.value.error["status"] == "INVALID_ARGUMENT"

    def test_it_refuses_to_write_off_the_grid(self, sheet: gspread.Spreadsheet, tab: gspread.Worksheet) -> None:
        with pytest.raises(APIError, match="exceeds grid limits"):
            tab.update([["x"]] * 1001, "A1:A1001")
        with pytest.raises(
            APIError, match=r"Requested writing within range \['Lowongan'!A1:B1\], but tried .* row \[2\]"
        ):
            tab.update([["x"], ["y"]], "A1:B1")
        assert tab.get_all_values() == [[]]

    def test_it_writes_all_ranges_or_none(self, tab: gspread.Worksheet) -> None:
        with pytest.raises(APIError, match="exceeds grid limits"):
            tab.batch_update([{"range": "A1", "values": [["a"]]}, {"range": "A5000:B5000", "values": [["b", "c"]]}])
        assert tab.get_all_values() == [[]]

    def test_it_carries_out_all_requests_or_none(self, sheet: gspread.Spreadsheet) -> None:
        with pytest.raises(APIError, match=r"Invalid requests\[1\]\.deleteSheet: No grid with id: 7"):
            sheet.batch_update(
                {"requests": [{"addSheet": {"properties": {"title": "Baru"}}}, {"deleteSheet": {"sheetId": 7}}]}
            )
        assert [tab.title for tab in sheet.worksheets()] == ["Lowongan", "It's a tab"]

    @pytest.mark.parametrize(
        ("request_", "message"),
        [
            (
                {"addSheet": {"propertis": {}}},
                r"Unknown name \"propertis\" at 'requests\[0\].add_sheet': Cannot find field",
            ),
            ({"buatTab": {}}, r"Unknown name \"buatTab\" at 'requests\[0\]'"),
            ({"deleteSheet": {"sheetId": "satu"}}, r"Invalid value at 'requests\[0\].delete_sheet.sheet_id'"),
            ({}, "exactly one kind"),
        ],
    )
    def test_it_refuses_what_googles_document_does_not_know(
        self, sheet: gspread.Spreadsheet, request_: dict, message: str
    ) -> None:
        with pytest.raises(APIError, match=message) as caught:
            sheet.batch_update({"requests": [request_]})
        assert caught.value.response.status_code == 400

    def test_it_says_what_it_cannot_do(self, sheet: gspread.Spreadsheet) -> None:
        with pytest.raises(APIError, match="does not support the request addChart") as caught:
            sheet.batch_update({"requests": [{"addChart": {"chart": {}}}]})
        assert caught.value.response.status_code == 501

    def test_it_refuses_a_text_that_is_too_long(self, tab: gspread.Worksheet) -> None:
        with pytest.raises(APIError, match="more than the maximum of 50000 characters"):
            tab.update([["x" * 50_001]], "A1")

    def test_it_keeps_strangers_out(self, google: Emulator, book: Spreadsheet) -> None:
        stranger = google.credentials(google.accounts.add("lain@loker-emulator.example.com"))
        with pytest.raises(PermissionError):
            client(google, stranger).open_by_key(book.id)
        with pytest.raises(SpreadsheetNotFound):
            client(google).open_by_key("1tidakAda")

    def test_it_lets_a_reader_only_read(self, google: Emulator, book: Spreadsheet) -> None:
        google.share(book, google.account.email, "reader")
        tab = client(google).open_by_key(book.id).sheet1
        with pytest.raises(APIError, match="does not have permission"):
            tab.update_acell("A1", "x")

    def test_it_lets_no_service_account_make_files(self, google: Emulator, book: Spreadsheet) -> None:
        ours = client(google)
        for make in (lambda: ours.create("Baru"), lambda: ours.copy(book.id)):
            with pytest.raises(APIError, match="storage quota has been exceeded") as caught:
                make()
            assert caught.value.response.status_code == 403
            assert caught.value.error["errors"][0]["reason"] == "storageQuotaExceeded"

    def test_it_counts_calls_a_minute(self, google: Emulator, tab: gspread.Worksheet) -> None:
        google.quota.limits |= {"read": 60, "write": 60}
        google.quota.reset()
        for _ in range(60):
            tab.acell("A1")
        with pytest.raises(APIError, match="Quota exceeded for quota metric 'Read requests'") as caught:
            tab.acell("A1")
        assert caught.value.error["status"] == "RESOURCE_EXHAUSTED"
        tab.update_acell("A1", "writes are counted apart")
        google.clock.advance(61)
        assert tab.acell("A1").value


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
