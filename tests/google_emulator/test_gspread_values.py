"""Plain gspread, as other people use it, on the emulator: values, ranges and errors."""

from __future__ import annotations

import gspread
import pytest
from gspread.exceptions import APIError, SpreadsheetNotFound
from gspread.utils import ValueInputOption, ValueRenderOption

from tests.google_emulator import Emulator, Spreadsheet
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
        assert sheet.values_get("Kedua")["values"] == tab.get("Kedua") == [["c"]]
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
