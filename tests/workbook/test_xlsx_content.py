"""What is in the cells and parts: hostile, odd, or in the way of a rewritten tab."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.errors import WorkbookError
from flows.workbook.flow_tabs import STATUS
from flows.workbook.interface import Changes, Grid, IdCell
from flows.workbook.package import opened
from flows.workbook.sheet_part import cell_content
from flows.workbook.xlsx import XlsxWorkbook
from tests.workbook.contract import NASTY, trimmed
from tests.workbook.libreoffice import shown
from tests.workbook.xlsx_staff import OpenpyxlColleague

BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'


@pytest.fixture
def path(tmp_path: Path, blank: bytes) -> Path:
    path = tmp_path / "loker.xlsx"
    path.write_bytes(blank)
    return path


def write(path: Path, changes: Changes) -> XlsxWorkbook:
    workbook = XlsxWorkbook(path)
    workbook.write(changes, expected=workbook.stamp())
    return workbook


def change_part(path: Path, name: str, change: Callable[[bytes], bytes]) -> None:
    with zipfile.ZipFile(path) as file:
        parts = {part: file.read(part) for part in file.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for part, content in parts.items():
            file.writestr(part, change(content) if part == name else content)


class TestHostileContent:
    def test_it_expands_no_entities(self, path: Path) -> None:
        def bomb(xml: bytes) -> bytes:
            return xml.replace(b"<worksheet", BOMB.encode() + b"<worksheet", 1)

        change_part(path, "xl/worksheets/sheet10.xml", bomb)
        with pytest.raises(WorkbookError):
            write(path, Changes(tabs={STATUS.title: [["ID"]]}))

    def test_it_reads_no_file_that_an_entity_names(self, path: Path, tmp_path: Path) -> None:
        (tmp_path / "rahasia").write_text("sandi")
        doctype = f'<!DOCTYPE x [<!ENTITY a SYSTEM "{(tmp_path / "rahasia").as_uri()}">]>'
        cells = b'<row r="2"><c r="A2" t="inlineStr"><is><t>&a;</t></is></c></row></sheetData>'

        def leak(xml: bytes) -> bytes:
            return xml.replace(b"<worksheet", doctype.encode() + b"<worksheet", 1).replace(b"</sheetData>", cells)

        change_part(path, "xl/worksheets/sheet5.xml", leak)
        with pytest.raises(WorkbookError) as caught:
            XlsxWorkbook(path).read(["Mitra"])
        assert "sandi" not in f"{caught.value} {caught.value.__cause__}"

    def test_it_unpacks_no_bomb(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("flows.workbook.package.MAX_UNPACKED", 1_000_000)
        change_part(path, "xl/sharedStrings.xml", lambda xml: xml + b" " * 2_000_000)
        with pytest.raises(WorkbookError):
            XlsxWorkbook(path).read(["Lowongan"])

    def test_it_refuses_a_cell_so_far_away_that_memory_would_end(self, path: Path) -> None:
        cells = b'<row r="1000000"><c r="XFD1000000"><v>1</v></c></row></sheetData>'
        change_part(path, "xl/worksheets/sheet5.xml", lambda xml: xml.replace(b"</sheetData>", cells))
        with pytest.raises(WorkbookError, match=r"Mitra reaches to XFD1000000.*delete the stray cells"):
            XlsxWorkbook(path).read(["Mitra"])

    @pytest.mark.parametrize(
        "far",
        [
            b'<row r="9"><c r="XFD1000000"><v>1</v></c></row>',
            b'<row r="1000000"><c s="1" r="XFD1000000"><v>1</v></c></row>',
        ],
    )
    def test_it_is_not_fooled_about_where_a_cell_is(self, path: Path, far: bytes) -> None:
        change_part(path, "xl/worksheets/sheet5.xml", lambda xml: xml.replace(b"</sheetData>", far + b"</sheetData>"))
        with pytest.raises(WorkbookError, match="XFD1000000"):
            XlsxWorkbook(path).read(["Mitra"])

    def test_it_minds_no_cell_far_away_that_is_only_coloured(self, path: Path) -> None:
        cells = b'<row r="1000000"><c r="XFD1000000" s="1"/></row></sheetData>'
        change_part(path, "xl/worksheets/sheet5.xml", lambda xml: xml.replace(b"</sheetData>", cells))
        assert len(XlsxWorkbook(path).read(["Mitra"])["Mitra"]) == 1


class TestWhatCalamineLeavesOut:
    def test_it_reads_formula_errors_as_their_text(self, path: Path) -> None:
        row = '<row r="3"><c r="B3" t="e"><f>NA()</f><v>#N/A</v></c><c t="e"><v>#REF!</v></c><c><v>7</v></c></row>'
        change_part(
            path, "xl/worksheets/sheet5.xml", lambda xml: xml.replace(b"</sheetData>", f"{row}</sheetData>".encode())
        )
        assert XlsxWorkbook(path).read(["Mitra"])["Mitra"][2][:4] == [None, "#N/A", "#REF!", 7]

    def test_it_reads_errors_that_calamine_does_not_know(self, path: Path) -> None:
        row = b'<row r="3"><c r="B3" t="e"><f>B3</f><v>Err:522</v></c><c r="C3"><v>7</v></c></row></sheetData>'
        change_part(path, "xl/worksheets/sheet5.xml", lambda xml: xml.replace(b"</sheetData>", row))
        assert XlsxWorkbook(path).read(["Mitra", "Lowongan"])["Mitra"][2][:3] == [None, "Err:522", 7]

    def test_it_reads_inline_phonetic_and_escaped_text(self, path: Path) -> None:
        row = (
            '<row r="3"><c r="A3" t="inlineStr"><is><r><t>ka</t></r><r><t xml:space="preserve">ta </t></r>'
            '<rPh sb="0" eb="1"><t>BUNYI</t></rPh></is></c><c r="B3" t="inlineStr"><is><t>a_x000A_b</t></is></c></row>'
        )
        change_part(
            path, "xl/worksheets/sheet5.xml", lambda xml: xml.replace(b"</sheetData>", f"{row}</sheetData>".encode())
        )
        assert XlsxWorkbook(path).read(["Mitra"])["Mitra"][2][:2] == ["kata ", "a\nb"]


class TestAnyText:
    cells = st.one_of(
        st.none(),
        st.text(st.characters(codec="utf-8"), max_size=30),
        st.sampled_from(NASTY),
        st.integers(-(10**12), 10**12),
        st.booleans(),
    )

    @given(grid=st.lists(st.lists(cells, max_size=5), max_size=6))
    @settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_it_arrives_as_text(self, tmp_path: Path, grid: Grid) -> None:
        path = tmp_path / "kecil.xlsx"
        with xlsxwriter.Workbook(path) as book:
            book.add_worksheet(STATUS.title)
        contents = [[cell_content(value) for value in row] for row in grid]
        wanted = trimmed([[None if value == "" else value for value in row] for row in contents])
        workbook = write(path, Changes(tabs={STATUS.title: grid}))
        assert trimmed(workbook.read([STATUS.title])[STATUS.title]) == wanted
        assert trimmed(OpenpyxlColleague(path).get(STATUS.title)) == wanted

    @pytest.mark.libreoffice
    def test_it_arrives_as_text_in_libreoffice(self, path: Path, tmp_path: Path) -> None:
        write(path, Changes(tabs={STATUS.title: [["ID"], *([text] for text in NASTY)]}))
        rows = shown(path, tmp_path / "shown")[STATUS.title]
        assert [row[0] for row in rows[1 : len(NASTY) + 1]] == list(NASTY)


class TestWhatStandsInTheWay:
    def test_it_leaves_out_the_order_of_calculation_when_a_formula_goes(self, path: Path) -> None:
        with zipfile.ZipFile(path, "a") as file:
            file.writestr("xl/calcChain.xml", '<calcChain><c r="A2" i="5"/></calcChain>')
        override = b'<Override PartName="/xl/calcChain.xml" ContentType="x"/></Types>'
        relation = (
            b'<Relationship Id="rId99" Target="calcChain.xml" Type="http://schemas.openxmlformats.org/officeDocument/2006'
            b'/relationships/calcChain"/></Relationships>'
        )
        change_part(path, "[Content_Types].xml", lambda xml: xml.replace(b"</Types>", override))
        change_part(path, "xl/_rels/workbook.xml.rels", lambda xml: xml.replace(b"</Relationships>", relation))
        write(path, Changes(ids=(IdCell("Mitra", 2, 1, "M-0001"),)))
        assert any("calcChain" in name for name in zipfile.ZipFile(path).namelist()), "no formula went"
        formula = b'<row r="3"><c r="A3"><f>1+1</f><v>2</v></c></row></sheetData>'
        change_part(path, "xl/worksheets/sheet5.xml", lambda xml: xml.replace(b"</sheetData>", formula))
        write(path, Changes(ids=(IdCell("Mitra", 3, 1, "M-0002"),)))
        with zipfile.ZipFile(path) as file:
            assert not any(b"calcChain" in file.read(name) or "calcChain" in name for name in file.namelist())

    @pytest.mark.parametrize(("headings", "kept"), [(["ID", "Judul"], True), (["ID", "Nama"], False)])
    def test_it_keeps_a_table_in_step_or_makes_it_plain_cells(
        self, path: Path, headings: list[str], kept: bool
    ) -> None:
        from openpyxl import load_workbook
        from openpyxl.worksheet.table import Table

        book = load_workbook(path)
        sheet = book["Status"]
        sheet.auto_filter.ref = None
        sheet.add_table(Table(displayName="Tabel", ref="A1:B9"))
        book.save(path)
        write(path, Changes(tabs={"Status": [headings, ["L-0001", "a"], ["L-0002", "b"], ["L-0003", "c"]]}))
        tables = load_workbook(path)["Status"].tables
        assert [table.ref for table in tables.values()] == (["A1:B4"] if kept else [])

    def test_it_writes_a_file_in_the_strict_namespaces(self, path: Path) -> None:
        for name in zipfile.ZipFile(path).namelist():
            change_part(path, name, strict)
        workbook = write(path, Changes(tabs={"Status": [["ID"], ["L-0001"]]}, ids=(IdCell("Mitra", 2, 1, "M-1"),)))
        grids = workbook.read(["Status", "Mitra"])
        assert (grids["Status"][1][0], grids["Mitra"][1][0]) == ("L-0001", "M-1")

    def test_it_keeps_how_each_part_was_packed(self, path: Path) -> None:
        with zipfile.ZipFile(path, "a") as file:
            file.writestr("xl/media/gambar.png", b"x" * 5_000, zipfile.ZIP_STORED)
        write(path, Changes(tabs={"Status": [["ID"], ["L-0001"]]}))
        with zipfile.ZipFile(path) as file:
            assert file.infolist()[-1].filename == "xl/media/gambar.png"
            assert file.infolist()[-1].compress_type == zipfile.ZIP_STORED
            assert file.infolist()[0].compress_type == zipfile.ZIP_DEFLATED

    def test_it_finds_parts_by_absolute_and_relative_targets(self, path: Path) -> None:
        def absolute(xml: bytes) -> bytes:
            return xml.replace(b'Target="worksheets/', b'Target="/xl/worksheets/')

        with opened(path) as package:
            before = package.sheets
        change_part(path, "xl/_rels/workbook.xml.rels", absolute)
        with opened(path) as package:
            assert package.sheets == before


def strict(xml: bytes) -> bytes:
    return xml.replace(
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main", b"http://purl.oclc.org/ooxml/spreadsheetml/main"
    ).replace(
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
    )
