"""The recap as .xlsx: LibreOffice and others find the recap's values in it, and nothing but values."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import get_args

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from flows.documents import recap_rows, recap_tables
from flows.documents.recap_workbook import recap_workbook
from flows.documents.sheets import CELL
from flows.documents.tables import Column, Table, Value
from flows.procedure.models import Language
from flows.procedure.recap.records import Dimension, Recap
from tests.documents.made_up import imprint, made_up
from tests.workbook.libreoffice import convert

FORMULA = '=IMPORTXML("http://example.com";"//a")'


def tables(recap: Recap, language: Language = "id") -> list[Table]:
    return [
        *(recap_tables.by(recap, dimension, language) for dimension in get_args(Dimension)),
        recap_tables.ratings(recap, language),
        recap_tables.choices(recap, language),
        recap_tables.quotes(recap, language),
        recap_tables.unanswered(recap, language),
        recap_tables.events(recap, language),
        recap_rows.vacancies(recap, language),
    ]


def sheets(file: bytes) -> dict[str, list[list[object]]]:
    book = CalamineWorkbook.from_filelike(BytesIO(file))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def cells(row: Sequence[Value], columns: Sequence[Column]) -> list[object]:
    """What a sheet shows of a row; unknown is an empty cell."""
    found: list[object] = []
    for value, column in zip(row, columns, strict=True):
        if isinstance(value, datetime):
            local = value.astimezone(imprint().zone).replace(tzinfo=None)
            found.append(local.date() if column.kind == "day" else local.replace(microsecond=0))
        else:
            found.append("" if value is None else value)
    return found


def same(found: Sequence[object], meant: Sequence[object]) -> bool:
    pairs = list(zip(found, meant, strict=True))
    return all(
        one == pytest.approx(other, abs=1e-9) if isinstance(other, int | float) else one == other
        for one, other in pairs
    )


@pytest.mark.libreoffice
@pytest.mark.parametrize("language", get_args(Language))
def test_libreoffice_finds_the_recaps_values(tmp_path: Path, language: Language) -> None:
    recap = made_up(40, language=language)
    (tmp_path / "rekap.xlsx").write_bytes(recap_workbook(recap, imprint(language)))
    convert(tmp_path / "rekap.xlsx", "xlsx:Calc MS Excel 2007 XML", tmp_path / "saved")
    saved = sheets((tmp_path / "saved" / "rekap.xlsx").read_bytes())
    for table in tables(recap, language):
        heads, *rows = saved[table.name]
        assert heads[: len(table.columns)] == [column.heading for column in table.columns]
        meant = [*table.rows, *([table.total] if table.total else [])]
        assert len(rows) >= len(meant)
        for found, row in zip(rows, meant, strict=False):
            assert same(found[: len(table.columns)], cells(row, table.columns)), (table.name, found)
    front = [row[:3] for row in saved[next(iter(saved))]]
    by_label = {row[0]: row[1] for row in front}
    whole = recap.whole
    assert [by_label[label] for label in _labels(language)] == pytest.approx(
        [whole.vacancies, whole.answer_rate, whole.applied, whole.accepted, whole.rate]
    )


def _labels(language: Language) -> list[str]:
    return {
        "id": ["Lowongan ditutup", "Tingkat jawaban", "Pelamar", "Diterima", "Tingkat penerimaan"],
        "en": ["Vacancies closed", "Answer rate", "Applicants", "Accepted", "Acceptance rate"],
    }[language]


def test_it_has_no_formula_and_no_link_whatever_was_typed() -> None:
    recap = made_up(12, typed=FORMULA)
    file = recap_workbook(recap, imprint())
    with zipfile.ZipFile(BytesIO(file)) as package:
        parts = {name: package.read(name).decode("utf-8", "replace") for name in package.namelist()}
    assert not [name for name, part in parts.items() if "<f>" in part and name.startswith("xl/worksheets")]
    assert not [name for name, part in parts.items() if "hyperlink" in part]
    found = sheets(file)
    assert {row[4] for row in found["Masukan"][1:]} == {FORMULA}
    assert all(str(row[1]).endswith(FORMULA) for row in found["Data"][1:])


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("+62 812\r\nx\x07\x0b\ud800y", "+62 812\nx\ny"),
        ("_x0041_ & <b>", "_x0041_ & <b>"),
        ("x" * (CELL + 5), "x" * (CELL - 1) + "…"),
        ("🙏 مرحبا 公司", "🙏 مرحبا 公司"),
    ],
)
def test_texts_stay_what_they_are(typed: str, kept: str) -> None:
    found = sheets(recap_workbook(made_up(8, typed=typed), imprint()))
    assert {row[4] for row in found["Masukan"][1:]} == {kept}


def test_numbers_shares_and_dates_are_real_and_unknown_is_empty() -> None:
    recap = made_up(40)
    book = openpyxl.load_workbook(BytesIO(recap_workbook(recap, imprint())))
    data = book["Data"]
    heads = {cell.value: cell.column for cell in data[1]}
    closed, applied, announced = (data.cell(2, heads[name]) for name in ("Ditutup", "Pelamar", "Diumumkan"))
    assert closed.value == datetime.combine(recap.vacancies["closed"].iloc[0], datetime.min.time())
    assert (closed.number_format, announced.number_format) == ("dd/mm/yyyy", "dd/mm/yyyy hh:mm")
    assert announced.value == recap.vacancies["announced"].iloc[0].tz_convert("Asia/Jakarta").tz_localize(None)
    assert [applied.value for applied in _column(data, heads["Pelamar"])] == [
        None if value is None else int(value)
        for value in recap.vacancies["applied"].astype(object).where(recap.vacancies["applied"].notna(), None)
    ]
    assert applied.number_format == "#,##0"
    assert book["Mitra"].cell(2, 6).number_format == "0.0%"
    assert isinstance(closed.value, date)


def _column(sheet: openpyxl.worksheet.worksheet.Worksheet, column: int) -> list[openpyxl.cell.Cell]:
    return [sheet.cell(row, column) for row in range(2, sheet.max_row + 1)]


def test_every_figure_names_its_vacancies() -> None:
    recap = made_up(40)
    found = sheets(recap_workbook(recap, imprint()))
    for dimension in get_args(Dimension):
        table = recap_tables.by(recap, dimension, "id")
        at = [column.heading for column in table.columns].index("Sumber")
        sources = [str(row[at]).split(", ") for row in found[table.name][1 : len(table.rows) + 1]]
        assert [len(ids) for ids in sources] == [line.figures.vacancies for line in recap.groupings[dimension].lines]
        assert {one for ids in sources for one in ids} <= set(recap.sources)


def test_it_prints_on_a4_with_its_headings_on_every_page() -> None:
    book = openpyxl.load_workbook(BytesIO(recap_workbook(made_up(40), imprint())))
    for sheet in book.worksheets:
        assert sheet.page_setup.paperSize == 9
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.fitToHeight == 0
        assert imprint().number in sheet.oddHeader.left.text
        assert sheet.oddFooter.right.text == "Halaman &P dari &N"
    for sheet in book.worksheets[1:]:
        assert sheet.print_title_rows == "$1:$1"
        assert sheet.freeze_panes == "B2"
    assert len(book["Ringkasan"]._charts) == 1


def test_an_ampersand_in_a_title_is_no_command_of_a_header() -> None:
    title = "Riset & Dev &P " + "panjang " * 60
    with zipfile.ZipFile(BytesIO(recap_workbook(made_up(3), replace(imprint(), title=title)))) as package:
        part = package.read("xl/worksheets/sheet1.xml").decode()
    header = part.partition("<oddHeader>")[2].partition("</oddHeader>")[0].replace("&amp;", "&")
    assert "Riset && Dev &&P" in header
    assert len(header) <= 255


@pytest.mark.parametrize("scope", ["Semua", "JIF", "IF"])
def test_it_can_be_of_nothing_and_of_a_slice(scope: str) -> None:
    assert len(sheets(recap_workbook(made_up(0, scope), imprint()))) == 12
    assert len(sheets(recap_workbook(made_up(40, scope), imprint()))) == 12


def test_it_is_the_same_bytes_whenever_it_is_made() -> None:
    first = recap_workbook(made_up(40), imprint())
    assert first == recap_workbook(made_up(40), imprint())
    assert openpyxl.load_workbook(BytesIO(first)).properties.created == datetime(2026, 7, 14, 2, 30)
