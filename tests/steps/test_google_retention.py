"""Staff approve a disposal at Google: the name is read before the tab is rewritten, and by Google's clock."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.run import Run
from flows.workbook.flow_tabs import DISPOSAL, PROBLEMS
from flows.workbook.tabs import ALUMNI, VACANCIES
from tests.steps.google_world import STATUS_COLUMN, World, world

YEARS = 7 * 366 * 86_400
NAME = DISPOSAL.headings.index("Disetujui Oleh") + 1


@pytest.fixture
def made(tmp_path: Path) -> Iterator[World]:
    """One vacancy, closed seven years ago; what is beyond its time was listed by the last run."""
    with world(tmp_path, vacancies=1) as made:
        made.tick()
        put(made, VACANCIES.title, 2, STATUS_COLUMN, "Tutup")
        made.tick()
        made.google.clock.advance(YEARS)
        retain(made)
        yield made


def put(made: World, tab: str, row: int, column: int, value: str) -> None:
    made.staff.fill(tab, [[None] * (column - 1) + [value]], row=row)


def retain(made: World) -> int:
    made.google.clock.advance(600)
    with made.office() as office:
        run = Run(office)
        run.observe()
        run.retain()
        run.write_back()
        return run.report.disposed


def listed(made: World) -> dict[str, str]:
    [row] = [row for row in made.rows(DISPOSAL) if row["Jenis"] == "Lowongan Kerja"]
    return row


def test_a_name_typed_in_the_tab_disposes_and_stays_there(made: World) -> None:
    assert not made.book.sheet(DISPOSAL.title).properties.get("hidden")
    number = [row["ID"] for row in made.rows(DISPOSAL)].index(listed(made)["ID"]) + 2
    assert retain(made) == 0
    put(made, DISPOSAL.title, number, NAME, "Rina")
    assert retain(made) == 1
    assert listed(made)["Disetujui Oleh"] == "Rina"
    assert "1 baris di Lowongan perlu dihapus" in listed(made)["Tahap"]
    made.staff.delete_rows(VACANCIES.title, 2)
    retain(made)
    assert "perlu dihapus" not in listed(made)["Tahap"]


def test_our_clock_alone_disposes_of_nothing(made: World) -> None:
    number = [row["ID"] for row in made.rows(DISPOSAL)].index(listed(made)["ID"]) + 2
    made.google.clock.advance(-YEARS)  # it was our clock that had jumped, not Google's
    put(made, DISPOSAL.title, number, NAME, "Rina")
    with made.office() as office:
        from dataclasses import replace
        from datetime import timedelta

        run = Run(replace(office, clock=lambda: made.now() + timedelta(seconds=YEARS)))
        run.observe()
        run.retain()
        assert run.report.disposed == 0


def test_who_was_erased_is_not_kept_in_the_last_reading(made: World) -> None:
    address = "alumnus1@example.com"
    with made.office() as office:
        from flows.ledger.erasure import Person

        assert address in str(office.ledger.notes.reading()[ALUMNI.title])
        office.ledger.erasure.forget(Person(address), office.clock())
        assert office.ledger.notes.reading() == {}
    retain(made)
    assert "meminta agar datanya dihapus" in str(made.rows(PROBLEMS))
    with made.office() as office:
        assert address not in str(office.ledger.notes.reading())
