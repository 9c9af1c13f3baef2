"""The provider for Google, and everything that goes wrong on the way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from flows.errors import SettingsError, WorkbookBusy, WorkbookError
from flows.google.connection import ATTEMPTS
from flows.workbook.google import GoogleWorkbook
from flows.workbook.interface import Stamp
from tests.google_emulator import SERVICE, Emulator, Spreadsheet
from tests.workbook.google_staff import IMPATIENT, TIMEOUT, TITLES, workbook, write, written


def read(book: GoogleWorkbook) -> Any:
    return book.read(TITLES)


def stamp(book: GoogleWorkbook) -> Stamp:
    return book.stamp()


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
        in_vain = fault["action"] == "timeout"
        ours = workbook(google, book, sleep=sleeps, timeout=IMPATIENT if in_vain else TIMEOUT)
        ours.read(["Status"])
        google.log.clear()
        google.fail(on=kind, **fault)
        operation(ours)
        if in_vain:  # who waits for a second only may be too quick for a busy machine once more
            assert google.counts()[kind] >= 2
            assert sleeps
        else:
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
        assert set(workbook(google, book, timeout=IMPATIENT).read(TITLES)) == set(TITLES)


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
