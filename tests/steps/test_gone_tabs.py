"""A tab of the flows that somebody deleted: the run goes on, and staff read what to do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.errors import WorkbookError
from tests.steps.local_office import LocalOffice, local_office, vacancy


@pytest.fixture
def office(tmp_path: Path) -> Iterator[LocalOffice]:
    """One whose *KPI* has been filled."""
    with local_office(tmp_path, vacancy()) as office:
        office.tick()
        assert office.sheet.rows("KPI")
        yield office


def delete(office: LocalOffice, tab: str) -> None:
    with office.sheet.open() as book:
        del book[tab]


def told(office: LocalOffice) -> list[str]:
    return [row["Tab"] for row in office.sheet.rows("Masalah") if "tidak ada lagi" in str(row["Masalah"])]


def test_it_is_a_problem_that_staff_read_and_no_failure(office: LocalOffice) -> None:
    delete(office, "KPI")
    office.sheet.add("Lowongan", vacancy("Kasir"))
    report = office.later(minutes=10)
    assert report.errors == []
    assert told(office) == ["KPI"]
    assert len(office.sheet.rows("Status")) == 2, "all else is written"
    since = [row["Sejak"] for row in office.sheet.rows("Masalah") if row["Tab"] == "KPI"]
    office.later(hours=1)
    assert [row["Sejak"] for row in office.sheet.rows("Masalah") if row["Tab"] == "KPI"] == since


def test_an_empty_tab_of_that_name_is_filled_and_ends_it(office: LocalOffice) -> None:
    before = office.sheet.rows("KPI")
    delete(office, "KPI")
    office.later(minutes=10)
    with office.sheet.open() as book:
        book.create_sheet("KPI")
    office.later(minutes=10)
    assert told(office) == []
    assert office.sheet.rows("KPI") == before


@pytest.mark.parametrize(("tab", "other"), [("Status", "Masalah"), ("Masalah", "Status")])
def test_a_tab_that_staff_cannot_do_without_is_a_failure(office: LocalOffice, tab: str, other: str) -> None:
    delete(office, tab)
    office.sheet.add("Lowongan", vacancy("Kasir", Posisi="", Sasaran="Antah Berantah"))
    before = office.sheet.rows(other)
    with pytest.raises(WorkbookError, match=f"tab {tab} has no place"):
        office.later(minutes=10)
    assert office.sheet.rows(other) != before, "the others are written all the same"
