"""What staff say by *Status*, and what the flows answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

import pytest

from flows.ledger.outbox import Outbox
from flows.ledger.records import Matter
from flows.run import Run
from tests.steps.local_office import ANI, BUDI, CITRA, STAFF, LocalOffice, alumnus, vacancy

Make = Callable[..., LocalOffice]
EVERYBODY = {ANI: 1, BUDI: 1, CITRA: 1}


def told(made: LocalOffice) -> dict[str, list[str]]:
    """Subjects by recipient, oldest first."""
    return {one: [mail.subject for mail in made.mails(one)] for one in (ANI, BUDI, CITRA)}


def edit(made: LocalOffice, **changes: Any) -> None:
    made.sheet.set("Lowongan", "Juru Las", **changes)


class TestPratinjau:
    def test_a_preview_goes_to_staff_alone(self, office: Make) -> None:
        made = office(vacancy(Status="Pratinjau"))
        made.tick()
        assert made.inbox() == {}
        [preview] = made.mails(STAFF)
        assert "Juru Las" in preview.subject
        assert "Lowongan!P2" in preview.text  # the cell where it is approved
        assert made.sheet.status("Juru Las")["Tahap"] == "Pratinjau dikirim ke staf"

    def test_it_goes_once_an_edition(self, office: Make) -> None:
        made = office(vacancy(Status="Pratinjau"))
        made.tick()
        made.later(minutes=10)
        assert len(made.mails(STAFF)) == 1
        edit(made, Lokasi="Bintan")
        made.later(minutes=10)
        assert len(made.mails(STAFF)) == 2
        assert "Bintan" in made.mails(STAFF)[1].text

    def test_one_that_waited_while_the_row_was_edited_is_out_of_date(self, office: Make) -> None:
        made = office(vacancy(Status="Pratinjau"), limit=1)
        made.sheet.add("Lowongan", vacancy("Kasir", Status="Pratinjau"))
        made.tick()
        waiting = "Kasir" if "Juru Las" in made.mails(STAFF)[0].subject else "Juru Las"
        made.sheet.set("Lowongan", waiting, Lokasi="Bintan")
        made.later(days=1, minutes=1)
        made.later(days=1, minutes=1)
        assert len(made.mails(STAFF)) == 2
        assert "Bintan" in made.mails(STAFF)[1].text


class TestSetuju:
    def test_leaving_it_withdraws_what_is_not_sent_and_returning_queues_it_again(self, office: Make) -> None:
        made = office(vacancy(), limit=1)
        made.tick()
        edit(made, Status="Draf")
        report = made.later(days=1, minutes=1)
        assert (report.withdrawn, report.waiting, report.sent) == (2, 0, 0)
        edit(made, Status="Setuju")
        for _ in range(3):
            made.later(days=1, minutes=1)
        assert made.inbox() == EVERYBODY

    def test_what_nobody_got_can_be_edited_and_announced_as_new(self, office: Make) -> None:
        made = office(vacancy())
        made.sheet.set("Kendali", "Jeda", Nilai="Ya")
        made.tick()
        edit(made, Status="Draf", Lokasi="Bintan")
        assert made.later(minutes=10).withdrawn == 3
        edit(made, Status="Setuju")
        made.sheet.set("Kendali", "Jeda", Nilai="Tidak")
        assert made.later(days=1).sent == 3
        assert "Bintan" in made.mails(ANI)[0].text
        assert "Ralat" not in made.mails(ANI)[0].subject

    def test_a_deleted_row_withdraws(self, office: Make) -> None:
        made = office(vacancy(), limit=1)
        made.tick()
        made.sheet.delete("Lowongan", "Juru Las")
        report = made.later(days=1, minutes=1)
        assert (report.withdrawn, report.sent, report.waiting) == (2, 0, 0)

    def test_a_row_that_comes_to_have_a_problem_withdraws(self, office: Make) -> None:
        made = office(vacancy(), limit=1)
        made.tick()
        edit(made, Cara_Melamar=None)
        assert made.later(days=1, minutes=1).withdrawn == 2

    def test_an_edit_after_announcing_sends_nothing_and_suggests_ralat(self, office: Make) -> None:
        made = office(vacancy())
        made.tick()
        edit(made, Lokasi="Bintan")
        assert made.later(days=1).sent == 0
        line = made.sheet.status("Juru Las")
        assert line["Tahap"] == "Diubah setelah diumumkan · 3 terkirim"
        assert "Ralat" in line["Langkah Berikut"]

    def test_an_edit_of_what_alumni_are_not_told_changes_nothing(self, office: Make) -> None:
        made = office(vacancy())
        made.tick()
        edit(made, Catatan="Sudah ditelepon", Disetujui_Oleh="Ratna")
        assert made.later(days=1).sent == 0
        assert made.sheet.status("Juru Las")["Tahap"].startswith("Diumumkan")


class TestRalat:
    def test_a_correction_shows_what_changed_to_those_who_got_it(self, office: Make) -> None:
        made = office(vacancy())
        made.tick()
        made.sheet.add("Alumni", alumnus(9, "dewi@example.com"))
        edit(made, Lokasi="Bintan", Status="Ralat")
        made.later(minutes=10)
        assert made.inbox() == {ANI: 2, BUDI: 2, CITRA: 2, "dewi@example.com": 1}
        correction = made.mails(ANI)[1]
        assert correction.subject.startswith("Ralat")
        assert "Batam" in correction.text
        assert "Bintan" in correction.text
        assert not made.mails("dewi@example.com")[0].subject.startswith("Ralat")
        assert made.later(days=1).sent == 0, "once"

    def test_who_still_waits_gets_the_new_edition_as_an_announcement(self, office: Make) -> None:
        made = office(vacancy(), limit=1)
        made.tick()
        edit(made, Lokasi="Bintan", Status="Ralat")
        for _ in range(4):
            made.later(days=1, minutes=1)
        subjects = told(made)
        assert sorted(map(len, subjects.values())) == [1, 1, 2]
        for one, [first, *rest] in subjects.items():
            assert not first.startswith("Ralat")
            assert all(subject.startswith("Ralat") for subject in rest)
            assert ("Bintan" in made.mails(one)[0].text) == (not rest)

    def test_a_correction_taken_back_halfway_goes_on_when_ralat_stands_again(self, office: Make) -> None:
        made = office(vacancy())
        made.tick()
        made.configure(limit=5)
        edit(made, Lokasi="Bintan", Status="Ralat")
        assert made.later(minutes=10).sent == 2
        edit(made, Status="Draf")
        assert made.later(minutes=10).withdrawn == 1
        edit(made, Status="Ralat")
        assert made.later(days=1).sent == 1
        assert all(len(subjects) == 2 and subjects[1].startswith("Ralat") for subjects in told(made).values())

    def test_a_second_correction_overtakes_the_first_where_that_still_waits(self, office: Make) -> None:
        made = office(vacancy())
        made.tick()
        made.configure(limit=4)
        edit(made, Lokasi="Bintan", Status="Ralat")
        assert made.later(minutes=10).sent == 1
        edit(made, Lokasi="Karimun")
        made.configure(limit=100)
        made.later(minutes=10)
        mails = [made.mails(one) for one in (ANI, BUDI, CITRA)]
        assert sorted(map(len, mails)) == [2, 2, 3]
        for received in mails:
            assert "Karimun" in received[-1].text
            assert ("Bintan" in received[-1].text) == (len(received) == 3), "compared with what that person was told"

    def test_without_a_change_or_an_announcement_it_sends_nothing(self, office: Make) -> None:
        made = office(vacancy(), vacancy("Kasir", Status="Ralat"))
        made.tick()
        edit(made, Status="Ralat")
        assert made.later(minutes=10).sent == 0
        assert made.sheet.status("Kasir")["Tahap"] == "Belum pernah diumumkan"
        assert made.sheet.status("Juru Las")["Tahap"].startswith("Diumumkan")

    def test_a_run_that_dies_while_it_corrects_forgets_nobody(self, office: Make) -> None:
        made = office(vacancy(), limit=1)
        made.tick()
        edit(made, Lokasi="Bintan", Status="Ralat")
        made.configure(limit=100)
        made.clock.forward(minutes=10)
        with made.open() as opened:
            opened.ledger.outbox = DyingOutbox(opened.ledger.store, opened.ledger.erasure)
            with pytest.raises(Killed):
                Run(opened).announce()
        assert made.tick().sent == 3
        assert sorted(len(subjects) for subjects in told(made).values()) == [1, 1, 2]


class Killed(BaseException):
    """The process is gone."""


class DyingOutbox(Outbox):
    def queue(self, matter: Matter, recipients: Iterable[int], at: datetime) -> int:
        super().queue(matter, recipients, at)
        raise Killed


@pytest.mark.parametrize("status", ["Draf", "Tutup", "Batal", None])
def test_any_other_status_sends_nothing(office: Make, status: str | None) -> None:
    made = office(vacancy(Status=status))
    made.tick()
    assert made.inbox() == {}
