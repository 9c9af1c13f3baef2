"""The provider for Google: what it asks for, and what it makes of everything that goes wrong on the way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from flows.errors import SettingsError, WorkbookBusy, WorkbookError
from flows.workbook.google import GoogleWorkbook, sheet_number
from flows.workbook.google_client import ATTEMPTS
from flows.workbook.interface import Changes, IdCell, Stamp
from flows.workbook.tabs import PROBLEMS, STATUS, TABS, VACANCIES
from tests.google_emulator import SERVICE, STAFF, Emulator, Spreadsheet
from tests.workbook.google_staff import Staff, workbook

TITLES = [tab.title for tab in TABS]
CHANGES = Changes(
    ids=(IdCell("Lowongan", 2, 1, "L-0001"), IdCell("Lowongan", 3, 1, "L-0002")),
    tabs={"Status": [list(STATUS.headings), ["L-0001", "Teknisi", "Diumumkan"]]},
)


def read(book: GoogleWorkbook) -> Any:
    return book.read(TITLES)


def write(book: GoogleWorkbook) -> None:
    book.write(CHANGES, expected=Stamp("", None))  # type: ignore[arg-type]


def stamp(book: GoogleWorkbook) -> Stamp:
    return book.stamp()


def written(google: Emulator, book: Spreadsheet) -> bool:
    staff = Staff(google, book)
    ids = [row[0] for row in staff.get("Lowongan")[1:]]
    return ids == ["L-0001", "L-0002"] and staff.get("Status")[1:] == [["L-0001", "Teknisi", "Diumumkan"]]


OPERATIONS = {"stamp": (stamp, "drive"), "read": (read, "read"), "write": (write, "write")}
FAULTS: dict[str, dict[str, Any]] = {
    "too many requests": {"action": 429},
    "too many requests, come back in 7 seconds": {"action": 429, "retry_after": 7},
    "internal error": {"action": 500},
    "bad gateway": {"action": 502},
    "unavailable": {"action": 503},
    "an error after it was carried out": {"action": 500, "applied": True},
    "connection reset": {"action": "reset"},
    "reply lost after it was carried out": {"action": "lost"},
    "no answer in time": {"action": "timeout"},
    "no answer in time after it was carried out": {"action": "timeout", "applied": True},
}
DRIVE_FAULTS = {"rate limit, said as 403": {"action": 403, "reason": "userRateLimitExceeded"}}
CASES = [
    pytest.param(operation, kind, fault, id=f"{name}: {words}")
    for name, (operation, kind) in OPERATIONS.items()
    for words, fault in (FAULTS | (DRIVE_FAULTS if kind == "drive" else {})).items()
]


class Sleeps(list[float]):
    def __call__(self, seconds: float) -> None:
        self.append(seconds)


class TestPassingFaults:
    @pytest.mark.parametrize(("operation", "kind", "fault"), CASES)
    def test_it_tries_again_and_does_not_double_anything(
        self, google: Emulator, book: Spreadsheet, operation: Callable[..., Any], kind: str, fault: dict[str, Any]
    ) -> None:
        sleeps = Sleeps()
        ours = workbook(google, book, sleep=sleeps)
        ours.read(["Status"])
        google.log.clear()
        google.fail(on=kind, **fault)
        operation(ours)
        assert google.counts()[kind] == 2
        assert len(sleeps) == 1
        if kind == "write":
            assert written(google, book)

    @pytest.mark.parametrize(("operation", "kind"), OPERATIONS.values(), ids=list(OPERATIONS))
    @pytest.mark.parametrize("action", [429, 503, "reset"])
    def test_it_gives_up_in_the_end_and_leaves_it_to_the_next_tick(
        self, google: Emulator, book: Spreadsheet, operation: Callable[..., Any], kind: str, action: Any
    ) -> None:
        sleeps = Sleeps()
        ours = workbook(google, book, sleep=sleeps)
        ours.read(["Status"])
        google.log.clear()
        google.fail(action, on=kind, times=99)
        with pytest.raises(WorkbookBusy):
            operation(ours)
        assert google.counts()[kind] == ATTEMPTS
        assert sleeps == sorted(sleeps)
        assert sum(sleeps) < 30

    def test_it_waits_as_long_as_google_says(self, google: Emulator, book: Spreadsheet) -> None:
        sleeps = Sleeps()
        google.fail(429, on="read", retry_after=7)
        workbook(google, book, sleep=sleeps).read(TITLES)
        assert sleeps == [7]

    def test_it_does_not_wait_for_minutes(self, google: Emulator, book: Spreadsheet) -> None:
        sleeps = Sleeps()
        google.fail(429, on="read", retry_after=600)
        with pytest.raises(WorkbookBusy):
            workbook(google, book, sleep=sleeps).read(TITLES)
        assert sleeps == []

    def test_it_gets_over_a_minutes_quota(self, google: Emulator, book: Spreadsheet) -> None:
        google.quota.limits["read"] = 1
        ours = workbook(google, book, sleep=lambda _seconds: google.clock.advance(20))
        ours.read(TITLES)
        ours.read(TITLES)
        assert google.counts()["read"] > 2

    def test_it_gets_a_new_token_when_the_old_one_is_refused(self, google: Emulator, book: Spreadsheet) -> None:
        ours = workbook(google, book)
        ours.read(TITLES)
        google.accounts.revoke_tokens()
        assert set(ours.read(TITLES)) == set(TITLES)
        assert google.counts()["token"] == 2

    @pytest.mark.parametrize("action", ["reset", "timeout"])
    def test_it_tries_again_when_no_token_comes(self, google: Emulator, book: Spreadsheet, action: str) -> None:
        google.fail(action, on="token")
        assert set(workbook(google, book).read(TITLES)) == set(TITLES)


class TestRefusals:
    """Each names the cure, and none is tried again."""

    @pytest.mark.parametrize(("operation", "kind"), OPERATIONS.values(), ids=list(OPERATIONS))
    def test_it_says_with_whom_to_share(
        self, google: Emulator, book: Spreadsheet, operation: Callable[..., Any], kind: str
    ) -> None:
        ours = workbook(google, book)
        ours.read(["Status"])
        google.log.clear()
        google.unshare(book)
        with pytest.raises(WorkbookError, match=f"{SERVICE} as editor") as caught:
            operation(ours)
        assert not isinstance(caught.value, WorkbookBusy)
        assert google.counts()[kind] == 1

    def test_it_says_that_reading_is_not_enough(self, google: Emulator, book: Spreadsheet) -> None:
        google.share(book, SERVICE, "reader")
        ours = workbook(google, book)
        assert set(ours.read(TITLES)) == set(TITLES)
        with pytest.raises(WorkbookError, match="for editing"):
            write(ours)

    @pytest.mark.parametrize("operation", [stamp, read])
    def test_it_says_that_there_is_no_such_spreadsheet(
        self, google: Emulator, book: Spreadsheet, operation: Callable[..., Any]
    ) -> None:
        ours = GoogleWorkbook("1NoSuchSpreadsheet", google.credentials(), endpoint=google.url)
        with pytest.raises(WorkbookError, match=r"workbook\.spreadsheet_id"):
            operation(ours)

    @pytest.mark.parametrize(("operation", "api"), [(stamp, "drive"), (read, "sheets")])
    def test_it_says_which_api_to_enable(
        self, google: Emulator, book: Spreadsheet, operation: Callable[..., Any], api: str
    ) -> None:
        google.disabled.add(api)
        with pytest.raises(WorkbookError, match="enable both"):
            operation(workbook(google, book))

    def test_it_says_that_an_account_cannot_make_files(self, google: Emulator, book: Spreadsheet) -> None:
        google.fail(403, on="write", reason="storageQuotaExceeded")
        with pytest.raises(WorkbookError, match="let a member of staff create the file"):
            write(workbook(google, book))

    def test_it_says_that_the_key_is_wrong(self, google: Emulator, book: Spreadsheet) -> None:
        stranger = google.accounts.add("lain@loker-emulator.example.com")
        mixed = google.credentials() | {"private_key": stranger.private_key}
        with pytest.raises(WorkbookError, match="make a new key") as caught:
            GoogleWorkbook(book.id, mixed, endpoint=google.url).stamp()
        assert not isinstance(caught.value, WorkbookBusy)
        assert google.counts() == {"token": 1}

    def test_it_says_that_the_account_is_unknown(self, google: Emulator, book: Spreadsheet) -> None:
        gone = google.credentials() | {"client_email": "hapus@loker-emulator.example.com"}
        with pytest.raises(WorkbookError, match="make a new key"):
            GoogleWorkbook(book.id, gone, endpoint=google.url).stamp()

    @pytest.mark.parametrize("content", [None, "", "{}", "[]", '{"type": "service_account"}'])
    def test_it_says_which_file_is_no_key(self, tmp_path: Path, content: str | None) -> None:
        path = tmp_path / "service-account.json"
        if content is not None:
            path.write_text(content, "utf-8")
        with pytest.raises(SettingsError, match="download"):
            GoogleWorkbook("x", path)

    def test_it_never_shows_the_key(self, google: Emulator, book: Spreadsheet, tmp_path: Path) -> None:
        broken = google.credentials() | {"private_key": "-----BEGIN PRIVATE KEY-----\nrahasia"}
        with pytest.raises(SettingsError) as caught:
            GoogleWorkbook(book.id, broken)
        assert "rahasia" not in str(caught.value)


class TestCalls:
    @pytest.mark.parametrize("rows", [10, 1_000])
    def test_it_needs_one_call_each_whatever_the_number_of_rows(
        self, google: Emulator, book: Spreadsheet, rows: int
    ) -> None:
        google.colleague(book).fill("Status", [[""]] * (rows + 1))
        ids = [f"L-{n:04}" for n in range(rows)]
        Staff(google, book).set("Lowongan", 2, [None, "PT Satu"])
        google.colleague(book).fill("Lowongan", [[None, "PT Satu"]] * rows, row=2)
        ours = workbook(google, book, timeout=(5, 30))
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
        ours = workbook(google, book, timeout=(5, 30))
        ours.read(TITLES)
        ours.write(Changes(tabs={"Status": [[*row, *[""] * 12] for row in grid]}), expected=ours.stamp())
        assert [row[:3] for row in Staff(google, book).get("Status")[1:]] == [row[:3] for row in grid[1:]]

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
