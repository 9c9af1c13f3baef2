"""The provider for Google: what it asks for, and what it makes of colleagues' edits between its calls."""

from __future__ import annotations

import pytest

from flows.errors import WorkbookChanged, WorkbookError
from flows.workbook.flow_tabs import DISPOSAL, PROBLEMS, STATUS
from flows.workbook.google import sheet_number
from flows.workbook.interface import Changes, IdCell
from flows.workbook.tabs import VACANCIES
from tests.google_emulator import STAFF, Emulator, Spreadsheet
from tests.workbook.google_staff import CHANGES, TITLES, Staff, workbook, write, written


class TestCalls:
    @pytest.mark.parametrize("rows", [10, 1_000])
    def test_it_needs_one_call_each_whatever_the_number_of_rows(
        self, google: Emulator, book: Spreadsheet, rows: int
    ) -> None:
        google.colleague(book).fill("Status", [[""]] * (rows + 1))
        ids = [f"L-{n:04}" for n in range(rows)]
        Staff(google, book).set("Lowongan", 2, [None, "PT Satu"])
        google.colleague(book).fill("Lowongan", [[None, "PT Satu"]] * rows, row=2)
        ours = workbook(google, book)
        before = ours.stamp()
        ours.read(TITLES)
        changes = Changes(
            ids=[IdCell("Lowongan", n, 1, key) for n, key in enumerate(ids, 2)],
            tabs={
                "Status": [list(STATUS.headings), *([key, "x"] for key in ids)],
                "Masalah": [list(PROBLEMS.headings)],
            },
        )
        ours.write(changes, expected=before)
        assert google.counts() == {"token": 1, "drive": 1, "read": 1, "write": 1}
        assert [row[0] for row in Staff(google, book).get("Lowongan")[1:]] == ids
        assert [row[0] for row in Staff(google, book).get("Status")[1:]] == ids

    def test_it_needs_no_call_for_a_link(self, google: Emulator, book: Spreadsheet) -> None:
        link = workbook(google, book).link("Lowongan", 7, 2)
        assert link == f"https://docs.google.com/spreadsheets/d/{book.id}/edit#gid={sheet_number('Lowongan')}&range=B7"
        assert book.sheet_by_id(sheet_number("Lowongan")).title == "Lowongan"
        assert google.log == []

    def test_it_finds_out_once_which_tabs_are_missing(self, google: Emulator, book: Spreadsheet) -> None:
        google.colleague(book).delete_tab("Daftar")
        ours = workbook(google, book)
        for _ in range(3):
            assert set(ours.read(TITLES)) == set(TITLES) - {"Daftar"}
        assert google.counts()["read"] == 5

    def test_it_sees_a_missing_tab_that_comes_back(self, google: Emulator, book: Spreadsheet) -> None:
        ours = workbook(google, book)
        ours.stamp()
        assert set(ours.read(["Lowongan", "Baru"])) == {"Lowongan"}
        google.colleague(book).add_tab("Baru", [["isi"]])
        ours.stamp()
        assert ours.read(["Lowongan", "Baru"])["Baru"] == [["isi"]]


class TestColleagues:
    def test_it_grows_the_grid_when_there_is_more_to_say(self, google: Emulator, book: Spreadsheet) -> None:
        grid = [list(STATUS.headings), *([f"L-{n}", "x", "y"] for n in range(300))]
        ours = workbook(google, book)
        ours.read(TITLES)
        ours.write(Changes(tabs={"Status": [[*row, *[""] * 12] for row in grid]}), expected=ours.stamp())
        assert [row[:3] for row in Staff(google, book).get("Status")[1:]] == [row[:3] for row in grid[1:]]

    def test_it_makes_room_also_when_there_are_new_ids(self, google: Emulator, book: Spreadsheet) -> None:
        staff = Staff(google, book)
        staff.set("Lowongan", 2, [None, "PT Satu"])
        ours = workbook(google, book)
        ours.read(TITLES)
        grid = [list(STATUS.headings), *([f"L-{n}"] for n in range(300))]
        ours.write(Changes(ids=CHANGES.ids[:1], tabs={"Status": grid}), expected=ours.stamp())
        assert staff.get("Lowongan")[1][:2] == ["L-0001", "PT Satu"]
        assert [row[0] for row in staff.get("Status")[1:]] == [row[0] for row in grid[1:]]

    def test_it_says_that_rows_are_gone_that_were_to_get_an_id(self, google: Emulator, book: Spreadsheet) -> None:
        last = book.sheet("Lowongan").row_count
        ours = workbook(google, book)
        ours.read(TITLES)
        google.before("write", lambda: google.colleague(book).delete_rows("Lowongan", last))
        with pytest.raises(WorkbookChanged, match="Lowongan"):
            ours.write(Changes(ids=[IdCell("Lowongan", last, 1, "L-0001")], tabs=CHANGES.tabs), expected=ours.stamp())
        assert Staff(google, book).get("Status")[1:] == []
        assert book.sheet("Lowongan").row_count == last - 1

    def test_it_writes_though_staff_made_the_tab_smaller_meanwhile(self, google: Emulator, book: Spreadsheet) -> None:
        ours = workbook(google, book)
        ours.read(TITLES)
        google.before("write", lambda: google.colleague(book).delete_rows("Status", 3, 20))
        write(ours)
        assert written(google, book)

    def test_it_empties_what_a_colleague_wrote_below_once_it_has_seen_it(
        self, google: Emulator, book: Spreadsheet
    ) -> None:
        ours = workbook(google, book)
        ours.read(TITLES)
        google.before("write", lambda: Staff(google, book).set("Status", 30, ["coretan"]))
        write(ours)
        ours.read(TITLES)
        write(ours)
        assert written(google, book)

    def test_it_writes_an_id_where_it_was_told_so_its_caller_reads_back(
        self, google: Emulator, book: Spreadsheet
    ) -> None:
        staff = Staff(google, book)
        staff.set("Lowongan", 2, [None, "PT Satu"])
        ours = workbook(google, book)
        ours.read(TITLES)
        google.before("write", lambda: staff.insert("Lowongan", 2, [None, "PT Nol"]))
        write(ours)
        assert ours.read(["Lowongan"])["Lowongan"][1][:2] == ["L-0001", "PT Nol"]

    def test_it_says_that_a_tab_was_renamed_meanwhile(self, google: Emulator, book: Spreadsheet) -> None:
        ours = workbook(google, book)
        ours.read(TITLES)
        google.before("write", lambda: google.colleague(book).rename_tab("Lowongan", "Loker"))
        with pytest.raises(WorkbookError, match="Lowongan"):
            write(ours)
        assert Staff(google, book).get("Status")[1:] == []

    def test_it_reads_what_formulas_show_and_their_errors(self, google: Emulator, book: Spreadsheet) -> None:
        colleague = google.colleague(book)
        for cell, formula, shown in (("E2", '=GOOGLEFINANCE("IDR")', 12.5), ("E3", "=Hapus!A1", "#REF!")):
            colleague.type("Alumni", cell, formula)
            colleague.compute(formula, shown)
        colleague.type("Alumni", "D2", "=1+1")
        rows = workbook(google, book).read(["Alumni"])["Alumni"]
        assert [rows[1][4], rows[2][4]] == [12.5, "#REF!"]
        assert rows[1][3] == "=1+1", "a cell of text keeps what looks like a formula"

    def test_it_reads_a_typed_date_as_a_serial_number(self, google: Emulator, book: Spreadsheet) -> None:
        column = VACANCIES.headings.index("Batas Lamaran")
        google.colleague(book).fill("Lowongan", [[None] * column + ["24/11/2026"]], row=2)
        assert workbook(google, book).read(["Lowongan"])["Lowongan"][1][column] == 46350

    def test_it_knows_our_own_writing_from_staffs(self, google: Emulator, book: Spreadsheet) -> None:
        ours = workbook(google, book)
        before = ours.stamp()
        write(ours)
        after = ours.stamp()
        assert before.version != after.version
        google.share(book, STAFF, "owner")
        assert ours.stamp() == after


class TestHiddenTabs:
    def test_it_shows_a_hidden_tab_once_there_is_something_in_it(self, google: Emulator, book: Spreadsheet) -> None:
        title, headings = DISPOSAL.title, list(DISPOSAL.headings)
        assert book.sheet(title).properties["hidden"]
        ours = workbook(google, book)
        for grid, hidden in (([headings], True), ([headings, ["L2026-00000000"]], False)):
            ours.read(TITLES)
            ours.write(Changes(tabs={title: grid}), expected=ours.stamp())
            assert bool(book.sheet(title).properties.get("hidden")) is hidden
        before = google.counts()["write"]
        ours.write(Changes(tabs={title: [headings, ["L2027-00000000"]]}), expected=ours.stamp())
        assert google.counts()["write"] == before + 1

    def test_it_leaves_a_tab_that_staff_hid_as_it_is(self, google: Emulator, book: Spreadsheet) -> None:
        book.sheet("Status").properties["hidden"] = True
        ours = workbook(google, book)
        ours.read(TITLES)
        write(ours)
        assert book.sheet("Status").properties["hidden"]
