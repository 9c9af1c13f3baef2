"""New problems go to staff, in one mail a day."""

from __future__ import annotations

from collections.abc import Callable

from tests.steps.local_office import STAFF, LocalOffice, alumnus, vacancy

Make = Callable[..., LocalOffice]


def test_they_get_one_mail_a_day_with_what_is_new_and_where_it_is(office: Make) -> None:
    made = office(vacancy("Kasir", Sasaran="Teknik Informatka"), vacancy("Perawat", Cara_Melamar=None))
    made.tick()
    [first] = made.mails(STAFF)
    for expected in ("Teknik Informatika", "Lowongan!H2", "Lowongan!I3"):
        assert expected in first.text
    made.sheet.add("Lowongan", vacancy("Sopir", Disetujui_Oleh=None))
    made.later(hours=1)
    assert len(made.mails(STAFF)) == 1, "the next one is tomorrow's"
    made.later(days=1)
    [_, second] = made.mails(STAFF)
    assert "Sopir" in second.text or "Lowongan!Q4" in second.text
    assert "Lowongan!H2" not in second.text
    made.later(days=1)
    assert len(made.mails(STAFF)) == 2, "nothing is new"


def test_a_problem_that_was_mended_and_comes_back_is_new(office: Make) -> None:
    made = office(vacancy(Cara_Melamar=None))
    made.tick()
    made.sheet.set("Lowongan", "Juru Las", Cara_Melamar="Kantor Pos Batam", Status="Draf")
    made.later(days=1)
    made.sheet.set("Lowongan", "Juru Las", Cara_Melamar=None, Status="Setuju")
    made.later(days=1)
    assert len(made.mails(STAFF)) == 2


def test_rows_in_which_somebody_is_typing_are_not_complained_of(office: Make) -> None:
    made = office(settle=10)
    made.clock.forward(hours=-3)
    made.tick()
    made.clock.forward(hours=1, minutes=-1)
    made.sheet.add("Lowongan", vacancy(Cara_Melamar=None))
    made.later(minutes=2)
    assert made.mails(STAFF) == []
    made.later(days=1)
    assert len(made.mails(STAFF)) == 1


def test_sorting_makes_no_problem_new(office: Make) -> None:
    made = office(vacancy("Kasir", Cara_Melamar=None), vacancy("Perawat"), alumni=[alumnus(1, "ani@example")])
    made.tick()
    made.sheet.turn_round("Lowongan")
    made.later(days=1)
    assert len(made.mails(STAFF)) == 1


def test_problems_that_could_not_be_mailed_today_are_mailed_tomorrow(office: Make) -> None:
    made = office(vacancy("Kasir", Cara_Melamar=None))
    made.sheet.set("Kendali", "Jeda", Nilai="Ya")
    made.tick()
    made.sheet.set("Kendali", "Jeda", Nilai="Tidak")
    made.later(days=1)
    assert len(made.mails(STAFF)) == 1
