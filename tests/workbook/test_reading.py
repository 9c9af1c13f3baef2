from __future__ import annotations

from datetime import date, datetime

import pytest

from flows.workbook.reading import fingerprint, id_column, read_rows
from flows.workbook.tabs import ALUMNI, CONTROL, LISTS, VACANCIES

HEADS = list(VACANCIES.headings)


def line(**cells):
    return [cells.get(heading.replace(" ", "_")) for heading in HEADS]


class TestHeadings:
    def test_it_finds_columns_by_their_headings_wherever_they_are(self):
        heads = [None, " sasaran ", "CÁRA-MELAMAR:", "catatan pribadi", *reversed(HEADS)]
        heads = [head for head in heads if head not in ("Sasaran", "Cara Melamar")]
        found, problems = read_rows(VACANCIES, [heads, [None, "Semua", "Datang", "rahasia", *[None] * 16, "PT Maju"]])
        assert problems == []
        assert found[0].cells["Sasaran"] == "Semua"
        assert found[0].cells["Cara Melamar"] == "Datang"
        assert "rahasia" not in found[0].cells.values()

    def test_it_says_which_heading_is_missing_and_what_stands_there_instead(self):
        heads = ["Perusahan" if head == "Perusahaan" else head for head in HEADS]
        found, problems = read_rows(VACANCIES, [heads, line(Posisi="Welder")])
        assert [(one.code, one.column, one.blocking) for one in problems] == [("heading_missing", "Perusahaan", True)]
        assert "Perusahan" in problems[0].what
        assert "Perusahaan" not in found[0].cells

    @pytest.mark.parametrize(("gone", "blocking"), [("Status", True), ("Batas Lamaran", True), ("Poster", False)])
    def test_it_holds_a_tab_back_only_for_a_heading_that_matters(self, gone, blocking):
        heads = [head for head in HEADS if head != gone]
        assert [one.blocking for one in read_rows(VACANCIES, [heads])[1]] == [blocking]

    def test_it_reads_the_first_of_a_doubled_heading_and_says_so(self):
        found, problems = read_rows(VACANCIES, [[*HEADS, "posisi"], [*line(Posisi="Welder"), "Fitter"]])
        assert found[0].cells["Posisi"] == "Welder"
        assert [(one.code, one.blocking) for one in problems] == [("heading_doubled", False)]
        assert "kolom C" in problems[0].what
        assert "kolom U" in problems[0].cure

    @pytest.mark.parametrize("grid", [[], [[]], [["apa", "saja"]], [[None, 3, True]]])
    def test_it_says_once_that_there_are_no_headings(self, grid):
        found, problems = read_rows(VACANCIES, grid)
        assert found == []
        assert [one.code for one in problems] == ["headings_missing"]

    def test_it_does_not_miss_tahap(self):
        assert read_rows(VACANCIES, [HEADS[:-1]])[1] == []

    def test_it_speaks_the_office_s_language(self):
        assert read_rows(LISTS, [], "en")[1][0].what.startswith("No column headings")


class TestRows:
    def test_it_numbers_rows_as_the_sheet_does_and_skips_empty_ones(self):
        body = [line(), line(Posisi="Welder"), [], line(Tahap="menunggu"), line(Posisi="  ", Status=""), ["", "PT A"]]
        found, _ = read_rows(VACANCIES, [HEADS, *body])
        assert [row.number for row in found] == [3, 7]
        assert "Tahap" not in found[0].cells
        assert "ID" not in found[0].cells

    @pytest.mark.parametrize(
        ("typed", "id"),
        [("L26-0001", "L26-0001"), (" l26-0001 ", "L26-0001"), ("K26-0012", "K26-0012"), ("1", ""), (7, ""), ("x", "")],
    )
    def test_it_knows_an_id_of_ours_and_ignores_what_else_is_typed_there(self, typed, id):
        assert read_rows(VACANCIES, [HEADS, line(ID=typed, Posisi="Welder")])[0][0].id == id

    def test_it_keeps_a_row_whose_content_was_cleared_but_not_its_id(self):
        found, _ = read_rows(VACANCIES, [HEADS, line(ID="L26-0001")])
        assert [(row.id, row.is_blank) for row in found] == [("L26-0001", True)]

    def test_it_knows_the_column_of_the_id_counted_from_one(self):
        assert id_column(VACANCIES, [["Posisi", "id"]]) == 2
        assert id_column(VACANCIES, [["Posisi"]]) is None
        assert id_column(ALUMNI, [["ID", "NIM"]]) is None


class TestFingerprint:
    def test_it_is_the_same_wherever_row_and_columns_are(self):
        here = read_rows(CONTROL, [["Nama", "Nilai"], ["Jeda", "Ya"]])[0][0]
        there = read_rows(CONTROL, [["x", "NILAI", "nama"], [], [1, "Ya ", "Jeda"]])[0][0]
        assert here.fingerprint == there.fingerprint

    @pytest.mark.parametrize(
        ("one", "other"),
        [(3, 3.0), ("a ", "a"), ("a\r\nb", "a\nb"), (None, ""), (date(2026, 1, 2), datetime(2026, 1, 2))],
    )
    def test_it_does_not_depend_on_who_reads_the_cell(self, one, other):
        assert fingerprint({"Posisi": one}) == fingerprint({"Posisi": other})

    @pytest.mark.parametrize(("one", "other"), [("a", "b"), (3, 4), (2.5, 2), ("a", None), (True, False)])
    def test_it_changes_with_the_content(self, one, other):
        assert fingerprint({"Posisi": one}) != fingerprint({"Posisi": other})

    def test_it_tells_columns_apart_and_leaves_out_id_and_tahap(self):
        assert fingerprint({"Posisi": "a"}) != fingerprint({"Lokasi": "a"})
        without, with_them = (
            read_rows(VACANCIES, [HEADS, line(Posisi="a", **more)])[0][0] for more in ({}, {"ID": "L26-1", "Tahap": 1})
        )
        assert without.fingerprint == with_them.fingerprint

    def test_it_does_not_stumble_over_half_a_character(self):
        assert len(fingerprint({"Posisi": "\ud800"})) == 16
