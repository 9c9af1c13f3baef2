"""Who gets which vacancy, and when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from tests.steps.local_office import ANI, BUDI, CITRA, STAFF, LocalOffice, alumnus, vacancy

Make = Callable[..., LocalOffice]
EVERYBODY = {ANI: 1, BUDI: 1, CITRA: 1}
LIST = "alumni-ti@milis.example.ac.id"


class TestWhen:
    def test_a_digest_leaves_on_the_first_run_after_its_hour(self, office: Make) -> None:
        made = office(vacancy())
        made.clock.forward(hours=-3)  # 06.00
        assert made.tick().sent == 0
        line = made.sheet.status("Juru Las")
        assert (line["Tahap"], line["Langkah Berikut"]) == ("Disetujui", "Akan diumumkan 24 Nov 2026 07.00")
        assert made.later(minutes=59).sent == 0
        assert made.later(minutes=4).sent == 3
        assert made.inbox() == EVERYBODY
        assert made.sheet.status("Juru Las")["Tahap"] == "Diumumkan 24 Nov 2026 07.03 · 3 terkirim"

    def test_it_leaves_once_a_day(self, office: Make) -> None:
        made = office(vacancy())
        made.tick()
        made.sheet.add("Lowongan", vacancy("Kasir"), vacancy("Perawat"))
        assert made.later(hours=1).sent == 0
        assert made.later(hours=22).sent == 3
        assert made.inbox() == {ANI: 2, BUDI: 2, CITRA: 2}
        assert "Kasir" in made.mails(ANI)[1].text
        assert "Perawat" in made.mails(ANI)[1].text

    def test_staff_set_the_hour_in_the_workbook(self, office: Make) -> None:
        made = office(vacancy())
        made.sheet.set("Kendali", "Jam Pengumuman", Nilai="15")
        assert made.tick().sent == 0
        assert made.later(hours=6).sent == 3

    def test_an_urgent_vacancy_does_not_wait_and_takes_with_it_nothing_that_was_not_due(self, office: Make) -> None:
        made = office()
        made.tick()
        made.sheet.add("Lowongan", vacancy("Kasir"), vacancy("Juru Las", Segera="Ya"))
        made.later(minutes=10)
        assert made.inbox() == EVERYBODY
        assert "Kasir" not in made.mails(ANI)[0].text

    def test_by_hand_nobody_waits_and_the_digest_of_the_day_is_not_used_up(self, office: Make) -> None:
        made = office(vacancy())
        made.clock.forward(hours=-3)
        assert made.tick(by_hand=True).sent == 3
        made.sheet.add("Lowongan", vacancy("Kasir"))
        assert made.later(hours=2).sent == 3

    def test_who_joins_later_gets_what_is_still_open(self, office: Make) -> None:
        made = office(vacancy())
        made.tick()
        made.sheet.add("Alumni", alumnus(9, "dewi@example.com"))
        assert made.later(days=1).sent == 1
        assert made.inbox() == {**EVERYBODY, "dewi@example.com": 1}


class TestTooLate:
    def test_a_deadline_lasts_to_the_end_of_its_day_in_the_office(self, office: Make) -> None:
        made = office(vacancy(Batas_Lamaran=date(2026, 11, 24), Segera="Ya"))
        made.clock.forward(hours=14, minutes=59)  # 23.59
        assert made.tick().sent == 3

    def test_a_late_run_announces_nothing_that_has_expired(self, office: Make) -> None:
        made = office(vacancy(Batas_Lamaran=date(2026, 11, 24), Segera="Ya"))
        assert made.later(hours=15).sent == 0  # 00.00
        assert made.sheet.status("Juru Las")["Tahap"] == "Batas lamaran sudah lewat"

    def test_what_was_queued_in_time_and_is_sent_late_has_expired_all_the_same(self, office: Make) -> None:
        made = office(vacancy(Batas_Lamaran=date(2026, 11, 24)), vacancy("Kasir"), limit=1)
        assert made.tick().sent == 1
        assert made.later(days=1, minutes=1).sent == 1
        assert made.later(days=1, minutes=1).sent == 1
        told = [made.mails(one)[0].text for one in (ANI, BUDI, CITRA)]
        assert ["Juru Las" in text for text in told].count(True) == 1
        assert all("Kasir" in text for text in told)


class TestWhom:
    def test_only_those_it_is_for(self, office: Make) -> None:
        people = [alumnus(1, ANI), alumnus(2, BUDI, Prodi="Akuntansi"), alumnus(3, CITRA, Tahun_Lulus=2015)]
        made = office(vacancy(Sasaran="Akuntansi, Angkatan Lama"), alumni=people)
        made.sheet.add("Daftar", {"Nama Daftar": "Angkatan Lama", "Tahun Lulus Sampai": 2016})
        made.tick()
        assert made.inbox() == {BUDI: 1, CITRA: 1}

    def test_a_mailing_list_gets_one_and_those_it_describes_none_of_their_own(self, office: Make) -> None:
        people = [alumnus(1, ANI), alumnus(2, BUDI), alumnus(3, CITRA, Prodi="Akuntansi")]
        made = office(vacancy(Sasaran="Semua, Milis TI"), vacancy("Kasir", Sasaran="Milis TI"), alumni=people)
        made.sheet.add("Daftar", {"Nama Daftar": "Milis TI", "Prodi": "Teknik Informatika", "Alamat Milis": LIST})
        made.tick()
        made.later(days=1)
        assert made.inbox() == {LIST: 1, CITRA: 1}
        assert "Kasir" in made.mails(LIST)[0].text
        assert "Kasir" not in made.mails(CITRA)[0].text

    def test_a_graduate_of_d3_and_d4_gets_one(self, office: Make) -> None:
        twice = [alumnus(1, ANI), alumnus(2, ANI.upper(), Nama="Ani", Prodi="Animasi", Tahun_Lulus=2026)]
        made = office(vacancy(Sasaran="Teknik Informatika, Animasi"), alumni=twice)
        assert made.tick().sent == 1
        assert made.later(days=1).sent == 0

    def test_who_stopped_in_the_sheet_gets_nothing(self, office: Make) -> None:
        made = office(vacancy(), alumni=[alumnus(1, ANI, Status_Email="Berhenti"), alumnus(2, BUDI)])
        made.tick()
        assert made.inbox() == {BUDI: 1}

    def test_who_opted_out_gets_nothing_whatever_the_sheet_says(self, office: Make) -> None:
        made = office(vacancy(), alumni=[alumnus(1, ANI, Status_Email="Aktif"), alumnus(2, BUDI)])
        with made.open() as opened:
            opened.ledger.outbox.leave(ANI, made.clock(), "link")
        made.tick()
        assert made.inbox() == {BUDI: 1}

    @pytest.mark.parametrize("leaves", ["sheet", "ledger", "deleted"])
    def test_who_leaves_between_queueing_and_sending_gets_nothing(self, office: Make, leaves: str) -> None:
        made = office(vacancy(), limit=1)
        made.tick()
        [first] = made.inbox()
        [other, last] = sorted({ANI, BUDI, CITRA} - {first})
        if leaves == "sheet":
            made.sheet.set("Alumni", other, Status_Email="Berhenti")
        elif leaves == "deleted":
            made.sheet.delete("Alumni", other)
        else:
            with made.open() as opened:
                opened.ledger.outbox.leave(other, made.clock(), "link")
        made.later(days=1, minutes=1)
        made.later(days=1, minutes=1)
        assert made.inbox() == {first: 1, last: 1}


class TestTheLimit:
    def test_the_rest_waits_for_the_next_day_and_status_says_so(self, office: Make) -> None:
        made = office(vacancy(), limit=2)
        report = made.tick()
        assert (report.sent, report.waiting) == (2, 1)
        line = made.sheet.status("Juru Las")
        assert line["Tahap"] == "Diumumkan 24 Nov 2026 09.00 · 2 terkirim · 1 menunggu"
        assert line["Langkah Berikut"] == "Sisanya dikirim mulai 25 Nov 2026 09.00 (batas harian akun surel)"
        assert made.later(hours=23, minutes=50).sent == 0
        assert made.later(minutes=11).sent == 1
        assert made.inbox() == EVERYBODY

    def test_what_is_pressing_goes_first(self, office: Make) -> None:
        people = [alumnus(1, ANI), alumnus(2, BUDI), alumnus(3, CITRA, Prodi="Akuntansi")]
        urgent = vacancy("Juru Las", Segera="Ya", Sasaran="Akuntansi")
        made = office(vacancy("Kasir"), urgent, alumni=people, limit=1)
        made.tick()
        assert made.inbox() == {CITRA: 1}
        assert "Juru Las" in made.mails(CITRA)[0].text
        assert "Kasir" in made.mails(CITRA)[0].text, "what is queued for that person travels with it"

    def test_mail_to_staff_goes_before_all(self, office: Make) -> None:
        made = office(vacancy(), vacancy("Kasir", Status="Pratinjau"), limit=1)
        made.tick()
        assert made.inbox() == {}
        assert len(made.mails(STAFF)) == 1
