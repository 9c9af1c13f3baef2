"""Cell names and numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.workbook.a1 import area, area_name, cell_name, cell_position, column_name, column_number, reference


@given(st.integers(1, 16_384), st.integers(1, 1_048_576))
def test_it_names_every_cell_and_finds_it_again(column: int, row: int) -> None:
    assert column_number(column_name(column)) == column
    assert cell_position(cell_name(row, column)) == (row, column)


@pytest.mark.parametrize(
    ("column", "name"), [(1, "A"), (26, "Z"), (27, "AA"), (28, "AB"), (702, "ZZ"), (16_384, "XFD")]
)
def test_it_counts_columns_as_the_sheet_does(column: int, name: str) -> None:
    assert column_name(column) == name


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("B2:D9", (2, 2, 9, 4)),
        ("$B$2:$D$9", (2, 2, 9, 4)),
        ("B2", (2, 2, 2, 2)),
        ("A:K", (1, 1, 1_048_576, 11)),
        ("2:9", (2, 1, 9, 16_384)),
    ],
)
def test_it_reads_areas_as_every_program_writes_them(name: str, expected: tuple[int, int, int, int]) -> None:
    assert area(name) == expected
    assert area(area_name(*expected)) == expected


@pytest.mark.parametrize("name", ["", "A", "7", "A0B", "ABCD1", "A1:", "Status!A1"])
def test_it_refuses_what_is_no_cell(name: str) -> None:
    with pytest.raises(ValueError, match="cell's name"):
        cell_position(name)


@pytest.mark.parametrize(
    ("tab", "expected"),
    [("Lowongan", "Lowongan!F7"), ("Penerima Rekap", "'Penerima Rekap'!F7"), ("Bu Ani's", "'Bu Ani''s'!F7")],
)
def test_it_refers_to_a_tabs_cell_as_a_formula_does(tab: str, expected: str) -> None:
    assert reference(tab, 7, 6) == expected
