"""`loker init --google` on a spreadsheet that staff created and shared."""

from __future__ import annotations

from typing import Any

import pytest

from flows.errors import WorkbookBusy, WorkbookError
from flows.workbook.columns import Owner
from flows.workbook.flow_tabs import STATUS
from flows.workbook.google import sheet_number
from flows.workbook.google_setup import set_up
from flows.workbook.guide import guide_rows
from flows.workbook.tabs import ALUMNI, GUIDE_TITLE, PARTNERS, TABS, VACANCIES
from tests.google_emulator import SERVICE, Emulator, Spreadsheet
from tests.google_emulator.spreadsheets import get
from tests.workbook.google_staff import FULL, ROWS, Staff, set_up_spreadsheet, workbook

ZONE = "Asia/Jakarta"


@pytest.fixture
def new(google: Emulator) -> Spreadsheet:
    """As staff make it: one empty tab, and Google's settings of an American."""
    return google.create_spreadsheet(locale="en_US", timezone="America/Los_Angeles")


@pytest.fixture
def done(google: Emulator) -> Spreadsheet:
    """What a run made of a new one, with all its rows."""
    return set_up_spreadsheet(google, FULL)


def run(google: Emulator, book: Spreadsheet, zone: str = ZONE) -> tuple[str, ...]:
    return set_up(workbook(google, book), zone)


class TestNewSpreadsheet:
    def test_it_adds_every_tab_in_order(self, google: Emulator, new: Spreadsheet) -> None:
        added = run(google, new)
        assert added == (GUIDE_TITLE, *(tab.title for tab in TABS))
        assert [sheet.title for sheet in new.sheets] == [*added, "Sheet1"]
        for tab in TABS:
            assert Staff(google, new).get(tab.title)[0] == list(tab.headings)
            assert new.sheet(tab.title).id == sheet_number(tab.title)

    def test_it_needs_two_calls_and_two_more_to_see_that_all_is_there(self, google: Emulator, new: Spreadsheet) -> None:
        run(google, new)
        assert google.counts() == {"token": 1, "read": 1, "write": 1}
        run(google, new)
        assert google.counts() == {"token": 2, "read": 3, "write": 1}

    def test_it_makes_the_spreadsheet_an_indonesian_one(self, google: Emulator, new: Spreadsheet) -> None:
        run(google, new, "Asia/Makassar")
        assert (new.properties["locale"], new.properties["timeZone"]) == ("id_ID", "Asia/Makassar")

    def test_it_freezes_the_headings_and_hides_what_is_declared_hidden(
        self, google: Emulator, book: Spreadsheet
    ) -> None:
        for tab in TABS:
            properties = book.sheet(tab.title).properties
            assert properties["gridProperties"]["frozenRowCount"] == 1
            assert bool(properties.get("hidden")) is tab.hidden

    def test_it_offers_the_choices_and_warns_of_others(self, google: Emulator, book: Spreadsheet) -> None:
        for tab in TABS:
            for index, column in enumerate(tab.columns):
                rule = book.sheet(tab.title).cell(ROWS - 1, index).get("dataValidation")
                if column.choices:
                    assert rule["condition"]["type"] == "ONE_OF_LIST"
                    assert [v["userEnteredValue"] for v in rule["condition"]["values"]] == list(column.choices)
                    assert rule["strict"] is False
                else:
                    assert rule is None

    def test_it_keeps_what_staff_type_in_a_text_column(self, google: Emulator, book: Spreadsheet) -> None:
        colleague = google.colleague(book)
        colleague.fill("Mitra", [["", "PT Maju", "Sari", "sari@example.com", "081234567890"]], row=2)
        colleague.fill("Alumni", [["0033119", "Budi", "budi@example.com", "Teknik Informatika", "2024"]], row=2)
        assert colleague.rows("Mitra")[1][4] == "081234567890"
        assert colleague.rows("Alumni")[1] == ["0033119", "Budi", "budi@example.com", "Teknik Informatika", 2024]

    def test_it_reads_dates_day_first_and_shows_them_so(self, google: Emulator, book: Spreadsheet) -> None:
        column = VACANCIES.headings.index("Batas Lamaran")
        colleague = google.colleague(book)
        colleague.fill("Lowongan", [[None] * column + ["1/12/2026"]], row=2)
        assert colleague.rows("Lowongan")[1][column] == 46357
        assert colleague.rows("Lowongan", "FORMATTED_VALUE")[1][column] == "01/12/2026"

    def test_it_warns_whoever_edits_what_the_flows_write(self, google: Emulator, book: Spreadsheet) -> None:
        for tab in TABS:
            protected = book.sheet(tab.title).protected
            assert all(entry["warningOnly"] for entry in protected)
            ours = [column for column in tab.columns if column.kind in ("id", "stage")]
            assert len(protected) == len(ours) + (tab.owner is Owner.FLOWS)

    def test_it_warns_nobody_who_answers_where_staff_are_to(self, google: Emulator, book: Spreadsheet) -> None:
        for tab in (tab for tab in TABS if tab.owner is Owner.FLOWS):
            (protected,) = book.sheet(tab.title).protected
            free = [entry["startColumnIndex"] for entry in protected.get("unprotectedRanges", ())]
            assert free == [index for index, column in enumerate(tab.columns) if column.staff]

    def test_it_explains_itself_in_the_first_tab(self, google: Emulator, done: Spreadsheet) -> None:
        shown = [[cell or "" for cell in row] for row in Staff(google, done).get(GUIDE_TITLE)]
        assert shown == [list(row) for row in guide_rows(shared=True)]

    def test_it_answers_in_googles_own_format(self, google: Emulator, book: Spreadsheet) -> None:
        answer = get(book, {"ranges": ["Lowongan!1:1"], "includeGridData": True}, {})
        notes = [cell.get("note", "") for cell in answer["sheets"][0]["data"][0]["rowData"][0]["values"]]
        assert notes == [column.note for column in VACANCIES.columns]


class TestStage:
    def test_it_shows_the_problem_first_then_the_stage_by_id(self, google: Emulator, book: Spreadsheet) -> None:
        staff = Staff(google, book)
        for row, key in enumerate(("L-0001", "L-0002", "L-0003"), start=2):
            staff.set("Lowongan", row, [key, f"PT {row}"])
        staff.set("Status", 2, ["L-0001", "a", "Diumumkan"])
        staff.set("Status", 3, ["L-0002", "b", "Menunggu"])
        staff.set("Masalah", 2, ["Lowongan", "L-0002", 3, "Prodi", "x", "Prodi tidak dikenal"])
        assert self.stages(staff) == ["Tahap", "Diumumkan", "⚠ Prodi tidak dikenal", None]
        staff.sort("Lowongan", 2, descending=True)
        assert self.stages(staff) == ["Tahap", None, "⚠ Prodi tidak dikenal", "Diumumkan"]
        staff.insert("Lowongan", 2, [None, "PT baru"])
        assert self.stages(staff) == ["Tahap", None, None, "⚠ Prodi tidak dikenal", "Diumumkan"]

    def stages(self, staff: Staff) -> list[Any]:
        rows, last = staff.get("Lowongan"), len(VACANCIES.columns) - 1
        return [row[last] if len(row) > last else None for row in rows]

    def test_it_takes_the_place_of_formulas_that_came_with_an_xlsx(self, google: Emulator, new: Spreadsheet) -> None:
        google.colleague(new).add_tab("Lowongan", [VACANCIES.headings])
        google.colleague(new).type("Lowongan", "T2", '=IF(A2="";"";"lama")')
        run(google, new)
        Staff(google, new).set("Lowongan", 2, ["L-0001"])
        Staff(google, new).set("Status", 2, ["L-0001", "a", "Diumumkan"])
        assert self.stages(Staff(google, new)) == ["Tahap", "Diumumkan"]


class TestSecondRun:
    def test_it_changes_nothing(self, google: Emulator, done: Spreadsheet) -> None:
        before = done.version
        assert run(google, done) == ()
        assert done.version == before
        assert "write" not in google.counts()

    def test_it_keeps_staffs_rows_columns_and_tabs(self, google: Emulator, done: Spreadsheet) -> None:
        colleague = google.colleague(done)
        colleague.insert_column("Mitra", 2, "Catatan sendiri")
        colleague.fill("Mitra", [["", "kata kami", "PT Maju"]], row=2)
        colleague.move_column("Mitra", 1, 4)
        colleague.add_tab("Coretan", [["milik staf"]])
        colleague.type("Kendali", "B2", "Ya")
        before = {sheet.title: Staff(google, done).get(sheet.title) for sheet in done.sheets}
        assert run(google, done) == ()
        assert {sheet.title: Staff(google, done).get(sheet.title) for sheet in done.sheets} == before
        assert "write" not in google.counts()

    def test_it_brings_back_what_staff_deleted(self, google: Emulator, done: Spreadsheet) -> None:
        google.colleague(done).delete_tab("Daftar")
        google.colleague(done).delete_column("Mitra", 3)
        assert run(google, done) == ("Daftar",)
        assert [sheet.title for sheet in done.sheets][:-1] == [GUIDE_TITLE, *(tab.title for tab in TABS)]
        headings = [heading for heading in PARTNERS.headings if heading != "Narahubung"]
        assert Staff(google, done).get("Mitra")[0] == [*headings, "Narahubung"]

    def test_it_dresses_a_tab_that_staff_had_made_themselves(self, google: Emulator, new: Spreadsheet) -> None:
        google.colleague(new).add_tab("alumni", [["nama", "N I M", "IPK"], ["Budi", "'0033", "3.5"]])
        assert "Alumni" not in run(google, new)
        rows = Staff(google, new).get("alumni")
        missing = [heading for heading in ALUMNI.headings if heading not in ("NIM", "Nama")]
        assert rows[0] == ["nama", "N I M", "IPK", *missing]
        assert rows[1] == ["Budi", "0033", 3.5]
        assert run(google, new) == ()


class TestTrouble:
    def test_it_looks_again_when_the_reply_is_lost(self, google: Emulator, new: Spreadsheet) -> None:
        google.fail("lost", on="spreadsheets.batchUpdate")
        assert run(google, new) == (GUIDE_TITLE, *(tab.title for tab in TABS))
        assert google.counts()["write"] == 1
        assert [sheet.title for sheet in new.sheets] == [GUIDE_TITLE, *(tab.title for tab in TABS), "Sheet1"]

    @pytest.mark.parametrize("action", [429, 503, "reset"])
    def test_it_asks_again_when_nothing_was_done(self, google: Emulator, new: Spreadsheet, action: Any) -> None:
        google.fail(action, on="spreadsheets.batchUpdate")
        run(google, new)
        assert google.counts()["write"] == 2
        assert new.sheet("Masalah") is not None

    def test_it_gives_up_when_google_stays_away(self, google: Emulator, new: Spreadsheet) -> None:
        google.fail(503, on="spreadsheets.batchUpdate", times=99)
        with pytest.raises(WorkbookBusy):
            run(google, new)
        assert [sheet.title for sheet in new.sheets] == ["Sheet1"]

    def test_it_says_with_whom_to_share(self, google: Emulator, new: Spreadsheet) -> None:
        google.unshare(new)
        with pytest.raises(WorkbookError, match=f"{SERVICE} as editor"):
            run(google, new)

    def test_it_leaves_the_status_tab_to_be_rewritten_cheaply(self, google: Emulator, done: Spreadsheet) -> None:
        assert done.sheet("Status").column_count == len(STATUS.columns)
