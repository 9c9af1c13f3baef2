"""Google keeps what every provider of the workbook promises."""

from __future__ import annotations

import pytest

from flows.workbook.google import GoogleWorkbook
from tests.google_emulator import Emulator, Spreadsheet
from tests.workbook.contract import WorkbookContract
from tests.workbook.google_staff import Staff, workbook


class TestGoogle(WorkbookContract):
    @pytest.fixture
    def workbook(self, google: Emulator, book: Spreadsheet) -> GoogleWorkbook:
        return workbook(google, book)

    @pytest.fixture
    def staff(self, google: Emulator, book: Spreadsheet) -> Staff:
        return Staff(google, book)
