"""A row is acted upon only when nobody is typing in it any more."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.steps import local_office
from tests.steps.local_office import ANI, BUDI, CITRA, LocalOffice

Make = Callable[..., LocalOffice]
EVERYBODY = {ANI: 1, BUDI: 1, CITRA: 1}


def vacancy(**changes: Any) -> dict[str, Any]:
    """One that does not wait for tomorrow's digest."""
    return local_office.vacancy(Segera="Ya", **changes)


def test_at_first_sight_a_row_of_an_old_file_is_sent_at_once(office: Make) -> None:
    made = office(vacancy(), settle=10)
    assert made.tick().sent == 3
    assert made.inbox() == EVERYBODY


def test_at_first_sight_a_row_of_a_file_saved_just_now_waits(office: Make) -> None:
    made = office(settle=10)
    made.sheet.add("Lowongan", vacancy())
    made.clock.forward(minutes=9)
    assert made.tick().sent == 0
    assert "Diproses setelah 24 Nov 2026 09.10" in made.sheet.status("Juru Las")["Langkah Berikut"]
    assert made.later(minutes=1).sent == 3


def test_a_row_typed_between_two_runs_waits_until_it_has_stood_for_ten_minutes(office: Make) -> None:
    made = office(settle=10)
    made.tick()
    made.clock.forward(minutes=5)
    made.sheet.add("Lowongan", vacancy())
    assert made.later(minutes=5).sent == 0
    assert made.sheet.status("Juru Las")["Tahap"].startswith("Menunggu")
    assert made.later(minutes=4).sent == 0
    assert made.later(minutes=1).sent == 3


def test_a_row_that_is_still_being_typed_is_not_sent(office: Make) -> None:
    made = office(settle=10)
    made.tick()
    for description in ("Meng", "Mengelas", "Mengelas pipa baja."):
        made.clock.forward(minutes=8)
        if description == "Meng":
            made.sheet.add("Lowongan", vacancy(Deskripsi=description))
        else:
            made.sheet.set("Lowongan", "Juru Las", Deskripsi=description)
        assert made.later(minutes=2).sent == 0
    assert made.later(minutes=10).sent == 3
    assert "Mengelas pipa baja." in made.mails(ANI)[0].text


def test_our_own_writes_do_not_unsettle_a_row(office: Make) -> None:
    made = office(settle=10)
    made.sheet.add("Lowongan", vacancy())
    made.tick()
    before = made.sheet.path.stat().st_mtime_ns
    assert made.sheet.row("Lowongan", "Juru Las")["ID"] == "L26-0001"
    assert made.later(minutes=10).sent == 3
    assert made.sheet.path.stat().st_mtime_ns != before, "Status was written twice"
