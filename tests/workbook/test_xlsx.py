"""The local workbook keeps the contract."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.workbook.xlsx import XlsxWorkbook
from tests.workbook.contract import WorkbookContract
from tests.workbook.xlsx_staff import OpenpyxlColleague


class TestXlsxWorkbook(WorkbookContract):
    @pytest.fixture
    def workbook(self, tmp_path: Path, blank: bytes) -> XlsxWorkbook:
        path = tmp_path / "loker.xlsx"
        path.write_bytes(blank)
        return XlsxWorkbook(path)

    @pytest.fixture
    def staff(self, workbook: XlsxWorkbook) -> OpenpyxlColleague:
        return OpenpyxlColleague(workbook.path)
