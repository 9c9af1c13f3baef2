"""What staff made in their workbook survives a write, byte for byte, and LibreOffice shows what was written."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

import pytest

from flows.workbook.flow_tabs import PROBLEMS, STATUS
from flows.workbook.interface import Changes, Grid, IdCell
from flows.workbook.package import opened
from flows.workbook.tabs import VACANCIES
from flows.workbook.xlsx import XlsxWorkbook
from tests.workbook.libreoffice import convert, shown
from tests.workbook.staff_file import HEADINGS, ID_COLUMN, write_staff_file

STAGE_INDEX = HEADINGS.index("Tahap")
OURS = ("Lowongan", "Kegiatan", "Periode", "Status", "Masalah")
CHANGES = Changes(
    ids=(IdCell(VACANCIES.title, 3, ID_COLUMN, "L-0002"),),
    tabs={
        STATUS.title: [list(STATUS.headings), ["L-0001", "Teknisi", "Diumumkan 24 Nov 2026", "24 Nov 2026", 1204]],
        PROBLEMS.title: [
            list(PROBLEMS.headings),
            [
                "Lowongan",
                "L-0002",
                3,
                "Deskripsi",
                '=HYPERLINK("http://example.com")',
                "Deskripsi kosong",
                "Isi deskripsi",
            ],
        ],
    },
)


def contents(path: Path) -> dict[str, bytes]:
    with ZipFile(path) as file:
        return {name: file.read(name) for name in file.namelist()}


def parts_of(path: Path, titles: tuple[str, ...]) -> set[str]:
    with opened(path) as package:
        return {part for title, part in package.sheets.items() if title in titles}


def written(path: Path, changes: Changes = CHANGES) -> XlsxWorkbook:
    workbook = XlsxWorkbook(path)
    workbook.write(changes, expected=workbook.stamp())
    return workbook


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """As LibreOffice saved it."""
    folder = tmp_path_factory.mktemp("libreoffice")
    write_staff_file(folder / "loker.xlsx")
    convert(folder / "loker.xlsx", "xlsx:Calc MS Excel 2007 XML", folder / "saved")
    return folder / "saved" / "loker.xlsx"


@pytest.mark.libreoffice
class TestAFileSavedByLibreOffice:
    @pytest.fixture
    def path(self, saved: Path, tmp_path: Path) -> Path:
        path = tmp_path / "loker.xlsx"
        path.write_bytes(saved.read_bytes())
        return path

    def test_it_keeps_every_other_part_byte_for_byte_and_in_order(self, path: Path) -> None:
        before, ours = contents(path), parts_of(path, OURS)
        written(path)
        after = contents(path)
        assert list(after) == list(before)
        assert {name for name in before if before[name] != after[name]} == ours
        kinds = ("chart", "media", "comments", "drawing", "styles")
        assert all(any(kind in name for name in before) for kind in kinds), "the file has what it should keep"

    def test_it_shows_the_new_stage_in_libreoffice(self, path: Path, saved: Path) -> None:
        written(path)
        sheets = shown(path, saved.parent.parent / "shown")
        stages = [row[STAGE_INDEX] for row in sheets["Lowongan"][1:3]]
        assert stages == ["Diumumkan 24 Nov 2026", "⚠ Deskripsi kosong"]
        assert sheets["Masalah"][1][4] == '=HYPERLINK("http://example.com")'
        assert sheets["Rekap staf"][4][1] == "16"
        assert sheets["Lowongan"][1][6] == "Uraian tebal sekali"

    def test_it_can_be_written_again_and_again(self, path: Path) -> None:
        once = contents(written(path).path)
        assert contents(written(path).path) == once


@pytest.mark.libreoffice
def test_it_writes_a_new_workbook_that_libreoffice_saved(blank: bytes, tmp_path: Path) -> None:
    (tmp_path / "loker.xlsx").write_bytes(blank)
    convert(tmp_path / "loker.xlsx", "xlsx:Calc MS Excel 2007 XML", tmp_path / "saved")
    workbook = written(
        tmp_path / "saved" / "loker.xlsx", Changes(ids=(IdCell("Lowongan", 2, 1, "L-0001"),), tabs=CHANGES.tabs)
    )
    assert workbook.read(["Status"])["Status"][1][0] == "L-0001"
    stages = [row[-1] for row in shown(workbook.path, tmp_path / "shown")["Lowongan"]]
    assert stages[1:3] == ["Diumumkan 24 Nov 2026", ""]


class TestAFileSavedByExcel:
    """As XlsxWriter and openpyxl write it, which is close to Excel's own."""

    @pytest.fixture
    def path(self, tmp_path: Path) -> Path:
        write_staff_file(tmp_path / "loker.xlsx")
        return tmp_path / "loker.xlsx"

    def test_it_keeps_every_other_part_byte_for_byte_and_in_order(self, path: Path) -> None:
        before, ours = contents(path), parts_of(path, OURS)
        written(path)
        after = contents(path)
        assert list(after) == list(before)
        assert {name for name in before if before[name] != after[name]} <= ours

    def test_it_forgets_the_old_stage_and_no_other_result(self, path: Path) -> None:
        def stage(workbook: XlsxWorkbook) -> object:
            return workbook.read(["Lowongan"])["Lowongan"][1][STAGE_INDEX]

        assert stage(XlsxWorkbook(path)) == "teks lama"
        workbook = written(path)
        assert stage(workbook) is None
        assert workbook.read(["Rekap staf"])["Rekap staf"][4][1] == 16

    def test_it_reads_rich_text_as_its_words(self, path: Path) -> None:
        assert XlsxWorkbook(path).read(["Lowongan"])["Lowongan"][1][6] == "Uraian tebal sekali"

    def test_it_reveals_a_hidden_tab_once_it_has_rows(self, path: Path) -> None:
        from openpyxl import load_workbook

        book = load_workbook(path)
        book["Status"].sheet_state = book["Masalah"].sheet_state = "hidden"
        book.save(path)
        empty: Grid = [list(PROBLEMS.headings)]
        written(path, Changes(tabs={"Status": CHANGES.tabs["Status"], "Masalah": empty}))
        book = load_workbook(path)
        assert (book["Status"].sheet_state, book["Masalah"].sheet_state) == ("visible", "hidden")
