"""One worksheet's XML, as every program writes it, patched."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from lxml import etree

from flows.workbook.package import Damaged
from flows.workbook.sheet_part import MAX_TEXT, SheetPart, cell_content, cell_text

TRANSITIONAL = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"


def part(data: str, *, before: str = "", after: str = "", namespace: str = TRANSITIONAL) -> SheetPart:
    xml = f'<worksheet xmlns="{namespace}">{before}<sheetData>{data}</sheetData>{after}</worksheet>'
    return SheetPart(etree.ElementTree(etree.fromstring(xml)))


def inner(sheet: SheetPart) -> str:
    xml = etree.tostring(sheet.root, encoding="unicode").replace(' xml:space="preserve"', "")
    return xml[xml.index(">") + 1 : xml.rindex("</worksheet>")].replace("<sheetData>", "").replace("</sheetData>", "")


class TestSettingOneCell:
    def test_it_keeps_the_style_and_everything_around(self) -> None:
        sheet = part('<row r="2"><c r="A2" s="7" t="s"><v>4</v></c><c r="B2"><v>1</v></c></row>')
        sheet.set_text(2, 1, "L-0001")
        cell = '<c r="A2" s="7" t="inlineStr"><is><t>L-0001</t></is></c>'
        assert inner(sheet) == f'<row r="2">{cell}<c r="B2"><v>1</v></c></row>'

    def test_it_clears_a_cell_and_keeps_its_style(self) -> None:
        sheet = part('<row r="2"><c r="A2" s="7" t="inlineStr"><is><t>L-0009</t></is></c></row>')
        sheet.set_text(2, 1, "")
        assert inner(sheet) == '<row r="2"><c r="A2" s="7"/></row>'

    def test_it_makes_the_cell_between_its_neighbours(self) -> None:
        sheet = part('<row r="2" spans="1:3"><c r="A2"/><c r="C2"/></row>')
        sheet.set_text(2, 2, "x")
        assert inner(sheet) == '<row r="2"><c r="A2"/><c r="B2" t="inlineStr"><is><t>x</t></is></c><c r="C2"/></row>'

    def test_it_makes_the_row_between_its_neighbours(self) -> None:
        sheet = part('<row r="1"/><row r="9"/>')
        sheet.set_text(5, 1, "x")
        made = '<row r="5"><c r="A5" t="inlineStr"><is><t>x</t></is></c></row>'
        assert inner(sheet) == f'<row r="1"/>{made}<row r="9"/>'

    def test_it_counts_rows_and_cells_that_do_not_say_their_place(self) -> None:
        sheet = part('<row><c><v>1</v></c></row><row><c><v>2</v></c><c s="3"><v>3</v></c></row>')
        sheet.set_text(2, 2, "x")
        assert '<c><v>2</v></c><c s="3" t="inlineStr"><is><t>x</t></is></c>' in inner(sheet)

    def test_it_takes_a_new_cells_style_from_its_column(self) -> None:
        sheet = part("", before='<cols><col min="1" max="3" style="5"/></cols>')
        sheet.set_text(2, 2, "x")
        assert '<c r="B2" s="5" t="inlineStr">' in inner(sheet)

    def test_it_stretches_the_dimension(self) -> None:
        sheet = part('<row r="1"><c r="B1"><v>1</v></c></row>', before='<dimension ref="B1"/>')
        sheet.set_text(9, 1, "x")
        assert '<dimension ref="A1:B9"/>' in inner(sheet)

    @pytest.mark.parametrize("namespace", [TRANSITIONAL, STRICT])
    def test_it_writes_in_the_files_own_namespace(self, namespace: str) -> None:
        sheet = part("", namespace=namespace)
        sheet.set_text(1, 1, "x")
        assert [element.tag for element in sheet.root.iter()] == [
            f"{{{namespace}}}{name}" for name in ("worksheet", "sheetData", "row", "c", "is", "t")
        ]

    def test_it_overwrites_a_formula_and_leaves_its_group_their_results(self) -> None:
        shared = '<row r="{0}"><c r="A{0}" t="str"><f t="shared" si="0"{1}<v>old{0}</v></c></row>'
        sheet = part(shared.format(2, ' ref="A2:A3">B2</f>') + shared.format(3, "/>"))
        sheet.set_text(2, 1, "L-0001")
        assert sheet.lost_formula
        assert '<row r="3"><c r="A3" t="str"><v>old3</v></c></row>' in inner(sheet)
        assert "<f" not in inner(sheet)

    def test_it_refuses_a_sheet_without_cells(self) -> None:
        with pytest.raises(Damaged):
            SheetPart(etree.ElementTree(etree.fromstring(f'<worksheet xmlns="{TRANSITIONAL}"/>')))


class TestForgettingResults:
    @pytest.mark.parametrize("formula", ["Status!$A:$A", "IF('Masalah'!B2=1,2)", "INDEX(status!C1:C9,1)"])
    def test_it_clears_what_looks_at_the_tabs(self, formula: str) -> None:
        sheet = part(f'<row r="2"><c r="A2" s="1" t="str"><f>{formula}</f><v>old</v></c></row>')
        sheet.forget_results(iter(("Status", "Masalah")))
        assert inner(sheet) == f'<row r="2"><c r="A2" s="1"><f>{formula}</f></c></row>'

    @pytest.mark.parametrize("formula", ["Alumni!A1", "B2", "RekapStatus!A1", "&quot;Status&quot;"])
    def test_it_keeps_every_other_result(self, formula: str) -> None:
        xml = f'<row r="2"><c r="A2" t="str"><f>{formula}</f><v>kept</v></c><c r="B2"><v>1</v></c></row>'
        sheet = part(xml)
        sheet.forget_results(iter(("Status", "Masalah")))
        assert "<v>kept</v>" in inner(sheet)
        assert "<v>1</v>" in inner(sheet)

    def test_it_clears_a_whole_group_that_shares_one_formula(self) -> None:
        group = (
            '<c r="A2"><f t="shared" ref="A2:A3" si="{0}">{1}</f><v>1</v></c>'
            '<c r="A3"><f t="shared" si="{0}"/><v>2</v></c>'
        )
        sheet = part(f'<row r="2">{group.format(0, "Status!A2")}</row><row r="3">{group.format(1, "B2")}</row>')
        sheet.forget_results(iter(("Status",)))
        assert inner(sheet).count("<v>") == 2


class TestRewriting:
    def test_it_keeps_the_headings_style_and_the_columns(self) -> None:
        sheet = part(
            '<row r="1" ht="30" spans="1:2"><c r="A1" s="3" t="s"><v>0</v></c></row><row r="2"><c r="A2" s="4"/></row>'
        )
        sheet.rewrite([["ID", "Judul"], ["L-1", 5]])
        assert inner(sheet) == (
            '<row r="1" ht="30"><c r="A1" s="3" t="inlineStr"><is><t>ID</t></is></c>'
            '<c r="B1" s="3" t="inlineStr"><is><t>Judul</t></is></c></row>'
            '<row r="2"><c r="A2" s="4" t="inlineStr"><is><t>L-1</t></is></c><c r="B2"><v>5</v></c></row>'
        )

    def test_it_drops_what_would_hide_or_mislabel_the_new_cells(self) -> None:
        after = (
            '<autoFilter ref="A1:B9"><filterColumn colId="0"/></autoFilter>'
            '<mergeCells><mergeCell ref="A2:B2"/></mergeCells>'
            '<conditionalFormatting sqref="A1:A9"/><hyperlinks><hyperlink ref="A2"/></hyperlinks>'
        )
        sheet = part('<row r="1"><c r="A1"><f>1</f></c></row>', before='<dimension ref="A1:Z99"/>', after=after)
        sheet.rewrite([["ID", "Judul"]])
        assert sheet.lost_formula
        assert '<dimension ref="A1:B1"/>' in inner(sheet)
        assert inner(sheet).endswith('<autoFilter ref="A1:B9"/><conditionalFormatting sqref="A1:A9"/>')

    @pytest.mark.parametrize(("ref", "then"), [("A:K", "A:K"), ("A1:A2", "A1:B3"), ("A1:K99", "A1:K99")])
    def test_it_lets_a_filter_reach_over_all_rows(self, ref: str, then: str) -> None:
        sheet = part("", after=f'<autoFilter ref="{ref}"/>')
        sheet.rewrite([["ID", "Judul"], ["1", "a"], ["2", "b"]])
        assert inner(sheet).endswith(f'<autoFilter ref="{then}"/>')

    def test_it_writes_numbers_truth_and_nothing(self) -> None:
        sheet = part("")
        sheet.rewrite([[1, 2.5, True, None, "", float("inf")]])
        assert inner(sheet) == (
            '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2.5</v></c><c r="C1" t="b"><v>1</v></c>'
            '<c r="F1" t="inlineStr"><is><t>inf</t></is></c></row>'
        )


class TestCellText:
    def test_it_drops_what_xml_forbids(self) -> None:
        assert cell_text("a\x00b\x0b\x1f\ud800c\ufffe\tz") == "abc\tz"

    def test_it_ends_lines_as_excel_does(self) -> None:
        assert cell_text("a\r\nb\rc\nd") == "a\nb\nc\nd"

    @pytest.mark.parametrize("letter", ["x", "🎓"])
    def test_it_cuts_what_excel_would_refuse(self, letter: str) -> None:
        text = cell_text(letter * 40_000)
        assert len(text.encode("utf-16-le")) // 2 <= MAX_TEXT
        assert text.endswith(f"{letter}…")
        assert cell_text("x" * MAX_TEXT) == "x" * MAX_TEXT

    def test_it_writes_dates_day_first(self) -> None:
        assert cell_content(date(2026, 11, 4)) == "04/11/2026"
        assert cell_content(datetime(2026, 11, 4, 7, 5)) == "04/11/2026 07.05"
