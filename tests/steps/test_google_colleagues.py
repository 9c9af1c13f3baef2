"""Staff sort, copy, insert and delete rows while a cycle runs: nothing comes to stand beside the wrong vacancy."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from flows.workbook.flow_tabs import STATUS
from flows.workbook.tabs import VACANCIES
from tests.steps.google_world import POSITION_COLUMN, STATUS_COLUMN, World, misplaced, vacancy, world

TAB = VACANCIES.title
POSITION, APPROVAL = (chr(ord("A") + column - 1) for column in (POSITION_COLUMN, STATUS_COLUMN))
CALLS = range(2, 9)
"""But the token; see `tests.steps.test_google_calls.FIRST`."""

TWICE = ("⚠ Mirip", "⚠ Baris ini disalin")
"""What a row says that was typed twice, or copied."""

Edit = Callable[[World], object]


def sort_up(made: World) -> None:
    made.staff.sort(TAB, POSITION_COLUMN)


def sort_down(made: World) -> None:
    made.staff.sort(TAB, POSITION_COLUMN, descending=True)


def insert_on_top(made: World) -> None:
    made.staff.insert_rows(TAB, 2)
    made.type(VACANCIES, [vacancy(9)])


def insert_empty(made: World) -> None:
    made.staff.insert_rows(TAB, 3)


def delete_first(made: World) -> None:
    made.staff.delete_rows(TAB, 2)


def delete_last(made: World) -> None:
    made.staff.delete_rows(TAB, 5)


def delete_below(made: World) -> None:
    """With all the rows that nobody has used."""
    made.staff.delete_rows(TAB, 4, len(made.book.sheet(TAB).rows) - 3)


def copy_first(made: World) -> None:
    made.staff.copy_row(TAB, 2, 3)


def copy_to_the_end(made: World) -> None:
    made.staff.copy_row(TAB, 2, 6)


def move_first(made: World) -> None:
    made.staff.move_row(TAB, 2, 4)


def empty_second(made: World) -> None:
    for column in range(len(VACANCIES.headings) - 1):
        made.staff.type(TAB, f"{chr(ord('A') + column)}3", "")


def clear_second_but_its_id(made: World) -> None:
    for column in range(1, len(VACANCIES.headings) - 1):
        made.staff.type(TAB, f"{chr(ord('A') + column)}3", "")


def clear_all_ids(made: World) -> None:
    for row in range(2, len(made.staff.rows(TAB)) + 1):
        made.staff.type(TAB, f"A{row}", "")


EDITS: tuple[Edit, ...] = (
    sort_up, sort_down, insert_on_top, insert_empty, delete_first, delete_last, delete_below, copy_first,
    copy_to_the_end, move_first, empty_second, clear_second_but_its_id, clear_all_ids,
)  # fmt: skip


def nothing_is_mixed_up(made: World) -> None:
    """Two further ticks, the second on the next day, are enough; and a third has nothing to say."""
    made.tick()
    made.next_day()
    made.tick()
    assert misplaced(made) == []
    assert set(made.announced().values()) <= {1}, "told twice"
    stages = {row["ID"]: row["Tahap"] for row in made.rows(STATUS)}
    for row in made.rows(VACANCIES):
        assert row["Posisi"], "an ID stands beside nothing"
        assert row["Tahap"] == stages[row["ID"]] or row["Tahap"].startswith(TWICE), "another one's stage"
        assert not stages[row["ID"]].startswith("Diubah"), "it has another one's ID: nobody changed what a row says"
    before = made.book.version
    made.tick()
    assert made.book.version == before, "it writes without need"


def table() -> Iterator[Any]:
    """Every edit around every call; `make test` tries an edit at one call, and so each call with some edits."""
    for place, (edit, known, call) in enumerate(itertools.product(EDITS, (False, True), CALLS)):
        soak = place % 15 != 0
        name = f"{edit.__name__}-{'known' if known else 'new'}-{call}"
        yield pytest.param(edit, known, call, id=name, marks=pytest.mark.soak if soak else ())


@pytest.mark.parametrize(("edit", "known", "call"), list(table()))
def test_it_keeps_every_vacancy_apart(tmp_path: Path, edit: Edit, known: bool, call: int) -> None:
    """After a call and before the next one is the same to Google."""
    with world(tmp_path, vacancies=4) as made:
        if known:
            made.tick()
            made.type(VACANCIES, [vacancy(5)], at=6)
        made.edit_at(call, "after", lambda: edit(made))
        made.tick()
        nothing_is_mixed_up(made)
        for row in made.rows(VACANCIES):
            assert made.announced()["alumnus1@example.com", row["Posisi"]] == 1


@pytest.mark.parametrize(
    "call", [pytest.param(call, marks=() if call in {2, 5} else pytest.mark.soak) for call in CALLS]
)
def test_it_takes_a_copy_of_an_announced_vacancy_for_a_draft(tmp_path: Path, call: int) -> None:
    with world(tmp_path, vacancies=2) as made:
        made.tick()
        made.type(VACANCIES, [vacancy(3)], at=4)
        made.edit_at(call, "after", lambda: made.staff.copy_row(TAB, 2, 4))
        made.tick()
        nothing_is_mixed_up(made)
        stages = [row["Tahap"] for row in made.rows(VACANCIES) if row["Posisi"] == "Posisi 1"]
        assert sorted(stage.split()[0] for stage in stages) == ["Diumumkan", "⚠"]
        made.staff.type(TAB, f"{POSITION}4", "Posisi 7")
        made.staff.type(TAB, f"{APPROVAL}4", "Draf")
        made.tick()
        made.staff.type(TAB, f"{APPROVAL}4", "Setuju")
        made.next_day()
        made.tick()
        assert made.announced()["alumnus1@example.com", "Posisi 7"] == 1, "it is a vacancy of its own when staff say so"


@pytest.mark.parametrize(
    "seed", [pytest.param(seed, marks=pytest.mark.soak if seed > 4 else ()) for seed in range(1, 101)]
)
def test_it_keeps_every_vacancy_apart_whatever_staff_do(tmp_path: Path, seed: int) -> None:
    """Random edits around random calls of several ticks; the seed tells which."""
    dice, numbers = random.Random(seed), count(20)
    with world(tmp_path, vacancies=dice.randint(1, 6)) as made:
        for _ in range(3):
            for _ in range(dice.randint(1, 3)):
                made.edit_at(dice.choice(CALLS), "after", lambda: anything(made, dice, numbers))
            made.tick()
            if dice.random() < 0.3:
                made.next_day()
        nothing_is_mixed_up(made)


def anything(made: World, dice: random.Random, numbers: Iterator[int]) -> None:
    last = len(made.staff.rows(TAB))
    row, to = dice.randint(2, max(2, last)), dice.randint(2, last + 1)
    match dice.choice(["sort", "insert", "delete", "copy", "move", "type", "lose"]):
        case "sort":
            made.staff.sort(TAB, dice.randint(1, len(VACANCIES.headings) - 1), descending=dice.random() < 0.5)
        case "insert":
            made.staff.insert_rows(TAB, to)
            if dice.random() < 0.7:
                made.type(VACANCIES, [vacancy(next(numbers))], at=to)
        case "delete":
            made.staff.delete_rows(TAB, row, dice.randint(1, 2))
        case "copy":
            made.staff.copy_row(TAB, row, to)
        case "move":
            made.staff.move_row(TAB, row, to)
        case "type":
            made.type(VACANCIES, [vacancy(next(numbers))], at=last + 1)
        case "lose":
            made.staff.type(TAB, f"A{row}", "")
