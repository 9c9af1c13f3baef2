"""What a cycle costs at Google: calls are scarce (60 a minute), so they never grow with the office."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.workbook.flow_tabs import STATUS
from flows.workbook.tabs import VACANCIES
from tests.steps.google_world import STATUS_COLUMN, TICK, World, cycle, misplaced, vacancy, world
from tests.workbook.google_staff import FULL, ROWS

FIRST = ["token", "drive", "read", "write", "read", "write", "drive", "read"]
"""Is there something new? Read, give IDs, look where they came to stand, say what came of it, keep what is there."""
EDITED = ["token", "drive", "read", "write", "drive", "read"]
UNCHANGED = ["token", "drive"]


def calls(made: World) -> list[str]:
    """Kinds of the calls since the last time, in order."""
    kinds = [call.kind for call in made.google.log]
    made.google.log.clear()
    return kinds


@pytest.mark.parametrize("vacancies", [10, 200, pytest.param(1_000, marks=pytest.mark.soak)])
def test_it_needs_eight_calls_for_new_vacancies_whatever_their_number_and_two_when_nothing_changed(
    tmp_path: Path, vacancies: int
) -> None:
    drafts = [vacancy(number, Status="Draf") for number in range(11, vacancies + 1)]
    with world(tmp_path, rows=FULL) as made:
        made.type(VACANCIES, [vacancy(number) for number in range(1, 11)] + drafts)
        assert made.tick().sent == 2
        assert calls(made) == FIRST
        assert len(made.rows(STATUS)) == vacancies
        for _ in range(2):
            assert made.tick().sent == 0
            assert calls(made) == UNCHANGED

        last = vacancies + 1
        made.staff.type("Lowongan", f"{chr(ord('A') + STATUS_COLUMN - 1)}{last}", "Batal")
        made.tick()
        assert calls(made) == EDITED
        assert made.rows(STATUS)[-1]["Tahap"].startswith("Dibatalkan")


def test_it_needs_one_call_when_nothing_changed_and_the_office_is_still_open(tmp_path: Path) -> None:
    with world(tmp_path, vacancies=3) as made, made.office() as office:
        cycle(office)
        assert calls(made) == FIRST
        for _ in range(2):
            made.google.clock.advance(TICK)
            cycle(office)
            assert calls(made) == ["drive"]


def test_it_does_not_read_again_for_an_edit_that_changes_nothing_it_says(tmp_path: Path) -> None:
    with world(tmp_path, vacancies=3) as made:
        made.tick()
        calls(made)
        made.staff.add_tab("Catatan staf", [["pribadi"]])
        made.tick()
        assert calls(made) == ["token", "drive", "read"]
        made.tick()
        assert calls(made) == UNCHANGED


@pytest.mark.parametrize("call", range(2, len(EDITED) + 1))
def test_it_sees_an_edit_at_any_moment_of_a_run_that_writes(tmp_path: Path, call: int) -> None:
    """The state that it remembers as its own must not cover what staff did meanwhile."""
    with world(tmp_path, vacancies=1) as made:
        made.tick()
        made.staff.type("Lowongan", "B2", "PT Contoh Jaya")
        made.edit_at(call, "after", lambda: made.type(VACANCIES, [vacancy(2)], at=3))
        made.tick()
        made.next_day()
        made.tick()
        assert made.announced()["alumnus1@example.com", "Posisi 2"] == 1
        assert misplaced(made) == []


def test_it_makes_room_in_a_flow_tab_that_has_become_too_small(tmp_path: Path) -> None:
    count = ROWS + 5
    with world(tmp_path) as made:
        made.type(VACANCIES, [vacancy(number, Status="Draf") for number in range(1, count + 1)])
        made.tick()
        assert misplaced(made) == []
        calls(made)
        made.type(VACANCIES, [vacancy(count + 1, Status="Draf")], at=count + 2)
        made.tick()
        assert calls(made) == FIRST, "there is room to spare now"
        assert misplaced(made) == []
