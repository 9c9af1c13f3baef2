from __future__ import annotations

from datetime import date

import pytest

from flows.archive.names import recap_stem, slug, span_slug, stem_of


@pytest.mark.parametrize(
    ("first", "last", "name"),
    [
        ("2026-01-01", "2026-06-30", "2026-s1"),
        ("2026-07-01", "2026-12-31", "2026-s2"),
        ("2026-01-01", "2026-12-31", "2026"),
        ("2026-07-01", "2026-09-30", "2026-tw3"),
        ("2028-02-01", "2028-02-29", "2028-02"),
        ("2026-02-01", "2026-07-31", "2026-02-01_2026-07-31"),
        ("2026-09-01", "2027-02-28", "2026-09-01_2027-02-28"),
        ("2026-01-01", "2026-06-29", "2026-01-01_2026-06-29"),
        ("2026-03-05", "2026-03-05", "2026-03-05_2026-03-05"),
    ],
)
def test_the_days_make_the_name(first: str, last: str, name: str) -> None:
    assert span_slug(date.fromisoformat(first), date.fromisoformat(last)) == name


def test_two_periods_of_the_same_days_have_files_of_their_own_in_every_revision() -> None:
    days = (date(2026, 1, 1), date(2026, 6, 30))
    first = recap_stem("P26-0001", *days, 0, {})
    taken = {stem_of(f"{first}.pdf"): "P26-0001"}
    second = recap_stem("P26-0002", *days, 0, taken)
    assert (first, second) == ("2026/rekap-2026-s1-rev0", "2026/rekap-2026-s1-p26-0002-rev0")
    assert recap_stem("P26-0001", *days, 1, taken) == "2026/rekap-2026-s1-rev1"


def test_a_code_is_no_path() -> None:
    assert slug("../IF/ TRPL") == "if-trpl"
