"""The local workbook keeps the contract."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.workbook.blank import write_blank
from flows.workbook.xlsx import XlsxWorkbook
from tests.workbook.contract import WorkbookContract
from tests.workbook.xlsx_staff import OpenpyxlColleague


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("blank") / "loker.xlsx"
    write_blank(path)
    return path.read_bytes()


class TestXlsxWorkbook(WorkbookContract):
    @pytest.fixture
    def workbook(self, tmp_path: Path, blank: bytes) -> XlsxWorkbook:
        path = tmp_path / "loker.xlsx"
        path.write_bytes(blank)
        return XlsxWorkbook(path)

    @pytest.fixture
    def staff(self, workbook: XlsxWorkbook) -> OpenpyxlColleague:
        return OpenpyxlColleague(workbook.path)
